"""The use cases go on without the adviser, and say when its words are used."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.advising.brains import Answering, brain, newer, raw
from tools.backends.echo_brain.adviser import EchoBrain
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.studio.advising import assessed, refined
from tools.studio.offline import MemoryFiles, NoRuns, NoStore
from tools.studio.studio import Studio

PROMPT = "Kai Nakamura, silver hair"
BETTER = "Kai Nakamura, silver hair, backlit"


def _studio(adviser: EchoBrain | None) -> Studio:
    return Studio(
        store=NoStore(),
        files=MemoryFiles(),
        renderers=(),
        embedder=EmbeddedEmbedder(),
        watch=NoRuns(),
        adviser=adviser,
    )


async def _asked(answering: Answering, prompt: str = PROMPT) -> tuple[Any, Any]:
    async with brain(ask=answering) as there:
        echo = EchoBrain(there.url)
        try:
            studio = _studio(echo)
            opinion = await assessed(studio, {"score": 0.4})
            return await refined(studio, prompt, ["silver hair"], {}), opinion
        finally:
            await echo.close()


async def test_without_an_adviser_the_prompt_stays_and_nobody_has_an_opinion():
    studio = _studio(None)
    assert await refined(studio, PROMPT, ["silver hair"], {}) == (PROMPT, None)
    assert await assessed(studio, {}) is None


async def test_better_words_come_with_a_note_on_who_wrote_them():
    said = json.dumps({"prompt": BETTER, "quality": 0.9, "remarks": "good"})
    (prompt, note), opinion = await _asked(newer(said))
    assert prompt == BETTER
    assert note == "Echo Brain (mistral:7b) reworded the prompt."
    assert opinion.quality == 0.9


@pytest.mark.parametrize(
    "answering",
    [
        raw(500, b""),
        newer("no idea"),
        newer(json.dumps({"prompt": "somebody else"})),
        newer(json.dumps({"prompt": PROMPT})),
    ],
)
async def test_where_no_better_words_come_the_prompt_stays_as_it_was(answering: Answering):
    (prompt, note), _ = await _asked(answering)
    assert (prompt, note) == (PROMPT, None)
