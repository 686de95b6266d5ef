"""Pictures ordered over HTTP: by whom they are drawn, once, within limits."""

from __future__ import annotations

import asyncio
import io
import json
from itertools import pairwise
from uuid import UUID

import av
import numpy as np
import pytest

from tests.integration.generation.conftest import Stage
from tools.domain.actor import LOCAL
from tools.studio.characters import create_character
from tools.studio.projects import create_project

SEED_000 = {
    "prompt": "Kai Nakamura on a rooftop in the rain",
    "character": "Kai Nakamura",
    "style": "anime masterpiece",
    "width": 192,
    "height": 108,
}


async def test_the_parameters_of_the_older_service_order_a_picture(stage: Stage) -> None:
    answer = await stage.http.post("/api/generate", json=SEED_000)
    assert answer.status_code == 202
    told = answer.json()
    assert answer.headers["location"] == f"/api/status/{told['id']}"
    assert (told["status"], told["progress"], told["generation_id"]) == ("queued", 0, told["id"])
    assert told["backend"] == "sketch"
    made = await stage.draw(UUID(told["id"]))
    assert made.status == "completed", made.run.error
    picture = made.best
    assert picture is not None
    assert (picture.provenance["width"], picture.provenance["height"]) == (192, 108)
    assert picture.provenance["prompt"] == SEED_000["prompt"]
    assert picture.provenance["parameters"]["drawing"]["staging"]["scene"]["setting"] == "rooftop"


async def test_who_was_preferred_and_could_not_draw_is_told(stage: Stage, painter) -> None:
    painter.ok, painter.detail = False, "http://127.0.0.1:8188 refused the connection"
    painter.advice = "Start ComfyUI."
    async with stage.preferring(painter) as http:
        answer = await http.post("/api/generate", json=stage.body())
    run_id = UUID(answer.json()["id"])
    made = await stage.draw(run_id)
    told = await stage.status(run_id)
    assert (told["status"], told["backend"], made.run.queue) == ("completed", "sketch", "embedded")
    assert told["passed_over"] == [{"backend": "comfyui", "reason": painter.detail}]
    assert f"comfyui was passed over: {painter.detail}." in told["notes"]
    refused = await stage.http.post("/api/generate", json=stage.body(backend="comfyui"))
    assert (refused.status_code, refused.json()["code"]) == (503, "NO_RENDERER")
    assert refused.json()["detail"].endswith("Start ComfyUI.")


async def test_a_named_backend_draws_in_its_own_queue(stage: Stage, painter) -> None:
    made = await stage.made(backend="comfyui", priority="batch")
    assert made.status == "completed"
    assert (made.run.queue, made.run.priority) == ("comfyui", -10)
    assert [request.seed for request in painter.asked] == [7]
    assert painter.asked[0].key
    unknown = await stage.http.post("/api/generate", json=stage.body(backend="dalle"))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "UNKNOWN_BACKEND")


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({"frames": 721}, 720),
        ({"duration": 31}, 30),
        ({"candidates": 11}, 10),
        ({"width": 63}, [64, 2048]),
    ],
)
async def test_beyond_a_limit_nothing_is_ordered(stage: Stage, body, limit) -> None:
    answer = await stage.http.post("/api/generate", json=stage.body(**body))
    assert (answer.status_code, answer.json()["code"]) == (422, "LIMIT_EXCEEDED")
    assert answer.json()["limit"] == limit
    assert await stage.rows("select count(*) from runs") == [(0,)]


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800 pair"])
async def test_text_that_cannot_be_kept_is_refused_wherever_it_stands(
    stage: Stage, text: str
) -> None:
    run_id = await stage.order()
    again = f"/api/generations/{run_id}/regenerate"
    words = ("prompt", "negative_prompt", "scene_description", "style", "workflow", "backend")
    asked = [("/api/generate", stage.body(**{word: text})) for word in (*words, "character")]
    asked += [("/api/generate", stage.body(companions=[text]))]
    asked += [(again, {word: text}) for word in words]
    for where, body in asked:
        answer = await stage.http.post(
            where, content=json.dumps(body), headers={"content-type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID"), body


async def test_a_backend_that_cannot_names_those_that_can(stage: Stage, painter) -> None:
    painter.capabilities = frozenset({"text_to_image"})
    answer = await stage.http.post("/api/generate", json=stage.body(backend="comfyui", frames=5))
    assert (answer.status_code, answer.json()["code"]) == (422, "BACKEND_CANNOT")
    assert answer.json()["detail"] == "comfyui cannot make clips. sketch can."


async def test_a_name_of_two_projects_needs_the_project(stage: Stage) -> None:
    other = await create_project(stage.studio, LOCAL, title="Another story")
    await create_character(stage.studio, LOCAL, other.id, name="Kai Nakamura")
    answer = await stage.http.post("/api/generate", json={"character": "Kai Nakamura"})
    assert (answer.status_code, answer.json()["code"]) == (409, "AMBIGUOUS_NAME")
    assert len(answer.json()["candidates"]) == 2
    unknown = await stage.http.post("/api/generate", json={"character": "Nobody Atall"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "CHARACTER_NOT_FOUND")


async def test_the_same_key_is_one_generation_whoever_comes_first(stage: Stage) -> None:
    key = {"Idempotency-Key": "order-1"}
    answers = await asyncio.gather(
        *(stage.http.post("/api/generate", json=stage.body(), headers=key) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {202}
    (run_id,) = {answer.json()["id"] for answer in answers}
    await stage.draw(UUID(run_id))
    again = await stage.http.post("/api/generate", json=stage.body(), headers=key)
    assert (again.json()["id"], again.json()["status"]) == (run_id, "completed")
    assert await stage.rows("select count(*) from runs") == [(1,)]
    assert await stage.rows("select count(*) from procrastinate_jobs") == [(1,)]
    other = await stage.http.post("/api/generate", json=stage.body(seed=8), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_a_key_that_expired_is_a_new_one(stage: Stage) -> None:
    key = {"Idempotency-Key": "order-1"}
    first = await stage.http.post("/api/generate", json=stage.body(), headers=key)
    await stage.rows("update idempotency_keys set expires_at = now() - interval '1 second'")
    second = await stage.http.post("/api/generate", json=stage.body(seed=8), headers=key)
    assert second.status_code == 202
    assert second.json()["id"] != first.json()["id"]
    assert await stage.rows("select count(*) from idempotency_keys") == [(1,)]


async def test_a_workflow_stays_with_its_order_whatever_becomes_of_it(
    stage: Stage, painter
) -> None:
    graph = {"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "mine"}}}
    await _registered(stage, graph)
    run_id = await stage.order(comfyui_workflow="mine")
    changed = {"9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "theirs"}}}
    await _registered(stage, changed)
    made = await stage.draw(run_id)
    assert made.order.backend == "comfyui"
    assert painter.asked[0].workflow.graph == graph
    assert made.best.provenance["workflow_name"] == "mine"
    unknown = await stage.http.post("/api/generate", json=stage.body(workflow="their"))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "WORKFLOW_NOT_FOUND")
    assert unknown.json()["candidates"] == ["mine"]


async def test_the_older_services_clip_is_filmed_without_comfyui(stage: Stage, sketch) -> None:
    body = SEED_000 | {"duration": 5, "frames": 5, "comfyui_workflow": "specified_workflow"}
    async with stage.offering(sketch) as http:
        answer = await http.post("/api/generate", json=body)
    assert (answer.status_code, answer.json()["backend"]) == (202, "sketch")
    made = await stage.draw(UUID(answer.json()["id"]))
    assert made.status == "completed", made.run.error
    told = await stage.status(made.id)
    assert told["video"]["frames"] == 5
    assert told["video_path"] == told["video"]["url"]
    assert "“specified_workflow” was not used." in told["notes"][0]
    clip = await stage.http.get(told["video_path"])
    assert clip.headers["content-type"] == "video/mp4"
    with av.open(io.BytesIO(clip.content)) as played:
        frames = [frame.to_ndarray(format="rgb24") for frame in played.decode(video=0)]
        assert played.streams.video[0].average_rate == 24
    assert [frame.shape for frame in frames] == [(108, 192, 3)] * 5
    near = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise(frames)]
    assert near[0] < 0.5 < near[1]


async def test_a_workflow_that_nobody_could_run_is_left_out_with_a_note(
    stage: Stage, sketch
) -> None:
    async with stage.offering(sketch) as http:
        body = stage.body(comfyui_workflow="specified_workflow")
        answer = await http.post("/api/generate", json=body)
        again = await http.post(
            f"/api/generations/{answer.json()['id']}/regenerate", json={"workflow": "another"}
        )
    assert (answer.status_code, answer.json()["backend"]) == (202, "sketch")
    assert answer.json()["notes"] == [
        "No configured backend runs workflows; “specified_workflow” was not used."
    ]
    assert again.status_code == 202
    assert again.json()["notes"][-1].endswith("“another” was not used.")


async def test_an_unknown_workflow_is_unknown_though_its_server_is_away(
    stage: Stage, painter
) -> None:
    painter.ok = False
    answer = await stage.http.post("/api/generate", json=stage.body(workflow="mime"))
    assert (answer.status_code, answer.json()["code"]) == (404, "WORKFLOW_NOT_FOUND")


async def test_companions_are_drawn_by_who_can(stage: Stage, painter) -> None:
    made = await stage.made(companions=["Genzo"], backend="comfyui")
    (companion,) = painter.asked[0].companions
    assert companion.definition["name"] == made.order.companions[0] == "Genzo Arakida"
    (kept,) = made.best.provenance["companions"]
    assert kept["name"] == "Genzo Arakida"
    at_home = await stage.made(companions=["Genzo"])
    assert at_home.order.backend == "sketch"
    assert at_home.best.provenance["parameters"]["companions"]


async def _registered(stage: Stage, graph: dict) -> None:
    from tools.domain.workflows import Workflow

    async with stage.studio.store.begin(LOCAL) as work:
        await work.workflows.put(LOCAL, Workflow(name="mine", graph=graph, slots={}))
