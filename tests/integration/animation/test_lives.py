"""Deletions in the middle of a run, strangers, repeated starts, joints."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from PIL import Image

from api.app import create_app
from api.dependencies import _actor  # pyright: ignore[reportPrivateUsage]
from tests.integration.animation.conftest import PIPELINE, Stage, knight_png, refused, told
from tools.domain.actor import LOCAL, Actor
from tools.studio.animations.starting import AnimationOrder, start_animation

STRANGER = Actor(workspace="elsewhere", user="stranger")


@pytest.fixture(scope="session")
async def stranger(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the same service in another workspace."""
    async with stage.service.database.pool.connection() as connection:
        await connection.execute("insert into workspaces (id) values ('elsewhere')")
    app = create_app(stage.service.settings, service=stage.service)
    app.dependency_overrides[_actor] = lambda: STRANGER
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    base = "http://127.0.0.1:8328"
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=base) as http,
    ):
        yield http


async def test_a_project_deleted_while_it_is_drawn_ends_cleanly(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    animation = await stage.begun(sprite_px=512, directions=4)
    await stage.scripted(animation)
    await stage.confirmed(animation)
    with caplog.at_level(logging.WARNING):
        started = await stage.http.post(
            f"{PIPELINE}/dual/generate-sprites",
            json={"project_id": animation},
            headers={"Prefer": "respond-async"},
        )
        assert started.status_code == 202
        gone = await stage.http.delete(f"{PIPELINE}/projects/{animation}")
        assert gone.status_code == 204
        run_id = UUID(started.json()["id"])
        run = await stage.service.studio.watch.ended(LOCAL, run_id, timeout_s=20)
        other = await stage.alone()
        body = {"project_id": other, "action_type": "block"}
        told(await stage.post("/single/generate-script", **body))
        await stage.drawn(other, "single")
    assert run.status == "cancelled"
    assert refused(await stage.get(f"/projects/{animation}")) == (404, "ANIMATION_NOT_FOUND")
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_the_anime_projects_end_is_its_animations_end(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    project = await stage.http.post("/api/anime/projects", json={"title": "Short-lived"})
    number = project.json()["id"]
    made = await stage.http.post(
        "/api/anime/characters",
        json={"project_id": number, "name": "Ember", "appearance": {"hair": "red bob"}},
    )
    animation = await stage.begun(
        generation_mode="single",
        project_id=number,
        character_id=made.json()["id"],
        responder_character_ids=[],
        directions=8,
    )
    body = {"project_id": animation, "action_type": "run"}
    told(await stage.post("/single/generate-script", **body))
    with caplog.at_level(logging.WARNING):
        await stage.http.post(
            f"{PIPELINE}/single/generate-sprites",
            json={"project_id": animation},
            headers={"Prefer": "respond-async"},
        )
        gone = await stage.http.delete(f"/api/anime/projects/{number}")
        assert gone.status_code == 204
        other = await stage.alone()
        told(await stage.post("/single/generate-script", project_id=other, action_type="idle"))
        await stage.drawn(other, "single")
    assert refused(await stage.get(f"/projects/{animation}")) == (404, "ANIMATION_NOT_FOUND")
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_another_workspace_finds_nothing(stage: Stage, stranger: httpx.AsyncClient) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    confirmed = await stage.confirmed(animation)
    drawn = await stage.drawn(animation)
    script = confirmed["instigator_script"]
    body = {"project_id": animation, "action_type": "heavy_attack"}
    tried = [
        await stranger.get(f"{PIPELINE}/projects/{animation}"),
        await stranger.get(f"{PIPELINE}/projects/{animation}/takes"),
        await stranger.put(f"{PIPELINE}/projects/{animation}", json={"name": "Mine"}),
        await stranger.delete(f"{PIPELINE}/projects/{animation}"),
        await stranger.post(f"{PIPELINE}/dual/generate-script", json=body),
        await stranger.post(
            f"{PIPELINE}/dual/confirm-responder",
            json={"project_id": animation, "responder_action": "dodge"},
        ),
        await stranger.post(f"{PIPELINE}/dual/generate-sprites", json={"project_id": animation}),
        await stranger.get(f"{PIPELINE}/dual/{animation}/status"),
        await stranger.post(f"{PIPELINE}/single/generate-script", json=body),
        await stranger.get(f"{PIPELINE}/single/{animation}/status"),
        await stranger.post(f"{PIPELINE}/{animation}/frames/instigator/0/regenerate"),
        await stranger.put(f"{PIPELINE}/{animation}/scripts/instigator", json=script),
        await stranger.post(f"{PIPELINE}/{animation}/alignment", json={"frames": 0}),
        await stranger.post(f"{PIPELINE}/combos", json={"animations": [animation, animation]}),
        await stranger.get(f"{PIPELINE}/{animation}/export?format=gif"),
        await stranger.get(f"{PIPELINE}/{animation}/joints/instigator"),
        await stranger.put(f"{PIPELINE}/{animation}/joints/instigator", json={"joints": {}}),
        await stranger.get(drawn["instigator"]["spritesheet_url"]),
        await stranger.get(f"/api/status/{drawn['generation_id']}"),
        await stranger.post(f"{PIPELINE}/projects", json={"character_id": stage.kai}),
        await stranger.post(f"{PIPELINE}/projects", json={"project_id": stage.project}),
    ]
    assert [answer.status_code for answer in tried] == [404] * len(tried)
    assert told(await stranger.get(f"{PIPELINE}/projects"))["items"] == []


async def test_a_start_that_is_repeated_goes_on_with_the_same_animation(stage: Stage) -> None:
    studio = stage.service.studio
    async with studio.store.begin(LOCAL) as work:
        parent = await work.runs.add(
            LOCAL,
            run_id=UUID(int=7),
            kind="turn",
            input={},
            status="running",
            owner="this test",
            lease_s=600,
        )
    actor = LOCAL.on_behalf_of(parent.id, "the same effect")
    order = AnimationOrder(character="Kai", action_type="jump")
    first = await start_animation(studio, actor, stage.project, order, patience_s=30)
    again = await start_animation(studio, actor, stage.project, order, patience_s=30)
    assert again.take.run_id == first.take.run_id
    assert again.take.status == "waiting"


async def test_joints_are_estimated_and_a_corrected_one_moves_the_frame(stage: Stage) -> None:
    animation = await stage.begun(
        generation_mode="single", character_id=None, responder_character_ids=[]
    )
    told(await stage.upload(f"/projects/{animation}/reference-image", knight_png()))
    told(await stage.post("/single/generate-script", project_id=animation, action_type="victory"))
    before = (await stage.drawn(animation, "single"))["frame_urls"]
    found = told(await stage.get(f"/{animation}/joints/instigator"))
    assert found["corrected"] == []
    x, y = found["estimated"]["shoulder_r"]
    moved = {"joints": {"shoulder_r": [x, y + 60]}}
    path = f"{PIPELINE}/{animation}/joints/instigator"
    corrected = told(await stage.http.put(path, json=moved))
    assert corrected["corrected"] == ["shoulder_r"]
    assert corrected["joints"]["shoulder_r"] == [x, y + 60]
    mended = told(await stage.post(f"/{animation}/frames/instigator/2/regenerate"))
    changed = [a != b for a, b in zip(before, mended["frame_urls"], strict=True)]
    assert changed == [index == 2 for index in range(len(before))]
    raw = Image.open(io.BytesIO(await stage.bytes_at(mended["raw_spritesheet_url"])))
    assert raw.size == (mended["columns"] * 64, mended["rows"] * 64)
    answer = await stage.http.put(path, json={"joints": {"tail": [1, 1]}})
    assert refused(answer) == (422, "UNKNOWN_JOINT")
