"""Generations: ordered, followed, found again."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.errors import (
    AmbiguousNameError,
    EffectDoneError,
    InvalidError,
    LimitExceededError,
    NotFoundError,
    UnknownNameError,
)
from tools.domain.generations import (
    ITERATIONS,
    ITERATIONS_MOST,
    QUALITY_THRESHOLD,
    Generation,
    ImageOrder,
    Mode,
)
from tools.domain.naming import Resolution, fold
from tools.domain.runs import Happening, RunKind, priority_under
from tools.ports.store import UnitOfWork
from tools.studio.casting import cast
from tools.studio.limits import SIDE_PX, within_text_limit
from tools.studio.relaying import relay
from tools.studio.studio import Studio

KINDS: tuple[RunKind, ...] = ("generation", "sheet")
_PREFIX_CHARACTERS = 4
_ID = re.compile(r"^(?:[0-9a-fA-F]-?){4,32}$")


@dataclass(frozen=True, kw_only=True)
class ImageWish:
    """What somebody asks for, before defaults. `seed` None takes one from the run's id."""

    scene_description: str = ""
    style: str = ""
    mode: Mode = "consistency_priority"
    quality_threshold: float = QUALITY_THRESHOLD
    max_iterations: int = ITERATIONS
    seed: int | None = None
    width: int | None = None
    height: int | None = None


async def order_image(
    studio: Studio, actor: Actor, project_id: int, character: str, wish: ImageWish
) -> tuple[Generation, Resolution]:
    """Commit run and job together; a character that only the bible knows is created with them.

    Returns the generation, queued, and how the name was understood. Raises `UnknownNameError`,
    `AmbiguousNameError`, `InvalidError`, `LimitExceededError`.
    """
    _within_limits(wish)
    run_id = uuid7()
    async with studio.store.begin(actor) as work:
        known = await cast(work, actor, project_id, character)
        order = ImageOrder(
            character=known.character.name,
            scene_description=wish.scene_description.strip(),
            style=await _styled(work, actor, wish.style),
            mode=wish.mode,
            quality_threshold=wish.quality_threshold,
            max_iterations=wish.max_iterations,
            seed=zlib.crc32(run_id.bytes) if wish.seed is None else wish.seed,
            width=wish.width or studio.picture_side_px,
            height=wish.height or studio.picture_side_px,
        )
        await _order(work, actor, run_id, project_id, known.character, order)
        if actor.effect:
            ordered = {"generation_id": str(run_id)}
            await work.effects.keep(actor, actor.effect, "tools", ordered)
        run = await work.runs.get(actor, run_id)
    created = known.character.name if known.created else None
    return Generation(run=run, created_character=created), known.resolution


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
        return Generation(run=run, pictures=tuple(await work.pictures.of_run(actor, run_id)))


async def find_generation(
    studio: Studio, actor: Actor, project_id: int | None, spoken: str | None
) -> Generation:
    """By its id, an unambiguous prefix of four characters or more, or the newest without any.

    Raises `NotFoundError`, `InvalidError`, `AmbiguousNameError`.
    """
    if spoken is None:
        async with studio.store.read(actor) as work:
            newest = await work.runs.newest(actor, kinds=KINDS, project_id=project_id)
        if newest is None:
            raise NotFoundError("Nothing was generated here yet.", code="GENERATION_NOT_FOUND")
        return await get_generation(studio, actor, newest.id)
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


async def cancel_run(studio: Studio, actor: Actor, run_id: UUID) -> None:
    """End a run of any kind. Raises `NotFoundError`; one that has ended stays as it is."""
    async with studio.store.begin(actor) as work:
        run = await work.runs.get(actor, run_id)
        ended = Happening(type="run.ended", data={"status": "cancelled"})
        if await work.runs.settle(actor, run_id, "cancelled", happenings=[ended]):
            await relay(work, actor, run, "cancelled", 1.0)


async def _order(
    work: UnitOfWork,
    actor: Actor,
    run_id: UUID,
    project_id: int,
    character: Character,
    order: ImageOrder,
) -> None:
    parent = await work.runs.get(actor, actor.run_id) if actor.run_id else None
    run = await work.runs.add(
        actor,
        run_id=run_id,
        kind="generation",
        input={"order": order.model_dump()},
        parent_id=parent.id if parent else None,
        thread_id=parent.thread_id if parent else None,
        project_id=project_id,
        character_id=character.id,
        priority=priority_under(parent),
    )
    queued = Happening(type="run.queued", data={"character": character.name})
    await work.runs.append(actor, run_id, [queued])
    await work.queue.defer(run)


async def _styled(work: UnitOfWork, actor: Actor, style: str) -> str:
    """The words of a saved style where `style` is its name, else the words themselves."""
    if not style.strip():
        return ""
    names = await work.styles.names(actor)
    named = next((name for name in names if fold(name) == fold(style)), None)
    return (await work.styles.get(actor, names[named])).words if named else style.strip()


def _within_limits(wish: ImageWish) -> None:
    within_text_limit("scene_description", wish.scene_description)
    within_text_limit("style", wish.style)
    if not 0 <= wish.quality_threshold <= 1:
        raise InvalidError("quality_threshold must be between 0 and 1.")
    if not 1 <= wish.max_iterations <= ITERATIONS_MOST:
        raise LimitExceededError(
            f"max_iterations must be between 1 and {ITERATIONS_MOST}.", limit=ITERATIONS_MOST
        )
    for side, value in (("width", wish.width), ("height", wish.height)):
        if value is not None and value not in SIDE_PX:
            raise LimitExceededError(
                f"{side} must be between {SIDE_PX.start} and {SIDE_PX.stop - 1} pixels.",
                limit=[SIDE_PX.start, SIDE_PX.stop - 1],
            )


def _not_one(spoken: str, found: list[str]) -> Exception:
    if found:
        return AmbiguousNameError("generation", spoken, found)
    return UnknownNameError("generation", spoken)
