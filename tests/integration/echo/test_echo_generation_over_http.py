"""The request of seed 000's section 7.3, field by field, through the five stages."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from tests.integration.advising.brains import brain, newer
from tests.integration.generation.conftest import Stage
from tests.integration.webhooks.receiver import receiving
from tools.backends.echo_brain.adviser import EchoBrain

SEED_7_3 = {
    "character_name": "Kai Nakamura",
    "scene_description": "standing confidently in neon alley",
    "generation_mode": "consistency_priority",
    "quality_threshold": 0.85,
    "max_iterations": 3,
    "user_preferences": {"style": "photorealistic", "lighting": "dramatic"},
}
STAGES = [
    "Requirements Parsing",
    "Initial Generation",
    "Quality Assessment Loop",
    "Consistency Validation",
    "Final Approval",
]
ECHO = "/api/anime/echo"


@pytest.mark.parametrize("path", ["character/generate", "orchestrate-generation"])
async def test_the_seeds_request_goes_through_five_stages(stage: Stage, path: str) -> None:
    answer = await stage.http.post(f"{ECHO}/{path}", json=SEED_7_3)
    assert answer.status_code == 202, answer.text
    taken = answer.json()
    assert answer.headers["location"] == f"/api/status/{taken['generation_id']}"
    assert [one["name"] for one in taken["stages"]] == STAGES
    assert {one["status"] for one in taken["stages"]} == {"pending"}
    assert taken["requirements"]["staging"]["setting"] == "neon_alley"
    assert taken["requirements"]["read_by"] == "the embedded reading"
    order = taken["order"]
    assert (order["mode"], order["quality_threshold"], order["max_iterations"]) == (
        "consistency_priority", 0.85, 3
    )  # fmt: skip
    assert (order["style"], order["lighting"]) == ("photorealistic", "dramatic")
    await stage.draw(UUID(taken["id"]))
    done = await stage.status(UUID(taken["id"]))
    assert {one["status"] for one in done["stages"]} == {"completed"}
    began = [one["started_at"] for one in done["stages"]]
    assert began == sorted(began)
    (kept,) = [one for one in done["attempts"] if one["kept"]]
    assert kept["verdict"] == done["verdict"]
    assert kept["quality"] is not None
    assert done["requirements"]["sentence"] in done["stages"][0]["detail"]


async def test_a_failed_attempt_says_what_it_changed_and_the_next_one_has_it(stage: Stage) -> None:
    await stage.made(scene_description="in the forest")
    body = SEED_7_3 | {"quality_threshold": 1.0, "user_preferences": None}
    taken = (await stage.http.post(f"{ECHO}/character/generate", json=body)).json()
    await stage.draw(UUID(taken["id"]))
    done = await stage.status(UUID(taken["id"]))
    attempts = done["attempts"]
    assert len(attempts) == 3
    for before, after in pairwise(attempts):
        assert before["changes"]
        for change in before["changes"]:
            assert change["code"]
            assert change["adjustment"] in after["adjustments"]
        assert before["adjustments"] != after["adjustments"]
    assert len({one["sha256"] for one in attempts}) == 3
    assert attempts[-1]["changes"] == []
    (kept,) = [one for one in attempts if one["kept"]]
    assert (kept["rank"], bool(kept["why"])) == (1, True)
    log = await stage.rows("select type from events where run_id = %s order by seq", done["id"])
    assert [kind for (kind,) in log].count("attempt.improved") == 2


async def test_a_badly_made_first_picture_is_drawn_again_although_nothing_scores_it(
    stage: Stage, painter
) -> None:
    painter.answers = lambda n, request, answer: (
        replace(answer, png=_blurred(answer.png)) if n == 1 else answer
    )
    made = await stage.made(backend="comfyui")
    done = await stage.status(made.id)
    bad, good = done["attempts"]
    assert (bad["verdict"], bad["codes"], bad["passes"]) == ("no_reference", ["LOW_QUALITY"], False)
    assert bad["quality"] < good["quality"]
    assert [change["adjustment"] for change in bad["changes"]] == ["another_seed"]
    assert (good["seed"], good["kept"]) == (bad["seed"] + 1, True)


async def test_a_failed_run_ends_in_the_stage_where_it_failed(stage: Stage) -> None:
    taken = (await stage.http.post(f"{ECHO}/character/generate", json=SEED_7_3)).json()
    await stage.http.post(f"/api/generations/{taken['id']}/cancel")
    done = await stage.status(UUID(taken["id"]))
    assert [one["status"] for one in done["stages"]] == ["cancelled", *["skipped"] * 4]


async def test_echo_brain_fills_what_the_words_leave_open(stage: Stage) -> None:
    said = '{"staging": {"weather": "rain", "setting": "beach"}, "remarks": "It feels wet."}'
    async with brain(ask=newer(said)) as asked:
        echo = EchoBrain(asked.url)
        taken = (await stage.http.post(f"{ECHO}/character/generate", json=SEED_7_3)).json()
        made = await stage.draw(UUID(taken["id"]), adviser=echo)
        await echo.close()
    done = await stage.status(made.id)
    said_then = done["requirements"]
    assert (said_then["added"], said_then["remarks"]) == ("in rain", "It feels wet.")
    assert said_then["read_by"] == "the embedded reading and Echo Brain (mistral:7b)"
    assert made.best is not None
    scene = made.best.provenance["parameters"]["drawing"]["staging"]["scene"]
    assert (scene["weather"], scene["setting"]) == ("rain", "neon_alley")
    assert done["order"]["scene_description"] == SEED_7_3["scene_description"]
    again = await stage.repeat(made.id)
    assert again.best is not None
    assert again.best.sha256 == made.best.sha256


@pytest.mark.parametrize("requirements", ["creative_exploration", {"mode": "creative_exploration"}])
async def test_character_requirements_set_the_mode(stage: Stage, requirements) -> None:
    body = {"character_name": "Kai", "context": {"character_requirements": requirements}}
    taken = await stage.http.post(f"{ECHO}/character/generate", json=body)
    assert taken.json()["order"]["mode"] == "creative_exploration"


async def test_the_same_key_is_one_orchestration(stage: Stage) -> None:
    key = {"Idempotency-Key": "echo-1"}
    first = await stage.http.post(f"{ECHO}/character/generate", json=SEED_7_3, headers=key)
    second = await stage.http.post(f"{ECHO}/orchestrate-generation", json=SEED_7_3, headers=key)
    assert first.json()["id"] == second.json()["id"]


async def test_a_character_stands_by_its_scores_reference_and_generations(stage: Stage) -> None:
    (known,) = await stage.rows("select id from characters where name = 'Kai Nakamura'")
    path = f"{ECHO}/character/{known[0]}/status"
    bare = (await stage.http.get(path)).json()
    assert (bare["verdicts"], bare["canonical_reference"], bare["last_generation"]) == (
        {}, None, None
    )  # fmt: skip
    first = await stage.made(scene_description="in the forest")
    await stage.made(scene_description="in the neon alley")
    waiting = await stage.order()
    told = (await stage.http.get(path)).json()
    assert sum(told["verdicts"].values()) == 2
    assert told["verdicts"]["no_reference"] == 1
    assert told["consistency_score"] == pytest.approx(
        told["last_generation"]["attempts"][0]["score"]
    )
    assert told["canonical_reference"]["sha256"] == first.result["sha256"]
    assert told["running_generation"]["generation_id"] == str(waiting)
    named = await stage.http.get(
        f"{ECHO}/character-status", params={"character_name": "Kai", "project_id": stage.project}
    )
    assert named.json()["character_id"] == told["character_id"]
    neither = await stage.http.get(f"{ECHO}/character-status")
    assert neither.status_code == 422
    unknown = await stage.http.get(f"{ECHO}/character/999999/status")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "CHARACTER_NOT_FOUND")


async def test_a_generations_callback_is_told_and_shown_without_its_secrets(stage: Stage) -> None:
    async with receiving() as receiver:
        url = receiver.url.replace("://", "://me:secret@") + "?token=abc"
        body = {**SEED_7_3, "callback_url": url}
        taken = (await stage.http.post(f"{ECHO}/character/generate", json=body)).json()
        assert taken["callback"]["url"] == receiver.url
        assert "secret" not in str(taken)
        await stage.http.post(f"/api/generations/{taken['id']}/cancel")
        (told,) = await receiver.heard(1)
    assert b'"type":"generation.cancelled"' in told.body


async def test_events_go_on_after_the_last_one_that_was_seen(stage: Stage) -> None:
    made = await stage.made()
    path = f"/api/status/{made.id}/events"
    whole = (await stage.http.get(path)).text
    seen = [line for line in whole.splitlines() if line.startswith("id:")]
    rest = (await stage.http.get(path, headers={"Last-Event-ID": "3"})).text
    assert [line for line in rest.splitlines() if line.startswith("id:")] == seen[3:]


async def test_bad_preferences_and_modes_are_refused_by_name(stage: Stage) -> None:
    mode = await stage.http.post(
        f"{ECHO}/character/generate", json=SEED_7_3 | {"generation_mode": "wild"}
    )
    assert mode.status_code == 422
    threshold = await stage.http.post(
        f"{ECHO}/character/generate", json=SEED_7_3 | {"quality_threshold": 7}
    )
    assert threshold.status_code == 422
    url = await stage.http.post(
        f"{ECHO}/character/generate", json=SEED_7_3 | {"callback_url": "javascript:alert(1)"}
    )
    assert (url.status_code, url.json()["code"]) == (422, "BAD_CALLBACK_URL")
    assert await stage.rows("select 1 from runs") == []


def _blurred(png: bytes) -> bytes:
    """The picture as a bad server might make it: out of focus, and grey."""
    small = Image.open(io.BytesIO(png)).convert("RGB").filter(ImageFilter.GaussianBlur(12))
    made = io.BytesIO()
    ImageEnhance.Contrast(small).enhance(0.25).save(made, "PNG")
    return made.getvalue()
