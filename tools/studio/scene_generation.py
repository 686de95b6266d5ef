"""Scenes drawn: one picture or clip with everybody in it, and what the scene keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import InvalidError, LimitExceededError, NotFoundError, UnavailableError
from tools.domain.generations import Generation
from tools.domain.idempotency import Once
from tools.domain.naming import Resolution, fold
from tools.domain.scenes import Scene, scene_document
from tools.ports.store import UnitOfWork
from tools.studio.choosing import Needs, choose_renderer
from tools.studio.order_limits import COMPANIONS_MOST
from tools.studio.ordering import ImageWish, order_image
from tools.studio.scenes import get_scene
from tools.studio.studio import Studio

CLIP_S = 5.0
"""How long a clip is whose length nobody says."""
GENERATED = "generated"
_CAST_MOST = COMPANIONS_MOST + 1
_KEPT = ("picture_id", "sha256", "url", "video", "seed", "verdict", "score", "similarity")
"""What of a result the scene's `workflow_data` remembers under `generation`."""


async def generate_scene(
    studio: Studio, actor: Actor, scene_id: int, wish: ImageWish, *, once: Once | None = None
) -> tuple[Generation, Resolution | None]:
    """Order one picture or clip of a scene, with all its characters; the first one leads.

    The scene's description are the words of the picture, unless the wish has its own. Characters
    that only the bible knows are created from it. Raises `NotFoundError` (`SCENE_NOT_FOUND`),
    `InvalidError` (`SCENE_WITHOUT_CHARACTERS`), and as `order_image` does.
    """
    scene = await get_scene(studio, actor, scene_id)
    leading, wanted = scene_wish(scene, wish)
    return await order_image(studio, actor, scene.project_id, leading, wanted, once=once)


def scene_wish(scene: Scene, wish: ImageWish) -> tuple[str, ImageWish]:
    """Whom a picture of the scene leads with, and the wish for it with everybody else.

    Raises `InvalidError` (`SCENE_WITHOUT_CHARACTERS`), `LimitExceededError`.
    """
    if not scene.characters:
        raise InvalidError(
            f"Nobody is in scene {scene.scene_number}, so there is nobody to draw. Put its "
            "characters into the scene first, by their names.",
            code="SCENE_WITHOUT_CHARACTERS",
            scene_id=scene.id,
        )
    words = wish.scene_description or scene.description
    drawn = replace(wish, scene_description=words, scene_id=scene.id)
    return cast_wish(scene.characters, drawn)


async def order_cast(
    studio: Studio,
    actor: Actor,
    project_id: int,
    characters: Sequence[str],
    wish: ImageWish,
    *,
    once: Once | None = None,
) -> tuple[Generation, Resolution | None]:
    """Order one picture or clip of several characters by name; the first one leads.

    Raises `InvalidError` without characters, `LimitExceededError`, and as `order_image` does.
    """
    leading, wanted = cast_wish(characters, wish)
    return await order_image(studio, actor, project_id, leading, wanted, once=once)


def cast_wish(characters: Sequence[str], wish: ImageWish) -> tuple[str, ImageWish]:
    """The first of the names, and the wish with the others, each once, as companions.

    Raises `InvalidError` (`NO_CHARACTERS`), `LimitExceededError`.
    """
    names = list({fold(name): name for name in reversed(characters)}.values())[::-1]
    if not names:
        raise InvalidError("Name the characters of the picture.", code="NO_CHARACTERS")
    if len(names) > _CAST_MOST:
        raise LimitExceededError(
            f"One picture holds at most {_CAST_MOST} characters, {len(names)} were named.",
            limit=_CAST_MOST,
        )
    leading, *others = names
    return leading, replace(wish, companions=tuple(others))


async def clip_or_picture(studio: Studio, wish: ImageWish, cast: int) -> tuple[ImageWish, str]:
    """The wish as a clip of `CLIP_S` where its length is left open and somebody makes clips.

    Else it is of a picture, and the second value says so in a sentence.
    """
    if wish.duration is not None or wish.frames is not None:
        return wish, ""
    needs = Needs(clip=True, companions=cast > 1, workflow=bool(wish.workflow))
    try:
        await choose_renderer(studio, needs, wish.backend)
    except (UnavailableError, InvalidError):
        return wish, "No backend here makes clips now, so it is a picture."
    return replace(wish, duration=CLIP_S), ""


async def keep_in_scene(
    work: UnitOfWork, actor: Actor, scene_id: int, generation_id: UUID, result: Mapping[str, Any]
) -> Scene | None:
    """Write the outcome into the scene, as a new version: called in the run's last transaction.

    A clip becomes its `video_path`; the picture stands in `workflow_data.generation`. None where
    the scene was deleted meanwhile.
    """
    try:
        scene = await work.scenes.hold(actor, scene_id)
    except NotFoundError:
        return None
    video = result.get("video")
    kept = {name: result[name] for name in _KEPT if result.get(name) is not None}
    characters = result.get("characters")
    made = {
        "generation_id": str(generation_id),
        **kept,
        **({"characters": characters} if characters else {}),
    }
    changed = scene.model_copy(
        update={
            "status": GENERATED,
            "video_path": video["url"] if video else scene.video_path,
            "workflow_data": {**scene.workflow_data, "generation": made},
        }
    )
    saved = await work.scenes.save(actor, changed, expected=None)
    await work.revisions.add(actor, "scene", saved.id, saved.version, scene_document(saved))
    return saved
