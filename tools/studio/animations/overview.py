"""An animation seen whole: itself, one of its takes, and the sheets of that take."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import INSTIGATOR, Animation, SheetRecord, Take
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.runs import Run
from tools.ports.store import UnitOfWork
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Overview:
    """`take` is the one asked for, else the newest; `sheets` are finished ones only."""

    animation: Animation
    take: Take | None
    sheets: tuple[SheetRecord, ...]

    def script(self, who: str) -> AnimationScript | None:
        return (self.take.scripts or {}).get(who) if self.take else None

    def sheets_of(self, who: str) -> tuple[SheetRecord, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.who == who)

    def sheet(self, who: str) -> SheetRecord | None:
        """The sheet of the first facing."""
        return next(iter(self.sheets_of(who)), None)

    @property
    def everybody(self) -> tuple[str, ...]:
        """`instigator`, then the responders that the animation or the take has."""
        named = [figure.who for figure in self.animation.figures]
        taken = [member.who for member in self.take.cast] if self.take else []
        return tuple(dict.fromkeys([INSTIGATOR, *sorted({*named, *taken})]))


async def overview(
    studio: Studio, actor: Actor, animation_id: int, take: int | None = None
) -> Overview:
    """Raises `NotFoundError` (`ANIMATION_NOT_FOUND`, `TAKE_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        animation = await work.animations.get(actor, animation_id)
        return await _seen(work, actor, animation, take)


async def overviews(
    studio: Studio,
    actor: Actor,
    *,
    project_id: int | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
    newest: bool = False,
) -> Page[Overview]:
    """A page of animations, each with its newest take; those made last first with `newest`."""
    async with studio.store.read(actor) as work:
        page = await work.animations.page(
            actor, project_id=project_id, limit=limit, cursor=cursor, newest=newest
        )
        seen = [await _seen(work, actor, animation, None) for animation in page.items]
    return Page[Overview].model_construct(items=seen, next_cursor=page.next_cursor)


async def takes_of(studio: Studio, actor: Actor, animation_id: int) -> list[Take]:
    """Oldest first. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        await work.animations.get(actor, animation_id)
        return await work.takes.all_of(actor, animation_id)


async def take_of_run(studio: Studio, actor: Actor, run_id: UUID) -> tuple[Run, Take] | None:
    """The run and its take; None for a run of another kind. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        run = await work.runs.get(actor, run_id)
        if run.kind != "animation":
            return None
        return run, await work.takes.of_run(actor, run_id)


async def _seen(
    work: UnitOfWork, actor: Actor, animation: Animation, number: int | None
) -> Overview:
    if number is not None:
        take: Take | None = await work.takes.get(actor, animation.id, number)
    else:
        take = await work.takes.newest(actor, animation.id)
    sheets = await work.takes.sheets(actor, take.run_id) if take else []
    finished = tuple(sheet for sheet in sheets if sheet.sha256 and sheet.frames)
    return Overview(animation=animation, take=take, sheets=finished)
