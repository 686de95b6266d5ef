"""An animation begun from names, as people and models speak of characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.domain.actor import Actor
from tools.domain.animation.kinds import ActionType, DifficultyTier
from tools.domain.animations import Animation, Take
from tools.domain.errors import EffectDoneError
from tools.domain.naming import Resolution
from tools.studio.animations.advancing import StageInput, advance
from tools.studio.animations.keeping import AnimationWish, begin_animation, get_animation
from tools.studio.casting import Cast, cast
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class AnimationOrder:
    """Who does what to whom; what is None has the contract's default."""

    character: str
    responders: Sequence[str] = ()
    action_type: ActionType
    difficulty_tier: DifficultyTier = "LIGHT"
    perspective: str = "side"
    directions: int = 1


@dataclass(frozen=True, kw_only=True)
class Started:
    """An animation with its first take, and how the names were understood."""

    animation: Animation
    take: Take
    found: tuple[Resolution, ...] = ()
    created: tuple[str, ...] = ()
    """The characters that were made from the bible for it."""


async def start_animation(
    studio: Studio, actor: Actor, project_id: int, order: AnimationOrder, *, patience_s: float
) -> Started:
    """Begin an animation and bring it to its suggestions (dual) or its script (single).

    A character that only the bible knows is made from it.
    An order that cannot be drawn or done leaves no animation behind. Raises as `advance`, and
    `UnknownNameError`, `AmbiguousNameError`, `NotFoundError`.
    """
    try:
        animation, everybody = await _begun(studio, actor, project_id, order)
    except EffectDoneError:
        animation, everybody = await _begun_before(studio, actor), ()
    acting = replace(actor, effect=None)
    given = StageInput(
        action_type=order.action_type,
        difficulty_tier=order.difficulty_tier,
        perspective=order.perspective,
        directions=order.directions,
    )
    until = "suggestions" if order.responders else "scripts"
    try:
        take = await advance(studio, acting, animation.id, until, given, patience_s=patience_s)
    except Exception:
        await _forget(studio, acting, animation)
        raise
    return Started(
        animation=animation,
        take=take,
        found=tuple(one.resolution for one in everybody),
        created=tuple(one.character.name for one in everybody if one.created),
    )


async def _begun(
    studio: Studio, actor: Actor, project_id: int, order: AnimationOrder
) -> tuple[Animation, tuple[Cast, ...]]:
    async with studio.store.begin(actor) as work:
        everybody = [
            await cast(work, actor, project_id, spoken)
            for spoken in (order.character, *order.responders)
        ]
        instigator, *others = [one.character for one in everybody]
        names = [one.character.name for one in everybody]
        action = order.action_type.replace("_", " ")
        wish = AnimationWish(
            generation_mode="dual" if others else "single",
            name=f"{' and '.join(names)}: {action}"[:100],
            project_id=project_id,
            perspective=order.perspective,
            directions=order.directions,
            character_id=instigator.id,
            responder_character_ids=[character.id for character in others],
        )
        made = await begin_animation(work, actor, wish)
        if actor.effect:
            await work.effects.keep(actor, actor.effect, "tools", {"animation": made.id})
    return made, tuple(everybody)


async def _begun_before(studio: Studio, actor: Actor) -> Animation:
    """What the actor's effect began before the service was interrupted.

    Raises `EffectDoneError` where that is not known.
    """
    async with studio.store.read(actor) as work:
        _, result = await work.effects.result(actor, actor.effect or "")
    if not result or "animation" not in result:
        raise EffectDoneError("This was done before the service was interrupted.")
    return await get_animation(studio, actor, int(result["animation"]))


async def _forget(studio: Studio, actor: Actor, animation: Animation) -> None:
    """Remove an animation that no take could be opened for."""
    async with studio.store.begin(actor) as work:
        if await work.takes.newest(actor, animation.id) is None:
            await work.animations.remove(actor, animation.id)
