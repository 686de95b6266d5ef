"""An improvement cycle: an order begins with what the last scores ask for."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from tests.integration.generation.conftest import Stage
from tests.integration.generation.painters import Painter, dyed

KAI = "Kai Nakamura"
IMPROVE = "/api/anime/echo/character/improve"
SHRINE = "at the shrine in the snow"
SIDE_PX = 256


async def drifted_once(stage: Stage, painter: Painter) -> None:
    """A reference, and a picture with other hair, in the domain that has a calibration."""
    painter.answers = lambda _, __, answer: replace(answer, domain="rendered")
    await stage.made(backend="comfyui", width=SIDE_PX, height=SIDE_PX)

    async def dye(number: int, request):
        return dyed(request, "long orange hair") if number == 2 else None

    painter.before = dye
    await stage.made(
        backend="comfyui", scene_description=SHRINE, width=SIDE_PX, height=SIDE_PX, max_iterations=1
    )


async def test_the_first_attempt_begins_with_what_the_last_scores_ask_for(
    stage: Stage, painter: Painter
) -> None:
    await drifted_once(stage, painter)
    ((score_id, codes),) = await stage.rows(
        "select id, report -> 'codes' from character_consistency_scores"
        " where report -> 'codes' <> '[]'"
    )
    asked = {
        "json": {"character_name": KAI, "max_iterations": 1},
        "headers": {"Idempotency-Key": "improve-kai"},
    }
    async with stage.preferring(painter) as http:
        answer = await http.post(IMPROVE, **asked)
        again = await http.post(IMPROVE, **asked)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert (again.status_code, again.json()["id"]) == (202, body["id"]), "ordered once"
    assert again.json()["adjustments"] == body["adjustments"]
    assert answer.headers["location"] == f"/api/status/{body['id']}"
    assert (body["codes"], body["scores"]) == (codes, [score_id])
    assert "HAIR_DRIFT" in codes
    assert "hair" in body["adjustments"]["emphasis"]
    assert "hair" in body["adjustments"]["crops"]
    assert "REGION_DRIFTS" in {one["code"] for one in body["suggestions"]}
    assert body["analysis"]["rests_on"]["counts"]["scores"] == 2

    made = await stage.draw(UUID(body["id"]))
    (attempt,) = made.result["attempts"]
    assert attempt["adjustments"] == body["adjustments"]
    assert made.order.scene_description == SHRINE
    assert str(body["repeats"]) != body["id"]
    assert painter.asked[2].seed == painter.asked[1].seed, "so that the two can be compared"
    assert len(painter.asked[2].references) > len(painter.asked[1].references)


async def test_the_next_analysis_counts_what_the_cycle_came_to(
    stage: Stage, painter: Painter
) -> None:
    await drifted_once(stage, painter)

    async def figures() -> tuple[float, object]:
        answer = await stage.http.post(
            "/api/anime/echo/suggest-improvements", json={"character_name": KAI}
        )
        found = answer.json()
        drift = next(one for one in found["suggestions"] if one["code"] == "REGION_DRIFTS")
        return drift["figures"]["drift_share"]["value"], drift["action"]["effect"]

    before, unknown = await figures()
    assert unknown is None, "nothing was tried yet, so nothing is promised"
    async with stage.preferring(painter) as http:
        ordered = await http.post(IMPROVE, json={"character_name": KAI, "max_iterations": 1})
    await stage.draw(UUID(ordered.json()["id"]))
    after, effect = await figures()
    assert after == before / 2
    assert effect["after"] == 0.0
    assert "1 of 1" in effect["basis"]
