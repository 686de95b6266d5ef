"""Driving a run under its lease: renewed while it runs, given up where it was lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

from tools.domain.runs import Run
from tools.ports.leases import Leases

_RENEWALS_A_LEASE = 3

_log = logging.getLogger(__name__)


async def kept(
    leases: Leases,
    run: Run,
    driving: Coroutine[Any, Any, None],
    *,
    owner: str,
    lease_s: float,
) -> None:
    """Await `driving` while renewing the lease of `run`; cancel it when the lease is lost."""
    work = asyncio.ensure_future(driving)
    try:
        while True:
            done, _ = await asyncio.wait([work], timeout=lease_s / _RENEWALS_A_LEASE)
            if done:
                return await work
            if not await leases.renew(run, owner=owner, lease_s=lease_s):
                _log.info("Run %s was ended or taken over; this process lets go of it", run.id)
                return None
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await work
