"""Batches: many generations ordered at once, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.batches import ITEMS_MOST, BatchOrder
from tools.domain.errors import InvalidError, LimitExceededError, StudioError
from tools.domain.generations import Generation
from tools.domain.idempotency import Once
from tools.domain.queues import BATCH
from tools.domain.runs import Happening
from tools.domain.scenes import MAIN_BRANCH, Scene
from tools.ports.store import UnitOfWork
from tools.studio.casting import Cast, cast
from tools.studio.generation import get_generation
from tools.studio.ordering import (
    ImageWish,
    ReadyOrder,
    TakenError,
    begun_before,
    claim_once,
    enter_order,
    ready_order,
    taken,
)
from tools.studio.scene_generation import scene_wish
from tools.studio.scenes import find_scene, get_scene
from tools.studio.studio import Studio

STAGE = "generating"
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class BatchItem:
    """One generation of a batch: of a character by name, or of a scene with everybody in it.

    `at` is where it stands in the request, for errors. Without a `character` it is the scene
    `scene_id`, or `scene_number` of the project and branch.
    """

    at: str
    wish: ImageWish
    project_id: int | None = None
    character: str = ""
    scene_id: int | None = None
    scene_number: int | None = None
    branch: str = MAIN_BRANCH


async def order_batch(
    studio: Studio, actor: Actor, items: Sequence[BatchItem], *, once: Once | None = None
) -> Generation:
    """Commit the batch, all its generations and their jobs together.

    Raises `InvalidError` (`EMPTY_BATCH`, `BATCH_REFUSED` with an entry of `errors` for every item
    that cannot be ordered), `LimitExceededError` beyond 100 items; then nothing is kept.
    """
    if not items:
        raise InvalidError("A batch needs at least one item.", code="EMPTY_BATCH")
    if len(items) > ITEMS_MOST:
        raise LimitExceededError(
            f"A batch has at most {ITEMS_MOST} items, {len(items)} were sent.", limit=ITEMS_MOST
        )
    if once and (before := await begun_before(studio, actor, once)):
        return before
    places = [item.at for item in items]
    ready = await _all(places, items, lambda item: _ready(studio, actor, item))
    run_id = uuid7()
    try:
        async with studio.store.begin(actor) as work:
            await claim_once(work, actor, once, run_id)
            await _enter(studio, work, actor, run_id, places, ready)
    except TakenError:
        return await taken(studio, actor, once)
    return await get_generation(studio, actor, run_id)


async def _ready(studio: Studio, actor: Actor, item: BatchItem) -> ReadyOrder:
    scene = await _scene(studio, actor, item)
    if scene is None:
        return await ready_order(
            studio, actor, item.project_id, item.character, _of_batch(item.wish)
        )
    leading, wish = scene_wish(scene, item.wish)
    return await ready_order(studio, actor, scene.project_id, leading, _of_batch(wish))


async def _scene(studio: Studio, actor: Actor, item: BatchItem) -> Scene | None:
    """The scene that the item draws; None for one of a character."""
    if item.scene_id is not None:
        return await get_scene(studio, actor, item.scene_id)
    if item.scene_number is None:
        return None
    if item.project_id is None:
        raise InvalidError("A scene's number needs a project_id beside it.", code="NEEDS_PROJECT")
    return await find_scene(studio, actor, item.project_id, item.scene_number, item.branch)


def _of_batch(wish: ImageWish) -> ImageWish:
    """Nobody waits for it, whatever was said."""
    return replace(wish, priority=BATCH)


async def _enter(
    studio: Studio,
    work: UnitOfWork,
    actor: Actor,
    run_id: UUID,
    places: Sequence[str],
    ready: Sequence[ReadyOrder],
) -> None:
    """The batch, then what it orders, in this unit of work; it is driven by nobody."""

    async def meant(one: ReadyOrder) -> Cast:
        return await cast(work, actor, one.project_id, one.character)

    async def entered(numbered: tuple[int, ReadyOrder]) -> Cast:
        index, one = numbered
        ordering = actor.on_behalf_of(run_id)
        return await enter_order(studio, work, ordering, uuid7(), one, index=index)

    drawn = await _all(places, ready, meant)
    names = tuple(one.character.name for one in drawn)
    order = BatchOrder(characters=names)
    projects = {one.project_id for one in ready}
    await work.runs.add(
        actor,
        run_id=run_id,
        kind="batch",
        input={"order": order.model_dump(mode="json") | {"character": order.cast}},
        status="running",
        project_id=projects.pop() if len(projects) == 1 else None,
        priority=BATCH,
    )
    told = Happening(type="run.queued", data={"character": order.cast, "count": len(ready)})
    await work.runs.advance(actor, run_id, stage=STAGE, progress=0.0, happenings=[told])
    known = [replace(one, character=name) for one, name in zip(ready, names, strict=True)]
    await _all(places, list(enumerate(known)), entered)


async def _all(
    places: Sequence[str], items: Sequence[T], work: Callable[[T], Awaitable[R]]
) -> list[R]:
    """What `work` gives for each item, one after the other.

    Raises `InvalidError` (`BATCH_REFUSED`) with every item's failure, by its place.
    """
    made: list[R] = []
    errors: list[dict[str, Any]] = []
    for place, item in zip(places, items, strict=True):
        try:
            made.append(await work(item))
        except StudioError as error:
            errors.append(
                {"path": place, "message": error.detail, "code": error.code} | error.facts
            )
    if errors:
        several = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise InvalidError(
            f"Nothing was ordered: {errors[0]['path']}: {errors[0]['message']}{several}",
            code="BATCH_REFUSED",
            errors=errors,
        )
    return made
