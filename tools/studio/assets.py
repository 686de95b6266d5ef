"""Looking after files: small previews, copies without metadata, what may go, what is damaged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from tools.domain.errors import ConflictError, InvalidError, UnavailableError
from tools.domain.pictures import Asset
from tools.imaging.clips import UnreadableClipError, clip_without_metadata
from tools.imaging.decoding import UnreadablePictureError
from tools.imaging.metadata import without_metadata
from tools.imaging.preview import preview
from tools.ports.pictures import AssetBytes, AssetLedger, AssetShelf, StoredFile

UNUSED_FOR = timedelta(hours=24)
"""How long a file lives that nothing needs: an upload before its use, bytes before their link."""
PREVIEW_WIDTHS = (64, 128, 256, 512, 1024, 2048)
_PAGE = 200
_log = logging.getLogger(__name__)


class AssetStoreSharedError(ConflictError):
    """Other databases keep files in the same store: what one does not need, another may."""

    code = "ASSET_STORE_SHARED"
    title = "Asset store shared"


class Collected(BaseModel):
    """What a collection freed: links to what is gone, files with all derived from them, bytes."""

    model_config = ConfigDict(frozen=True)

    links: int = 0
    files: int = 0
    bytes: int = 0


class Damage(BaseModel):
    """A file that cannot be read, and why, as a sentence."""

    model_config = ConfigDict(frozen=True)

    asset: Asset
    reason: str


async def preview_of(files: AssetBytes, asset: Asset, width: int) -> bytes:
    """The picture as WebP bytes, `width` pixels wide; made once, then read."""
    name = f"{width}.webp"
    if (kept := await files.derived(asset.sha256, name)) is not None:
        return kept
    small = await asyncio.to_thread(preview, await files.get(asset.sha256), width)
    await files.keep_derived(asset.sha256, name, small)
    return small


def preview_width(asset: Asset, asked: int | None) -> int | None:
    """The next larger step of widths; None where the picture itself is no larger, or none."""
    if asked is None or asset.width is None or not asset.type.startswith("image/"):
        return None
    width = next((step for step in PREVIEW_WIDTHS if step >= asked), asset.width)
    return width if width < asset.width else None


async def bare_bytes(files: AssetBytes, asset: Asset) -> bytes:
    """The picture or clip without metadata, its pixels untouched; what is kept stays as it is.

    Raises `InvalidError` (`METADATA_KEPT`) for files from which it cannot be taken out.
    """
    data = await files.get(asset.sha256)
    try:
        if asset.type == "video/mp4" or asset.type == "video/webm":
            return await asyncio.to_thread(clip_without_metadata, data, asset.type)
        return await asyncio.to_thread(without_metadata, data)
    except (UnreadablePictureError, UnreadableClipError) as error:
        raise InvalidError(str(error), code="METADATA_KEPT") from error


async def collect_assets(
    ledger: AssetLedger, files: AssetShelf, *, older_than: timedelta = UNUSED_FOR
) -> Collected | None:
    """Drop the links to what is gone, then the files that nothing has needed for `older_than`.

    A file is needed while a link, a picture, a reference, an animation or the record of how
    something was made tells of it. Also goes what lies in the store and nobody knows of. Safe
    beside everything else that runs; None where another process collects at this moment.

    Raises `AssetStoreSharedError` where another database keeps files in the store, and
    `UnavailableError` where the store does not answer; what was freed by then stays freed.
    """
    async with ledger.alone() as alone:
        if not alone:
            return None
        if await files.claim(await ledger.owner()) > 1:
            raise AssetStoreSharedError(
                "Other databases keep files in the same asset store, so nothing can be collected. "
                "Give each a store of its own; remove the entry below owners/ of one that is gone."
            )
        links = await ledger.drop_links(older_than)
        freed = [
            bytes_freed
            async for sha256 in _unneeded(ledger, files, older_than)
            if (bytes_freed := await _free(ledger, files, sha256, older_than)) is not None
        ]
        remains = await files.tidy(older_than)
    collected = Collected(links=links, files=len(freed), bytes=sum(freed) + remains)
    if collected != Collected():
        _log.info("Collected: %s", collected)
    return collected


async def verify_assets(ledger: AssetLedger, files: AssetBytes) -> AsyncIterator[Damage | None]:
    """Read every file; yields for each what is wrong with it, or None.

    Raises `UnavailableError` where the store itself does not answer.
    """
    after = ""
    while page := await ledger.page(after=after, limit=_PAGE):
        for asset in page:
            yield await _damage(files, asset)
        after = page[-1].sha256


async def _damage(files: AssetBytes, asset: Asset) -> Damage | None:
    try:
        await files.get(asset.sha256)
    except UnavailableError as error:
        if error.code != "ASSET_UNREADABLE":
            raise
        return Damage(asset=asset, reason=str(error))
    return None


async def _unneeded(
    ledger: AssetLedger, files: AssetShelf, older_than: timedelta
) -> AsyncIterator[str]:
    """What the database knows and does not need, then what only the store knows."""
    after = ""
    while page := await ledger.unneeded(older_than, after=after, limit=_PAGE):
        for sha256 in page:
            yield sha256
        after = page[-1]
    latest = datetime.now(UTC) - older_than
    async for stored in files.stored():
        for sha256 in await ledger.unknown(_old(stored, latest)):
            yield sha256


def _old(stored: Sequence[StoredFile], latest: datetime) -> list[str]:
    return sorted({file.sha256 for file in stored if file.changed_at <= latest})


async def _free(
    ledger: AssetLedger, files: AssetShelf, sha256: str, older_than: timedelta
) -> int | None:
    """How many bytes went; None where the file turned out to be needed."""
    async with ledger.freeing(sha256, older_than) as free:
        return await files.remove(sha256) if free else None
