"""One way forward: an animation is brought to a stage, by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tools.domain.actor import Actor
from tools.domain.animation.kinds import ActionType, DifficultyTier
from tools.domain.animations import Animation, Take, TakeInput, TakeOrder
from tools.domain.errors import ConflictError, InvalidError
from tools.studio.animations.casting import cast_notes, cast_of
from tools.studio.animations.choosing import Spoken, chosen
from tools.studio.animations.keeping import get_animation, not_dual
from tools.studio.animations.planning import expect_contact
from tools.studio.animations.readiness import expect_one_sequence, expect_written
from tools.studio.animations.renderers import backends_of, chosen_for, named
from tools.studio.animations.taking import copy_take, go_on, open_take, redrawn
from tools.studio.animations.waiting import at_rest, failure_of, rested
from tools.studio.content import modelled
from tools.studio.studio import Studio

Until = Literal["suggestions", "scripts", "sprites"]
PATIENCE_S = 300.0
"""How long somebody is kept waiting for a stage before it is answered as under way."""


@dataclass(frozen=True, kw_only=True)
class StageInput:
    """What a stage is given; what is None is as the animation has it.

    `choice` is how the responders answer, for the stage `scripts` of a dual animation.
    """

    action_type: ActionType | None = None
    difficulty_tier: DifficultyTier | None = None
    perspective: str | None = None
    directions: int | None = None
    choice: Spoken | None = None


async def advance(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    until: Until,
    given: StageInput,
    *,
    mode: Literal["single", "dual"] | None = None,
    take: int | None = None,
    patience_s: float = PATIENCE_S,
) -> Take:
    """Bring the animation to a stage, and answer the take when it is there.

    The same input again answers the stored take; other input opens a new one. With `patience_s`
    over, the take is answered as it is. Raises `ConflictError` (`STAGE_NOT_READY` with
    `missing`, `RESPONDER_ACTION_NOT_CONFIRMED`, `NOT_DUAL_MODE`, `NOT_SINGLE_MODE`,
    `SCRIPT_DIFFERS`), `InvalidError` (`MISSING_…_IMAGE`, `ACTION_HAS_NO_CONTACT`,
    `ACTION_NOT_POSSIBLE` with a `question`), and whatever a stage of the take failed with.
    """
    animation = await get_animation(studio, actor, animation_id)
    expect_mode(animation, mode)
    if until == "sprites":
        going = await _to_sprites(studio, actor, animation, given, take, patience_s)
    elif until == "scripts" and animation.generation_mode == "dual":
        going = await _to_scripts(studio, actor, animation, given, take, patience_s)
    else:
        going = await _to_first_gate(studio, actor, animation, given)
    return await rested(studio, actor, going, patience_s=patience_s)


async def take_input(
    studio: Studio, actor: Actor, animation: Animation, given: StageInput
) -> TakeInput:
    """What a new take is opened with. Raises `InvalidError`."""
    order = _ordered(animation, given)
    if animation.generation_mode == "dual":
        expect_contact(order)
    return TakeInput(order=order, cast=await cast_of(studio, actor, animation))


async def _to_first_gate(
    studio: Studio, actor: Actor, animation: Animation, given: StageInput
) -> Take:
    """The newest take where it was opened with the same, else a new one."""
    wanted = await take_input(studio, actor, animation, given)
    drawers = await chosen_for(studio, wanted.cast, wanted.order)
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation.id)
        newest = await work.takes.newest(actor, animation.id)
        if newest and newest.input == wanted and newest.status not in ("failed", "cancelled"):
            return newest
        opened = await open_take(work, actor, animation, wanted, backends=named(drawers))
        notes = [*cast_notes(wanted.cast), *(note for one in drawers for note in one.notes)]
        await work.takes.note(actor, opened.run_id, "cast", notes)
        return opened


async def _to_scripts(
    studio: Studio,
    actor: Actor,
    animation: Animation,
    given: StageInput,
    number: int | None,
    patience_s: float,
) -> Take:
    """The choice goes to the waiting take; another choice than the one made opens a new take."""
    if given.choice is None:
        raise InvalidError("Say how the responder answers, as `responder_action`.")
    take = await _begun_take(studio, actor, animation, number, ["generate-script"])
    take = await at_rest(studio, actor, take, patience_s=patience_s)
    expect_one_sequence(take)
    if not take.facts.suggestions:
        raise failure_of(take) if take.broken_off else _not_ready(["generate-script"])
    choices = chosen(take, given.choice)
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation.id)
        take = await work.takes.hold(actor, take.run_id)
        newest = await work.takes.newest(actor, animation.id) if number is None else None
        for known in (take, newest):
            if known is not None and known.choices == choices and not known.broken_off:
                return known
        if take.choices is not None or take.broken_off:
            return await copy_take(work, actor, animation, take, choices=choices)
        await work.takes.choose(actor, take.run_id, choices)
        await go_on(work, actor, take)
        return take


async def _to_sprites(
    studio: Studio,
    actor: Actor,
    animation: Animation,
    given: StageInput,
    number: int | None,
    patience_s: float,
) -> Take:
    dual = animation.generation_mode == "dual"
    missing = ["generate-script", "confirm-responder"] if dual else ["generate-script"]
    take = await _begun_take(studio, actor, animation, number, missing)
    take = await at_rest(studio, actor, take, patience_s=patience_s)
    if take.broken_off and not take.written:
        raise failure_of(take)
    expect_written(take)
    _expect_same(take, given)
    backends = await backends_of(studio, take.cast, take.order) if take.broken_off else None
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation.id)
        take = await work.takes.hold(actor, take.run_id)
        if take.broken_off:
            return await redrawn(work, actor, animation, take, backends=backends)
        if not take.sprites_ordered:
            await work.takes.order_sprites(actor, take.run_id)
            await go_on(work, actor, take)
        return take


async def _begun_take(
    studio: Studio, actor: Actor, animation: Animation, number: int | None, missing: Sequence[str]
) -> Take:
    """The take that is asked for. Raises `ConflictError` (`STAGE_NOT_READY`) where there is none,
    or one from before the animation changed between single and dual.
    """
    async with studio.store.read(actor) as work:
        if number is not None:
            take: Take | None = await work.takes.get(actor, animation.id, number)
        else:
            take = await work.takes.newest(actor, animation.id)
    if take is None or take.dual != (animation.generation_mode == "dual"):
        raise _not_ready(missing)
    return take


def _ordered(animation: Animation, given: StageInput) -> TakeOrder:
    if given.action_type is None:
        raise InvalidError(
            "Say which action, as `action_type`.",
            errors=[{"path": "$.action_type", "message": "This is needed."}],
        )
    fields: dict[str, Any] = {
        "action_type": given.action_type,
        "difficulty_tier": given.difficulty_tier or "LIGHT",
        "perspective": given.perspective or animation.perspective,
        "directions": given.directions or animation.directions,
        "sprite_px": animation.sprite_px,
        "style": animation.style,
    }
    return modelled(TakeOrder, "order", fields)


def expect_mode(animation: Animation, mode: str | None) -> None:
    """Raises `ConflictError` (`NOT_DUAL_MODE`, `NOT_SINGLE_MODE`)."""
    if mode == "dual" and animation.generation_mode != "dual":
        raise not_dual()
    if mode == "single" and animation.generation_mode != "single":
        raise ConflictError("Project is not in single mode", code="NOT_SINGLE_MODE")


def _expect_same(take: Take, given: StageInput) -> None:
    """Sprites follow the confirmed script. Raises `ConflictError` (`SCRIPT_DIFFERS`)."""
    order = take.order.model_dump()
    differing = [
        f"{name} {order[name]}, not {asked}"
        for name in ("action_type", "difficulty_tier", "perspective", "directions")
        if (asked := getattr(given, name)) is not None and asked != order[name]
    ]
    if differing:
        raise ConflictError(
            f"The script of take {take.number} has {', '.join(differing)}. "
            "Generate a script with these values first.",
            code="SCRIPT_DIFFERS",
            take=take.number,
        )


def _not_ready(missing: Sequence[str]) -> ConflictError:
    return ConflictError(
        f"This comes after {' and '.join(missing)}.",
        code="STAGE_NOT_READY",
        missing=list(missing),
    )
