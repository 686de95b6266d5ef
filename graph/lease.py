"""Driving a run under its lease: renewed while it runs, let go where it was lost or cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tools.domain.runs import Run
from tools.ports.leases import Leases, Standing

_RENEWALS_A_LEASE = 3

_log = logging.getLogger(__name__)


async def kept(
    leases: Leases,
    run: Run,
    driving: Coroutine[Any, Any, None],
    *,
    owner: str,
    lease_s: float,
    stop: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Await `driving` while renewing the lease of `run`; cancel it when the lease is lost.

    A run that somebody cancels is let go at once, and `stop` ends what it has under way
    elsewhere. One that another took over is not stopped there: the other goes on with it. A
    renewal that fails is tried again until the lease has run out; then its error is raised.
    """
    work = asyncio.ensure_future(driving)
    try:
        with leases.cancelled(run.id) as bell:
            standing = await _until_let_go(leases, run, work, bell, owner, lease_s)
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await work
    if standing == "held":
        return work.result()
    _log.info("Run %s: %s; this process lets go of it", run.id, standing)
    if standing == "cancelled" and stop:
        await stop()
    return None


async def _until_let_go(
    leases: Leases,
    run: Run,
    work: asyncio.Future[None],
    bell: asyncio.Event,
    owner: str,
    lease_s: float,
) -> Standing:
    """`held` once the work is done, else why it may not go on."""
    clock = asyncio.get_running_loop().time
    held_until = clock() + lease_s
    while True:
        rung = await _done_or_rung(work, bell, lease_s / _RENEWALS_A_LEASE)
        if work.done():
            return "held"
        try:
            if rung:
                bell.clear()
                held = (standing := await leases.standing(run)) == "held"
            else:
                held = await leases.renew(run, owner=owner, lease_s=lease_s)
                standing = "held" if held else await leases.standing(run)
        except Exception as error:
            if clock() >= held_until:
                raise
            _log.warning("The lease of run %s was not renewed: %s", run.id, error)
            continue
        if standing != "held":
            return standing
        if held and not rung:
            held_until = clock() + lease_s


async def _done_or_rung(work: asyncio.Future[None], bell: asyncio.Event, timeout_s: float) -> bool:
    """Whether the bell rang before the work was done, or the time over."""
    rung = asyncio.ensure_future(bell.wait())
    try:
        await asyncio.wait([work, rung], timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        return rung.done()
    finally:
        rung.cancel()
