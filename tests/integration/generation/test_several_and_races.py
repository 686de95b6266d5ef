"""Best of several, blanks, opinions; two workers on one run, and pictures that come too late."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from store.leases import PostgresLeases
from tests.integration.generation.conftest import Stage
from tests.integration.generation.painters import blank, dyed
from tools.domain.actor import LOCAL
from tools.imaging.decoding import decode
from tools.ports.advising import Assessment, Refinement
from tools.studio.finding import find_character

SHRINE = "at the shrine in the snow"


class Echo:
    """An adviser who answers at once, and remembers what it was told."""

    name = "echo-brain"

    def __init__(self) -> None:
        self.told: list[Any] = []

    async def assess(self, facts: Any) -> Assessment | None:
        self.told.append(facts)
        return Assessment(quality=0.8, remarks="Fine lines.", model="echo-7b", confidence=0.9)

    async def refine(self, prompt: str, *, keep: Any, context: Any) -> Refinement | None:
        self.told.append((prompt, keep))
        return Refinement(prompt=f"{prompt}, crisp lines", model="echo-7b")


async def test_the_best_of_several_is_kept_and_each_says_why(stage: Stage, painter) -> None:
    await stage.made(backend="comfyui")

    async def dye(number, request):
        return dyed(request, "long orange hair") if number in (2, 4) else None

    painter.before = dye
    made = await stage.made(backend="comfyui", candidates=3, scene_description=SHRINE)
    assert made.status == "completed", made.run.error
    attempts = made.result["attempts"]
    assert [one["seed"] for one in attempts] == [7, 8, 9]
    assert {one["rank"] for one in attempts} == {1, 2, 3}
    assert made.result["number"] == 2
    assert made.result["ranking"][0] == 2
    best = attempts[1]
    assert best["why"].startswith("1 of 3: consistency")
    assert "by consistency" in best["why"]
    assert all(0 < one["quality"] <= 1 for one in attempts)
    assert len(made.pictures) == 3


async def test_words_drawn_count_where_the_sketch_says_what_it_could_not(stage: Stage) -> None:
    made = await stage.made(scene_description="with a purple zeppelin", candidates=2)
    (first, _) = made.result["attempts"]
    assert "zeppelin" in first["undrawn"]
    assert 0 < first["alignment"] < 1
    assert first["measured_by"] == "undrawn words"
    assert first["figures"]["alignment"] == first["alignment"]


async def test_a_blank_picture_is_named_and_drawn_again_with_another_seed(
    stage: Stage, painter
) -> None:
    painter.answers = lambda n, request, answer: (
        replace(answer, png=blank(request)) if n == 1 else answer
    )
    made = await stage.made(backend="comfyui")
    assert made.status == "completed"
    empty, drawn = made.result["attempts"]
    assert empty["codes"] == ["BLANK_PICTURE"]
    assert "black" in empty["reasons"][0]
    assert [one["seed"] for one in (empty, drawn)] == [7, 8]
    assert drawn["adjustments"]["because"] == ["BLANK_PICTURE"]
    assert made.result["number"] == 2
    again = await stage.repeat(made.id)
    assert painter.asked[-1].seed == 8
    assert again.result["sha256"] == made.result["sha256"]


async def test_where_all_are_blank_nothing_becomes_the_characters(stage: Stage, painter) -> None:
    painter.answers = lambda _, request, answer: replace(answer, png=blank(request, "white"))
    before, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    made = await stage.made(backend="comfyui", max_iterations=2)
    assert made.status == "failed"
    assert made.run.error["code"] == "BLANK_PICTURE"
    assert made.run.error["detail"].startswith("All 2 attempts came out blank")
    assert made.best is None
    status = await stage.status(made.id)
    assert (status["image"], status["video"]) == (None, None)
    after, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    assert (after.version, after.image_path) == (before.version, before.image_path)
    assert await stage.rows("select count(*) from character_references") == [(0,)]


async def test_hair_that_drifted_sends_the_references_hair_along(stage: Stage, painter) -> None:
    """In the domain that has a calibration: without one there is no score to fall short of."""
    painter.answers = lambda _, __, answer: replace(answer, domain="rendered")
    first = await stage.made(backend="comfyui", width=512, height=512)

    async def dye(number, request):
        return dyed(request, "long orange hair") if number == 2 else None

    painter.before = dye
    made = await stage.made(backend="comfyui", scene_description=SHRINE, width=512, height=512)
    astray, mended = made.result["attempts"]
    assert "HAIR_DRIFT" in astray["codes"]
    place = mended["adjustments"]["crops"]["hair"]
    assert place["of"] == first.result["sha256"]
    whole, *crops = painter.asked[2].references
    assert whole.sha256 == first.result["sha256"]
    hair = decode(crops[0].data)
    assert hair.shape[1] >= place["right"] - place["left"]
    assert hair.shape[0] < 512
    assert crops[0].sha256 in made.best.provenance["references"]
    assert (await stage.http.get(f"/api/assets/{crops[0].sha256}")).status_code == 200


async def test_an_adviser_rewords_for_models_and_says_what_it_thinks(stage: Stage, painter) -> None:
    echo = Echo()
    made = await stage.draw(await stage.order(backend="comfyui"), adviser=echo)
    assert painter.asked[0].prompt.endswith(", crisp lines")
    by = made.best.provenance["refined_by"]
    assert by["by"] == "echo-brain (echo-7b) reworded the prompt."
    assert f"{by['before']}, crisp lines" == by["after"]
    assert made.result["echo_assessment"]["remarks"] == "Fine lines."
    kai, _ = await find_character(stage.studio, LOCAL, stage.project, "Kai")
    assert kai.echo_assessment == made.result["echo_assessment"]
    assert echo.told[1]["verdict"] == "no_reference"
    again = await stage.repeat(made.id)
    assert again.best.provenance["refined_by"] == by
    assert painter.asked[1].prompt == painter.asked[0].prompt


async def test_the_sketch_and_words_of_the_users_own_are_not_reworded(
    stage: Stage, painter
) -> None:
    echo = Echo()
    await stage.draw(await stage.order(), adviser=echo)
    await stage.draw(await stage.order(backend="comfyui", prompt="Kai, as I say"), adviser=echo)
    assert painter.asked[0].prompt == "Kai, as I say"
    assert not [told for told in echo.told if isinstance(told, tuple)]


async def test_a_picture_that_comes_after_another_took_over_leaves_nothing(
    stage: Stage, painter
) -> None:
    leases = PostgresLeases(stage.service.database.pool, stage.service.database.news)

    async def overtaken(number, request):
        if number == 1:
            await stage.rows("update runs set lease_until = now() - interval '1 second'")
            assert await leases.take(run_id, owner="another", lease_s=30.0)

    painter.before = overtaken
    run_id = await stage.order(backend="comfyui")
    before = await stage.rows("select sha256 from assets")
    await stage.driver("a zombie").drive(run_id)
    assert len(painter.asked) == 1
    assert await stage.rows("select count(*) from pictures") == [(0,)]
    assert await stage.rows("select sha256 from assets") == before
    assert await stage.rows("select count(*) from asset_puts") == [(0,)]
    await stage.rows("update runs set lease_until = now() - interval '1 second'")
    made = await stage.draw(run_id)
    assert (made.status, len(made.pictures)) == ("completed", 1)


async def test_who_is_overtaken_at_the_end_leaves_the_other_its_checkpoints(
    stage: Stage, painter
) -> None:
    leases = PostgresLeases(stage.service.database.pool, stage.service.database.news)
    run_id = await stage.order(backend="comfyui")

    class Overtaking(Echo):
        async def assess(self, facts: Any) -> Assessment | None:
            async with asyncio.timeout(10):
                while (await stage.status(run_id))["stage"] != "opinion":
                    pass
            await stage.rows("update runs set lease_until = now() - interval '1 second'")
            assert await leases.take(run_id, owner="another", lease_s=30.0)
            return await super().assess(facts)

    await stage.draw(run_id, adviser=Overtaking())
    place = {"configurable": {"thread_id": str(run_id)}}
    assert await stage.service.database.checkpoints.aget_tuple(place)
    await stage.rows("update runs set lease_until = now() - interval '1 second'")
    made = await stage.draw(run_id)
    assert (made.status, len(painter.asked)) == ("completed", 1)


async def test_two_workers_racing_for_one_run_make_one_picture(stage: Stage, painter) -> None:
    run_id = await stage.order(backend="comfyui")
    await asyncio.gather(*(stage.driver(f"worker {n}").drive(run_id) for n in range(2)))
    assert len(painter.asked) == 1
    assert await stage.rows("select count(*) from pictures") == [(1,)]


async def test_a_worker_that_finds_the_picture_drawn_uses_it(stage: Stage, painter) -> None:
    """The checkpoint was lost with the worker, the picture was not."""
    made = await stage.made(backend="comfyui")
    await stage.rows("delete from character_references")
    await stage.rows("update runs set status = 'queued', result = null, finished_at = null")
    again = await stage.draw(made.id)
    assert again.status == "completed"
    assert len(painter.asked) == 1
    assert [p.id for p in again.pictures] == [p.id for p in made.pictures]


async def test_a_cancelled_order_is_never_drawn(stage: Stage, painter) -> None:
    run_id = await stage.order(backend="comfyui")
    told = (await stage.http.post(f"/api/generations/{run_id}/cancel")).json()
    assert told["status"] == "cancelled"
    again = (await stage.http.post(f"/api/generations/{run_id}/cancel")).json()
    assert again == told
    await stage.driver().drive(run_id)
    assert painter.asked == []
    jobs = await stage.rows("select status::text from procrastinate_jobs where status = 'todo'")
    assert jobs == []


async def test_a_picture_cancelled_while_it_is_drawn_is_stopped_there_and_never_shown(
    stage: Stage, painter
) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def endless(number, request):
        begun.set()
        await never.wait()

    painter.before = endless
    run_id: UUID = await stage.order(backend="comfyui")
    driving = asyncio.create_task(stage.driver().drive(run_id))
    await asyncio.wait_for(begun.wait(), 20)
    told = (await stage.http.post(f"/api/generations/{run_id}/cancel")).json()
    assert (told["status"], told["image"]) == ("cancelled", None)
    await asyncio.wait_for(driving, 20)
    assert painter.stopped == [painter.asked[0].key]
    assert await stage.rows("select count(*) from pictures") == [(0,)]


@pytest.mark.parametrize("junk", [b"", b"<html>502</html>"])
async def test_a_backend_that_answers_no_picture_fails_in_words(stage, painter, junk) -> None:
    painter.answers = lambda _, __, answer: replace(answer, png=junk)
    made = await stage.made(backend="comfyui")
    assert made.status == "failed"
    assert made.run.error["code"] == "DAMAGED_PICTURE"
    assert await stage.rows("select count(*) from pictures") == [(0,)]
