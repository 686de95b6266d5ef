"""A model that writes scripts, inside the pipeline: held to the rules, repaired, told about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from tests.integration.hosted_models.gemini_server import Gemini
from tests.integration.hosted_models.test_vision_over_http import wire_script
from tools.domain.actor import LOCAL
from tools.domain.animation.derivation import derived
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.script import AnimationScript
from tools.domain.choreography import choreographed
from tools.studio.finding import find_character

WAYS = {
    "suggestions": [
        {"action": "Sidestep and bow", "kind": "dodge", "reason": "He is old.", "recommended": True}
    ]
}


@pytest.fixture
async def http(
    gemini: Gemini,
    database_url: str,
    tmp_path: Path,
) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """A client of a service with a model, and an animation of the sample's two."""
    settings = Settings(
        data_dir=tmp_path,
        lease_s=1.0,
        render_workers=1,
        model="embedded",
        vision_model="gemini:small",
        GEMINI_API_KEY="k",
        GOOGLE_GEMINI_BASE_URL=gemini.url,
    )
    async with open_service(settings, url=database_url) as service:
        project = await load_sample(service.studio, LOCAL)
        kai, _ = await find_character(service.studio, LOCAL, project.id, "Kai")
        genzo, _ = await find_character(service.studio, LOCAL, project.id, "Genzo")
        transport = httpx.ASGITransport(app=create_app(settings, service=service))
        base = "http://127.0.0.1:8328/api/pipeline"
        app = transport.app
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=base) as client,
        ):
            body = {
                "generation_mode": "dual",
                "character_id": kai.id,
                "responder_character_ids": [genzo.id],
            }
            made = await client.post("/projects", json=body)
            yield client, made.json()["id"]


async def suggested(client: httpx.AsyncClient, animation: int) -> dict[str, Any]:
    body = {"project_id": animation, "action_type": "heavy_attack"}
    answer = await client.post("/dual/generate-script", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def confirmed(client: httpx.AsyncClient, animation: int, action: str) -> dict[str, Any]:
    body = {"project_id": animation, "responder_action": action}
    answer = await client.post("/dual/confirm-responder", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_models_way_to_answer_is_offered_beside_the_ruled_ones(http, gemini) -> None:
    client, animation = http
    gemini.answers = [WAYS]
    ways = (await suggested(client, animation))["suggested_responder_actions"]
    assert "Sidestep and bow" in [way["action"] for way in ways]
    assert sum(way["recommended"] for way in ways) == 1


async def test_scripts_of_the_model_that_hold_are_taken(http, gemini) -> None:
    client, animation = http
    gemini.answers = [WAYS]
    known = await suggested(client, animation)
    dnas = [CharacterDNA.model_validate(known[f"{who}_dna"]) for who in ("instigator", "responder")]
    driving = choreographed(
        "heavy_attack",
        frame_count=known["frame_count"],
        tier="LIGHT",
        perspective="side",
        dna=dnas[0],
    )
    _, answering = derived(
        driving, kind="dodge", dna=dnas[1], mass_ratio=known["interaction"]["mass_ratio"]
    )
    gemini.answers = [wire_script(signed(driving)), wire_script(signed(answering))]
    scripts = await confirmed(client, animation, "dodge")
    assert scripts["instigator_script"]["physics_reasoning"] == "The model says so."
    assert scripts["responder_script"]["physics_reasoning"] == "The model says so."
    assert scripts["warnings"] == []
    assert scripts["report"]["violations"] == []


async def test_a_model_that_breaks_rules_is_asked_twice_more_and_then_derived(http, gemini) -> None:
    client, animation = http
    gemini.answers = [WAYS]
    known = await suggested(client, animation)
    driving = choreographed(
        "heavy_attack",
        frame_count=known["frame_count"],
        tier="LIGHT",
        perspective="side",
        dna=CharacterDNA.model_validate(known["instigator_dna"]),
    )
    gemini.answers = [wire_script(driving), *[wire_script(driving)] * 3]
    scripts = await confirmed(client, animation, "Staggered Hit")
    assert gemini.answers == []
    repaired = {note["repaired_by"] for note in scripts["warnings"]}
    assert repaired == {"rule"}
    assert {note["who"] for note in scripts["warnings"]} == {"responder"}
    assert scripts["report"]["violations"] == []
    assert scripts["responder_script"]["response"] == "partial_hit"


async def test_a_model_that_is_down_leaves_the_rules_to_write(http, gemini) -> None:
    client, animation = http
    gemini.answers = [(500, {"message": "broken"})] * 3
    known = await suggested(client, animation)
    assert any(note["code"] == "SUGGESTER_FAILED" for note in known["warnings"])
    scripts = await confirmed(client, animation, "dodge")
    assert scripts["report"]["violations"] == []
    assert {"SUGGESTER_FAILED", "AUTHOR_FAILED"} <= {note["code"] for note in scripts["warnings"]}


def signed(script: AnimationScript) -> AnimationScript:
    return script.model_copy(update={"physics_reasoning": "The model says so."})
