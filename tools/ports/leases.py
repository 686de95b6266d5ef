"""Who drives a run now: a lease that must be renewed, fenced by the attempt."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from typing import Literal, Protocol
from uuid import UUID

from tools.domain.runs import Run

Standing = Literal["held", "lost", "cancelled"]
"""An attempt drives its run, has lost it to another or to its end, or somebody cancelled it."""


class Leases(Protocol):
    """Used by the processes that drive runs, for every workspace."""

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        """Take a run up, or again after its lease ran out; None where it is held or ended."""
        ...

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        """Keep the lease; False where it was lost or the run has ended."""
        ...

    async def standing(self, run: Run) -> Standing:
        """How the attempt of `run` stands."""
        ...

    def cancelled(self, run_id: UUID) -> AbstractContextManager[asyncio.Event]:
        """An event that is set when somebody may have cancelled the run; `standing` knows."""
        ...

    async def sweep(self) -> int:
        """Drop what logs and queue need not keep; returns how many rows.

        However many processes ask, one of them does it every while.
        """
        ...

    async def abandoned(self) -> list[Run]:
        """Running turns whose lease ran out."""
        ...
