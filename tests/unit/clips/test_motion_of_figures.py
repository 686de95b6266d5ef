"""How figures move: feet that stand, acts that the words name, neighbours that are alike."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tools.backends.sketch.clauses import face_to_face, words_for
from tools.backends.sketch.clip.acts import Act, Part, act_of, move_of
from tools.backends.sketch.clip.motion import motion_of
from tools.backends.sketch.clip.player import player_of
from tools.backends.sketch.ensemble import ensemble_of
from tools.backends.sketch.figure.feet import Foot
from tools.backends.sketch.posebook import pose_named
from tools.domain.reading import read_drawing
from tools.domain.rig import LIMITS

GROUND_Y = 940.0
ADULT = {"description": "a woman with long silver hair in a long coat"}
CHILD = {"description": "a little girl with red twin tails"}
CAST = ["Kai Nakamura", "Yuki", "Rin"]


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Kai walks through the alley", "walk"),
        ("sprinting for her life", "run"),
        ("draws his old blade", "draw_blade"),
        ("she slashes at the door", "strike"),
        ("types on the keyboard", "work"),
        ("they argue about the map", "talk"),
        ("looks back once", "turn"),
        ("under a quiet sky", "idle"),
    ],
)
def test_the_first_act_that_the_words_name_is_done(words: str, act: Act) -> None:
    assert act_of(words, "standing", "katana").act == act


def test_without_words_the_pose_decides_and_who_sits_stays_seated() -> None:
    assert act_of("", "waving", None).act == "wave"
    assert act_of("he fights the tide", "sitting", None).act == "idle"
    assert act_of("draws his blade", "standing", None).act == "idle"


def test_the_camera_is_still_unless_told() -> None:
    assert move_of("Kai pans for gold") == "pan_right"
    assert move_of("a slow zoom out") == "pull_back"
    assert move_of("rain on glass") == "still"


@pytest.mark.parametrize("act", ["walk", "run"])
@pytest.mark.parametrize("definition", [ADULT, CHILD], ids=["adult", "child"])
def test_the_foot_that_stands_goes_with_the_ground(act: Act, definition: dict[str, str]) -> None:
    drawing = read_drawing(definition)
    motion = motion_of(Part(act=act), pose_named("standing").angles, 1)
    player = player_of(drawing, motion, GROUND_Y)
    stages = [player.stage(index) for index in range(len(motion.moments))]
    tall = GROUND_Y - min(float(stage.figure.body.dot("crown")[1]) for stage in stages)
    slides: list[float] = []
    for index, (before, after) in enumerate(pairwise(stages)):
        low = max("lr", key=lambda side: _sole(before, side) + _sole(after, side))
        moved = _ankle(after, low) - _ankle(before, low)
        slides.append(abs(moved + player.steps[index + 1] - player.steps[index]))
    assert sorted(slides)[len(slides) // 2] < 0.005 * tall
    assert player.steps[-1] > 0.5 * tall
    for stage in stages:
        if stage.pose.angles.stance == "ground":
            assert max(_sole(stage, side) for side in "lr") == pytest.approx(GROUND_Y, abs=14)


def _sole(stage, side: str) -> float:
    return Foot(stage.figure.body, side).ground()


def _ankle(stage, side: str) -> float:
    return float(stage.figure.body.dot(f"ankle_{side}")[0])


@pytest.mark.parametrize("act", ["idle", "talk", "wave", "work", "nod", "turn", "draw_blade"])
def test_no_joint_jumps_between_drawings_that_live_on(act: Act) -> None:
    motion = motion_of(Part(act=act, armed="katana"), pose_named("standing").angles, 4)
    for before, after in pairwise([*motion.moments, motion.moments[0]]):
        for joint in LIMITS:
            one, two = before.angles.angles(joint), after.angles.angles(joint)
            for motion_name in ("flex", "abduct", "twist"):
                assert abs(getattr(one, motion_name) - getattr(two, motion_name)) < 32


def test_eyes_close_once_a_round_and_who_talks_opens_the_mouth() -> None:
    rest = pose_named("standing").angles
    idle, talking = (motion_of(Part(act=act), rest, 2) for act in ("idle", "talk"))
    assert [moment.eyes_open for moment in idle.moments].count(0.0) == 1
    assert {moment.mouth for moment in idle.moments} == {None}
    assert len({moment.mouth for moment in talking.moments}) == 3


def test_clauses_belong_to_whom_they_name() -> None:
    scene = "In the rain, Kai draws his blade while Yuki hacks the terminal, smiling"
    assert words_for("Kai Nakamura", CAST, scene) == "Kai draws his blade"
    assert words_for("Yuki", CAST, scene) == "Yuki hacks the terminal, smiling"
    assert words_for("Rin", CAST, scene) == "In the rain"
    both = "Kai and Yuki run through the streets and Rin waves"
    assert words_for("Kai Nakamura", CAST, both) == words_for("Yuki", CAST, both)
    assert words_for("Rin", CAST, both) == "Rin waves"
    assert words_for("Rin", CAST, "dancing on a roof") == "dancing on a roof"


def test_whoever_is_only_looked_at_does_not_act() -> None:
    scene = "Rin waves at Yuki, who runs away, in a snowy forest"
    assert words_for("Rin", CAST, scene) == "Rin waves at Yuki"
    assert words_for("Yuki", CAST, scene) == "Yuki runs away, in a snowy forest"
    assert words_for("Yuki", CAST, "Rin runs to Yuki") == ""
    poses = [
        read_drawing({"name": name}, words_for(name, CAST, scene)).staging.pose
        for name in ("Rin", "Yuki")
    ]
    assert poses == ["waving", "running"]


def test_names_that_are_listed_do_the_same() -> None:
    scene = "Kai, Rin and Yuki dance on the beach"
    assert {words_for(name, CAST, scene) for name in CAST} == {scene}
    chased = "Rin runs from the guards Kai and Yuki through the market"
    assert words_for("Yuki", CAST, chased) == words_for("Rin", CAST, chased) == chased


def test_what_somebody_begins_comes_before_what_is_done_to_them() -> None:
    scene = "Rin attacks Yuki, Yuki blocks with a spear"
    assert words_for("Yuki", CAST, scene) == "Yuki blocks with a spear, Rin attacks Yuki"
    acts = [act_of(words_for(name, CAST, scene), "standing", None).act for name in ("Rin", "Yuki")]
    assert acts == ["strike", "block"]


def test_people_who_meet_are_turned_to_each_other() -> None:
    drawings = [read_drawing(ADULT), read_drawing(CHILD)]
    apart = ensemble_of(drawings, 1, 1280, 720)
    meeting = ensemble_of(drawings, 1, 1280, 720, face_to_face=face_to_face("they argue"))
    assert [one.turned for one in apart.members] == [False, False]
    assert [one.turned for one in meeting.members] == [False, True]
    assert meeting.members[1].stage.figure.body.camera.yaw < 0


@pytest.mark.parametrize("count", [2, 4, 5, 6, 8])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 1024), (640, 1024)])
def test_no_face_is_before_another_and_all_are_in_the_picture(
    count: int, width: int, height: int
) -> None:
    looks = [ADULT, CHILD] * 4
    drawings = [read_drawing(look) for look in looks[:count]]
    ensemble = ensemble_of(drawings, 1, width, height)
    heads = [
        (member.at(*map(float, member.stage.figure.body.dot("head")[:2])), member.scale)
        for member in ensemble.members
    ]
    for at, ((x, y), _) in enumerate(heads):
        px, py = ensemble.pixel(x, y)
        assert 0 < px < width
        assert 0 < py < height
        for (other_x, other_y), scale in heads[:at]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > 75 * scale
    behind = [at for at, member in enumerate(ensemble.members) if member.behind]
    assert behind == (list(range(1, count, 2)) if count > 4 else [])
    assert set(ensemble.from_back[: len(behind)]) == set(behind)
