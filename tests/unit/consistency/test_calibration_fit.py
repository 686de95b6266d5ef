"""The fit is the likeliest curve; held-out probabilities and errors are what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.domain.calibration import Calibration, brier, expected_error, fit, held_out


def fitted(s: Sequence[float], y: Sequence[bool]) -> Calibration:
    groups = [f"c{number}" for number in range(len(s))]
    when = datetime(2026, 11, 21, tzinfo=UTC)
    return fit(s, y, groups, space="x", domain="rendered", data_set="made", fitted_at=when)


def curve(a: float, b: float, c: float) -> Calibration:
    like = fitted([0.2, 0.8], [False, True])
    return like.model_copy(update={"a": a, "b": b, "c": c})


def slopes_of_the_loss(found: Calibration, s: Sequence[float], y: Sequence[bool]) -> list[float]:
    """By a, b and c: log loss plus 0.01 (a - 1)^2 + 0.01 (b - 1)^2 + 0.0005 c^2."""
    clipped = [min(max(value, 1e-4), 1 - 1e-4) for value in s]
    by_odds = [
        1 / (1 + math.exp(-(found.a * math.log(x) - found.b * math.log(1 - x) + found.c))) - label
        for x, label in zip(clipped, y, strict=True)
    ]
    return [
        sum(d * math.log(x) for d, x in zip(by_odds, clipped, strict=True)) + 0.02 * (found.a - 1),
        sum(-d * math.log(1 - x) for d, x in zip(by_odds, clipped, strict=True))
        + 0.02 * (found.b - 1),
        sum(by_odds) + 0.001 * found.c,
    ]


def assert_likeliest(found: Calibration, s: Sequence[float], y: Sequence[bool]) -> None:
    by_a, by_b, by_c = slopes_of_the_loss(found, s, y)
    assert by_c == pytest.approx(0, abs=1e-5)
    for value, slope in ((found.a, by_a), (found.b, by_b)):
        assert slope == pytest.approx(0, abs=1e-5) if value > 0 else slope >= 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=30))
def test_no_curve_is_likelier_than_the_fitted_one(made: list[tuple[float, bool]]) -> None:
    s, y = [0.3, 0.7, *(one for one, _ in made)], [True, False, *(label for _, label in made)]
    assert_likeliest(fitted(s, y), s, y)


@pytest.mark.parametrize(
    ("s", "labels", "expected"),
    [
        ([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], "000111", (3.54727, 3.54727, 0.0)),
        ([0.02, 0.5, 0.6, 0.9, 0.95, 0.97, 0.99, *[0.999] * 20], "0" + "1" * 26,
         (2.50368, 1.59818, 5.18163)),
        ([0.98, 0.5, 0.4, 0.1, 0.05, 0.03, 0.01, *[0.001] * 20], "1" + "0" * 26,
         (1.59818, 2.50368, -5.18163)),
        ([0.01, 0.02, 0.05, 0.3, 0.4, 0.5, 0.6, 0.7, 0.99, 0.995], "1000010111",
         (0.0, 1.58106, -1.29755)),
        ([0.01, 0.05, 0.3, 0.4, 0.5, 0.6, 0.7, 0.97, 0.99, 0.995], "0001111001",
         (0.92481, 0.0, 0.86948)),
        ([1.0] * 200 + [0.5] * 3, "0" * 200 + "1" * 3, (0.0, 0.0, -4.19829)),
        ([0.0] * 200 + [0.5] * 3, "1" * 200 + "0" * 3, (0.0, 0.0, 4.19829)),
    ],
    ids=["split", "mostly true", "mostly false", "a held", "b held", "sure and false", "reverse"],
)  # fmt: skip
def test_hard_fits_end_at_the_likeliest_curve(
    s: list[float], labels: str, expected: tuple[float, float, float]
) -> None:
    y = [label == "1" for label in labels]
    found = fitted(s, y)
    assert (found.a, found.b, found.c) == pytest.approx(expected, abs=1e-5)
    assert_likeliest(found, s, y)


def test_the_curve_is_the_one_that_is_written_down() -> None:
    odds = 0.5 * math.log(0.3) - 2.0 * math.log(0.7) + 0.25
    assert curve(0.5, 2.0, 0.25).probability(0.3) == pytest.approx(1 / (1 + math.exp(-odds)))


def test_nothing_is_surer_than_eight_in_log_odds() -> None:
    steep = curve(9.0, 9.0, 0.0)
    assert steep.probability(1.0) == pytest.approx(1 / (1 + math.exp(-8)), abs=1e-9)
    assert steep.probability(0.0) == pytest.approx(1 / (1 + math.exp(8)), abs=1e-9)


@pytest.mark.parametrize("labels", [[True] * 3, [False] * 3])
def test_what_a_fit_lacks_is_said(labels: list[bool]) -> None:
    with pytest.raises(ValueError) as refused:
        fitted([0.2, 0.4, 0.9], labels)
    assert str(refused.value) == "A calibration needs pairs of both labels."


@pytest.mark.parametrize("labels", [[True, False, False], [True, True, False]])
def test_one_pair_of_a_label_is_enough(labels: list[bool]) -> None:
    assert fitted([0.7, 0.6, 0.2], labels).n == 3


def test_similarities_of_single_precision_are_reckoned_in_double() -> None:
    s, y = np.array([0.1, 0.35, 0.4, 0.8], dtype=np.float32), [False, True, False, True]
    wide = [float(value) for value in s]
    single: list[float] = list(s)
    assert fitted(single, y) == fitted(wide, y)
    assert expected_error(single, y) == expected_error(wide, y)
    assert brier(single, y) == brier(wide, y)


def test_each_pair_is_judged_by_all_the_others_but_those_of_its_fifth() -> None:
    groups = [letter for letter in "gabcdef" for _ in range(3)]
    s = [0.9 - 0.03 * (number % 11) - 0.3 * (number % 3) for number in range(21)]
    y = [number % 3 == 0 or number in (4, 14) for number in range(21)]
    together = {"a": "af", "b": "bg", "c": "c", "d": "d", "e": "e", "f": "af", "g": "bg"}
    found = held_out(s, y, groups)
    for number, group in enumerate(groups):
        rest = [i for i in range(21) if groups[i] not in together[group]]
        without = fitted([s[i] for i in rest], [y[i] for i in rest])
        assert found[number] == pytest.approx(without.probability(s[number]))


@pytest.mark.parametrize("alone", [True, False])
def test_where_the_rest_has_one_label_the_share_of_true_pairs_is_taken(alone: bool) -> None:
    found = held_out([0.2, 0.9, 0.7, 0.6], [alone, not alone, not alone, not alone], list("abbb"))
    assert found[0] == (0.25 if alone else 0.75)
    assert found[1:] == [0.25 if alone else 0.75] * 3


def test_one_group_may_go_by_the_share_and_the_others_by_a_curve() -> None:
    s, y = [0.2, 0.9, 0.7], [False, True, True]
    found = held_out(s, y, list("abc"))
    assert found[0] == pytest.approx(2 / 3)
    assert found[1] == pytest.approx(fitted([0.2, 0.7], [False, True]).probability(0.9))


@pytest.mark.parametrize("between", [True, False])
def test_one_pair_of_a_label_in_the_rest_makes_a_curve(between: bool) -> None:
    s, y = [0.5, 0.3, 0.4, 0.6, 0.7], [True, False, False, between, True]
    found = held_out(s, y, list("aabbb"))
    without = fitted(s[2:], y[2:])
    assert found[:2] == [pytest.approx(without.probability(value)) for value in s[:2]]
    assert found[0] > found[1]


@pytest.mark.parametrize(
    ("probabilities", "labels", "error"),
    [
        ([1.0], [False], 1.0),
        ([0.0], [True], 1.0),
        ([0.1, 0.9], [True, False], 0.9),
        ([0.99, 1.0], [True, False], 0.495),
        ([0.9, 0.98], [False, True], 0.46),
        ([0.41, 0.45], [False, True], 0.07),
        ([0.41, 0.3], [False, True], 0.555),
    ],
)
def test_gaps_are_added_over_fifteen_equal_bins(
    probabilities: list[float], labels: list[bool], error: float
) -> None:
    assert expected_error(probabilities, labels) == pytest.approx(error)


def test_the_brier_score_is_a_mean_of_squares() -> None:
    assert brier([0.9, 0.4, 0.0], [True, True, False]) == pytest.approx((0.01 + 0.36) / 3)
