"""Animations as a director asks for them: characters by name, one animation after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.domain.actor import Actor
from tools.domain.animations import Animation, Take
from tools.domain.errors import EffectDoneError
from tools.domain.naming import Resolution
from tools.studio.animations.advancing import StageInput, Until, advance, take_input
from tools.studio.animations.casting import cast_notes
from tools.studio.animations.editing import Shifted, shift_alignment
from tools.studio.animations.keeping import (
    AnimationWish,
    begin_animation,
    find_animation,
    get_animation,
)
from tools.studio.animations.taking import open_take
from tools.studio.animations.waiting import let_go, rested
from tools.studio.casting import cast
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Performance:
    """An animation with the take that was brought forward.

    `take.status` is `waiting` at a gate, `completed` when it is drawn, `queued` or `running`
    where it was no longer waited for; then its conversation is told when it gets there.
    `resolutions` say how names were understood, `created` whom only the bible knew before.
    """

    animation: Animation
    take: Take
    resolutions: tuple[Resolution, ...] = ()
    created: tuple[str, ...] = ()


async def start_animation(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    character: str,
    responders: Sequence[str] = (),
    given: StageInput,
    patience_s: float | None = None,
) -> Performance:
    """Begin an animation of characters by name: up to the suggestions, or a single one's script.

    Done again for the same effect it goes on with the animation begun then. Raises
    `UnknownNameError`, `AmbiguousNameError`, and what `advance` raises.
    """
    plain = replace(actor, effect=None)
    async with studio.store.begin(plain) as work:
        found = [await cast(work, actor, project_id, name) for name in (character, *responders)]
    wish = AnimationWish(
        generation_mode="dual" if responders else "single",
        name=" and ".join(one.character.name for one in found)[:100],
        project_id=project_id,
        perspective=given.perspective or "side",
        directions=given.directions or 1,
        character_id=found[0].character.id,
        responder_character_ids=[one.character.id for one in found[1:]],
    )
    try:
        take = await _begun(studio, actor, wish, given)
    except EffectDoneError:
        take = await _begun_before(studio, plain)
    return Performance(
        animation=await get_animation(studio, actor, take.animation_id),
        take=await _waited(studio, plain, take, patience_s),
        resolutions=tuple(one.resolution for one in found),
        created=tuple(one.character.name for one in found if one.created),
    )


async def choose_response(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    action: str,
    *,
    animation: int | None = None,
    patience_s: float | None = None,
) -> Performance:
    """The responders answer so; `animation` is a number, the newest where left out."""
    given = StageInput(choice=action)
    return await _forward(studio, actor, project_id, animation, "scripts", given, patience_s)


async def generate_sprites(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    *,
    animation: int | None = None,
    patience_s: float | None = None,
) -> Performance:
    """Draw the newest take's sprites."""
    given = StageInput()
    return await _forward(studio, actor, project_id, animation, "sprites", given, patience_s)


async def shift_responder(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    frames: int,
    *,
    animation: int | None = None,
    patience_s: float | None = None,
) -> tuple[Animation, Shifted]:
    """Shift all responders; a drawn animation is drawn again."""
    found = await find_animation(studio, actor, project_id, animation)
    wait_s = studio.patience_s if patience_s is None else patience_s
    shifted = await shift_alignment(studio, actor, found.id, frames, patience_s=wait_s)
    return found, replace(shifted, take=await _kept_waiting(studio, actor, shifted.take))


async def _forward(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    number: int | None,
    until: Until,
    given: StageInput,
    patience_s: float | None,
) -> Performance:
    found = await find_animation(studio, actor, project_id, number)
    wait_s = studio.patience_s if patience_s is None else patience_s
    try:
        take = await advance(studio, actor, found.id, until, given, patience_s=wait_s)
    except EffectDoneError:
        plain = replace(actor, effect=None)
        take = await advance(studio, plain, found.id, until, given, patience_s=wait_s)
    return Performance(animation=found, take=await _kept_waiting(studio, actor, take))


async def _begun(studio: Studio, actor: Actor, wish: AnimationWish, given: StageInput) -> Take:
    async with studio.store.begin(actor) as work:
        animation = await begin_animation(work, actor, wish)
        wanted = await take_input(studio, actor, animation, given)
        take = await open_take(work, actor, animation, wanted)
        await work.takes.note(actor, take.run_id, "cast", cast_notes(wanted.cast))
        if actor.effect:
            await work.effects.keep(actor, actor.effect, "tools", {"animation": animation.id})
        return take


async def _begun_before(studio: Studio, actor: Actor) -> Take:
    """The take that the interrupted turn began: the newest one of its run."""
    async with studio.store.read(actor) as work:
        runs = await work.runs.children(actor, actor.run_id) if actor.run_id else []
        begun = [run for run in runs if run.kind == "animation"]
        if not begun:
            raise EffectDoneError("This was done before the service was interrupted.")
        return await work.takes.of_run(actor, begun[-1].id)


async def _waited(studio: Studio, actor: Actor, take: Take, patience_s: float | None) -> Take:
    wait_s = studio.patience_s if patience_s is None else patience_s
    return await _kept_waiting(studio, actor, await rested(studio, actor, take, patience_s=wait_s))


async def _kept_waiting(studio: Studio, actor: Actor, take: Take) -> Take:
    """A take that is still under way tells its conversation itself from now on."""
    if take.status in ("queued", "running"):
        await let_go(studio, actor, take)
    return take
