"""Which picture is meant: a sha256, a file name, a label, or the last one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor, refuse_viewer
from tools.domain.characters import Character
from tools.domain.errors import InvalidError, LimitExceededError, NotFoundError, UnknownNameError
from tools.domain.naming import nearest
from tools.domain.pictures import Asset, Picture
from tools.imaging.decoding import (
    MAX_MEGAPIXELS,
    PictureTooLargeError,
    UnreadablePictureError,
    decode,
)
from tools.imaging.picture import Picture as Pixels
from tools.studio.studio import Studio

LAST = "last"
_RECENT = 200
_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


async def find_image(studio: Studio, actor: Actor, project_id: int, spoken: str) -> Picture:
    """The picture that `spoken` means. Raises `UnknownNameError` with the nearest labels."""
    async with studio.store.read(actor) as work:
        if spoken.strip().casefold() == LAST:
            newest = await work.pictures.recent(actor, project_id=project_id, limit=1)
            if newest:
                return newest[0]
            raise NotFoundError("This project has no pictures yet.", code="IMAGE_NOT_FOUND")
        if called := await work.pictures.called(actor, project_id, spoken):
            return called[0]
        recent = await work.pictures.recent(actor, project_id=project_id, limit=_RECENT)
        labels = nearest(spoken, [picture.label for picture in recent])
        asset = await work.links.get(actor, spoken.strip()) if _is_sha256(spoken) else None
    if asset is None:
        raise UnknownNameError("image", spoken, labels)
    return await adopt_upload(studio, actor, project_id, asset)


async def find_asset(studio: Studio, actor: Actor, sha256: str) -> Asset:
    """A file of the workspace. Raises `NotFoundError` (`ASSET_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await work.links.get(actor, sha256)


async def newest_image(studio: Studio, actor: Actor, character: Character) -> Picture:
    """Raises `NotFoundError` where the character has no picture yet."""
    async with studio.store.read(actor) as work:
        picture = await work.pictures.newest(actor, character_id=character.id)
    if picture is None:
        raise NotFoundError(
            f"{character.name} has no picture yet. Generate one first.", code="IMAGE_NOT_FOUND"
        )
    return picture


async def adopt_upload(studio: Studio, actor: Actor, project_id: int, asset: Asset) -> Picture:
    """An uploaded file of the workspace as a picture of the project.

    Not the effect that the actor is about to have, so it does not use that up.
    """
    async with studio.store.begin(replace(actor, effect=None)) as work:
        return await work.pictures.add(
            actor,
            picture_id=uuid7(),
            project_id=project_id,
            character_id=None,
            sha256=asset.sha256,
            name="Upload",
            domain="uploaded",
            design=None,
            provenance={"backend": "upload"},
        )


async def upload_image(studio: Studio, actor: Actor, data: bytes) -> Asset:
    """Keep an uploaded picture, its bytes as they came.

    Raises `InvalidError` (`UNREADABLE_IMAGE`), `LimitExceededError`, or `ForbiddenError` for a
    viewer; then nothing is kept.
    """
    refuse_viewer(actor)
    asset = await kept_image(studio, data)
    async with studio.store.begin(actor) as work:
        await work.links.link(actor, asset, subject=f"upload:{asset.sha256}", role="original")
    return asset


async def kept_image(studio: Studio, data: bytes) -> Asset:
    """Keep a picture's bytes as they came; the caller links them, or they are collected.

    Raises `InvalidError` (`UNREADABLE_IMAGE`) or `LimitExceededError`; then nothing is kept.
    """
    pixels = await asyncio.to_thread(pixels_from, data)
    height, width = pixels.shape[:2]
    sha256 = await studio.files.put(data)
    return Asset(sha256=sha256, type=_type_of(data), size=len(data), width=width, height=height)


async def pixels_of(studio: Studio, actor: Actor, picture_id: UUID) -> tuple[Picture, Pixels]:
    """A picture and its pixels, without any metadata."""
    async with studio.store.read(actor) as work:
        picture = await work.pictures.get(actor, picture_id)
    return picture, await pixels_at(studio, picture.sha256)


async def pixels_at(studio: Studio, sha256: str) -> Pixels:
    data = await studio.files.get(sha256)
    return await asyncio.to_thread(pixels_from, data)


def pixels_from(data: bytes) -> Pixels:
    """A picture's pixels. Raises `InvalidError` (`UNREADABLE_IMAGE`), `LimitExceededError`."""
    try:
        return decode(data)
    except PictureTooLargeError as error:
        raise LimitExceededError(str(error), limit=MAX_MEGAPIXELS * 1_000_000) from error
    except UnreadablePictureError as error:
        raise InvalidError(str(error), code="UNREADABLE_IMAGE") from error


def _type_of(data: bytes) -> str:
    if data[:4] == b"RIFF":
        return "image/webp"
    return next((kind for magic, kind in _TYPES if data.startswith(magic)), "image/tiff")


def _is_sha256(spoken: str) -> bool:
    digits = spoken.strip().lower()
    return len(digits) == 64 and all(c in "0123456789abcdef" for c in digits)
