"""Files by their sha256: uploaded, served with ranges, shown small, without metadata."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.dependencies import StudioPort, WhoAsks
from api.routes.uploads import RequestedWith, of_our_own, picture_bytes
from tools.domain.pictures import Asset
from tools.ports.pictures import AssetBytes
from tools.studio.assets import bare_bytes, preview_of, preview_width
from tools.studio.images import find_asset, upload_image

router = APIRouter(prefix="/api/assets", tags=["assets"])

_IMMUTABLE = "private, max-age=31536000, immutable"
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
_SHOWN = ("image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm")
_AT_ONCE_BYTES = 8 << 20
_PIECE_BYTES = 1 << 20


class AssetAnswer(BaseModel):
    """An uploaded picture; sides in pixels."""

    sha256: str
    url: str
    type: str
    width: int | None
    height: int | None


@router.post("", status_code=201)
async def upload(
    file: UploadFile,
    studio: StudioPort,
    actor: WhoAsks,
    requested_with: RequestedWith = None,
) -> AssetAnswer:
    """Keep a picture. A form of another site cannot send the header that this wants."""
    of_our_own(requested_with)
    asset = await upload_image(studio, actor, await picture_bytes(file))
    return AssetAnswer.model_validate(asset.model_dump())


@router.get(
    "/{sha256}",
    response_class=Response,
    responses={
        200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}},
        206: {"description": "The asked range of bytes."},
        304: {"description": "Not modified."},
        416: {"description": "The range lies outside the file."},
    },
)
async def get_asset(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    studio: StudioPort,
    actor: WhoAsks,
    w: Annotated[int | None, Query(ge=16, le=2048, description="Width of a thumbnail.")] = None,
    metadata: Annotated[
        Literal["keep", "strip"], Query(description="`strip` leaves out what shows nothing.")
    ] = "keep",
    asked_range: Annotated[str | None, Header(alias="Range")] = None,
    if_range: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The file, a range of it, a small copy (the next larger of a few widths), or a bare copy."""
    asset = await find_asset(studio, actor, sha256)
    form = _form(asset, w, metadata)
    headers = _headers(asset, form)
    if _names(if_none_match, form.tag):
        return Response(status_code=304, headers=headers)
    if form.width:
        small = await preview_of(studio.files, asset, form.width)
        return Response(small, media_type="image/webp", headers=headers)
    if form.bare:
        copy = await bare_bytes(studio.files, asset)
        return Response(copy, media_type=asset.type, headers=headers)
    headers["Accept-Ranges"] = "bytes"
    unchanged = if_range is None or if_range == form.tag
    return await _ranged(studio.files, asset, asked_range if unchanged else None, headers)


@router.head("/{sha256}", include_in_schema=False)
async def head_asset(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    studio: StudioPort,
    actor: WhoAsks,
    w: Annotated[int | None, Query(ge=16, le=2048)] = None,
    metadata: Literal["keep", "strip"] = "keep",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """What `GET` would say; the whole file is not read for it."""
    asset = await find_asset(studio, actor, sha256)
    form = _form(asset, w, metadata)
    if form.width or form.bare or _names(if_none_match, form.tag):
        answer = await get_asset(sha256, studio, actor, w, metadata, None, None, if_none_match)
        return Response(status_code=answer.status_code, headers=dict(answer.headers))
    size = str(await studio.files.size(sha256))
    headers = {**_headers(asset, form), "Accept-Ranges": "bytes", "Content-Length": size}
    return Response(media_type=asset.type, headers=headers)


@dataclass(frozen=True, kw_only=True)
class _Form:
    """What is asked for: the file, a copy `width` pixels wide, or a copy without metadata."""

    width: int | None
    bare: bool
    tag: str


def _form(asset: Asset, w: int | None, metadata: Literal["keep", "strip"]) -> _Form:
    width = preview_width(asset, w)
    bare = metadata == "strip" and width is None
    suffix = f"-{width}" if width else "-bare" if bare else ""
    return _Form(width=width, bare=bare, tag=f'"{asset.sha256}{suffix}"')


def _headers(asset: Asset, form: _Form) -> dict[str, str]:
    headers = {
        "ETag": form.tag,
        "Cache-Control": _IMMUTABLE,
        "X-Content-Type-Options": "nosniff",
    }
    if form.width is None and asset.type not in _SHOWN:
        headers["Content-Disposition"] = "attachment"
    return headers


async def _ranged(
    files: AssetBytes, asset: Asset, asked: str | None, headers: dict[str, str]
) -> Response:
    """The whole file, or the one range that was asked for (RFC 9110, section 14)."""
    match = _RANGE.match(asked or "")
    if not match or match.groups() == ("", ""):
        if 0 < asset.size <= _AT_ONCE_BYTES:
            return Response(await files.get(asset.sha256), media_type=asset.type, headers=headers)
        size = await files.size(asset.sha256)
        return await _streamed(files, asset, 0, size, 200, headers)
    size, (first, last) = await files.size(asset.sha256), match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    if end - start < _AT_ONCE_BYTES:
        part = await files.part(asset.sha256, start, end + 1)
        return Response(part, 206, media_type=asset.type, headers=headers)
    return await _streamed(files, asset, start, end + 1, 206, headers)


async def _streamed(
    files: AssetBytes, asset: Asset, start: int, end: int, status: int, headers: dict[str, str]
) -> Response:
    """A piece at a time, so that a long clip is never in memory whole.

    The first is read, and the file verified, before an answer is begun.
    """
    first = await files.part(asset.sha256, start, min(end, start + _PIECE_BYTES))

    async def pieces() -> AsyncIterator[bytes]:
        yield first
        for at in range(start + len(first), end, _PIECE_BYTES):
            yield await files.part(asset.sha256, at, min(end, at + _PIECE_BYTES))

    headers["Content-Length"] = str(end - start)
    return StreamingResponse(pieces(), status, media_type=asset.type, headers=headers)


def _names(if_none_match: str | None, tag: str) -> bool:
    """Whether the header lists the tag (RFC 9110, section 13.1.2; compared weakly)."""
    listed = [one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")]
    return tag in listed or listed == ["*"]
