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
    """Await `driving` while renewing the lease of `run`; cancel it when the lease is lost.

    A renewal that fails is tried again until the lease has run out; then its error is raised.
    """
    work = asyncio.ensure_future(driving)
    clock = asyncio.get_running_loop().time
    held_until = clock() + lease_s
    try:
        while True:
            done, _ = await asyncio.wait([work], timeout=lease_s / _RENEWALS_A_LEASE)
            if done:
                return await work
            try:
                held = await leases.renew(run, owner=owner, lease_s=lease_s)
            except Exception as error:
                if clock() >= held_until:
                    raise
                _log.warning("The lease of run %s was not renewed: %s", run.id, error)
                continue
            if not held:
                _log.info("Run %s was ended or taken over; this process lets go of it", run.id)
                return None
            held_until = clock() + lease_s
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await work
