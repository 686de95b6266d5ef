"""Ordering a picture: who draws it, from what, and once where the caller says so."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.errors import ConflictError
from tools.domain.generations import (
    ITERATIONS,
    QUALITY_THRESHOLD,
    Generation,
    ImageOrder,
    Mode,
)
from tools.domain.idempotency import KEEP_S, Once, same_order
from tools.domain.naming import Resolution
from tools.domain.provenance import MetadataChoice
from tools.domain.queues import queue_of
from tools.domain.runs import Happening, RunKind, priority_under
from tools.domain.sheets import SheetOrder
from tools.domain.webhooks import callback_url
from tools.ports.store import UnitOfWork
from tools.studio.casting import Cast, cast
from tools.studio.choosing import Chosen, Needs, choose_renderer
from tools.studio.finding import character_named
from tools.studio.generation import get_generation
from tools.studio.limits import within_name_limit
from tools.studio.order_limits import frames_of, within_limits
from tools.studio.relaying import relay
from tools.studio.steering import steer
from tools.studio.studio import Studio
from tools.studio.workflow_orders import ordered_workflow, runnable_workflow


@dataclass(frozen=True, kw_only=True)
class ImageWish:
    """What somebody asks for, before defaults.

    `seed` None takes one from the run's id, `width` and `height` None the studio's side.
    `prompt` stands in place of the built words. `frames`, or else `duration` in seconds, makes a
    clip. `workflow` is a registered one's name, `companions` are further characters' names.
    `candidates` pictures are made, whatever they score. `backend` None takes the first that can.
    `priority` None follows from who waits. What is left open (None, or empty) is taken from
    preferences (`tools.domain.preferences`): `user_preferences` come with the request, those of
    the character always count, the user's saved ones where `follows_saved` says so.
    `callback_url` is told when it has ended; `orchestrated` asks Echo Brain what the scene means;
    `begins_with` are the first attempt's adjustments.
    """

    scene_description: str = ""
    style: str = ""
    mode: Mode | None = None
    quality_threshold: float | None = None
    max_iterations: int | None = None
    seed: int | None = None
    width: int | None = None
    height: int | None = None
    prompt: str = ""
    negative_prompt: str | None = None
    frames: int | None = None
    duration: float | None = None
    companions: tuple[str, ...] = ()
    candidates: int | None = None
    denoise: float | None = None
    steps: int | None = None
    cfg: float | None = None
    backend: str | None = None
    workflow: str | None = None
    metadata: MetadataChoice | None = None
    priority: int | None = None
    scene_id: int | None = None
    lighting: str = ""
    palette: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()
    rendering: Mapping[str, Any] = field(default_factory=dict[str, Any])
    user_preferences: Mapping[str, Any] | None = None
    follows_saved: bool = False
    callback_url: str | None = None
    orchestrated: bool = False
    begins_with: Mapping[str, Any] = field(default_factory=dict[str, Any])


async def order_image(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    character: str,
    wish: ImageWish,
    *,
    once: Once | None = None,
) -> tuple[Generation, Resolution | None]:
    """Commit run and job together; a character that only the bible knows is created with them.

    Without a project the name must be unique in the workspace. Returns the generation, queued,
    and how the name was understood (None where `once` was ordered before: then it is that one).
    Raises `UnknownNameError`, `AmbiguousNameError`, `ConflictError`, `InvalidError`,
    `LimitExceededError`, `UnavailableError` (`NO_RENDERER`).
    """
    _within_limits(character, wish)
    if once and (before := await begun_before(studio, actor, once)):
        return before, None
    ready = await ready_order(studio, actor, project_id, character, wish)
    run_id = uuid7()
    try:
        async with studio.store.begin(actor) as work:
            await claim_once(work, actor, once, run_id)
            cast_as = await enter_order(studio, work, actor, run_id, ready)
            run = await work.runs.get(actor, run_id)
    except TakenError:
        return await taken(studio, actor, once), None
    created = cast_as.character.name if cast_as.created else None
    return Generation(run=run, created_character=created), cast_as.resolution


@dataclass(frozen=True, kw_only=True)
class ReadyOrder:
    """A wish that can be fulfilled: in which project, by whom, with which workflow.

    `notes` are sentences for the user, `told` is the checked address that hears of the end.
    """

    wish: ImageWish
    project_id: int
    character: str
    chosen: Chosen
    workflow: str | None
    notes: tuple[str, ...]
    told: str | None


async def ready_order(
    studio: Studio, actor: Actor, project_id: int | None, character: str, wish: ImageWish
) -> ReadyOrder:
    """Check a wish, and who draws it, before anything is written. Raises as `order_image` does."""
    _within_limits(character, wish)
    told = callback_url(wish.callback_url) if wish.callback_url else None
    if project_id is None:
        known, _ = await character_named(studio, actor, character)
        project_id, character = known.project_id, known.name
    workflow, notes = await runnable_workflow(studio, actor, wish.workflow)
    needs = Needs(
        clip=frames_of(wish) > 1, companions=bool(wish.companions), workflow=bool(workflow)
    )
    return ReadyOrder(
        wish=wish,
        project_id=project_id,
        character=character,
        chosen=await choose_renderer(studio, needs, wish.backend),
        workflow=workflow,
        notes=notes,
        told=told,
    )


async def enter_order(
    studio: Studio,
    work: UnitOfWork,
    actor: Actor,
    run_id: UUID,
    ready: ReadyOrder,
    *,
    index: int | None = None,
) -> Cast:
    """Run, order and job in this unit of work; returns whom the order draws.

    `index` is its place, from 0, among what its parent orders. Raises as `order_image` does.
    """
    wish, project_id, renderer = ready.wish, ready.project_id, ready.chosen.renderer
    cast_as = await cast(work, actor, project_id, ready.character)
    others = [(await cast(work, actor, project_id, c)).character for c in wish.companions]
    steered = await steer(studio, work, actor, wish, cast_as.character)
    order = _order_of(studio, run_id, steered.wish, cast_as.character, others, ready.chosen)
    said = {
        "preferences": steered.preferences,
        "workflow": await ordered_workflow(
            work,
            actor,
            ready.workflow,
            {**cast_as.character.rendering, **steered.wish.rendering},
            renderer,
        ),
        "notes": (*ready.notes, *steered.notes),
    }
    order = order.model_copy(update=said)
    await place_order(
        work, actor, run_id, project_id, cast_as.character, order, wish.priority, index=index
    )
    if ready.told:
        await work.webhooks.call_back(actor, run_id, ready.told)
    return cast_as


def _within_limits(character: str, wish: ImageWish) -> None:
    within_name_limit("character's name", character.strip())
    within_limits(wish)


class TakenError(Exception):
    """Somebody else used the caller's key in this very moment."""


async def begun_before(studio: Studio, actor: Actor, once: Once | None) -> Generation | None:
    """What the caller's key began. Raises `InvalidError` where it came with another body."""
    if once is None:
        return None
    async with studio.store.read(actor) as work:
        claim = await work.idempotency.kept(actor, once.key)
    return None if claim is None else await get_generation(studio, actor, same_order(claim, once))


async def taken(studio: Studio, actor: Actor, once: Once | None) -> Generation:
    """What somebody else began under the key. Raises `ConflictError` where that has gone again."""
    if before := await begun_before(studio, actor, once):
        return before
    raise ConflictError("The same request is being taken. Send it again.", code="KEY_IN_USE")


async def claim_once(work: UnitOfWork, actor: Actor, once: Once | None, run_id: UUID) -> None:
    """Note the caller's key for this run. Raises `TakenError`, which undoes the unit of work."""
    if once and not await work.idempotency.claim(actor, once, run_id, keep_s=KEEP_S):
        raise TakenError


async def place_order(
    work: UnitOfWork,
    actor: Actor,
    run_id: UUID,
    project_id: int,
    character: Character,
    order: ImageOrder | SheetOrder,
    priority: int | None = None,
    *,
    kind: RunKind = "generation",
    index: int | None = None,
) -> None:
    """The run with its order, the event and the job, in this unit of work.

    `index` is its place, from 0, among what its parent orders.
    """
    parent = await work.runs.hold_open(actor, actor.run_id) if actor.run_id else None
    run = await work.runs.add(
        actor,
        run_id=run_id,
        kind=kind,
        input={
            "order": order.model_dump(mode="json"),
            **({} if index is None else {"index": index}),
        },
        parent_id=parent.id if parent else None,
        thread_id=parent.thread_id if parent else None,
        project_id=project_id,
        character_id=character.id,
        queue=queue_of([order.backend or ""]),
        priority=priority_under(parent) if priority is None else priority,
    )
    told: dict[str, Any] = {"character": character.name, "backend": order.backend}
    if order.passed_over:
        told["passed_over"] = [one.model_dump() for one in order.passed_over]
    await work.runs.append(actor, run_id, [Happening(type="run.queued", data=told)])
    await work.queue.defer(run)
    await relay(work, actor, run, "queued", 0.0)
    if actor.effect:
        ordered = {"generation_id": str(run_id)}
        await work.effects.keep(actor, actor.effect, "tools", ordered)


async def styled(work: UnitOfWork, actor: Actor, style: str) -> str:
    """The words of a saved style where `style` is its name, else the words themselves."""
    named = await work.styles.called(actor, style) if style.strip() else None
    return named.words if named else style.strip()


def _order_of(
    studio: Studio,
    run_id: UUID,
    wish: ImageWish,
    character: Character,
    companions: Sequence[Character],
    chosen: Chosen,
) -> ImageOrder:
    return ImageOrder(
        character=character.name,
        companions=tuple(one.name for one in companions),
        companion_ids=tuple(one.id for one in companions),
        scene_description=wish.scene_description.strip(),
        orchestrated=wish.orchestrated,
        prompt=wish.prompt.strip(),
        negative_prompt=wish.negative_prompt,
        style=wish.style.strip(),
        lighting=wish.lighting.strip(),
        palette=wish.palette,
        kept_out=wish.kept_out,
        rendering=dict(wish.rendering),
        mode=wish.mode or "consistency_priority",
        quality_threshold=_or(wish.quality_threshold, QUALITY_THRESHOLD),
        max_iterations=wish.max_iterations or ITERATIONS,
        candidates=wish.candidates,
        seed=zlib.crc32(run_id.bytes) if wish.seed is None else wish.seed,
        width=wish.width or studio.picture_side_px,
        height=wish.height or studio.picture_side_px,
        frames=min(frames_of(wish), studio.clip_frames_most),
        denoise=wish.denoise,
        steps=wish.steps,
        cfg=wish.cfg,
        backend=chosen.renderer.name,
        passed_over=chosen.passed_over,
        metadata=wish.metadata or ("keep" if studio.keeps_metadata else "strip"),
        scene_id=wish.scene_id,
        begins_with=dict(wish.begins_with),
    )


def _or(figure: float | None, default: float) -> float:
    return default if figure is None else figure
