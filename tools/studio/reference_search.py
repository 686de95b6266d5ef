"""Pictures found by words, by a picture, or by a character: one of the three."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from tools.domain.actor import Actor
from tools.domain.assessments import Neighbour
from tools.domain.characters import Character
from tools.domain.errors import InvalidError
from tools.domain.naming import Resolution
from tools.domain.pictures import Picture
from tools.studio.finding import character_named
from tools.studio.images import find_image, pixels_at, pixels_from
from tools.studio.likeness import (
    NEIGHBOURS,
    similar_to_character,
    similar_to_picture,
    similar_to_pixels,
    similar_to_words,
)
from tools.studio.limits import within_text_limit
from tools.studio.studio import Studio

_ASSET_PREFIX = "/api/assets/"
_SHA256_DIGITS = 64


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for: exactly one of these. `image` is a sha256, an asset's path, or, within a
    project, a file name, a label or `last`; `upload` the bytes of a picture that is not kept.
    `lenient` takes a character's name that is an edit away."""

    query: str | None = None
    image: str | None = None
    upload: bytes | None = None
    character: str | None = None
    character_id: int | None = None
    lenient: bool = False

    @property
    def given(self) -> int:
        fields = (self.query, self.image, self.upload, self.character, self.character_id)
        return sum(one is not None for one in fields)


@dataclass(frozen=True, kw_only=True)
class Found:
    """The pictures, the most alike first, and where they were looked for: a project, or all.

    `understood` is how a character's name was, where one was given.
    """

    near: list[Neighbour]
    space: str
    project_id: int | None
    by: str
    understood: Resolution | None = None


async def search_references(
    studio: Studio,
    actor: Actor,
    sought: Sought,
    *,
    project_id: int | None = None,
    limit: int = NEIGHBOURS,
) -> Found:
    """Rank all pictures of the project, or of the workspace, in the embedder's space.

    A character is looked for in its own project where none is named. Raises `InvalidError`,
    `NotFoundError` (`PROJECT_NOT_FOUND`, `CHARACTER_NOT_FOUND`, `IMAGE_NOT_FOUND`,
    `ASSET_NOT_FOUND`, `REFERENCE_NOT_FOUND`), `AmbiguousNameError`, `LimitExceededError`,
    `InvalidError` (`QUERY_NOT_UNDERSTOOD`).
    """
    if sought.given != 1:
        raise InvalidError("Give one of query, image and character.")
    if project_id is not None:
        async with studio.store.read(actor) as work:
            await work.projects.get(actor, project_id)
    if sought.query is not None:
        within_text_limit("query", sought.query)
        near = await similar_to_words(studio, actor, project_id, sought.query, limit=limit)
        return _found(studio, near, project_id, "query")
    if sought.upload is not None:
        pixels = await asyncio.to_thread(pixels_from, sought.upload)
        near = await similar_to_pixels(studio, actor, project_id, pixels, limit=limit)
        return _found(studio, near, project_id, "image")
    if sought.image is not None:
        near = await _like_image(studio, actor, project_id, sought.image, limit)
        return _found(studio, near, project_id, "image")
    character, understood = await _character(studio, actor, sought, project_id)
    where = character.project_id if project_id is None else project_id
    near = await similar_to_character(studio, actor, character, project_id=where, limit=limit)
    return replace(_found(studio, near, where, "character"), understood=understood)


def _found(studio: Studio, near: list[Neighbour], project_id: int | None, by: str) -> Found:
    return Found(near=near, space=studio.embedder.space, project_id=project_id, by=by)


async def _like_image(
    studio: Studio, actor: Actor, project_id: int | None, spoken: str, limit: int
) -> list[Neighbour]:
    named = spoken.strip().removeprefix(_ASSET_PREFIX)
    if not named or not named.isprintable():
        raise InvalidError("Name the picture by its sha256, file name or label.")
    if len(named) == _SHA256_DIGITS:
        async with studio.store.read(actor) as work:
            asset = await work.links.get(actor, named.lower())
        pixels = await pixels_at(studio, asset.sha256)
        return await similar_to_pixels(
            studio, actor, project_id, pixels, limit=limit, without=asset.sha256
        )
    if project_id is None:
        raise InvalidError("A label or a file name needs a project_id; a sha256 does not.")
    picture: Picture = await find_image(studio, actor, project_id, named)
    return await similar_to_picture(studio, actor, project_id, picture, limit=limit)


async def _character(
    studio: Studio, actor: Actor, sought: Sought, project_id: int | None
) -> tuple[Character, Resolution | None]:
    if sought.character_id is not None:
        async with studio.store.read(actor) as work:
            return await work.characters.get(actor, sought.character_id), None
    return await character_named(
        studio, actor, sought.character or "", project_id, lenient=sought.lenient
    )
