"""How a batch stands, from how its generations stand."""

from __future__ import annotations

import pytest

from tools.domain.batches import BatchOrder, Share, tally


def shares(**counts: int) -> list[Share]:
    return [
        Share(status=status, verdict="approved" if status == "completed" else None, count=count)
        for status, count in counts.items()
    ]


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({"queued": 2}, "running"),
        ({"completed": 3, "running": 1}, "running"),
        ({"completed": 1, "failed": 3}, "completed"),
        ({"failed": 3}, "failed"),
        ({"failed": 1, "cancelled": 2}, "failed"),
        ({"cancelled": 2}, "cancelled"),
    ],
)
def test_a_batch_is_what_became_of_its_generations(counts: dict[str, int], status: str) -> None:
    assert tally(shares(**counts)).status == status


def test_progress_is_the_share_that_has_ended() -> None:
    assert tally(shares(queued=3, completed=1)).progress == pytest.approx(0.25)
    assert tally(shares(failed=2, completed=2)).progress == 1.0


def test_it_is_approved_only_where_all_were_made_and_nobody_has_to_look() -> None:
    assert tally(shares(completed=3)).result["verdict"] == "approved"
    assert tally(shares(completed=3, failed=1)).result["verdict"] == "needs_review"
    doubtful = Share(status="completed", verdict="needs_revision", count=1)
    assert tally([*shares(completed=3), doubtful]).result["verdict"] == "needs_review"
    first = Share(status="completed", verdict="no_reference", count=1)
    assert tally([*shares(completed=3), first]).result["verdict"] == "approved"


def test_stopping_it_counts_what_was_open_as_cancelled() -> None:
    stopped = tally(shares(queued=2, running=1, completed=1)).stopped()
    assert (stopped.cancelled, stopped.completed, stopped.open) == (3, 1, 0)


def test_many_characters_are_told_in_few_words() -> None:
    assert BatchOrder(characters=("Kai", "Mara", "Kai")).cast == "Kai, Mara"
    assert BatchOrder(characters=tuple("ABCDEFG")).cast == "A, B, C, D, E and 2 more"
