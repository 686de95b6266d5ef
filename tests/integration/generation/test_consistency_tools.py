"""What the director's tools tell of consistency: the same rows that the routes answer."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.integration.generation.conftest import Stage
from tests.integration.generation.test_references_over_http import (
    ANIME,
    character_id,
    drawn,
    score_rows,
)
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call
from tools.domain.actor import LOCAL


async def told(stage: Stage, tool: str, **arguments: Any) -> dict[str, Any]:
    call = Call(studio=stage.studio, actor=LOCAL, project_id=stage.project)
    return dict((await CATALOG[tool](call, arguments)).content)


async def test_the_history_is_told_with_its_trend_and_newest_scores(stage: Stage) -> None:
    first = await drawn(stage)
    empty = await told(stage, "get_consistency_history", character="Kai")
    assert (empty["trend"], empty["validations"]) == (None, 1)
    assert empty["reason"] in empty["message"]
    for seed, scene in enumerate(("running", "sitting"), 61):
        await drawn(stage, seed=seed, scene_description=scene)
    found = await told(stage, "get_consistency_history", character="Kai")
    kai = await character_id(stage, "Kai Nakamura")
    answer = (await stage.http.get(f"{ANIME}/characters/{kai}/consistency")).json()
    assert found["trend"]["mean"] == answer["trend"]["trend"]["mean"]
    assert [one["score"] for one in found["scores"]] == [
        one["consistency_score"] for one in answer["items"]
    ]
    assert "mean" in found["message"]
    assert first


async def test_a_check_in_chat_keeps_the_row_that_the_route_would(stage: Stage) -> None:
    await drawn(stage)
    other = await drawn(stage, character="Mara Voss", seed=71)
    kai = await character_id(stage, "Kai Nakamura")
    said = await told(stage, "check_consistency", character="Kai", image=other)
    routed = (
        await stage.http.post(f"{ANIME}/characters/{kai}/validate", json={"image": other})
    ).json()
    assert said["similarity"] == routed["similarity"]
    assert said["verdict"] == routed["verdict"]
    *_, in_chat, over_http = await score_rows(stage)
    assert in_chat[1:] == over_http[1:]


async def test_of_approvals_at_once_one_reference_is_canonical(stage: Stage) -> None:
    await drawn(stage)
    for seed, scene in enumerate(("running", "sitting", "waving"), 81):
        await drawn(stage, seed=seed, scene_description=scene)
    kai = await character_id(stage, "Kai Nakamura")
    place = f"{ANIME}/characters/{kai}/references"
    ids = [one["id"] for one in (await stage.http.get(place)).json()["items"]]
    answers = await asyncio.gather(
        *(stage.http.post(f"{place}/{one}/approve") for one in [*ids, *ids])
    )
    assert {answer.status_code for answer in answers} == {200}
    statuses = [one["status"] for one in (await stage.http.get(place)).json()["items"]]
    assert statuses.count("canonical") == 1
    assert statuses.count("retired") == len(ids) - 1
