"""Where a figure is driven to, gets away to, and strikes back from, frame by frame."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from tools.domain.animation.beats import Beat
from tools.domain.animation.binding import (
    Blow,
    Strike,
    evading_beats,
    striking_beats,
    struck_beats,
)
from tools.domain.animation.forces import UNNAMED_FORCE
from tools.domain.animation.kinds import Phase
from tools.domain.animation.script import Force, Travel

AWAY = Force(x=1.0, y=0.0, magnitude=1.0)
BACK = Force(x=-1.0, y=0.0, magnitude=1.0)
HIT: Phase = "Impact Received"


def struck(
    phases: Sequence[Phase], strikes: Sequence[Force | None], blow: Blow
) -> tuple[Beat, ...]:
    """One frame a phase; a force where a window is open."""
    sent = [Strike(window=force is not None, force=force) for force in strikes]
    sent += [Strike()] * (len(phases) - len(sent))
    return struck_beats(phases, [100] * len(phases), sent, blow)


def forward(beats: Sequence[Beat]) -> list[float]:
    return [beat.travel.forward for beat in beats]


def full(facing: int = 1, start: Travel | None = None) -> Blow:
    return Blow(kind="full_hit", mass_ratio=1.0, facing=facing, start=start or Travel())


def test_who_is_driven_slows_evenly_and_stays_where_it_ends() -> None:
    beats = struck([HIT, *["Knockback"] * 7, "Recovery"], [AWAY], full())
    assert forward(beats) == [0, 0.2388, 0.4408, 0.6061, 0.7347, 0.8265, 0.8816, 0.9, 0.9]
    assert [beat.force for beat in beats] == [AWAY] * 8 + [None]
    assert [beat.impact_window for beat in beats] == [True] + [False] * 8


def test_a_figure_is_driven_from_where_it_stands_along_its_own_axis() -> None:
    beats = struck([HIT, "Knockback"], [AWAY], full(-1, Travel(forward=0.5, aside=0.3)))
    assert [beat.travel for beat in beats] == [
        Travel(forward=0.5, aside=0.3),
        Travel(forward=-0.4, aside=0.3),
    ]


def test_each_run_is_driven_from_the_end_of_the_one_before() -> None:
    phases: list[Phase] = [HIT, "Knockback", HIT, "Knockback"]
    assert forward(struck(phases, [AWAY, None, AWAY], full())) == [0, 0.9, 0.9, 1.8]
    spent: list[Phase] = [HIT, "Knockback", "Recovery", "Knockback"]
    assert forward(struck(spent, [AWAY], full())) == [0, 0.9, 0.9, 0.9]


@pytest.mark.parametrize(
    ("forces", "end"),
    [
        ([AWAY, BACK], 0.9),
        ([BACK, AWAY], -0.9),
        ([BACK.model_copy(update={"magnitude": 0.5}), AWAY], 0.9),
        ([AWAY, BACK.model_copy(update={"magnitude": 0.5})], 0.9),
    ],
)
def test_of_several_forces_the_greatest_drives_and_of_equals_the_first(
    forces: list[Force], end: float
) -> None:
    assert forward(struck([HIT, HIT, "Knockback"], forces, full()))[-1] == end


def test_a_blow_without_a_force_drives_like_a_middling_one() -> None:
    beats = struck_beats(
        [HIT, "Stagger"],
        [80, 90],
        [Strike(window=True), Strike()],
        Blow(kind="full_hit", mass_ratio=1.0, facing=1),
    )
    assert forward(beats) == [0, 0.54]
    assert [beat.force for beat in beats] == [UNNAMED_FORCE, UNNAMED_FORCE]
    assert [beat.duration_ms for beat in beats] == [80, 90]


def test_nobody_is_driven_without_a_blow() -> None:
    beats = struck(["Stagger", "Stagger"], [], full())
    assert forward(beats) == [0, 0]
    assert [beat.force for beat in beats] == [None, None]


def test_a_window_is_received_where_one_is_struck_only() -> None:
    beats = struck(["Ready", HIT, HIT], [AWAY, None, AWAY], full())
    assert [beat.impact_window for beat in beats] == [False, False, True]
    assert [beat.force for beat in beats] == [None, None, AWAY]


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        (["React", "Evade Action", "Evade Action", "Recovery", "Return to Ready",
          "Return to Ready"], [0, -0.4, -0.8, -0.8, -0.4, 0]),
        (["Evade Action", "Evade Action", "Evade Action"], [-0.2667, -0.5333, -0.8]),
        (["Evade Action", "Recovery", "Evade Action", "Return to Ready"], [-0.8, -0.8, -0.8, 0]),
        (["Evade Action", "Return to Ready", "Ready", "Evade Action"], [-0.8, 0, 0, -0.8]),
    ],
)  # fmt: skip
def test_who_evades_gets_back_and_home(phases: list[Phase], expected: list[float]) -> None:
    beats = evading_beats(phases, [100] * len(phases), backstep_heads=0.8)
    assert forward(beats) == expected
    assert {(beat.impact_window, beat.force, beat.travel.aside) for beat in beats} == {
        (False, None, 0.0)
    }


def test_no_place_is_minus_nothing() -> None:
    beats = evading_beats(["Evade Action", "Return to Ready"], [100, 90], backstep_heads=0.8)
    assert [math.copysign(1.0, beat.travel.forward) for beat in beats] == [-1.0, 1.0]
    assert [beat.duration_ms for beat in beats] == [100, 90]


def test_who_strikes_back_goes_in_evenly_and_sends_its_force_in_the_contact_only() -> None:
    force = Force(x=-1.0, y=0.0, magnitude=0.6)
    beats = striking_beats(
        ["Anticipation", "Anticipation", "Contact", "Follow-through"],
        [80, 90, 100, 110],
        force=force,
        start=Travel(forward=-0.9, aside=0.3),
    )
    assert [beat.travel for beat in beats] == [
        Travel(forward=-0.6), Travel(forward=-0.3), Travel(), Travel()
    ]  # fmt: skip
    assert [beat.force for beat in beats] == [None, None, force, None]
    assert [beat.impact_window for beat in beats] == [False, False, True, False]
    assert [beat.duration_ms for beat in beats] == [80, 90, 100, 110]
    assert [beat.share for beat in beats] == [0.0, 1.0, 0.5, 0.5]
