"""Windows of time, and sums of days that add up to what all rows say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.paging import after_moment, after_numbers, page_of
from tools.domain.validation_sums import DaySums, Sums, space_qualities
from tools.domain.windows import Window, days_in, window_of

NOW = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)


def test_a_window_that_is_left_open_is_of_thirty_days_and_ends_with_today() -> None:
    window = window_of(None, None, NOW)
    assert window.until == datetime(2026, 3, 11, tzinfo=UTC)
    assert window.until - window.since == timedelta(days=30)


def test_a_window_is_at_most_a_leap_year_long() -> None:
    assert window_of(NOW - timedelta(days=366), NOW, NOW).until == NOW
    with pytest.raises(LimitExceededError, match="366"):
        window_of(NOW - timedelta(days=366, seconds=1), NOW, NOW)


def test_a_window_ends_after_it_begins_and_lies_in_known_years() -> None:
    with pytest.raises(InvalidError):
        window_of(NOW, NOW, NOW)
    with pytest.raises(InvalidError):
        window_of(datetime(1, 1, 1, tzinfo=UTC), None, NOW)


@pytest.mark.parametrize(
    ("since", "until", "first", "last", "parts"),
    [
        ((1, 0), (4, 0), 1, 4, 0),
        ((1, 5), (4, 0), 2, 4, 1),
        ((1, 5), (4, 6), 2, 4, 2),
        ((1, 5), (1, 9), 2, 2, 1),
        ((1, 5), (2, 9), 2, 2, 2),
    ],
)
def test_a_window_is_whole_days_and_its_ends(
    since: tuple[int, int], until: tuple[int, int], first: int, last: int, parts: int
) -> None:
    window = Window(
        since=datetime(2026, 3, *since, tzinfo=UTC), until=datetime(2026, 3, *until, tzinfo=UTC)
    )
    whole, rest = days_in(window)
    assert whole == (date(2026, 3, first), date(2026, 3, last))
    assert len(rest) == parts
    covered = timedelta(days=last - first) + sum((p.until - p.since for p in rest), timedelta())
    assert covered == window.until - window.since


def test_days_add_up_to_the_line_through_all_rows() -> None:
    chance = np.random.default_rng(5)
    xs, ys = np.sort(chance.uniform(0, 9, 40)), chance.uniform(0, 1, 40)
    (found,) = space_qualities(_days(xs, ys), "day")
    fitted, covariance = np.polyfit(xs, ys, 1, cov=True)
    line = found.per_day.score
    assert line is not None
    assert line.value == pytest.approx(fitted[0])
    assert line.standard_error == pytest.approx(np.sqrt(covariance[0, 0]))
    assert found.total.score.mean == pytest.approx(ys.mean())
    assert sum(bucket.n for bucket in found.buckets) == 40


def test_rows_of_one_moment_have_a_mean_and_no_slope() -> None:
    (found,) = space_qualities(_days(np.full(5, 3.25), np.linspace(0, 1, 5)), "week")
    assert found.total.score.mean == pytest.approx(0.5)
    assert found.per_day.score is None


def test_a_day_without_rows_is_no_bucket() -> None:
    empty = DaySums(
        day=date(2026, 3, 1), space="a", calibration_ids=(), n=0, approved=0,
        sums={"score": Sums(), "similarity": Sums(), "quality": Sums(), "alignment": Sums()},
    )  # fmt: skip
    assert space_qualities([empty], "day") == []


def test_a_cursor_comes_back_as_what_it_was_made_of() -> None:
    page = page_of(["a", "b"], 1, lambda _: f"{NOW.isoformat()}|7")
    assert after_moment(page.next_cursor) == (NOW, 7)
    page = page_of(["a", "b"], 1, lambda _: "3|0|12")
    assert after_numbers(page.next_cursor, 3) == (3, 0, 12)
    for wrong in (2, 4):
        with pytest.raises(InvalidError):
            after_numbers(page.next_cursor, wrong)
    with pytest.raises(InvalidError):
        after_moment(page.next_cursor)


def _days(xs: np.ndarray, ys: np.ndarray) -> list[DaySums]:
    found: list[DaySums] = []
    for day in sorted({int(x) for x in xs}):
        x, y = xs[xs.astype(int) == day] - day, ys[xs.astype(int) == day]
        sums = Sums(
            n=len(x), x=x.sum(), xx=(x * x).sum(), y=y.sum(), yy=(y * y).sum(), xy=(x * y).sum()
        )
        none = Sums()
        found.append(
            DaySums(
                day=date(2026, 3, 1) + timedelta(days=day),
                space="a",
                calibration_ids=(1,),
                n=len(x),
                approved=0,
                sums={"score": sums, "similarity": none, "quality": none, "alignment": none},
            )
        )
    return found
