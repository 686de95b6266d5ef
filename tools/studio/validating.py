"""A picture of a character, named or brought, held against its reference and scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import Validation
from tools.domain.characters import Character
from tools.domain.consistency import APPROVAL_THRESHOLD, Place
from tools.domain.errors import InvalidError, NotFoundError
from tools.domain.pictures import Picture
from tools.studio.consistency import assess_picture
from tools.studio.ensembles import Member, assess_ensemble
from tools.studio.generation import get_generation
from tools.studio.images import adopt_upload, find_image, newest_image, upload_image
from tools.studio.studio import Studio

_ASSET_PREFIX = "/api/assets/"


@dataclass(frozen=True, kw_only=True)
class Validated:
    """A picture's score beside the character as it is after it."""

    character: Character
    picture: Picture
    validation: Validation


async def validate_character(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    image: str | None = None,
    upload: bytes | None = None,
    generation_id: UUID | None = None,
    threshold: float | None = None,
) -> Validated:
    """Score the picture that is meant, else the character's newest, and keep the score.

    `image` is a sha256, an asset's path, a file name, a label or `last`; `threshold` (0 to 1) is
    the score from which it is approved. In a picture of several the character's own figure is
    looked at. Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `IMAGE_NOT_FOUND`,
    `GENERATION_NOT_FOUND`), `InvalidError`, `LimitExceededError`.
    """
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
    picture = await _meant(studio, actor, character, image, upload, generation_id)
    found = await assess_picture(
        studio,
        actor,
        character_id=character_id,
        picture_id=picture.id,
        threshold=APPROVAL_THRESHOLD if threshold is None else threshold,
        within=await place_in(studio, actor, character, picture),
    )
    assert found.id is not None
    async with studio.store.read(actor) as work:
        return Validated(
            character=await work.characters.get(actor, character_id),
            picture=picture,
            validation=await work.scores.get(actor, character_id, found.id),
        )


async def place_in(
    studio: Studio, actor: Actor, character: Character, picture: Picture
) -> Place | None:
    """Where the character stands in a picture that was drawn of several; None in any other."""
    members = drawn_in(picture)
    if len(members) < 2 or character.id not in {one.character_id for one in members}:
        return None
    held = await assess_ensemble(studio, actor, picture.sha256, members, domain=picture.domain)
    return next((one.box for one in held if one.character_id == character.id), None)


def drawn_in(picture: Picture) -> list[Member]:
    """The characters that a picture was drawn of, by its provenance; none for an upload."""
    told = picture.provenance
    listed: list[Any] = [told.get("drawn_as"), *(told.get("companions") or [])]
    return [
        Member(
            character_id=one["character_id"], name=str(one.get("name", "")), design=one["design"]
        )
        for one in listed
        if isinstance(one, dict) and one.get("character_id") and one.get("design")
    ]


async def _meant(
    studio: Studio,
    actor: Actor,
    character: Character,
    image: str | None,
    upload: bytes | None,
    generation_id: UUID | None,
) -> Picture:
    if upload is not None:
        asset = await upload_image(studio, actor, upload)
        return await adopt_upload(studio, actor, character.project_id, asset)
    if image is not None:
        spoken = image.strip().removeprefix(_ASSET_PREFIX)
        if not spoken or not spoken.isprintable():
            raise InvalidError("Name the picture by its sha256, file name or label.")
        return await find_image(studio, actor, character.project_id, spoken)
    if generation_id is not None:
        return await _made_by(studio, actor, generation_id)
    return await newest_image(studio, actor, character)


async def _made_by(studio: Studio, actor: Actor, generation_id: UUID) -> Picture:
    """The picture that was kept, else the newest attempt's."""
    made = await get_generation(studio, actor, generation_id)
    picture = made.best or (made.pictures[-1] if made.pictures else None)
    if picture is None:
        raise NotFoundError(
            f"The generation {generation_id} has no picture.", code="IMAGE_NOT_FOUND"
        )
    return picture
