"""What people change by hand: swapped, mislabelled and contested scripts, and the mode."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.integration.animation.conftest import Stage, refused, told


async def put(stage: Stage, animation: int, who: str, script: Any) -> Any:
    return await stage.http.put(f"/api/pipeline/{animation}/scripts/{who}", json=script)


def with_frame(script: Any, index: int, **changes: Any) -> Any:
    frames = [dict(frame) for frame in script["frames"]]
    frames[index] |= changes
    return script | {"frames": frames}


async def test_an_instigator_who_is_struck_back_can_be_edited_as_it_is_played(
    stage: Stage,
) -> None:
    animation = await stage.begun()
    await stage.scripted(animation, "combo")
    made = await stage.confirmed(animation, "Counter Attack")
    script = made["instigator_script"]
    same = told(await put(stage, animation, "instigator", script))
    assert same["take"] == 1 and same["script"] == script
    last = script["frame_count"] - 1
    edited = with_frame(script, 0, pose_description="Waits", duration_ms=240)
    edited = with_frame(edited, last, pose_description="Sways")
    answer = told(await put(stage, animation, "instigator", edited))
    assert answer["script"] == edited and answer["report"]["violations"] == []
    assert answer["scripts"]["responder"]["frames"][0]["duration_ms"] == 240
    wrong = with_frame(edited, last, phase="Contact")
    assert refused(await put(stage, animation, "instigator", wrong)) == (422, "PHASE_MISMATCH")
    back = told(await stage.post(f"/{animation}/alignment", frames=-1))
    assert back["report"]["violations"] == []


@pytest.mark.parametrize(
    ("change", "code", "frame"),
    [
        ({"phase": "Knockback"}, "PHASE_MISMATCH", 1),
        ({"force_vector": "sideways"}, "SCRIPT_MALFORMED", 1),
        (
            {"force_vector": "left 0.8", "force": {"x": 1, "y": 0, "magnitude": 0.8}},
            "SCRIPT_MALFORMED",
            1,
        ),
    ],
)
async def test_what_is_wrong_in_a_frame_is_named_with_the_frame(
    stage: Stage, change: dict[str, Any], code: str, frame: int
) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    script = (await stage.confirmed(animation))["instigator_script"]
    answer = await put(stage, animation, "instigator", with_frame(script, frame, **change))
    assert refused(answer) == (422, code)
    assert [broken["frame"] for broken in answer.json()["violations"]] == [frame]


async def test_a_script_of_another_perspective_is_refused_and_one_without_takes_the_takes(
    stage: Stage,
) -> None:
    animation = await stage.begun(perspective="isometric")
    await stage.scripted(animation)
    script = (await stage.confirmed(animation))["instigator_script"]
    other = await put(stage, animation, "instigator", script | {"perspective": "front"})
    assert refused(other) == (422, "SCRIPT_DIFFERS")
    silent = {name: value for name, value in script.items() if name != "perspective"}
    assert told(await put(stage, animation, "instigator", silent))["script"] == script


async def test_of_two_edits_at_once_none_is_lost_in_silence(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    script = (await stage.confirmed(animation))["responder_script"]
    edits = [with_frame(script, 0, pose_description=f"Edit {number}") for number in range(4)]
    answers = await asyncio.gather(*(put(stage, animation, "responder", e) for e in edits))
    kept = [edit for edit, answer in zip(edits, answers, strict=True) if answer.status_code == 200]
    late = [refused(answer) for answer in answers if answer.status_code != 200]
    assert late == [(409, "SCRIPT_CHANGED")] * len(late)
    now = told(await stage.get(f"/projects/{animation}"))
    assert now["responder_animation_script"] in kept


async def test_takes_from_before_a_change_of_mode_are_not_gone_on_with(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    await stage.http.put(f"/api/pipeline/projects/{animation}", json={"generation_mode": "single"})
    early = await stage.post("/single/generate-sprites", project_id=animation)
    assert refused(early) == (409, "STAGE_NOT_READY")
    assert early.json()["missing"] == ["generate-script"]
    body = {"project_id": animation, "action_type": "block"}
    told(await stage.post("/single/generate-script", **body))
    await stage.drawn(animation, "single")
    await stage.http.put(f"/api/pipeline/projects/{animation}", json={"generation_mode": "dual"})
    late = await stage.post("/dual/generate-sprites", project_id=animation)
    assert refused(late) == (409, "STAGE_NOT_READY")
    await stage.scripted(animation)
    assert (await stage.confirmed(animation))["take"] == 3


async def test_the_nth_sheets_of_both_face_each_other(stage: Stage) -> None:
    animation = await stage.begun(directions=4, perspective="top_down")
    await stage.scripted(animation, "light_attack")
    await stage.confirmed(animation, "dodge")
    drawn = await stage.drawn(animation)
    facings = [
        [sheet["facing"] for sheet in drawn[who]["directions"]]
        for who in ("instigator", "responder")
    ]
    assert facings == [[0, 90, 180, 270], [180, 270, 0, 90]]


async def test_a_shift_says_that_it_replaces_what_was_edited(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    script = (await stage.confirmed(animation))["responder_script"]
    told(await put(stage, animation, "responder", with_frame(script, 0, visual_focus="the hat")))
    told(await stage.post(f"/{animation}/alignment", frames=1))
    seen = told(await stage.http.get(f"/api/pipeline/projects/{animation}"))
    replaced = [w for w in seen["warnings"] if w["code"] == "EDIT_REPLACED"]
    assert [w["who"] for w in replaced] == ["responder"]
    told(await stage.post(f"/{animation}/alignment", frames=0))
    seen = told(await stage.http.get(f"/api/pipeline/projects/{animation}"))
    assert not [w for w in seen["warnings"] if w["code"] == "EDIT_REPLACED"]


async def test_answers_that_come_at_once_open_one_take_each(stage: Stage) -> None:
    animation = await stage.begun()
    await stage.scripted(animation)
    ways = ("dodge", "block", "dodge", "block")
    made = await asyncio.gather(*(stage.confirmed(animation, way) for way in ways))
    assert len({answer["take"] for answer in made}) == 2
