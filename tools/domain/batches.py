"""Batches: many generations as one run, which ends when the last of them has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.runs import RunStatus

ITEMS_MOST = 100
_NAMES_SAID = 5
_IN_ORDER = frozenset({"approved", "no_reference"})
"""Verdicts after which nobody has to look: the first picture of a design becomes its reference."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class BatchOrder(_Fact):
    """What was ordered, as the run keeps it: whom the items draw, in their order."""

    characters: tuple[str, ...]

    @property
    def cast(self) -> str:
        """The characters, each once, in a few words."""
        names = list(dict.fromkeys(self.characters))
        said = ", ".join(names[:_NAMES_SAID])
        more = len(names) - _NAMES_SAID
        return f"{said} and {more} more" if more > 0 else said


class Share(_Fact):
    """How many of a batch's generations have one status and one verdict."""

    status: RunStatus
    verdict: str | None = None
    count: int

    @staticmethod
    def of(status: RunStatus, result: Mapping[str, Any] | None) -> Share:
        """What one generation counts."""
        return Share(status=status, verdict=(result or {}).get("verdict"), count=1)


class Tally(_Fact):
    """How a batch stands."""

    total: int
    completed: int
    failed: int
    cancelled: int
    approved: int
    """Of those completed, how many nobody has to look at."""

    @property
    def open(self) -> int:
        return self.total - self.completed - self.failed - self.cancelled

    @property
    def progress(self) -> float:
        """The share, 0 to 1, that has ended."""
        return 1 - self.open / self.total if self.total else 1.0

    @property
    def status(self) -> RunStatus:
        """What the batch is: completed where anything was made, else as all of it ended."""
        if self.open:
            return "running"
        if self.completed:
            return "completed"
        return "failed" if self.failed else "cancelled"

    @property
    def result(self) -> dict[str, Any]:
        """What the run keeps; `approved` only where all were made and nobody has to look."""
        verdict = "approved" if self.approved == self.total else "needs_review"
        return {**self.model_dump(), "verdict": verdict}

    def stopped(self) -> Tally:
        """The same where all that is open was cancelled."""
        return self.model_copy(update={"cancelled": self.cancelled + self.open})


def tally(shares: Sequence[Share]) -> Tally:
    """The counts of a batch, from those of its generations."""

    def counted(status: RunStatus) -> int:
        return sum(one.count for one in shares if one.status == status)

    return Tally(
        total=sum(one.count for one in shares),
        completed=counted("completed"),
        failed=counted("failed"),
        cancelled=counted("cancelled"),
        approved=sum(
            one.count for one in shares if one.status == "completed" and one.verdict in _IN_ORDER
        ),
    )
