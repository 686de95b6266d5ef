"""Documents of scripts are read with the place of every fault, and held to all rules."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any, get_args

import pytest

from tools.domain.animation.budget import frame_budget
from tools.domain.animation.derivation import derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.errors import MalformedScriptError
from tools.domain.animation.kinds import (
    ContactAction,
    DifficultyTier,
    Perspective,
    ResponderKind,
)
from tools.domain.animation.repair import Bound, read_script, report_of, violations_of
from tools.domain.animation.script import AnimationScript, Force
from tools.domain.choreography import choreographed
from tools.domain.rig import Angles

KAI = CharacterDNA(
    archetype="knight",
    body_type="average",
    body_proportions=BodyProportions(head_to_body=2.5, height_class="average"),
    mass_class="medium",
    mobility="medium",
    dominant_colors=(),
    weapon_type="sword",
    weapon_mass="medium",
)


def blow() -> AnimationScript:
    return choreographed("heavy_attack", frame_count=8, tier="LIGHT", perspective="side", dna=KAI)


def document(**changes: Any) -> dict[str, Any]:
    return {**json.loads(blow().model_dump_json()), **changes}


def with_frame(index: int, **changes: Any) -> dict[str, Any]:
    made = document()
    made["frames"][index].update(changes)
    return made


def edited(script: AnimationScript, index: int, **changes: object) -> AnimationScript:
    frames = list(script.frames)
    frames[index] = frames[index].model_copy(update=changes)
    return script.model_copy(update={"frames": tuple(frames)})


def test_a_script_reads_back_as_it_was_written() -> None:
    assert read_script(document()) == blow()


def test_a_force_in_words_becomes_numbers() -> None:
    at = blow().first_contact or 0
    read = read_script(with_frame(at, force=None, force_vector="left 0.5"))
    assert read.frames[at].force == Force(x=-1.0, y=0.0, magnitude=0.5)
    assert read_script(with_frame(0, force=None, force_vector="hard")).frames[0].force is None
    kept = read_script(with_frame(at, force_vector="left 0.5"))
    assert kept.frames[at].force == blow().frames[at].force


@pytest.mark.parametrize(
    ("broken", "path", "frame"),
    [
        (with_frame(3, phase="Pow"), "$.frames[3].phase", 3),
        (with_frame(2, duration_ms=0), "$.frames[2].duration_ms", 2),
        (with_frame(1, pose={"tail": {"flex": 3}}), "$.frames[1].pose.tail", 1),
        (with_frame(4, pose={"head": {"flex": math.nan}}), "$.frames[4].pose.head.flex", 4),
        (document(frame_count=math.inf), "$.frame_count", None),
        (document(frame_count=9), "$: ", None),
        (with_frame(5, frame_index=1), "$: ", None),
        (document(action_type="dance"), "$.action_type", None),
        (document(frames="none"), "$.frames", None),
        ([], "$: ", None),
        (None, "$: ", None),
        ("walk", "$: ", None),
    ],
)
def test_a_fault_is_named_by_its_path(broken: object, path: str, frame: int | None) -> None:
    with pytest.raises(MalformedScriptError) as refused:
        read_script(broken, who="responder-2")
    assert refused.value.code == "SCRIPT_MALFORMED"
    first = refused.value.violations[0]
    assert (first.code, first.who, first.frame) == ("SCRIPT_MALFORMED", "responder-2", frame)
    assert any(fault.detail.startswith(path) for fault in refused.value.violations)
    assert refused.value.facts["violations"][0]["code"] == "SCRIPT_MALFORMED"


def test_no_more_than_twenty_faults_are_listed() -> None:
    made = document()
    made["frames"] = [{"phase": "Pow"}] * 30
    with pytest.raises(MalformedScriptError) as refused:
        read_script(made)
    assert len(refused.value.violations) == 20


@pytest.mark.parametrize("kind", get_args(ResponderKind))
@pytest.mark.parametrize("action", get_args(ContactAction))
def test_what_is_derived_breaks_no_rule_of_time_or_body(
    action: ContactAction, kind: ResponderKind
) -> None:
    tiers: tuple[DifficultyTier, ...] = get_args(DifficultyTier)
    views: tuple[Perspective, ...] = get_args(Perspective)
    for tier, view in itertools.product(tiers, views):
        count = frame_budget(action, tier=tier, weapon_mass="medium", perspective=view).frame_count
        driving = choreographed(action, frame_count=count, tier=tier, perspective=view, dna=KAI)
        assert violations_of(driving) == (), (tier, view)
        one, two = derived(driving, kind=kind, dna=KAI, mass_ratio=1.5, instigator_dna=KAI)
        bound = Bound(script=two, kind=kind, mass_ratio=1.5)
        assert violations_of(one, [bound]) == (), (tier, view)


def test_a_report_names_every_rule_once() -> None:
    one, two = derived(blow(), kind="block", dna=KAI, mass_ratio=1.0)
    bound = Bound(script=two, kind="block", mass_ratio=1.0)
    report = report_of(one, [bound, bound])
    assert report.holds
    assert len(set(report.rules)) == len(report.rules) == 9
    assert {"script_alone", "physical", "equal_counts"} <= set(report.rules)


def test_violations_say_whose_they_are() -> None:
    one, two = derived(blow(), kind="block", dna=KAI, mass_ratio=1.0)
    late = edited(two, 1, duration_ms=two.frames[1].duration_ms + 7)
    bent = edited(one, 0, pose={"knee_l": Angles(flex=-40.0)})
    bound = Bound(script=late, kind="block", mass_ratio=1.0, who="responder-3")
    found = {(v.code, v.who, v.frame) for v in violations_of(bent, [bound])}
    assert ("DURATION_MISMATCH", "responder-3", 1) in found
    assert ("JOINT_OUT_OF_RANGE", "instigator", 0) in found


def test_a_blow_without_contact_is_caught_alone() -> None:
    at = blow().first_contact or 0
    harmless = edited(blow(), at, phase="Anticipation", impact_window=False)
    assert ("PHASE_MISMATCH", None) in {(v.code, v.frame) for v in violations_of(harmless)}


def test_a_responder_is_bound_with_its_shift() -> None:
    one, two = derived(blow(), kind="block", dna=KAI, mass_ratio=1.0, shift=1)
    assert violations_of(one, [Bound(script=two, kind="block", mass_ratio=1.0, shift=1)]) == ()
    assert violations_of(one, [Bound(script=two, kind="block", mass_ratio=1.0)]) != ()
