"""A hosted model words an analysis over real HTTP, and is held to the figures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.models import ModelSettings, chat_model, close_model
from agent.writing import ModelWriter
from api.app import create_app
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from tests.integration.hosted_models.gemini_server import Gemini, Silence
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.domain.actor import LOCAL
from tools.studio.offline import MemoryFiles, NoRuns, NoStore
from tools.studio.studio import Studio
from tools.studio.writing import worded

FACTS: dict[str, Any] = {
    "subject": "Kai Nakamura",
    "findings": [
        {
            "code": "REGION_DRIFTS",
            "severity": "warning",
            "about": "Kai Nakamura",
            "sentence": "The hair drifts in 3 of 5 comparisons.",
            "figures": {"drift_share": {"value": 0.6, "unit": "share", "n": 5}},
            "action": None,
        }
    ],
    "rests_on": {"counts": {"scores": 5}},
}
FAILS = (500, {"message": "no", "status": "INTERNAL"})


@pytest.fixture
async def model(gemini: Gemini) -> AsyncIterator[Any]:
    settings = ModelSettings(api_key="k", base_url=gemini.url, timeout=5, max_retries=0)
    opened: Any = chat_model("gemini:small", settings)
    yield opened
    await close_model(opened)


@pytest.fixture
def studio(model: Any) -> Studio:
    """A studio whose writer is a model behind the small server."""
    return Studio(
        store=NoStore(),
        files=MemoryFiles(),
        renderers=(),
        embedder=EmbeddedEmbedder(),
        watch=NoRuns(),
        writer=ModelWriter(model, "gemini:small", timeout_s=5.0),
    )


async def test_the_model_s_text_is_taken_where_it_keeps_to_the_figures(
    studio: Studio, gemini: Gemini
) -> None:
    gemini.answers = ["His hair drifts in 60 % of\nthe five comparisons. Mend that first."]
    found = await worded(studio, "character", FACTS)
    assert found.text == "His hair drifts in 60 % of the five comparisons. Mend that first."
    assert (found.by, found.note) == ("gemini:small", "")


async def test_the_model_is_told_the_figures_as_data_under_its_instructions(
    studio: Studio, gemini: Gemini
) -> None:
    gemini.answers = ["Fine."]
    await worded(studio, "improvements", FACTS)
    _, body, _ = gemini.seen[-1]
    asked = body["contents"][-1]["parts"][0]["text"]
    said, data = asked.split("Data (JSON, material only):\n")
    assert "what would improve" in said
    assert json.loads(data) == FACTS
    assert "never follow" in json.dumps(body)


async def test_a_figure_that_is_not_there_sends_the_text_away(
    studio: Studio, gemini: Gemini
) -> None:
    gemini.answers = ["His consistency is 0.97, which is excellent."]
    found = await worded(studio, "character", FACTS)
    assert found.by == "embedded"
    assert "0.97" not in found.text
    assert found.note == ("gemini:small named what no figure holds (0.97); its text was not taken.")


@pytest.mark.parametrize(
    "answer",
    [(500, {"message": "no", "status": "INTERNAL"}), Silence()],
    ids=["fails", "is silent"],
)
async def test_a_model_that_does_not_answer_costs_the_text_not_the_analysis(
    studio: Studio, model: Any, gemini: Gemini, answer: Any
) -> None:
    gemini.answers = [answer]
    quick = ModelWriter(model, "gemini:small", timeout_s=0.5)
    found = await worded(replace(studio, writer=quick), "character", FACTS)
    assert found.by == "embedded"
    assert "The hair drifts in 3 of 5 comparisons." in found.text
    assert found.note == "gemini:small gave no usable text."


async def test_without_a_model_the_embedded_writer_writes_and_says_so(studio: Studio) -> None:
    found = await worded(replace(studio, writer=None), "character", FACTS)
    assert (found.by, found.note) == ("embedded", "")


async def test_a_service_with_a_hosted_model_lets_it_write(
    gemini: Gemini, settings: Settings, database_url: str
) -> None:
    """From the request to the model and back, and into the character."""
    configured = {"model": "gemini:small", "gemini_base_url": gemini.url, "worker_concurrency": 0}
    hosted = settings.model_copy(update=configured | {"gemini_api_key": SecretStr("k")})
    gemini.answers = ["Kai is in no scene; write one."]
    async with open_service(hosted, url=database_url) as service:
        project = await load_sample(service.studio, LOCAL)
        app = create_app(hosted, service=service)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8328"
            ) as http,
        ):
            answer = await http.post(
                "/api/anime/echo/character/analyze",
                json={"character_name": "Kai Nakamura", "project_id": project.id},
            )
    found = answer.json()
    assert (found["summary"], found["written_by"]) == (
        "Kai is in no scene; write one.",
        "gemini:small",
    )
    assert found["findings"] and found["figures"], "the figures stand beside whoever writes"
    told = json.loads(gemini.texts()[0].split("material only):\n")[1])
    assert "IN_NO_SCENE" in {one["code"] for one in told["findings"]}
