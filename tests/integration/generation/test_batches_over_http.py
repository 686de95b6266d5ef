"""Batches: ordered whole or not at all, ended by their last one, stopped as one."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.integration.generation.conftest import Stage
from tests.integration.generation.painters import Chalk
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call
from tools.domain.actor import LOCAL
from tools.ports.rendering import BackendRejectedError

PATH = "/api/anime/batch/generate"


@pytest.fixture
def chalk(painter) -> Any:
    painter.real = Chalk()
    return painter


def three(stage: Stage, **shared: Any) -> dict[str, Any]:
    return {
        "project_id": stage.project,
        "backend": "comfyui",
        "width": 96,
        "height": 96,
        "items": [{"character": "Kai", "scene_description": "at the shrine"}, "Genzo"],
        "characters": ["Kai Nakamura"],
        "scene_description": "in the rain",
    } | shared


async def ordered(stage: Stage, **shared: Any) -> tuple[UUID, list[UUID]]:
    """The batch and what it ordered, in order."""
    answer = await stage.http.post(PATH, json=three(stage, **shared))
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/api/status/{made['id']}"
    assert [item["index"] for item in made["items"]] == list(range(len(made["items"])))
    return UUID(made["id"]), [UUID(item["id"]) for item in made["items"]]


async def test_a_batch_is_one_run_over_its_generations(stage: Stage, chalk) -> None:
    batch, children = await ordered(stage)
    begun = await stage.status(batch)
    assert (begun["kind"], begun["status"], begun["progress"]) == ("batch", "running", 0.0)
    assert begun["character"] == "Kai Nakamura, Genzo Arakida"
    assert begun["counts"]["total"] == 3
    scenes = [(await stage.status(one))["order"]["scene_description"] for one in children]
    assert scenes == ["at the shrine", "in the rain", "in the rain"]
    queue = (await stage.http.get("/api/queue")).json()["items"]
    assert sorted(one["kind"] for one in queue) == ["batch", *["generation"] * 3]
    assert {one["priority"] for one in queue} == {-10}
    await stage.draw(children[0])
    halfway = await stage.status(batch)
    assert halfway["progress"] == pytest.approx(1 / 3, abs=0.01)
    assert halfway["items"][0]["url"].startswith("/api/assets/")
    await stage.draw(children[1])
    await stage.draw(children[2])
    done = await stage.status(batch)
    assert (done["status"], done["stage"], done["progress"]) == ("completed", "completed", 1.0)
    assert done["result"] == done["counts"] | {"verdict": done["verdict"]}
    assert (done["counts"]["completed"], done["counts"]["failed"]) == (3, 0)
    events = [row[0] for row in await stage.rows(
        "select type from events where run_id = %s order by seq", batch
    )]  # fmt: skip
    assert (events[0], events[-1], events.count("run.ended")) == ("run.queued", "run.ended", 1)


async def test_two_that_end_at_once_end_the_batch_once(stage: Stage, chalk) -> None:
    batch, children = await ordered(stage)
    await asyncio.gather(
        *(stage.driver(f"worker {n}").drive(one) for n, one in enumerate(children))
    )
    done = await stage.status(batch)
    assert (done["status"], done["counts"]["completed"]) == ("completed", 3)
    ends = await stage.rows("select 1 from events where run_id = %s and type = 'run.ended'", batch)
    assert len(ends) == 1


async def test_what_fails_is_counted_and_the_rest_is_kept(stage: Stage, chalk) -> None:
    async def refuse(number: int, request: Any) -> None:
        if request.scene == "at the shrine":
            raise BackendRejectedError("Not this one.")

    chalk.before = refuse
    batch, children = await ordered(stage)
    for one in children:
        await stage.draw(one)
    done = await stage.status(batch)
    assert (done["status"], done["verdict"]) == ("completed", "needs_review")
    assert (done["counts"]["completed"], done["counts"]["failed"]) == (2, 1)
    assert done["items"][0]["error"]["detail"] == "Not this one."


async def test_where_nothing_could_be_made_the_batch_has_failed(stage: Stage, chalk) -> None:
    async def refuse(number: int, request: Any) -> None:
        raise BackendRejectedError("None of them.")

    chalk.before = refuse
    batch, children = await ordered(stage)
    await stage.http.post(f"/api/generations/{children[0]}/cancel")
    for one in children:
        await stage.draw(one)
    done = await stage.status(batch)
    assert (done["status"], done["counts"]["failed"], done["counts"]["cancelled"]) == (
        "failed", 2, 1,
    )  # fmt: skip


async def test_cancelling_a_batch_stops_all_that_is_open(stage: Stage, chalk) -> None:
    batch, children = await ordered(stage)
    await stage.draw(children[0])
    begun = asyncio.Event()

    async def hang(number: int, request: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    chalk.before = hang
    driving = asyncio.create_task(stage.driver().drive(children[1]))
    async with asyncio.timeout(10):
        await begun.wait()
        answer = await stage.http.post(f"/api/generations/{batch}/cancel")
        await driving
    stopped = answer.json()
    assert (stopped["status"], stopped["kind"]) == ("cancelled", "batch")
    assert [item["status"] for item in stopped["items"]] == ["completed", "cancelled", "cancelled"]
    assert stopped["result"] == stopped["counts"] | {"verdict": "needs_review"}
    assert chalk.stopped
    waiting = await stage.rows("select args ->> 'run_id' from procrastinate_jobs")
    assert not {str(one) for one in children[1:]} & {row[0] for row in waiting}


async def test_one_bad_item_orders_nothing_and_is_named(stage: Stage) -> None:
    body = three(stage, items=["Kai", "Mara", "Nobody At All"], characters=["Zzyzx"])
    answer = await stage.http.post(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "BATCH_REFUSED")
    errors = [(one["path"], one["code"]) for one in answer.json()["errors"]]
    assert errors == [
        ("$.items[2]", "CHARACTER_NOT_FOUND"), ("$.characters[0]", "CHARACTER_NOT_FOUND"),
    ]  # fmt: skip
    assert await stage.rows("select 1 from runs") == []
    assert await stage.rows("select 1 from characters where name = 'Mara Voss'") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"items": [], "characters": []}, "EMPTY_BATCH"),
        ({"items": ["Kai"] * 100}, "LIMIT_EXCEEDED"),
        ({"items": [{"character": "Kai", "width": 5}]}, "BATCH_REFUSED"),
        ({"scene_ids": [999_999]}, "BATCH_REFUSED"),
        ({"scene_numbers": [10**30]}, "BATCH_REFUSED"),
        ({"backend": "nobody"}, "BATCH_REFUSED"),
    ],
)
async def test_a_batch_that_cannot_be_is_refused(stage: Stage, body: dict, code: str) -> None:
    answer = await stage.http.post(PATH, json=three(stage, **body))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await stage.rows("select 1 from runs") == []


async def test_scenes_of_the_story_are_drawn_with_everybody_in_them(stage: Stage, chalk) -> None:
    scene = await stage.http.post(
        "/api/anime/scenes",
        json={
            "project_id": stage.project,
            "scene_number": 1,
            "description": "They meet at the shrine.",
            "characters": ["Kai Nakamura", "Genzo Arakida"],
        },
    )
    assert scene.status_code < 300, scene.text
    by_number = {"items": [], "characters": [], "scene_numbers": [1], "scene_description": ""}
    _, children = await ordered(stage, **by_number, scene_ids=[scene.json()["id"]])
    orders = [(await stage.status(one))["order"] for one in children]
    assert [one["scene_id"] for one in orders] == [scene.json()["id"]] * 2
    assert orders[0]["companions"] == ["Genzo Arakida"]
    assert orders[0]["scene_description"] == "They meet at the shrine."


async def test_a_batch_under_one_key_is_one_batch(stage: Stage) -> None:
    answers = [
        await stage.http.post(PATH, json=three(stage, seed=seed), headers={"Idempotency-Key": "k"})
        for seed in (1, 1, 2)
    ]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[2].json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert len(await stage.rows("select 1 from runs where kind = 'batch'")) == 1


async def test_a_batch_is_listed_as_one_and_stopped_as_one(stage: Stage) -> None:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project)
    batch, _ = await ordered(stage)
    listed = (await CATALOG["list_generations"](call, {})).content["generations"]
    assert [one["generation_id"] for one in listed] == [str(batch)]
    status = (await CATALOG["get_generation_status"](call, {})).content
    assert status["counts"]["total"] == 3
    stopped = (await CATALOG["cancel_generation"](call, {})).content
    assert (stopped["generation_id"], stopped["status"]) == (str(batch), "cancelled")
    again = await stage.http.post(f"/api/generations/{batch}/regenerate")
    assert (again.status_code, again.json()["code"]) == (422, "NOT_A_PICTURE")


async def test_deleting_a_project_with_a_batch_under_way_ends_it_first(stage: Stage) -> None:
    await ordered(stage)
    answer = await stage.http.delete(f"/api/anime/projects/{stage.project}")
    assert answer.status_code in (200, 204), answer.text
    assert await stage.rows("select 1 from runs") == []
    assert await stage.rows("select 1 from procrastinate_jobs where status = 'todo'") == []


async def test_the_newest_are_found_by_an_index(stage: Stage) -> None:
    """With enough rows that reading them all would show."""
    await stage.rows(
        "insert into runs (id, kind, workspace_id, user_id, project_id, status) "
        "select gen_random_uuid(), 'generation', 'local', 'local', %s, 'completed' "
        "from generate_series(1, 20000)",
        stage.project,
    )
    await stage.rows("analyze runs")
    plans = []
    for where in ("project_id = %(project)s and ", ""):
        async with stage.service.database.pool.connection() as connection:
            cursor = await connection.execute(
                "explain select id from runs where workspace_id = 'local' and "
                + where
                + "kind in ('generation', 'sheet', 'batch') and coalesce((select batch.kind from "
                "runs as batch where batch.id = runs.parent_id), '') <> 'batch' "
                "order by id desc limit 10",
                {"project": stage.project},
            )
            plans.append("\n".join(row[0] for row in await cursor.fetchall()))
    assert "runs_made_in_project" in plans[0]
    assert "runs_made_in_workspace" in plans[1]
    assert not any("Seq Scan" in plan for plan in plans)
