"""The queue as somebody sees it who waits: what is unfinished, in which place, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import InvalidError
from tools.domain.paging import Page, after, page_of
from tools.domain.queueing import QueuedRun, QueueFigures, eta_s
from tools.domain.runs import Run, RunKind
from tools.studio.studio import Studio

KINDS: tuple[RunKind, ...] = ("generation", "sheet", "animation", "batch")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An unfinished run and how many seconds it is likely to take still; None is unknown."""

    run: QueuedRun
    eta_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A page of the workspace's unfinished runs, and how every queue of the fleet stands."""

    page: Page[QueuedRun]
    waiting: tuple[Waiting, ...]
    queues: tuple[QueueFigures, ...]


async def overview(studio: Studio, actor: Actor, *, limit: int, cursor: str | None) -> Overview:
    """Unfinished runs, oldest first. Raises `InvalidError` (`BAD_CURSOR`)."""
    last = _run_id(after(cursor))
    async with studio.store.read(actor) as work:
        figures = await work.runs.queue_figures()
        runs = await work.runs.unfinished(actor, kinds=KINDS, after=last, limit=limit + 1)
    page = page_of(runs, limit, lambda run: run.id)
    of_queue = {one.queue: one for one in figures}
    waiting = tuple(
        Waiting(run=run, eta_seconds=eta_s(run, of_queue[run.queue])) for run in page.items
    )
    return Overview(page=page, waiting=waiting, queues=tuple(figures))


async def queue_figures(studio: Studio, actor: Actor) -> list[QueueFigures]:
    """How every queue of the fleet stands."""
    async with studio.store.read(actor) as work:
        return await work.runs.queue_figures()


async def eta_of(studio: Studio, actor: Actor, run: Run) -> float | None:
    """How many seconds an unfinished run is likely to take still; None is unknown.

    A batch takes as long as the last of what it ordered.
    """
    if run.kind == "batch":
        async with studio.store.read(actor) as work:
            ordered = await work.runs.children(actor, run.id)
        last = next((one for one in reversed(ordered) if not one.ended), None)
        return await eta_of(studio, actor, last) if last else None
    found = await _queued(studio, actor, run)
    if found is None:
        return None
    async with studio.store.read(actor) as work:
        figures = await work.runs.queue_figures()
    return eta_s(found, next(one for one in figures if one.queue == found.queue))


async def place_of(studio: Studio, actor: Actor, run: Run) -> int | None:
    """Its place among those that wait in its queue, from 1; None for one that does not wait."""
    found = await _queued(studio, actor, run)
    return found.place if found else None


async def _queued(studio: Studio, actor: Actor, run: Run) -> QueuedRun | None:
    """None where it has ended by now."""
    if run.ended or run.kind not in KINDS:
        return None
    before = UUID(int=run.id.int - 1)
    async with studio.store.read(actor) as work:
        found = await work.runs.unfinished(actor, kinds=[run.kind], after=before, limit=1)
    return found[0] if found and found[0].id == run.id else None


def _run_id(key: str | None) -> UUID | None:
    try:
        return UUID(key) if key else None
    except ValueError as error:
        raise InvalidError(
            "The cursor is not one that this list gave out.", code="BAD_CURSOR"
        ) from error
