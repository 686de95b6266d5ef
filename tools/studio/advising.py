"""Asking the adviser, without whom everything goes on.

`refined(studio, prompt, keep, context)` answers the prompt to send and a note for the user;
`assessed(studio, facts)` the adviser's opinion on a picture, `interpreted(studio, known)` what it
takes a scene to mean. None of them raises, and without an adviser none does anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.ports.advising import Assessment, Interpretation
from tools.studio.studio import Studio


async def refined(
    studio: Studio, prompt: str, keep: Sequence[str], context: Mapping[str, Any]
) -> tuple[str, str | None]:
    """The prompt in the adviser's words, in which every one of `keep` stands, and who wrote it.

    The note is None where the prompt stays as it was. `context` is what the adviser may know.
    """
    if studio.adviser is None or not prompt.strip():
        return prompt, None
    refinement = await studio.adviser.refine(prompt, keep=tuple(keep), context=context)
    if refinement is None or refinement.prompt == prompt:
        return prompt, None
    return refinement.prompt, f"{studio.adviser.name} ({refinement.model}) reworded the prompt."


async def assessed(studio: Studio, facts: Mapping[str, Any]) -> Assessment | None:
    """What the adviser thinks of a picture from its figures; None without an answer."""
    return None if studio.adviser is None else await studio.adviser.assess(facts)


async def interpreted(studio: Studio, known: Mapping[str, Any]) -> Interpretation | None:
    """What the adviser takes a scene's words to mean; None without an answer."""
    return None if studio.adviser is None else await studio.adviser.interpret(known)
