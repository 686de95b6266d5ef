"""Who drives a run now: a lease that must be renewed, fenced by the attempt."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tools.domain.runs import Run


class Leases(Protocol):
    """Used by the processes that drive runs, for every workspace."""

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        """Take a run up, or again after its lease ran out; None where it is held or ended."""
        ...

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        """Keep the lease; False where it was lost or the run has ended."""
        ...

    async def sweep(self) -> int:
        """Drop what the event log need not keep; returns how many events."""
        ...

    async def orphans(self) -> list[Run]:
        """Unfinished runs of jobs that nobody holds and no job would drive."""
        ...

    async def abandoned(self) -> list[Run]:
        """Running runs whose lease ran out."""
        ...
