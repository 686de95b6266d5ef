"""Repeating a generation: the same seed and parameters, but for what shall be different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.characters import Character
from tools.domain.documents import digest
from tools.domain.errors import InvalidError, NotFoundError
from tools.domain.generations import (
    ITERATIONS,
    Changes,
    Generation,
    ImageOrder,
    Repeated,
)
from tools.domain.idempotency import Once
from tools.domain.provenance import Provenance
from tools.domain.queues import BATCH
from tools.domain.runs import RunKind
from tools.ports.rendering import Renderer
from tools.ports.store import UnitOfWork
from tools.studio.choosing import Needs, choose_renderer
from tools.studio.definitions import defined_character
from tools.studio.generation import get_generation
from tools.studio.order_limits import frames_of, within_limits
from tools.studio.ordering import (
    ImageWish,
    TakenError,
    begun_before,
    claim_once,
    place_order,
    styled,
    taken,
)
from tools.studio.studio import Studio
from tools.studio.workflow_orders import ordered_workflow, runnable_workflow

_WORDS = frozenset({"scene_description", "style", "prompt", "definition", "backend", "workflow"})
"""What the words that are sent depend on, beside the negative ones."""
_SHARED = {field.name for field in fields(ImageWish)} & ImageOrder.model_fields.keys() - {
    "workflow"
}
_AGAIN: Mapping[RunKind, str] = {
    "animation": "The sprites of an animation are drawn again in the animation itself: order them "
    "anew, or mend single frames.",
    "sheet": "Order the character's sheet anew, with the seed of this one: the same design gives "
    "the same pictures.",
    "batch": "Repeat its generations one by one, or send the batch anew.",
}
_SEVERAL = frozenset({"mode", "max_iterations", "candidates"})
"""Overrides that ask for more than one picture."""


async def repeat(
    studio: Studio, actor: Actor, run_id: UUID, changes: Changes, *, once: Once | None = None
) -> Generation:
    """Order the picture of a generation again, drawn as its best one was.

    The character is the one of then, whatever was edited since; the order's notes say so. One
    picture is drawn unless `mode`, `max_iterations` or `candidates` ask for several. Where the
    generation made no picture, what it ordered is ordered again. Raises `NotFoundError`
    (`GENERATION_NOT_FOUND`, `CHARACTER_NOT_FOUND`), `InvalidError` (`NOT_A_PICTURE`), and as
    `order_image` does.
    """
    made = await _repeatable(studio, actor, run_id)
    if once and (before := await begun_before(studio, actor, once)):
        return before
    if made.run.character_id is None or made.run.project_id is None:
        raise NotFoundError("Its character was deleted meanwhile.", code="CHARACTER_NOT_FOUND")
    workflow, notes = await runnable_workflow(studio, actor, changes.workflow)
    changes = changes.model_copy(update={"workflow": workflow})
    character, definition = await defined_character(studio, actor, made.run.character_id)
    order = _changed(made, changes, digest(definition), studio.picture_side_px)
    needs = Needs(
        clip=order.frames > 1,
        companions=bool(order.companion_ids),
        workflow=bool(changes.workflow or order.workflow),
    )
    chosen = await choose_renderer(studio, needs, order.backend)
    order = order.model_copy(
        update={
            "backend": chosen.renderer.name,
            "passed_over": chosen.passed_over,
            "notes": (*order.notes, *notes),
        }
    )
    new_id = uuid7()
    try:
        async with studio.store.begin(actor) as work:
            await claim_once(work, actor, once, new_id)
            order = await _worded(work, actor, order, changes, character, chosen.renderer)
            await place_order(
                work,
                actor,
                new_id,
                made.run.project_id,
                character,
                order,
                BATCH if changes.priority == "batch" else None,
            )
            run = await work.runs.get(actor, new_id)
    except TakenError:
        return await taken(studio, actor, once)
    return Generation(run=run)


async def _repeatable(studio: Studio, actor: Actor, run_id: UUID) -> Generation:
    async with studio.store.read(actor) as work:
        run = await work.runs.get(actor, run_id)
    if run.kind == "turn":
        raise NotFoundError(f"There is no generation {run_id}.", code="GENERATION_NOT_FOUND")
    if run.kind != "generation":
        again = _AGAIN.get(run.kind, "")
        raise InvalidError(
            f"Only pictures and clips can be made again like this. {again}".strip(),
            code="NOT_A_PICTURE",
        )
    return await get_generation(studio, actor, run_id)


def _changed(made: Generation, changes: Changes, definition_now: str, side_px: int) -> ImageOrder:
    """The order of the repetition, without what has to be looked up."""
    before, said = made.order, changes.overrides
    came_of = _provenance_of(made)
    wish = _wish(before, came_of, said)
    within_limits(wish)
    several = bool(_SEVERAL & said.keys())
    kept = None if "definition" in said else _kept(came_of, said)
    return before.model_copy(
        update={
            "parent": made.id,
            "overrides": tuple(sorted(said)),
            "preferences": tuple(one for one in before.preferences if one.parameter not in said),
            "seed": wish.seed,
            "scene_description": wish.scene_description.strip(),
            "style": wish.style,
            "prompt": wish.prompt.strip(),
            "negative_prompt": wish.negative_prompt,
            "mode": wish.mode,
            "quality_threshold": wish.quality_threshold,
            "max_iterations": wish.max_iterations if several else 1,
            "candidates": wish.candidates if several else None,
            "width": wish.width or side_px,
            "height": wish.height or side_px,
            "frames": frames_of(wish),
            "denoise": wish.denoise,
            "steps": wish.steps,
            "cfg": wish.cfg,
            "metadata": wish.metadata,
            "backend": said.get("backend", came_of.backend if came_of else before.backend),
            "workflow": None if {"backend", "workflow"} & said.keys() else before.workflow,
            "passed_over": (),
            "repeats": kept,
            "notes": _notes(made, kept, "definition" in said, definition_now),
        }
    )


def _wish(before: ImageOrder, came_of: Provenance | None, said: dict[str, Any]) -> ImageWish:
    """What is asked for now: as before, from the seed of the best picture, with the overrides."""
    asked: dict[str, Any] = {name: getattr(before, name) for name in _SHARED}
    if came_of and came_of.seed is not None:
        asked["seed"] = came_of.seed
    if "duration" in said:
        asked["frames"] = None
    if "mode" in said:
        asked["max_iterations"] = max(before.max_iterations, ITERATIONS)
    return ImageWish(**asked | {name: said[name] for name in said if name != "definition"})


def _provenance_of(made: Generation) -> Provenance | None:
    return Provenance.model_validate(made.best.provenance) if made.best else None


def _kept(came_of: Provenance | None, said: dict[str, Any]) -> Repeated | None:
    if came_of is None or came_of.drawn_as is None:
        return None
    same_words = not _WORDS & said.keys()
    return Repeated(
        drawn_as=came_of.drawn_as,
        companions=came_of.companions,
        palette=came_of.palette,
        adjustments=came_of.adjustments,
        prompt=came_of.asked_prompt if same_words else None,
        negative_prompt=None if "negative_prompt" in said else came_of.asked_negative_prompt,
        refined_by=came_of.refined_by if same_words else None,
    )


def _notes(
    made: Generation, kept: Repeated | None, current: bool, definition_now: str
) -> tuple[str, ...]:
    name = made.order.character
    if current:
        return (f"{name} is drawn as defined now.",)
    if not made.run.ended:
        return ("The generation has made no picture yet; what it ordered is ordered again.",)
    if made.best is None:
        return ("The generation made no picture; what it ordered is ordered again.",)
    if kept is None:
        return (f"What {name} was drawn from was not kept then; it is drawn as defined now.",)
    if kept.drawn_as.definition != definition_now:
        return (f"The definition of {name} has changed since; it is drawn as it was defined then.",)
    return ()


async def _worded(
    work: UnitOfWork,
    actor: Actor,
    order: ImageOrder,
    changes: Changes,
    character: Character,
    renderer: Renderer,
) -> ImageOrder:
    """The order with what the workspace says to the names in its overrides."""
    said: dict[str, Any] = {}
    if changes.style is not None:
        said["style"] = await styled(work, actor, changes.style)
    if changes.workflow:
        said["workflow"] = await ordered_workflow(
            work, actor, changes.workflow, character.rendering, renderer
        )
    return order.model_copy(update=said)
