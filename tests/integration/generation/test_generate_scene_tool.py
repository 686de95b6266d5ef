"""`generate_scene` as a chat model calls it: a scene by number, or words and names."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.generation.conftest import Stage
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call, Outcome
from tools.domain.actor import LOCAL
from tools.domain.errors import InvalidError, NotFoundError
from tools.studio.scenes import create_scene, get_scene


async def called(stage: Stage, **args: Any) -> Outcome:
    """The tool's answer, with a worker who draws what it orders."""
    call = Call(
        studio=stage.studio,
        actor=LOCAL,
        project_id=stage.project,
        defaults={"width": 96, "height": 64, "seed": 3},
        patience_s=30.0,
    )
    asked = asyncio.create_task(CATALOG["generate_scene"](call, args))
    while not asked.done():
        rows = await stage.rows("select id from runs where status = 'queued'")
        for (run_id,) in rows:
            await stage.driver().drive(run_id)
        await asyncio.wait({asked}, timeout=0.05)
    return asked.result()


async def test_a_scene_by_its_number_becomes_a_clip_that_the_scene_keeps(stage: Stage) -> None:
    made = await create_scene(
        stage.studio,
        LOCAL,
        stage.project,
        description="Kai walks through the rain",
        characters=["Kai"],
        casting="spoken",
    )
    outcome = await called(stage, scene_number=made.scene.scene_number, duration=0.25)
    (artifact,) = outcome.artifacts
    assert (artifact.kind, outcome.content["status"]) == ("video", "completed")
    assert outcome.content["scene_number"] == made.scene.scene_number
    scene = await get_scene(stage.studio, LOCAL, made.scene.id)
    assert (scene.video_path, scene.status) == (artifact.url, "generated")
    assert scene.workflow_data["generation"]["video"]["frames"] == 6


async def test_words_and_names_make_a_clip_that_no_scene_keeps(stage: Stage) -> None:
    before = await stage.rows("select count(*) from scenes")
    outcome = await called(
        stage, description="Kai and Genzo argue", characters=["Kai", "genzo"], duration=0.1
    )
    assert outcome.artifacts[0].kind == "video"
    assert outcome.content["message"].startswith("Here is Kai Nakamura and Genzo Arakida, ")
    assert outcome.content["message"].endswith("It is kept in no scene of the story.")
    assert await stage.rows("select count(*) from scenes") == before


async def test_where_nobody_makes_clips_a_length_that_nobody_said_gives_a_picture(
    stage: Stage, painter
) -> None:
    painter.capabilities = frozenset({"text_to_image", "regional"})
    still = replace_studio(stage, painter)
    outcome = await called(still, description="Kai walks", characters=["Kai"])
    assert outcome.artifacts[0].kind == "image"
    assert "so it is a picture" in outcome.content["message"]


def replace_studio(stage: Stage, *renderers: Any) -> Stage:
    studio = replace(stage.studio, renderers=renderers)
    return replace(stage, service=replace(stage.service, studio=studio))


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({}, "NO_SCENE"),
        ({"description": "a storm"}, "NO_CHARACTERS"),
        ({"characters": ["Kai"]}, "NO_DESCRIPTION"),
        ({"scene_number": 1, "description": "a storm"}, "TWO_SCENES"),
    ],
    ids=["nothing", "nobody", "nothing happens", "both"],
)
async def test_a_scene_that_is_not_said_is_asked_for(
    stage: Stage, args: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        await called(stage, **args)
    assert refused.value.code == code


async def test_a_number_that_no_scene_has_names_those_that_are_there(stage: Stage) -> None:
    with pytest.raises(NotFoundError) as unknown:
        await called(stage, scene_number=77)
    assert unknown.value.code == "SCENE_NOT_FOUND"


async def test_a_clip_is_cut_short_where_the_studio_says_so(stage: Stage) -> None:
    studio = replace(stage.studio, clip_frames_most=2)
    short = replace(stage, service=replace(stage.service, studio=studio))
    outcome = await called(short, description="Kai waves", characters=["Kai"])
    assert outcome.artifacts[0].kind == "video"
    (frames,) = (
        await stage.rows(
            "select (input->'order'->>'frames')::int from runs order by id desc limit 1"
        )
    )[0]
    assert frames == 2
