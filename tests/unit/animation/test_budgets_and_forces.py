"""How many frames an action deserves, and what forces are in words and in numbers."""

from __future__ import annotations

from typing import get_args

import pytest

from tools.domain.animation.budget import GRID_COUNTS, frame_budget, snapped
from tools.domain.animation.dna import WeaponMass
from tools.domain.animation.forces import (
    UNNAMED_FORCE,
    clipped_ratio,
    counter_force,
    driven_heads,
    force_from_words,
    received,
)
from tools.domain.animation.kinds import ActionType, DifficultyTier, Perspective, ResponderKind
from tools.domain.animation.phases import counter_plan, legal_answers, shares_of
from tools.domain.animation.script import Force
from tools.domain.choreography.figures import force_text


@pytest.mark.parametrize("action", get_args(ActionType))
def test_every_budget_fills_a_grid_and_explains_itself(action: ActionType) -> None:
    for tier in get_args(DifficultyTier):
        for mass in get_args(WeaponMass):
            for view in get_args(Perspective):
                budget = frame_budget(action, tier=tier, weapon_mass=mass, perspective=view)
                assert budget.frame_count in GRID_COUNTS
                assert budget.frame_ms % 10 == 0
                assert 30 <= budget.frame_ms <= 400
                assert f"{budget.frame_count} frames" in budget.why
                assert tier in budget.why


@pytest.mark.parametrize(
    ("action", "tier", "mass", "view", "count", "ms"),
    [
        ("heavy_attack", "LIGHT", "medium", "side", 8, 100),
        ("heavy_attack", "LIGHT", "light", "side", 8, 90),
        ("heavy_attack", "HEAVY", "medium", "side", 9, 110),
        ("heavy_attack", "BOSS", "medium", "side", 12, 100),
        ("heavy_attack", "BOSS", "oversized", "side", 16, 100),
        ("heavy_attack", "LIGHT", "oversized", "side", 9, 120),
        ("light_attack", "LIGHT", "none", "top_down", 6, 60),
        ("light_attack", "LIGHT", "heavy", "side", 6, 80),
        ("combo", "LIGHT", "medium", "side", 12, 90),
        ("combo", "LIGHT", "none", "top_down", 9, 110),
        ("cast_spell", "LIGHT", "oversized", "isometric", 9, 110),
        ("idle", "LIGHT", "oversized", "side", 6, 200),
        ("idle", "LIGHT", "none", "top_down", 4, 300),
        ("walk", "LIGHT", "none", "front", 8, 120),
        ("block", "BOSS", "none", "side", 6, 100),
    ],
)
def test_budgets_are_these(
    action: ActionType,
    tier: DifficultyTier,
    mass: WeaponMass,
    view: Perspective,
    count: int,
    ms: int,
) -> None:
    budget = frame_budget(action, tier=tier, weapon_mass=mass, perspective=view)
    assert (budget.frame_count, budget.frame_ms) == (count, ms)


def test_a_budget_says_what_it_is_made_of() -> None:
    assert frame_budget("heavy_attack", tier="BOSS", weapon_mass="heavy").why == (
        "heavy_attack: 8 frames, tier BOSS x1.5, heavy weapon x1.15, side x1: 13.8, "
        "so 12 frames of about 120 ms."
    )
    assert frame_budget("walk", weapon_mass="heavy").why == (
        "walk: 8 frames, tier LIGHT x1 x1, side x1: 8.0, so 8 frames of about 120 ms."
    )


@pytest.mark.parametrize("action", get_args(ActionType))
def test_a_budget_is_for_bare_hands_in_a_light_fight_from_the_side(action: ActionType) -> None:
    assert frame_budget(action) == frame_budget(
        action, tier="LIGHT", weapon_mass="none", perspective="side"
    )


@pytest.mark.parametrize(
    ("frames", "count"),
    [
        (0.0, 4),
        (4.9, 4),
        (5.0, 6),
        (7.0, 8),
        (8.4, 8),
        (8.5, 9),
        (10.5, 12),
        (14.0, 16),
        (99.0, 16),
    ],
)
def test_counts_snap_to_the_nearest_and_up_from_the_middle(frames: float, count: int) -> None:
    assert snapped(frames) == count


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("right 0.8", (1.0, 0.0, 0.8)),
        ("LEFT", (-1.0, 0.0, 0.6)),
        ("up-right 0.5", (0.7071, -0.7071, 0.5)),
        ("down-left 1", (-0.7071, 0.7071, 1.0)),
        ("downward", (0.0, 1.0, 0.6)),
        ("upwards 20", (0.0, -1.0, 10.0)),
        (" rightward at .3 ", (1.0, 0.0, 0.3)),
    ],
)
def test_forces_are_read_from_words(words: str, force: tuple[float, float, float]) -> None:
    found = force_from_words(words)
    assert found is not None
    assert (found.x, found.y, found.magnitude) == force


@pytest.mark.parametrize("words", ["", "0.8", "strong", "right right", "sideways 0.4"])
def test_words_without_a_direction_are_no_force(words: str) -> None:
    assert force_from_words(words) is None


@pytest.mark.parametrize("way", ["right", "up-right", "up", "up-left", "left", "down-left", "down"])
def test_words_and_numbers_agree(way: str) -> None:
    force = force_from_words(f"{way} 0.4")
    assert force is not None
    assert force_text(force) == f"{way} 0.4"


def test_an_unnamed_force_is_taken_for_a_middling_one() -> None:
    assert received(None, 1.0) == UNNAMED_FORCE
    assert Force(x=1.0, y=0.0, magnitude=0.6) == UNNAMED_FORCE


@pytest.mark.parametrize(
    ("kind", "heads"),
    [("full_hit", 0.9), ("counter", 0.9), ("partial_hit", 0.405), ("interrupt", 0.405),
     ("block", 0.18), ("dodge", 0.0)],
)  # fmt: skip
def test_each_kind_is_driven_its_own_share(kind: ResponderKind, heads: float) -> None:
    assert driven_heads(Force(x=1.0, y=0.0, magnitude=1.0), 1.0, kind) == pytest.approx(heads)


def test_ratios_are_clipped() -> None:
    assert [clipped_ratio(ratio) for ratio in (0.0, 0.1, 1.0, 10.0, 11.0)] == [0.1, 0.1, 1, 10, 10]


@pytest.mark.parametrize(
    ("mass", "size"),
    [("none", 0.45), ("light", 0.5), ("medium", 0.6), ("heavy", 0.75), ("oversized", 0.9)],
)
def test_a_blow_back_goes_left_and_weighs_what_it_is_struck_with(
    mass: WeaponMass, size: float
) -> None:
    assert counter_force(mass) == Force(x=-1.0, y=0.0, magnitude=size)


@pytest.mark.parametrize(
    ("windup", "count", "plan"),
    [
        (1, 2, "AC"), (1, 3, "ACF"), (1, 4, "ACFR"), (2, 5, "AACFR"), (1, 9, "ACFFFRRRR"),
        (1, 5, "ACFFR"),
    ],
)  # fmt: skip
def test_a_blow_back_has_a_plan(windup: int, count: int, plan: str) -> None:
    assert "".join(phase[0] for phase in counter_plan(windup, count)) == plan


def test_shares_run_through_each_phase() -> None:
    shares = shares_of(["Ready", "Ready", "Ready", "React", "Ready", "Ready"])
    assert shares == [0.0, 0.5, 1.0, 0.5, 0.0, 1.0]


def test_the_table_knows_who_is_driven_how() -> None:
    assert legal_answers("Follow-through", "hit") == {"Stagger", "Knockback"}
    assert legal_answers("Follow-through", "hit", driven="Stagger") == {"Stagger"}
    assert legal_answers("Follow-through", "dodge", driven="Stagger") == {"Recovery"}
    assert legal_answers("Contact", "hit", driven="Stagger") == {"Impact Received"}
    assert legal_answers("Knockback", "hit") == frozenset()
