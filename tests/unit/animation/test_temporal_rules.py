"""The temporal rules hold for whatever is derived, and name what breaks them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.animation.alignment import alignment_range
from tools.domain.animation.beats import Beat
from tools.domain.animation.derivation import Posers, derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.errors import NoContactError, NoRoomToCounterError, ShiftRefusedError
from tools.domain.animation.forces import gain
from tools.domain.animation.kinds import Perspective, Phase, ResponderKind
from tools.domain.animation.legality import script_violations
from tools.domain.animation.script import AnimationFrame, AnimationScript, Force, Travel
from tools.domain.animation.temporal import RULES, check_binding

KINDS: tuple[ResponderKind, ...] = (
    "dodge", "block", "partial_hit", "full_hit", "counter", "interrupt",
)  # fmt: skip
HITS: tuple[ResponderKind, ...] = ("block", "partial_hit", "full_hit")
LETTERS: dict[str, Phase] = {
    "S": "Startup", "A": "Anticipation", "C": "Contact", "F": "Follow-through",
    "R": "Recovery", "I": "Idle",
}  # fmt: skip
SOMEBODY = CharacterDNA(
    archetype="fighter",
    body_type="average",
    body_proportions=BodyProportions(head_to_body=2.5, height_class="average"),
    mass_class="medium",
    mobility="medium",
    dominant_colors=(),
)


def _standing(
    beats: Sequence[Beat],
    *,
    kind: ResponderKind = "counter",
    dna: CharacterDNA,
    perspective: Perspective,
    response: str = "",
) -> tuple[AnimationFrame, ...]:
    """Bodies at rest: these rules are about time, not about poses."""
    return tuple(
        AnimationFrame(
            frame_index=index,
            phase=beat.phase,
            impact_window=beat.impact_window,
            force=beat.force,
            duration_ms=beat.duration_ms,
            travel=beat.travel,
        )
        for index, beat in enumerate(beats)
    )


STANDING = Posers(reaction=_standing, counter=_standing)


def blow(letters: str, *, magnitude: float = 0.8, x: float = 1.0) -> AnimationScript:
    """An instigator's script: one letter a frame; `c` is a Contact whose window is closed."""
    frames = tuple(
        AnimationFrame(
            frame_index=index,
            phase=LETTERS[letter.upper()],
            impact_window=letter == "C",
            force=Force(x=x, y=0.0, magnitude=magnitude) if letter == "C" else None,
            duration_ms=60 + 10 * index,
        )
        for index, letter in enumerate(letters)
    )
    return AnimationScript(action_type="heavy_attack", frame_count=len(frames), frames=frames)


def bound(
    letters: str | AnimationScript, kind: ResponderKind, *, ratio: float = 1.0, shift: int = 0
) -> tuple[AnimationScript, AnimationScript]:
    driving = blow(letters) if isinstance(letters, str) else letters
    return derived(driving, kind=kind, dna=SOMEBODY, mass_ratio=ratio, shift=shift, posers=STANDING)


def phases(script: AnimationScript) -> list[str]:
    return [frame.phase for frame in script.frames]


def windows(script: AnimationScript) -> list[int]:
    return [frame.frame_index for frame in script.frames if frame.impact_window]


def edited(script: AnimationScript, index: int, **changes: object) -> AnimationScript:
    frames = list(script.frames)
    frames[index] = frames[index].model_copy(update=changes)
    return script.model_copy(update={"frames": tuple(frames)})


def broken(
    pair: tuple[AnimationScript, AnimationScript],
    kind: ResponderKind,
    *,
    ratio: float = 1.0,
    shift: int = 0,
) -> list[tuple[str, int | None]]:
    report = check_binding(*pair, kind=kind, mass_ratio=ratio, shift=shift)
    return [(violation.code, violation.frame) for violation in report.violations]


@st.composite
def blows(draw: st.DrawFn) -> AnimationScript:
    """Any legal instigator: 4 to 16 frames, one contact window or several."""
    before = draw(st.lists(st.sampled_from("SAI"), min_size=1, max_size=5))
    if "A" not in before:
        before.append("A")
    after = draw(st.lists(st.sampled_from("SACcFRI"), min_size=2, max_size=16 - len(before) - 1))
    letters = "".join([*before, draw(st.sampled_from(["C", "cC"])), *after])[:16]
    script = blow(letters.ljust(4, "R"))
    frames = tuple(
        frame.model_copy(
            update={
                "duration_ms": draw(st.integers(10, 5000)),
                "force": draw(st.sampled_from([None, *FORCES])) if frame.impact_window else None,
                "travel": Travel(forward=draw(st.sampled_from([0.0, 0.4, 1.1]))),
            }
        )
        for frame in script.frames
    )
    return script.model_copy(update={"frames": frames})


FORCES = (
    Force(x=1.0, y=0.0, magnitude=1.0),
    Force(x=0.8, y=-0.6, magnitude=0.5),
    Force(x=-1.0, y=0.0, magnitude=0.3),
    Force(x=0.0, y=1.0, magnitude=0.9),
)
KIND = st.sampled_from(KINDS)
RATIO = st.floats(0.1, 10.0)


@given(blows(), KIND, RATIO, st.integers(-16, 16))
def test_any_shift_of_any_blow_keeps_the_rules_or_is_refused(
    driving: AnimationScript, kind: ResponderKind, ratio: float, shift: int
) -> None:
    try:
        pair = bound(driving, kind, ratio=ratio, shift=shift)
    except ShiftRefusedError as refused:
        assert refused.code == "TEMPORAL_CAUSALITY_VIOLATION"
        allowed = refused.facts["alignment"]
        assert allowed["value"] == shift
        assert not allowed["min"] <= shift <= allowed["max"]
        assert 0 <= refused.facts["frame"] < driving.frame_count
    except NoRoomToCounterError:
        assert kind == "counter"
    else:
        report = check_binding(*pair, kind=kind, mass_ratio=ratio, shift=shift)
        assert report.holds, report.violations
        assert report.rules == tuple(RULES)


@given(blows(), KIND)
def test_the_range_always_holds_the_unshifted_answer(
    driving: AnimationScript, kind: ResponderKind
) -> None:
    try:
        allowed = alignment_range(driving, kind=kind)
    except NoRoomToCounterError:
        return
    assert allowed.min <= 0 <= allowed.max


@given(blows(), st.sampled_from(HITS), RATIO)
def test_every_window_of_a_blow_is_received(
    driving: AnimationScript, kind: ResponderKind, ratio: float
) -> None:
    _, responder = bound(driving, kind, ratio=ratio)
    assert windows(responder) == windows(driving)


@given(blows(), KIND, st.data())
def test_a_changed_duration_is_caught_where_it_is(
    driving: AnimationScript, kind: ResponderKind, data: st.DataObject
) -> None:
    try:
        instigator, responder = bound(driving, kind)
    except NoRoomToCounterError:
        return
    at = data.draw(st.integers(0, responder.frame_count - 1))
    longer = edited(responder, at, duration_ms=responder.frames[at].duration_ms + 1)
    assert broken((instigator, longer), kind) == [("DURATION_MISMATCH", at)]


@given(blows(), KIND, st.data())
def test_a_window_opened_elsewhere_is_caught_where_it_is(
    driving: AnimationScript, kind: ResponderKind, data: st.DataObject
) -> None:
    try:
        instigator, responder = bound(driving, kind)
    except NoRoomToCounterError:
        return
    closed = [i for i in range(responder.frame_count) if i not in windows(instigator)]
    at = data.draw(st.sampled_from(closed))
    found = broken((instigator, edited(responder, at, impact_window=True)), kind)
    assert ("IMPACT_WINDOW_MISMATCH", at) in found
    assert {code for code, _ in found} <= {"IMPACT_WINDOW_MISMATCH", "KNOCKBACK_MISMATCH"}


@given(blows(), st.sampled_from(("dodge", *HITS)), st.data())
def test_an_early_reaction_is_caught_where_it_is(
    driving: AnimationScript, kind: ResponderKind, data: st.DataObject
) -> None:
    instigator, responder = bound(driving, kind)
    at = data.draw(st.integers(0, (driving.first_contact or 0) - 1))
    phase = data.draw(st.sampled_from(["Contact", "Impact Received", "Recovery"]))
    found = broken((instigator, edited(responder, at, phase=phase)), kind)
    assert ("TEMPORAL_CAUSALITY_VIOLATION", at) in found
    assert ("PHASE_MISMATCH", at) in found


@given(blows(), KIND)
def test_a_frame_too_few_is_caught(driving: AnimationScript, kind: ResponderKind) -> None:
    try:
        instigator, responder = bound(driving, kind)
    except NoRoomToCounterError:
        return
    short = responder.model_copy(
        update={"frame_count": responder.frame_count - 1, "frames": responder.frames[:-1]}
    )
    assert ("FRAME_COUNT_MISMATCH", None) in broken((instigator, short), kind)


@given(st.sampled_from(HITS), RATIO, RATIO)
def test_knockback_grows_with_the_mass_ratio(kind: ResponderKind, one: float, two: float) -> None:
    light, heavy = sorted((one, two))
    _, less = bound("SACCFFRR", kind, ratio=light)
    _, more = bound("SACCFFRR", kind, ratio=heavy)
    assert less.frames[-1].travel.forward >= more.frames[-1].travel.forward
    if heavy > light * 1.01:
        assert less.frames[-1].travel.forward > more.frames[-1].travel.forward


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("full_hit", ["Ready", "Ready", "Anticipation", "Impact Received", "Knockback",
                      "Knockback", "Recovery", "Recovery", "Return to Ready"]),
        ("partial_hit", ["Ready", "Ready", "Anticipation", "Impact Received", "Stagger",
                         "Stagger", "Recovery", "Recovery", "Return to Ready"]),
        ("block", ["Ready", "Ready", "Anticipation", "Impact Received", "Stagger",
                   "Stagger", "Recovery", "Recovery", "Return to Ready"]),
        ("dodge", ["Ready", "React", "Prepare", "Evade Action", "Recovery",
                   "Recovery", "Return to Ready", "Return to Ready", "Return to Ready"]),
    ],
)  # fmt: skip
def test_each_kind_follows_its_column_of_the_phase_table(
    kind: ResponderKind, expected: list[str]
) -> None:
    instigator, responder = bound("SAACFFRRI", kind)
    assert phases(responder) == expected
    assert phases(instigator) == [LETTERS[letter] for letter in "SAACFFRRI"]
    assert responder.swap_frame is None
    assert (responder.response, responder.alignment) == (kind, 0)


def test_a_counter_takes_over_behind_the_blow() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    assert phases(responder) == [
        "Ready", "React", "Prepare", "Evade Action",
        "Anticipation", "Contact", "Follow-through", "Recovery",
    ]  # fmt: skip
    assert phases(instigator) == [
        "Startup", "Anticipation", "Anticipation", "Contact",
        "Anticipation", "Impact Received", "Knockback", "Recovery",
    ]  # fmt: skip
    assert (instigator.swap_frame, responder.swap_frame) == (4, 4)
    assert windows(instigator) == [3, 5]
    assert windows(responder) == [5]
    assert instigator.frames[-1].travel.forward < 0
    assert (responder.action_type, instigator.action_type) == ("light_attack", "heavy_attack")


def test_an_interrupt_lands_where_the_blow_would_have() -> None:
    instigator, responder = bound("SAAAACFRR", "interrupt")
    assert phases(responder) == [
        "Ready", "React", "React",
        "Anticipation", "Anticipation", "Contact", "Follow-through", "Follow-through", "Recovery",
    ]  # fmt: skip
    assert phases(instigator) == [
        "Startup", "Anticipation", "Anticipation",
        "Ready", "Anticipation", "Impact Received", "Stagger", "Stagger", "Recovery",
    ]  # fmt: skip
    assert instigator.first_contact is None
    assert (instigator.swap_frame, responder.swap_frame) == (3, 3)
    assert windows(instigator) == windows(responder) == [5]


def test_a_flurry_is_countered_behind_the_last_blow_that_leaves_room() -> None:
    assert bound("ACFACFRRR", "counter")[0].swap_frame == 5
    assert bound("ACFACFRR", "counter")[0].swap_frame == 2


def test_a_blow_on_the_last_frame_leaves_no_room_to_counter() -> None:
    with pytest.raises(NoRoomToCounterError) as refused:
        bound("SAACF", "counter")
    assert (refused.value.code, refused.value.facts["frame"]) == ("NO_ROOM_TO_COUNTER", 3)
    assert bound("SAACFR", "counter")[1].first_contact == 5


def test_a_dodge_receives_nothing_and_returns_home() -> None:
    _, responder = bound("SAACCFRR", "dodge")
    assert windows(responder) == []
    assert all(frame.force is None for frame in responder.frames)
    gone = [frame.travel.forward for frame in responder.frames]
    assert gone == [0.0, 0.0, 0.0, -0.4, -0.8, -0.8, -0.4, 0.0]


def test_the_force_arrives_in_its_own_direction() -> None:
    _, responder = bound("SACFR", "full_hit", ratio=3.0)
    received = responder.frames[2].force
    assert received == Force(x=1.0, y=0.0, magnitude=1.2)
    assert responder.frames[3].force == received
    assert responder.frames[3].travel.forward == pytest.approx(-1.08)
    assert responder.frames[2].travel.forward == 0.0


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(0.01, 0.181818), (0.1, 0.181818), (1.0, 1.0), (10.0, 1.818182), (99.0, 1.818182)],
)
def test_the_gain_is_that_of_an_inelastic_collision(ratio: float, expected: float) -> None:
    assert gain(ratio) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "letters", "expected"),
    [
        ("full_hit", "SAACFFRR", (0, 3)),
        ("block", "SAACCFRR", (0, 2)),
        ("partial_hit", "SAAC", (0, 0)),
        ("partial_hit", "SAACR", (0, 1)),
        ("full_hit", "ACFACFRR", (0, 2)),
        ("dodge", "SAACCFRR", (-2, 2)),
        ("dodge", "SAACFFRR", (-1, 3)),
        ("dodge", "ACCCFRR", (-1, 2)),
        ("dodge", "SAACRR", (-3, 2)),
        ("counter", "SAACFFRR", (-1, 0)),
        ("counter", "AACFFRRRRRR", (-2, 0)),
        ("counter", "ACFRRRRRRRRRRR", (-1, 0)),
        ("interrupt", "SAACFFRR", (0, 0)),
    ],
)
def test_the_alignment_has_a_range(
    kind: ResponderKind, letters: str, expected: tuple[int, int]
) -> None:
    allowed = alignment_range(blow(letters), kind=kind, value=0)
    assert (allowed.min, allowed.max) == expected
    assert alignment_range(blow(letters), kind=kind) == allowed


@pytest.mark.parametrize(
    ("kind", "shift", "frame"),
    [
        ("full_hit", -1, 2), ("full_hit", 4, 4), ("full_hit", -9, 0),
        ("dodge", -2, 2), ("dodge", -3, 1), ("dodge", -4, 0), ("dodge", 4, 4),
        ("counter", -2, 3), ("counter", -5, 0), ("counter", 1, 5),
        ("interrupt", -1, 2), ("interrupt", -4, 0), ("interrupt", 1, 3),
    ],
)  # fmt: skip
def test_a_shift_outside_is_refused_with_the_frame(
    kind: ResponderKind, shift: int, frame: int
) -> None:
    with pytest.raises(ShiftRefusedError) as refused:
        bound("SAACFFRR", kind, shift=shift)
    assert refused.value.code == "TEMPORAL_CAUSALITY_VIOLATION"
    assert refused.value.facts["frame"] == frame
    assert refused.value.facts["alignment"]["value"] == shift
    assert refused.value.detail.startswith("Temporal causality violation")


def test_a_shift_moves_the_windows_and_not_the_durations() -> None:
    instigator, responder = bound("SAACFFRR", "full_hit", shift=2)
    assert windows(responder) == [5]
    assert phases(responder)[:3] == ["Ready", "Ready", "Ready"]
    assert phases(responder)[5:] == ["Impact Received", "Knockback", "Knockback"]
    assert responder.alignment == 2
    assert [f.duration_ms for f in responder.frames] == [f.duration_ms for f in instigator.frames]
    assert broken((instigator, responder), "full_hit", shift=2) == []
    assert ("IMPACT_WINDOW_MISMATCH", 5) in broken((instigator, responder), "full_hit", shift=1)


def test_an_early_dodge_ends_ready() -> None:
    _, responder = bound("SAACFFRR", "dodge", shift=-1)
    assert phases(responder) == [
        "React", "Prepare", "Evade Action", "Recovery", "Recovery",
        "Return to Ready", "Return to Ready", "Return to Ready",
    ]  # fmt: skip


def test_an_early_counter_ends_in_recovery() -> None:
    instigator, responder = bound("SAACFFRR", "counter", shift=-1)
    assert (instigator.swap_frame, responder.swap_frame) == (4, 3)
    assert phases(responder)[3:] == [
        "Anticipation", "Contact", "Follow-through", "Recovery", "Recovery",
    ]  # fmt: skip
    assert windows(instigator) == [3, 5]
    assert windows(responder) == [4]


@pytest.mark.parametrize("kind", HITS)
def test_a_knockback_the_wrong_way_is_caught(kind: ResponderKind) -> None:
    instigator, responder = bound("SACFFRR", kind)
    turned = edited(responder, 4, travel=Travel(forward=-responder.frames[4].travel.forward))
    assert ("KNOCKBACK_MISMATCH", 4) in broken((instigator, turned), kind)


@pytest.mark.parametrize(
    ("share", "found"), [(1.26, True), (1.24, False), (0.76, False), (0.74, True)]
)
def test_a_knockback_may_be_a_quarter_off(share: float, found: bool) -> None:
    strong = blow("SACFRR", magnitude=1.0)
    instigator, responder = bound(strong, "full_hit")
    off = edited(responder, 3, travel=Travel(forward=-0.9 * share + (0.02 if share < 1 else -0.02)))
    expected = [("KNOCKBACK_MISMATCH", 3)] if found else []
    assert broken((instigator, off), "full_hit") == expected


def test_a_knockback_aside_is_caught() -> None:
    instigator, responder = bound("SACFFRR", "full_hit")
    drifting = edited(
        responder, 4, travel=Travel(forward=responder.frames[4].travel.forward, aside=0.3)
    )
    assert broken((instigator, drifting), "full_hit") == [("KNOCKBACK_MISMATCH", 4)]


def test_a_step_against_the_force_is_caught_where_it_is() -> None:
    instigator, responder = bound("SACFFFRR", "full_hit")
    back = edited(responder, 4, travel=Travel(forward=0.0))
    assert broken((instigator, back), "full_hit") == [("KNOCKBACK_MISMATCH", 4)]


def test_another_mass_ratio_calls_for_another_knockback() -> None:
    pair = bound("SACFFRR", "full_hit", ratio=1.0)
    assert broken(pair, "full_hit", ratio=4.0) == [("KNOCKBACK_MISMATCH", 4)]


def test_who_is_countered_is_driven_by_the_inverse_ratio() -> None:
    pair = bound("SAACFFRR", "counter", ratio=4.0)
    assert broken(pair, "counter", ratio=4.0) == []
    report = check_binding(*pair, kind="counter", mass_ratio=0.25)
    assert [(v.code, v.who, v.frame) for v in report.violations] == [
        ("KNOCKBACK_MISMATCH", "instigator", 6)
    ]


def test_a_hit_that_receives_nothing_is_caught() -> None:
    instigator, responder = bound("SACFR", "block")
    deaf = edited(responder, 2, impact_window=False)
    assert broken((instigator, deaf), "block") == [("IMPACT_WINDOW_MISMATCH", 2)]


def test_a_window_is_no_part_of_an_evasion() -> None:
    instigator, responder = bound("SACFR", "dodge")
    touched = edited(responder, 2, impact_window=True)
    assert broken((instigator, touched), "dodge") == [("IMPACT_WINDOW_MISMATCH", 2)]


def test_a_dodge_is_no_answer_to_a_hit() -> None:
    pair = bound("SAACFRR", "dodge")
    found = broken(pair, "full_hit")
    assert ("PHASE_MISMATCH", 3) in found
    assert ("IMPACT_WINDOW_MISMATCH", 3) in found


def test_only_a_full_hit_knocks_back() -> None:
    pair = bound("SACFFRR", "full_hit")
    assert ("PHASE_MISMATCH", 3) in broken(pair, "partial_hit")
    assert ("PHASE_MISMATCH", 3) not in broken(pair, "full_hit")


@pytest.mark.parametrize("kind", ["counter", "interrupt"])
def test_a_swap_has_to_be_named(kind: ResponderKind) -> None:
    instigator, responder = bound("SAACFFRR", kind)
    unnamed = responder.model_copy(update={"swap_frame": None})
    assert broken((instigator, unnamed), kind) == [("TEMPORAL_CAUSALITY_VIOLATION", None)]
    unnamed = instigator.model_copy(update={"swap_frame": None})
    assert broken((unnamed, responder), kind)[0] == ("TEMPORAL_CAUSALITY_VIOLATION", None)


def test_an_interrupted_blow_makes_no_contact() -> None:
    instigator, responder = bound("SAACFFRR", "interrupt")
    landed = edited(instigator, 1, phase="Contact")
    assert ("TEMPORAL_CAUSALITY_VIOLATION", 1) in broken((landed, responder), "interrupt")


def test_a_counter_needs_a_blow_to_answer() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    harmless = edited(instigator, 3, phase="Anticipation", impact_window=False)
    found = broken((harmless, responder), "counter")
    assert ("TEMPORAL_CAUSALITY_VIOLATION", 4) in found


def test_nobody_is_struck_before_the_blow_back() -> None:
    instigator, responder = bound("SAACFFRRR", "counter")
    early = edited(instigator, 4, phase="Impact Received")
    assert ("TEMPORAL_CAUSALITY_VIOLATION", 4) in broken((early, responder), "counter")


def test_a_blow_back_before_the_swap_is_caught() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    early = edited(responder, 3, phase="Contact")
    assert ("TEMPORAL_CAUSALITY_VIOLATION", 3) in broken((instigator, early), "counter")


def test_a_blow_back_that_nobody_receives_is_caught() -> None:
    instigator, responder = bound("SAACFFRR", "counter")
    unhurt = edited(instigator, 5, phase="Anticipation")
    found = broken((unhurt, responder), "counter")
    assert ("TEMPORAL_CAUSALITY_VIOLATION", 5) in found
    assert ("PHASE_MISMATCH", 5) in found


@pytest.mark.parametrize(
    ("letters", "code", "frame"),
    [
        ("SAAFRR", "PHASE_MISMATCH", None),
        ("SSCFRR", "PHASE_MISMATCH", 2),
        ("SAFCRR", "PHASE_MISMATCH", 2),
        ("SARCFR", "PHASE_MISMATCH", 2),
        ("SAcFRR", "IMPACT_WINDOW_MISMATCH", 2),
    ],
)
def test_a_blow_that_cannot_be_is_refused(letters: str, code: str, frame: int | None) -> None:
    found = script_violations(blow(letters), who="instigator")
    assert [(v.code, v.frame, v.who) for v in found] == [(code, frame, "instigator")]
    with pytest.raises(NoContactError) as refused:
        bound(letters, "dodge")
    assert refused.value.code == "ACTION_HAS_NO_CONTACT"
    assert refused.value.violations == found


def test_a_single_script_has_no_phases_of_an_answer() -> None:
    script = edited(blow("SACFR"), 3, phase="Stagger")
    found = script_violations(script, who="instigator")
    assert [(v.code, v.frame) for v in found] == [("PHASE_MISMATCH", 3)]


def test_a_walk_makes_no_contact() -> None:
    walk = blow("SACFR").model_copy(update={"action_type": "walk"})
    found = script_violations(walk, who="instigator")
    assert [(v.code, v.frame) for v in found] == [("PHASE_MISMATCH", 2)]
    still = blow("IIII").model_copy(update={"action_type": "walk"})
    assert script_violations(still, who="instigator") == ()


def test_a_window_needs_a_touch() -> None:
    script = edited(blow("SACFR"), 3, impact_window=True)
    found = script_violations(script, who="responder-2")
    assert [(v.code, v.frame, v.who) for v in found] == [
        ("IMPACT_WINDOW_MISMATCH", 3, "responder-2")
    ]
