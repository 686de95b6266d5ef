"""Trends: figures from scores in order, and what they refuse to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tools.domain.drifts import Point
from tools.domain.slopes import slope
from tools.domain.trends import tendency

START = datetime(2026, 3, 1, tzinfo=UTC)


def points(*figures: float, scored: bool = True, every: timedelta = timedelta(days=1)):
    return [
        Point(
            when=START + i * every,
            score=figure if scored else None,
            similarity=figure,
            verdict="approved" if figure >= 0.85 else "needs_review",
            space="embedded-1",
            calibration_id=7 if scored else None,
        )
        for i, figure in enumerate(figures)
    ]


def test_a_slope_and_its_error_are_those_of_least_squares() -> None:
    xs, ys = [0.0, 1.0, 2.5, 4.0, 7.0], [0.9, 0.85, 0.86, 0.7, 0.66]
    fitted, covariance = np.polyfit(xs, ys, 1, cov=True)
    found = slope(xs, ys)
    assert found is not None
    assert found.value == pytest.approx(fitted[0])
    assert found.standard_error == pytest.approx(np.sqrt(covariance[0, 0]))
    assert found.direction == "falling"


def test_a_line_through_two_points_has_no_error_and_no_direction() -> None:
    found = slope([0, 1], [0.4, 0.9])
    assert found is not None
    assert (found.value, found.standard_error, found.direction) == (pytest.approx(0.5), None, None)


def test_figures_at_one_moment_have_no_slope_over_days() -> None:
    found = tendency(points(0.9, 0.8, 0.7, every=timedelta(0)))
    assert found.trend is not None
    assert found.trend.per_day is None
    assert found.trend.per_picture.value == pytest.approx(-0.1)


def test_noise_around_a_level_is_called_level() -> None:
    found = tendency(points(0.9, 0.8, 0.88, 0.82, 0.87, 0.85))
    assert found.trend is not None
    assert found.trend.per_picture.direction == "level"


def test_equal_figures_are_level_although_their_error_is_nothing() -> None:
    found = tendency(points(0.7, 0.7, 0.7, 0.7))
    assert found.trend is not None
    assert found.trend.per_picture.direction == "level"
    assert found.trend.per_picture.standard_error == pytest.approx(0, abs=1e-12)


def test_the_trend_changes_with_the_scores() -> None:
    falling, rising = tendency(points(0.9, 0.8, 0.7)), tendency(points(0.7, 0.8, 0.9))
    assert falling.trend is not None
    assert rising.trend is not None
    assert falling.trend.per_day is not None
    assert rising.trend.per_day is not None
    assert falling.trend.per_day.value == pytest.approx(-0.1)
    assert rising.trend.per_day.value == pytest.approx(0.1)
    assert (rising.trend.first, rising.trend.last) == (0.7, 0.9)
    assert rising.trend.calibration_ids == (7,)
    assert "rises" in rising.sentence


def test_the_order_in_which_points_are_given_does_not_matter() -> None:
    given = points(0.9, 0.5, 0.7, 0.95)
    assert tendency(given) == tendency(given[::-1])


def test_without_calibrated_scores_the_trend_says_it_rests_on_similarity() -> None:
    found = tendency(points(0.9, 0.8, 0.6, scored=False))
    assert found.trend is not None
    assert found.trend.rests_on == "similarity"
    assert found.trend.space == "embedded-1"
    assert found.trend.calibration_ids == ()
    assert "similarity" in found.sentence


def test_similarities_of_another_space_are_left_out_and_counted() -> None:
    other = [Point(when=START, similarity=0.2, verdict="unscored", space="clip")]
    found = tendency([*other, *points(0.9, 0.8, scored=False, every=timedelta(hours=3))[0:2]])
    assert found.trend is not None
    assert found.trend.n == 2
    assert found.left_out == {"another_space": 1}


def test_one_point_gives_no_trend_but_a_reason() -> None:
    found = tendency(points(0.9))
    assert found.trend is None
    assert found.reason is not None
    assert found.n == 1
    assert tendency([]).reason == "There is no trend: nothing was validated in this window."


def test_the_reference_held_against_itself_tells_no_trend() -> None:
    itself = Point(when=START, similarity=1.0, verdict="approved", space="embedded-1", itself=True)
    blank = Point(when=START, verdict="no_reference", space="embedded-1")
    found = tendency([blank, itself, *points(0.8, 0.8)])
    assert found.trend is not None
    assert found.trend.mean == pytest.approx(0.8)
    assert found.left_out == {"the_reference_itself": 1, "not_compared": 1}
    assert found.n == 4


def test_verdicts_are_shares_of_all_validations() -> None:
    found = tendency(points(0.9, 0.95, 0.6))
    assert [(v.verdict, v.n, v.share) for v in found.verdicts] == [
        ("approved", 2, pytest.approx(2 / 3)),
        ("needs_review", 1, pytest.approx(1 / 3)),
    ]


def test_the_region_that_drifts_most_is_the_one_most_often_off() -> None:
    def seen(hair: float, legs: float, *codes: str) -> Point:
        return Point(
            when=START,
            similarity=0.5,
            verdict="unscored",
            codes=codes,
            regions={"hair": hair, "legs": legs},
        )

    hair = tendency([seen(0.5, 0.1, "HAIR_DRIFT"), seen(0.45, 0.6, "HAIR_DRIFT", "LEGS_DRIFT")])
    assert hair.drifts_most == "hair"
    assert [(d.region, d.drifted, d.n) for d in hair.drifts] == [("hair", 2, 2), ("legs", 1, 2)]
    assert hair.drifts[0].mean_difference == pytest.approx(0.475)
    legs = tendency([seen(0.1, 0.6, "LEGS_DRIFT"), seen(0.5, 0.6, "HAIR_DRIFT", "LEGS_DRIFT")])
    assert legs.drifts_most == "legs"
    assert tendency([seen(0.1, 0.1)]).drifts_most is None
