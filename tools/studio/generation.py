"""Generations: followed, found again, ended."""

from __future__ import annotations

import re
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.batches import tally
from tools.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    EffectDoneError,
    InvalidError,
    NotFoundError,
    UnknownNameError,
)
from tools.domain.generations import Generation
from tools.domain.runs import Happening, Run, RunKind
from tools.ports.store import UnitOfWork
from tools.studio.relaying import relay
from tools.studio.studio import Studio

KINDS: tuple[RunKind, ...] = ("generation", "sheet", "batch")
LISTED_MOST = 10
_PREFIX_CHARACTERS = 4
_ID = re.compile(r"^(?:[0-9a-fA-F]-?){4,32}$")


async def ordered_before(studio: Studio, actor: Actor) -> Generation:
    """What the actor's effect ordered before the service was interrupted.

    Raises `EffectDoneError` where that is not known.
    """
    async with studio.store.read(actor) as work:
        _, result = await work.effects.result(actor, actor.effect or "")
    if not result or "generation_id" not in result:
        raise EffectDoneError("This was done before the service was interrupted.")
    return await get_generation(studio, actor, UUID(result["generation_id"]))


async def wait_for(
    studio: Studio, actor: Actor, generation: Generation, *, patience_s: float | None = None
) -> Generation:
    """The generation when it has ended, or still running after `patience_s` (else the studio's).

    One that is no longer waited for tells its conversation itself when it ends.
    """
    wait_s = studio.patience_s if patience_s is None else patience_s
    run = await studio.watch.ended(actor, generation.id, timeout_s=wait_s)
    if not run.ended:
        async with studio.store.begin(actor.on_behalf_of(run.id)) as work:
            await work.runs.detach(actor, run.id)
    found = await get_generation(studio, actor, generation.id)
    return found.model_copy(update={"created_character": generation.created_character})


async def get_generation(studio: Studio, actor: Actor, run_id: UUID) -> Generation:
    """Raises `NotFoundError` (`GENERATION_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        run = await work.runs.get(actor, run_id)
        if run.kind not in KINDS:
            raise NotFoundError(f"There is no generation {run_id}.", code="GENERATION_NOT_FOUND")
        pictures = tuple(await work.pictures.of_run(actor, run_id))
        ordered = await work.runs.children(actor, run_id) if run.kind == "batch" else []
    return Generation(run=run, pictures=pictures, children=tuple(ordered))


async def find_generation(
    studio: Studio, actor: Actor, project_id: int | None, spoken: str | None
) -> Generation:
    """By its id, an unambiguous prefix of four characters or more, or the newest without any.

    Raises `NotFoundError`, `InvalidError`, `AmbiguousNameError`.
    """
    if spoken is None:
        newest = await _newest(studio, actor, project_id)
        if newest is None:
            raise NotFoundError("Nothing was generated here yet.", code="GENERATION_NOT_FOUND")
        return newest
    if not _ID.match(spoken.strip()):
        raise InvalidError(
            f"“{spoken}” is no generation id: give at least {_PREFIX_CHARACTERS} of its "
            "hexadecimal digits.",
            code="BAD_GENERATION_ID",
        )
    async with studio.store.read(actor) as work:
        found = await work.runs.find(actor, spoken.strip(), kinds=KINDS)
    if len(found) != 1:
        raise _not_one(spoken, [str(run.id) for run in found])
    return await get_generation(studio, actor, found[0].id)


async def latest_generations(
    studio: Studio, actor: Actor, project_id: int | None, *, limit: int = LISTED_MOST
) -> list[Generation]:
    """The newest of a project, or of all, whatever became of them; without their pictures."""
    async with studio.store.read(actor) as work:
        runs = await work.runs.latest(actor, project_id=project_id, limit=limit)
    return [Generation(run=run) for run in runs]


async def find_to_cancel(
    studio: Studio, actor: Actor, project_id: int | None, spoken: str | None
) -> Generation:
    """As `find_generation`; without an id the newest that has not ended.

    Raises `NotFoundError` (`NOTHING_RUNNING`) where everything has, `ConflictError`
    (`GENERATION_ENDED`) where the one that is named has.
    """
    if spoken is not None:
        found = await find_generation(studio, actor, project_id, spoken)
        if found.run.ended:
            raise ConflictError(
                f"The {found.run.kind} of {found.character} has ended: {found.status}.",
                code="GENERATION_ENDED",
                generation_id=str(found.id),
            )
        return found
    newest = await _newest(studio, actor, project_id, is_open=True)
    if newest is None:
        raise NotFoundError("Nothing is being generated now.", code="NOTHING_RUNNING")
    return newest


async def cancel_generation(studio: Studio, actor: Actor, run_id: UUID) -> Generation:
    """End it and all that it ordered; one that has ended stays as it is. Raises `NotFoundError`."""
    await cancel_run(studio, actor, run_id)
    return await get_generation(studio, actor, run_id)


async def _newest(
    studio: Studio, actor: Actor, project_id: int | None, *, is_open: bool = False
) -> Generation | None:
    async with studio.store.read(actor) as work:
        found = await work.runs.latest(actor, project_id=project_id, limit=1, is_open=is_open)
    return await get_generation(studio, actor, found[0].id) if found else None


async def cancel_run(studio: Studio, actor: Actor, run_id: UUID) -> None:
    """End a run of any kind. Raises `NotFoundError`; one that has ended stays as it is."""
    async with studio.store.begin(actor) as work:
        await cancel_within(work, actor, await work.runs.get(actor, run_id))


async def cancel_within(work: UnitOfWork, actor: Actor, run: Run) -> None:
    """End the run in this unit of work; when that commits, whoever drives it stops.

    A batch ends with all that it ordered.
    """
    if run.kind == "batch":
        await _cancel_batch(work, actor, run)
        return
    ended = Happening(type="run.ended", data={"status": "cancelled"})
    if await work.runs.settle(actor, run.id, "cancelled", happenings=[ended]):
        await work.queue.withdraw(run.id)
        await relay(work, actor, run, "cancelled", 1.0)


async def _cancel_batch(work: UnitOfWork, actor: Actor, batch: Run) -> None:
    ordered = await work.runs.hold_children(actor, batch.id)
    result = tally(await work.runs.shares(actor, batch.id)).stopped().result
    ended = Happening(type="run.ended", data={"status": "cancelled", "result": result})
    if await work.runs.settle(actor, batch.id, "cancelled", result=result, happenings=[ended]):
        for run in ordered:
            await cancel_within(work, actor, run)


def _not_one(spoken: str, found: list[str]) -> Exception:
    if found:
        return AmbiguousNameError("generation", spoken, found)
    return UnknownNameError("generation", spoken)
