"""Scenes drawn with all their characters: pictures, clips, who is recognised, what is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.integration.generation.conftest import Stage
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation
from tools.studio.generation import get_generation

MEETING = "Kai and Genzo argue in a dojo"


async def scene_of(stage: Stage, **fields: Any) -> dict[str, Any]:
    body = {"project_id": stage.project, "description": MEETING} | fields
    answer = await stage.http.post("/api/anime/scenes", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ordered(stage: Stage, scene: dict[str, Any], **body: Any) -> UUID:
    sent = {"json": {"seed": 7, **body}}
    answer = await stage.http.post(f"/api/anime/scenes/{scene['id']}/generate", **sent)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/status/{answer.json()['id']}"
    assert answer.json()["scene_id"] == scene["id"]
    return UUID(answer.json()["id"])


async def drawn(stage: Stage, scene: dict[str, Any], **body: Any) -> Generation:
    made = await stage.draw(await ordered(stage, scene, **body))
    assert made.status == "completed", made.run.error
    return made


async def now(stage: Stage, scene: dict[str, Any]) -> dict[str, Any]:
    return (await stage.http.get(f"/api/anime/scenes/{scene['id']}")).json()


async def alone(stage: Stage, name: str) -> Generation:
    """A first picture of one character, which becomes its reference."""
    return await stage.made(character=name, width=512, height=512, scene_description="in a studio")


async def test_a_drawn_scene_keeps_its_picture_as_a_new_version(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai Nakamura", "Genzo Arakida"])
    made = await drawn(stage, scene)
    assert (made.order.character, made.order.companions) == ("Kai Nakamura", ("Genzo Arakida",))
    assert made.order.scene_description == MEETING
    after = await now(stage, scene)
    assert (after["status"], after["version"]) == ("generated", scene["version"] + 1)
    assert after["video_path"] is None
    kept = after["workflow_data"]["generation"]
    assert (kept["generation_id"], kept["sha256"]) == (str(made.id), made.result["sha256"])
    assert [one["name"] for one in kept["characters"]] == ["Kai Nakamura", "Genzo Arakida"]


async def test_a_clip_of_a_scene_becomes_its_video(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai"], description="Kai walks in the rain")
    made = await drawn(stage, scene, frames=4, width=128, height=96)
    after = await now(stage, scene)
    assert after["video_path"] == made.result["video"]["url"]
    assert (await stage.status(made.id))["video_path"] == after["video_path"]
    still = await drawn(stage, scene)
    assert still.result.get("video") is None
    assert (await now(stage, scene))["video_path"] == after["video_path"]


async def test_each_character_is_held_against_its_own_reference(stage: Stage) -> None:
    kai, genzo = await alone(stage, "Kai"), await alone(stage, "Genzo")
    scene = await scene_of(stage, characters=["Kai Nakamura", "Genzo Arakida", "Mara Voss"])
    made = await drawn(stage, scene, width=768, height=512)
    first, second, third = made.result["characters"]
    assert [one["reference_sha256"] for one in (first, second)] == [
        kai.result["sha256"], genzo.result["sha256"]
    ]  # fmt: skip
    assert first["found"] and second["found"]
    assert first["box"]["left"] < second["box"]["left"]
    assert min(first["similarity"], second["similarity"]) > 0.3
    assert first["score"] is not None
    assert (third["found"], third["verdict"]) == (None, "no_reference")
    assert round(made.result["similarity"], 4) == first["similarity"]


async def test_a_picture_of_several_is_nobodys_reference(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai Nakamura", "Genzo Arakida"])
    made = await drawn(stage, scene)
    assert made.result["reference"] is None
    assert await stage.rows("select count(*) from character_references") == [(0,)]


async def test_a_scene_without_characters_says_what_to_do(stage: Stage) -> None:
    scene = await scene_of(stage)
    answer = await stage.http.post(f"/api/anime/scenes/{scene['id']}/generate")
    assert answer.status_code == 422
    assert answer.json()["code"] == "SCENE_WITHOUT_CHARACTERS"
    assert "Put its characters into the scene" in answer.json()["detail"]
    none = await stage.http.post("/api/anime/scenes/2000000000/generate")
    assert (none.status_code, none.json()["code"]) == (404, "SCENE_NOT_FOUND")


async def test_a_cast_too_large_for_one_picture_states_the_limit(stage: Stage) -> None:
    scene = await scene_of(stage, characters=[f"Nobody {number}" for number in range(9)])
    answer = await stage.http.post(f"/api/anime/scenes/{scene['id']}/generate", json={})
    assert (answer.status_code, answer.json()["code"]) == (422, "LIMIT_EXCEEDED")
    assert answer.json()["limit"] == 8


async def test_a_key_orders_a_scene_once(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai"])
    path, key = f"/api/anime/scenes/{scene['id']}/generate", {"Idempotency-Key": "scene-1"}
    first = await stage.http.post(path, json={"seed": 3}, headers=key)
    again = await stage.http.post(path, json={"seed": 3}, headers=key)
    other = await stage.http.post(path, json={"seed": 4}, headers=key)
    assert first.json()["id"] == again.json()["id"]
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_a_scene_that_is_gone_when_its_picture_is_done_harms_nothing(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai"])
    run_id = await ordered(stage, scene)
    assert (await stage.http.delete(f"/api/anime/scenes/{scene['id']}")).status_code == 204
    made = await stage.draw(run_id)
    assert made.status == "completed", made.run.error


async def test_a_scene_driven_twice_has_one_version_of_it(stage: Stage) -> None:
    scene = await scene_of(stage, characters=["Kai"])
    run_id = await ordered(stage, scene)
    await stage.draw(run_id)
    await stage.driver("another").drive(run_id)
    assert (await now(stage, scene))["version"] == scene["version"] + 1
    assert (await get_generation(stage.studio, LOCAL, run_id)).status == "completed"
