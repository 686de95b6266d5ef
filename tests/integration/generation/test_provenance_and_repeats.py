"""Every picture says how it was made, and can be made again."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from PIL import Image

from api.settings import Settings
from api.wiring import open_renderers
from tests.integration.generation.conftest import Stage
from tests.integration.generation.painters import SECRET, dyed
from tools.domain.actor import LOCAL
from tools.domain.documents import digest
from tools.studio.characters import update_character
from tools.studio.finding import find_character

SHRINE = "at the shrine in the snow"


async def test_a_models_picture_tells_all_that_it_takes_to_repeat_it(stage: Stage, painter) -> None:
    painter.price = 0.04
    made = await stage.made(
        backend="comfyui", scene_description=SHRINE, negative_prompt="hats", denoise=0.4, steps=9
    )
    assert made.best is not None, made.run.error
    told = made.best.provenance
    request = painter.asked[0]
    assert (told["backend"], told["model"], told["seed"]) == ("comfyui", "tiny.safetensors", 7)
    assert told["prompt"] == f"masterpiece, {request.prompt}"
    assert told["asked_prompt"] == request.prompt
    assert told["negative_prompt"] == "lowres, hats"
    assert request.definition["rendering"]["denoise"] == 0.4
    assert told["adjustments"] == {"denoise": 0.4, "steps": 9}
    assert told["notes"] == ["Drawn without the identity reference."]
    assert (told["cost_usd"], told["tokens"]) == (0.04, {"input": 12, "output": 34})
    assert (told["run_id"], told["attempt"], told["parent"]) == (str(made.id), 1, None)
    assert told["release"]
    assert told["time_s"] > 0
    graph = await stage.http.get(f"/api/assets/{told['workflow']}")
    assert graph.json()["3"]["inputs"]["seed"] == 7
    assert told["workflow_digest"] == told["workflow"] == digest(graph.json())
    definition = await stage.http.get(f"/api/assets/{told['drawn_as']['definition']}")
    assert definition.json()["name"] == "Kai Nakamura"
    status = await stage.status(made.id)
    assert status["cost_usd"] == 0.04
    assert "Drawn without the identity reference." in status["notes"]


async def test_the_guides_of_the_rig_go_to_models_and_not_to_the_sketch(
    stage: Stage, painter
) -> None:
    made = await stage.made(backend="comfyui")
    guides = painter.asked[0].guides
    assert guides is not None
    with Image.open(io.BytesIO(guides.pose)) as pose:
        assert pose.size == (128, 128)
    assert {"pose", "rough", "figure-1"} <= made.best.provenance["guides"].keys()
    sketched = await stage.made()
    assert sketched.best.provenance["guides"] == {}


@pytest.mark.parametrize("choice", ["strip", "keep"])
async def test_texts_in_a_picture_stay_only_by_choice(stage: Stage, choice: str) -> None:
    made = await stage.made(backend="comfyui", metadata=choice)
    data = (await stage.http.get(made.best.url)).content
    assert (SECRET.encode() in data) is (choice == "keep")
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    assert made.best.provenance["metadata"] == choice


async def test_a_clip_is_kept_beside_its_first_frame_without_texts(stage: Stage, painter) -> None:
    made = await stage.made(backend="comfyui", duration=0.5, frames=6)
    status = await stage.status(made.id)
    video = status["video"]
    assert (video["type"], video["frames"], video["duration_s"]) == ("video/mp4", 6, 0.25)
    answer = await stage.http.get(video["url"])
    assert answer.headers["content-type"] == "video/mp4"
    assert SECRET.encode() not in answer.content
    assert made.best.provenance["video"] == video["sha256"]
    assert made.best.sha256 != video["sha256"]
    assert painter.asked[0].frames == 6


async def test_the_same_again_is_the_same_picture_in_another_process(
    stage: Stage, tmp_path
) -> None:
    first = await stage.made(scene_description=SHRINE)
    kai, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    patch = {"appearance": {"hair": "long orange hair", "style": "white kimono"}}
    await update_character(stage.studio, LOCAL, kai.id, patch=patch, in_words=True)
    bible = {"color_palette": ["#ff0000", "#00ff00"]}
    written = await stage.http.put(
        f"/api/anime/projects/{stage.project}/bible", json={"visual_style": bible}
    )
    assert written.status_code == 200, written.text
    answer = await stage.http.post(f"/api/generations/{first.id}/regenerate")
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert told["parent"] == str(first.id)
    assert told["notes"] == [
        "The definition of Kai Nakamura has changed since; it is drawn as it was defined then."
    ]
    with open_renderers(Settings(data_dir=tmp_path, render_workers=1, backend=("sketch",))) as own:
        again = await stage.draw(UUID(told["id"]), renderers=own)
    assert again.status == "completed", again.run.error
    assert again.result["sha256"] == first.result["sha256"]
    assert again.best.provenance["parent"] == str(first.id)
    now = await stage.repeat(first.id, definition="current")
    assert now.result["sha256"] != first.result["sha256"]


async def test_an_old_design_repeated_leaves_the_character_as_it_is(stage: Stage) -> None:
    first = await stage.made()
    kai, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    patch = {"appearance": {"hair": "long orange hair"}}
    await update_character(stage.studio, LOCAL, kai.id, patch=patch, in_words=True)
    orange = await stage.made()
    before, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    await stage.repeat(first.id, seed=9)
    after, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    assert after.image_path == before.image_path == orange.best.url
    assert after.version == before.version


async def test_overrides_change_what_they_name_and_nothing_else(stage: Stage, painter) -> None:
    first = await stage.made(backend="comfyui", scene_description=SHRINE, style="ink wash", steps=9)
    again = await stage.repeat(first.id, seed=11, width=192)
    before, after = painter.asked
    assert (after.seed, after.width, after.height) == (11, 192, 128)
    assert (after.prompt, after.scene, after.style) == (before.prompt, SHRINE, "ink wash")
    assert after.definition == before.definition
    assert again.order.overrides == ("seed", "width")
    other = await stage.repeat(again.id, scene_description="on a beach", steps=4)
    third = painter.asked[2]
    assert (third.scene, third.seed, third.definition["rendering"]["steps"]) == (
        "on a beach",
        11,
        4,
    )
    assert "on a beach" in third.prompt
    assert SHRINE not in third.prompt
    assert other.order.parent == again.id


async def test_a_repeated_prompt_is_handed_over_as_before_not_as_sent(
    stage: Stage, painter
) -> None:
    first = await stage.made(backend="comfyui")
    again = await stage.repeat(first.id)
    assert [r.prompt for r in painter.asked] == [painter.asked[0].prompt] * 2
    assert again.best.provenance["prompt"] == first.best.provenance["prompt"]


async def test_several_are_made_again_only_where_they_are_asked_for(stage: Stage) -> None:
    first = await stage.made(candidates=3, scene_description=SHRINE)
    assert len(first.pictures) == 3
    one = await stage.repeat(first.id)
    assert [p.sha256 for p in one.pictures] == [first.result["sha256"]]
    two = await stage.repeat(first.id, candidates=2)
    assert len({p.sha256 for p in two.pictures}) == 2


async def test_an_attempt_that_had_learned_something_is_repeated_with_it(
    stage: Stage, painter
) -> None:
    painter.answers = lambda _, __, answer: replace(answer, domain="rendered")
    await stage.made(backend="comfyui")

    async def dye(number, request):
        return dyed(request, "long orange hair") if number == 2 else None

    painter.before = dye
    mended = await stage.made(backend="comfyui", scene_description=SHRINE)
    if mended.result["number"] == 1:
        pytest.skip("the dyed picture passed")
    again = await stage.repeat(mended.id)
    assert again.result["sha256"] == mended.result["sha256"]
    assert painter.asked[-1].prompt == painter.asked[-2].prompt
    assert painter.asked[-1].references == painter.asked[-2].references


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"sead": 3}, "VALIDATION_ERROR"),
        ({"seed": -1}, "VALIDATION_ERROR"),
        ({"width": 63}, "LIMIT_EXCEEDED"),
        ({"backend": "dalle"}, "UNKNOWN_BACKEND"),
        ({"candidates": 99}, "LIMIT_EXCEEDED"),
        ({"metadata": "burn"}, "VALIDATION_ERROR"),
    ],
)
async def test_overrides_that_cannot_be_are_refused(stage: Stage, body, code: str) -> None:
    run_id = await stage.order()
    answer = await stage.http.post(f"/api/generations/{run_id}/regenerate", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_what_made_no_picture_is_ordered_again(stage: Stage) -> None:
    run_id = await stage.order(scene_description=SHRINE)
    assert (await stage.http.post(f"/api/generations/{run_id}/cancel")).json()[
        "status"
    ] == "cancelled"
    again = await stage.repeat(run_id)
    assert again.status == "completed"
    assert again.order.scene_description == SHRINE
    assert again.order.notes == (
        "The generation made no picture; what it ordered is ordered again.",
    )
    gone = await stage.http.post(f"/api/generations/{uuid4()}/regenerate")
    assert gone.status_code == 404


async def test_what_is_no_picture_is_not_repeated_as_one(stage: Stage) -> None:
    told = {}
    for kind in ("animation", "sheet", "turn"):
        run_id = uuid4()
        async with stage.studio.store.begin(LOCAL) as work:
            await work.runs.add(LOCAL, run_id=run_id, kind=kind, input={})
        answer = await stage.http.post(f"/api/generations/{run_id}/regenerate")
        told[kind] = (answer.status_code, answer.json()["code"])
    assert told == {
        "animation": (422, "NOT_A_PICTURE"),
        "sheet": (422, "NOT_A_PICTURE"),
        "turn": (404, "GENERATION_NOT_FOUND"),
    }


async def test_a_key_makes_one_repetition(stage: Stage) -> None:
    first = await stage.made()
    where, key = f"/api/generations/{first.id}/regenerate", {"Idempotency-Key": "again"}
    one = await stage.http.post(where, json={"seed": 3}, headers=key)
    two = await stage.http.post(where, json={"seed": 3}, headers=key)
    assert one.json()["id"] == two.json()["id"]
    three = await stage.http.post(where, json={"seed": 4}, headers=key)
    assert three.json()["code"] == "IDEMPOTENCY_KEY_REUSED"


async def test_a_picture_of_an_older_release_is_repeated_from_what_is_known_now(
    stage: Stage,
) -> None:
    first = await stage.made()
    old = {"backend": "sketch", "model": "sketch-1", "seed": 7, "adjustments": {}}
    await stage.rows("update pictures set provenance = %s", json.dumps(old))
    again = await stage.repeat(first.id)
    assert again.result["sha256"] == first.result["sha256"]
    assert again.order.notes == (
        "What Kai Nakamura was drawn from was not kept then; it is drawn as defined now.",
    )
