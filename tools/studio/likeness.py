"""Pictures like a picture, a character or words: exact searches in one embedding space."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tools.domain.actor import Actor
from tools.domain.assessments import Neighbour
from tools.domain.characters import Character
from tools.domain.errors import InvalidError, NotFoundError
from tools.domain.pictures import Picture
from tools.imaging.picture import Picture as Pixels
from tools.studio.images import pixels_at
from tools.studio.studio import Studio
from tools.studio.wishes import wished

NEIGHBOURS = 10
NEIGHBOURS_MOST = 100


async def similar_to_picture(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    picture: Picture,
    *,
    limit: int = NEIGHBOURS,
) -> list[Neighbour]:
    """The other pictures of the project (or of the whole workspace), the most alike first."""
    pixels = await pixels_at(studio, picture.sha256)
    return await similar_to_pixels(
        studio, actor, project_id, pixels, limit=limit, without=picture.sha256
    )


async def similar_to_pixels(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    pixels: Pixels,
    *,
    limit: int = NEIGHBOURS,
    without: str | None = None,
) -> list[Neighbour]:
    """As `similar_to_picture`, for a picture that is kept nowhere; `without` leaves a file out."""
    vector = await asyncio.to_thread(lambda: studio.embedder.embed(pixels).vector)
    return await _nearest(studio, actor, project_id, vector.tolist(), limit, without)


async def similar_to_character(
    studio: Studio,
    actor: Actor,
    character: Character,
    *,
    project_id: int | None = None,
    limit: int = NEIGHBOURS,
) -> list[Neighbour]:
    """Pictures like the character's canonical reference, in its project or the one given.

    Raises `NotFoundError` (`REFERENCE_NOT_FOUND`) without one.
    """
    async with studio.store.read(actor) as work:
        reference = await work.references.latest_canonical(actor, character.id)
    if reference is None:
        raise NotFoundError(
            f"{character.name} has no canonical reference yet. Generate a picture, or approve one.",
            code="REFERENCE_NOT_FOUND",
        )
    pixels = await pixels_at(studio, reference.sha256)
    where = character.project_id if project_id is None else project_id
    return await similar_to_pixels(
        studio, actor, where, pixels, limit=limit, without=reference.sha256
    )


async def similar_to_words(
    studio: Studio, actor: Actor, project_id: int | None, query: str, *, limit: int = NEIGHBOURS
) -> list[Neighbour]:
    """Pictures that fit the words, as far as the embedder's space can take words.

    Raises `InvalidError` where the words say nothing that this space knows.
    """
    vector = await asyncio.to_thread(wished, studio.embedder, query)
    if vector is None:
        raise InvalidError(
            f"The {studio.embedder.space} embedder looks for colours of hair, skin, outfit and "
            f"legs only, and “{query}” names none. Name one, or install the extra `clip`.",
            code="QUERY_NOT_UNDERSTOOD",
        )
    return await _nearest(studio, actor, project_id, vector, limit, None)


async def _nearest(
    studio: Studio,
    actor: Actor,
    project_id: int | None,
    vector: Sequence[float],
    limit: int,
    without: str | None,
) -> list[Neighbour]:
    if not 1 <= limit <= NEIGHBOURS_MOST:
        raise InvalidError(f"limit must be between 1 and {NEIGHBOURS_MOST}.")
    async with studio.store.read(actor) as work:
        return await work.vectors.nearest(
            actor,
            project_id=project_id,
            space=studio.embedder.space,
            vector=vector,
            limit=limit,
            without=without,
        )
