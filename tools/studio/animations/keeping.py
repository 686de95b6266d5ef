"""Animations: begun, found, changed, removed; their characters, pictures and joints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.domain.actor import Actor
from tools.domain.animation.kinds import place_of
from tools.domain.animations import RESPONDERS_MOST, Animation, Figure, Joints, who_at
from tools.domain.documents import merge_patch
from tools.domain.errors import ConflictError, InvalidError, LimitExceededError, NotFoundError
from tools.domain.runs import Happening
from tools.ports.store import UnitOfWork
from tools.studio.content import modelled, storable
from tools.studio.images import upload_image
from tools.studio.limits import within_name_limit, within_text_limit
from tools.studio.studio import Studio

_SETTINGS = (
    "name", "generation_mode", "perspective", "directions", "sprite_px", "style", "metadata",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AnimationWish:
    """What a new animation is begun with. Characters are ids; pictures are sha256 of assets."""

    generation_mode: str = "single"
    name: str = ""
    project_id: int | None = None
    perspective: str = "side"
    directions: int = 1
    sprite_px: int = 128
    style: str = "pixel"
    metadata: Mapping[str, Any] | None = None
    character_id: int | None = None
    responder_character_ids: Sequence[int] = ()
    reference_sha256: str | None = None
    responder_sha256s: Sequence[str] = ()


async def create_animation(studio: Studio, actor: Actor, wish: AnimationWish) -> Animation:
    """Raises `InvalidError`, `LimitExceededError`, `NotFoundError` for what is not there."""
    async with studio.store.begin(actor) as work:
        return await begin_animation(work, actor, wish)


async def begin_animation(work: UnitOfWork, actor: Actor, wish: AnimationWish) -> Animation:
    """As `create_animation`, within a unit of work."""
    if wish.name:
        within_name_limit("name", wish.name)
    fields = {name: getattr(wish, name) for name in _SETTINGS} | {"project_id": wish.project_id}
    fields["metadata"] = dict(wish.metadata or {})
    storable("animation", fields)
    made = await work.animations.add(actor, fields)
    figures = _figures(wish)
    for figure in figures:
        await _checked_picture(work, actor, figure.reference_sha256)
        await work.animations.put_figure(actor, made.id, figure)
    return await work.animations.get(actor, made.id)


async def get_animation(studio: Studio, actor: Actor, animation_id: int) -> Animation:
    """Raises `NotFoundError` (`ANIMATION_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await work.animations.get(actor, animation_id)


async def find_animation(
    studio: Studio, actor: Actor, project_id: int | None, number: int | None
) -> Animation:
    """By its number, else the one that was touched last, of the project where there is one.

    Raises `NotFoundError`.
    """
    async with studio.store.read(actor) as work:
        if number is not None:
            return await work.animations.get(actor, number)
        newest = await work.animations.newest(actor, project_id=project_id)
    if newest is None:
        raise NotFoundError("Nothing was animated here yet.", code="ANIMATION_NOT_FOUND")
    return newest


async def update_animation(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
) -> Animation:
    """Merge settings, `character_id` and `responder_character_ids` into the animation.

    A shorter list of responders removes the others; null leaves an instigator without character.
    Takes that were opened keep what they were opened with.
    """
    settings = {name: value for name, value in patch.items() if name in _SETTINGS}
    if settings.get("name"):
        within_name_limit("name", settings["name"])
    storable("animation", settings)
    async with studio.store.begin(actor) as work:
        before = await work.animations.hold(actor, animation_id)
        merged = merge_patch(before.model_dump(mode="json"), settings)
        after = modelled(Animation, "animation", {**_DEFAULTS, **merged})
        if after != before or expected not in (None, before.version):
            await work.animations.save(actor, after, expected=expected)
        for figure in _recast(before, patch):
            await work.animations.put_figure(actor, animation_id, figure)
        if "responder_character_ids" in patch:
            count = len(patch["responder_character_ids"] or ())
            await work.animations.drop_figures(actor, animation_id, beyond=count)
        return await work.animations.get(actor, animation_id)


async def delete_animation(studio: Studio, actor: Actor, animation_id: int) -> None:
    """Remove it with all its takes; a run that is under way is cancelled."""
    async with studio.store.begin(actor) as work:
        await work.animations.hold(actor, animation_id)
        ended = Happening(type="run.ended", data={"status": "cancelled"})
        for take in await work.takes.all_of(actor, animation_id):
            await work.runs.settle(actor, take.run_id, "cancelled", happenings=[ended])
        await work.animations.remove(actor, animation_id)


async def set_picture(
    studio: Studio, actor: Actor, animation_id: int, who: str, data: bytes
) -> Animation:
    """Keep a character's reference picture, its bytes as they came.

    Raises `InvalidError` (`UNREADABLE_IMAGE`), `LimitExceededError`, `NotFoundError`, and
    `ConflictError` (`NOT_DUAL_MODE`) for a responder of a single animation.
    """
    animation = await get_animation(studio, actor, animation_id)
    expect_place(animation, who)
    asset = await upload_image(studio, actor, data)
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation_id)
        await work.links.link(actor, asset, subject=f"animation:{animation_id}", role=who)
        figure = animation.figure(who) or Figure(place=place_in(who))
        if figure.reference_sha256 != asset.sha256:
            figure = figure.model_copy(update={"reference_sha256": asset.sha256, "joints": {}})
        await work.animations.put_figure(actor, animation_id, figure)
        return await work.animations.get(actor, animation_id)


async def set_joints(
    studio: Studio, actor: Actor, animation_id: int, who: str, joints: Joints
) -> Animation:
    """Keep joints that somebody corrected, in pixels of the reference picture."""
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation_id)
        figure = present_figure(animation, who)
        await work.animations.put_figure(
            actor, animation_id, figure.model_copy(update={"joints": joints})
        )
        return await work.animations.get(actor, animation_id)


async def set_claims(
    studio: Studio, actor: Actor, animation_id: int, claims: Mapping[str, str]
) -> Animation:
    """Keep what the user says about characters, by `who`, to be held against their pictures."""
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation_id)
        for who, text in claims.items():
            within_text_limit("claims", text)
            figure = animation.figure(who) or Figure(place=place_in(who))
            changed = figure.model_copy(update={"claims": text.strip()})
            await work.animations.put_figure(actor, animation_id, changed)
        return await work.animations.get(actor, animation_id)


def present_figure(animation: Animation, who: str) -> Figure:
    """Raises `NotFoundError` (`FIGURE_NOT_FOUND`), `ConflictError` (`NOT_DUAL_MODE`)."""
    expect_place(animation, who)
    if figure := animation.figure(who):
        return figure
    there = ", ".join(figure.who for figure in animation.figures) or "nobody"
    raise NotFoundError(f"There is no {who} here; there is {there}.", code="FIGURE_NOT_FOUND")


def expect_place(animation: Animation, who: str) -> None:
    """Raises `ConflictError` (`NOT_DUAL_MODE`) for a responder of a single animation."""
    if place_in(who) > 0 and animation.generation_mode != "dual":
        raise not_dual()


def not_dual() -> ConflictError:
    return ConflictError("Project is not in dual mode", code="NOT_DUAL_MODE")


def place_in(who: str) -> int:
    """0 for the instigator, 1 for the first responder. Raises `InvalidError`."""
    try:
        place = place_of(who)
    except ValueError as error:
        raise InvalidError(str(error), code="FIGURE_NOT_FOUND") from error
    return 0 if place is None else place + 1


_DEFAULTS: dict[str, Any] = {
    "name": "",
    "perspective": "side",
    "directions": 1,
    "sprite_px": 128,
    "style": "pixel",
    "metadata": {},
}


def _figures(wish: AnimationWish) -> list[Figure]:
    count = max(len(wish.responder_character_ids), len(wish.responder_sha256s))
    if count > RESPONDERS_MOST:
        raise LimitExceededError(
            f"An animation has at most {RESPONDERS_MOST} responders.", limit=RESPONDERS_MOST
        )
    if count and wish.generation_mode != "dual":
        raise InvalidError("Responders need `generation_mode` dual.", code="NOT_DUAL_MODE")
    ids = [wish.character_id, *wish.responder_character_ids, *[None] * count]
    pictures = [wish.reference_sha256, *wish.responder_sha256s, *[None] * count]
    return [
        Figure(place=place, character_id=ids[place], reference_sha256=pictures[place])
        for place in range(count + 1)
        if place == 0 or ids[place] is not None or pictures[place] is not None
    ]


def _recast(before: Animation, patch: Mapping[str, Any]) -> list[Figure]:
    """The figures whose character the patch names."""
    named: dict[int, int | None] = {}
    if "character_id" in patch:
        named[0] = patch["character_id"]
    ids = patch.get("responder_character_ids") or ()
    if ids and patch.get("generation_mode", before.generation_mode) != "dual":
        raise not_dual()
    named.update(enumerate(ids, 1))
    return [
        (before.figure(who_at(place)) or Figure(place=place)).model_copy(
            update={"character_id": character_id}
        )
        for place, character_id in named.items()
    ]


async def _checked_picture(work: UnitOfWork, actor: Actor, sha256: str | None) -> None:
    if sha256 is not None:
        await work.links.get(actor, sha256)
