"""Similarities into probabilities that keep their word."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.domain.calibration import Calibration, brier, expected_error, fit, held_out

WHEN = datetime(2026, 11, 21, tzinfo=UTC)


def fitted(s: list[float], y: list[bool]) -> Calibration:
    groups = [f"c{number % 20}" for number in range(len(s))]
    return fit(s, y, groups, space="x", domain="rendered", data_set="made", fitted_at=WHEN)


def pairs(n: int = 2000) -> tuple[list[float], list[bool], np.ndarray]:
    rng = np.random.default_rng(4)
    s = rng.uniform(0.02, 0.98, n)
    truth = 1 / (1 + np.exp(-(2.0 * np.log(s) - 0.7 * np.log(1 - s) + 0.4)))
    return s.tolist(), (rng.random(n) < truth).tolist(), truth


def test_the_fitted_curve_is_the_one_that_made_the_labels() -> None:
    s, y, truth = pairs()
    curve = fitted(s, y)
    found = np.array([curve.probability(value) for value in s])
    assert float(np.abs(found - truth).mean()) < 0.03
    assert curve.ece < 0.05
    assert curve.n == 2000


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_more_alike_is_never_less_probable(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert CURVE.probability(low) <= CURVE.probability(high)
    assert 0 <= CURVE.probability(low) <= 1


def test_a_score_that_means_nothing_gives_the_base_rate_to_all() -> None:
    rng = np.random.default_rng(0)
    s = rng.random(3000)
    y = rng.random(3000) < 0.3
    curve = fitted(s.tolist(), y.tolist())
    assert abs(curve.probability(0.1) - curve.probability(0.9)) < 0.12
    assert abs(curve.probability(0.5) - 0.3) < 0.05


def test_a_score_that_runs_backwards_does_not_bend_the_curve_down() -> None:
    s = [0.1] * 50 + [0.9] * 50
    curve = fitted(s, [True] * 50 + [False] * 50)
    assert curve.probability(0.9) >= curve.probability(0.1)


def test_pairs_of_one_label_cannot_be_calibrated() -> None:
    with pytest.raises(ValueError, match="both labels"):
        fitted([0.2, 0.4], [True, True])


def test_a_character_is_never_judged_by_a_curve_that_saw_it() -> None:
    s = [0.9, 0.1] * 20
    y = [True, False] * 18 + [False, True] * 2
    groups = [f"c{number // 4}" for number in range(40)]
    found = held_out(s, y, groups)
    assert found[36] > 0.8
    assert found[37] < 0.2


def test_the_errors_are_those_of_their_definitions() -> None:
    assert expected_error([0.0, 1.0], [False, True]) == 0
    assert expected_error([0.8] * 10, [True] * 6 + [False] * 4) == pytest.approx(0.2)
    assert brier([0.5, 0.5], [True, False]) == pytest.approx(0.25)


def test_the_key_says_what_the_curve_was_fitted_on() -> None:
    assert CURVE.key == "x/rendered/made"


CURVE = fitted(*pairs(600)[:2])
