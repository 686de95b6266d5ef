"""Character sheets: ordered for a character, by number or by name."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.errors import LimitExceededError
from tools.domain.generations import QUALITY_THRESHOLD, Generation
from tools.domain.idempotency import Once
from tools.domain.naming import Resolution
from tools.domain.sheets import SIDE_DEFAULT_PX, SIDE_PX, SheetOrder
from tools.domain.webhooks import callback_url
from tools.ports.store import UnitOfWork
from tools.studio.casting import cast
from tools.studio.choosing import Chosen, Needs, choose_renderer, draws_from_words
from tools.studio.limits import within_name_limit
from tools.studio.order_limits import within_limits
from tools.studio.ordering import (
    ImageWish,
    TakenError,
    begun_before,
    claim_once,
    place_order,
    styled,
    taken,
)
from tools.studio.steering import steer
from tools.studio.studio import Studio

_HEARD = frozenset({"style", "kept_out", "rendering"})
"""What preferences may set of a sheet."""


@dataclass(frozen=True, kw_only=True)
class SheetWish:
    """What somebody asks for, before defaults.

    `cell_side` is in pixels; None takes 512, and the studio's side for a model that is told in
    words. `callback_url` is told when it has ended.
    """

    style: str = ""
    seed: int | None = None
    cell_side: int | None = None
    quality_threshold: float = QUALITY_THRESHOLD
    backend: str | None = None
    callback_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Meant:
    character: Character
    resolution: Resolution | None = None
    created: bool = False


async def order_sheet(
    studio: Studio, actor: Actor, character_id: int, wish: SheetWish, *, once: Once | None = None
) -> Generation:
    """Commit run and job together.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`), `InvalidError`, `LimitExceededError`,
    `UnavailableError` (`NO_RENDERER`).
    """

    async def meant(work: UnitOfWork) -> _Meant:
        return _Meant(character=await work.characters.get(actor, character_id))

    async with studio.store.read(actor) as work:
        await work.characters.get(actor, character_id)
    made, _ = await _ordered(studio, actor, meant, wish, once)
    return made


async def order_sheet_of(
    studio: Studio, actor: Actor, project_id: int, character: str, wish: SheetWish
) -> tuple[Generation, Resolution | None]:
    """As `order_sheet`, by the character's name; one that only the bible knows is created.

    Returns how the name was understood too. Raises `UnknownNameError`, `AmbiguousNameError`.
    """
    within_name_limit("character's name", character.strip())

    async def meant(work: UnitOfWork) -> _Meant:
        found = await cast(work, actor, project_id, character)
        return _Meant(character=found.character, resolution=found.resolution, created=found.created)

    return await _ordered(studio, actor, meant, wish, None)


async def _ordered(
    studio: Studio,
    actor: Actor,
    meant: Callable[[UnitOfWork], Awaitable[_Meant]],
    wish: SheetWish,
    once: Once | None,
) -> tuple[Generation, Resolution | None]:
    _within_sheet_limits(wish)
    told = callback_url(wish.callback_url) if wish.callback_url else None
    if once and (before := await begun_before(studio, actor, once)):
        return before, None
    chosen = await choose_renderer(studio, Needs(), wish.backend)
    run_id = uuid7()
    try:
        async with studio.store.begin(actor) as work:
            await claim_once(work, actor, once, run_id)
            found = await meant(work)
            order = await _order_of(studio, work, actor, run_id, wish, found.character, chosen)
            await place_order(
                work,
                actor,
                run_id,
                found.character.project_id,
                found.character,
                order,
                kind="sheet",
            )
            if told:
                await work.webhooks.call_back(actor, run_id, told)
            run = await work.runs.get(actor, run_id)
    except TakenError:
        return await taken(studio, actor, once), None
    created = found.character.name if found.created else None
    return Generation(run=run, created_character=created), found.resolution


async def _order_of(
    studio: Studio,
    work: UnitOfWork,
    actor: Actor,
    run_id: UUID,
    wish: SheetWish,
    character: Character,
    chosen: Chosen,
) -> SheetOrder:
    """The order in full. Of preferences the style counts, not light or shape: sheets are plain."""
    steered = await steer(studio, work, actor, ImageWish(style=wish.style), character)
    return SheetOrder(
        character=character.name,
        seed=zlib.crc32(run_id.bytes) if wish.seed is None else wish.seed,
        side=wish.cell_side or _side_px(studio, chosen),
        style=await styled(work, actor, steered.wish.style),
        quality_threshold=wish.quality_threshold,
        backend=chosen.renderer.name,
        passed_over=chosen.passed_over,
        kept_out=steered.wish.kept_out,
        rendering=dict(steered.wish.rendering),
        preferences=tuple(one for one in steered.preferences if one.parameter in _HEARD),
        metadata="keep" if studio.keeps_metadata else "strip",
        notes=steered.notes,
    )


def _side_px(studio: Studio, chosen: Chosen) -> int:
    most = SIDE_PX.stop - 1
    if draws_from_words(chosen.renderer):
        return min(most, studio.picture_side_px)
    return min(SIDE_DEFAULT_PX, studio.picture_side_px)


def _within_sheet_limits(wish: SheetWish) -> None:
    """Raises `InvalidError` or `LimitExceededError`."""
    within_limits(
        ImageWish(
            style=wish.style,
            quality_threshold=wish.quality_threshold,
            seed=wish.seed,
            backend=wish.backend,
        )
    )
    if wish.cell_side is not None and wish.cell_side not in SIDE_PX:
        raise LimitExceededError(
            f"A cell's side must be between {SIDE_PX.start} and {SIDE_PX.stop - 1} pixels.",
            limit=[SIDE_PX.start, SIDE_PX.stop - 1],
        )
