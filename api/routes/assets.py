"""Files by their sha256: uploaded, served with ranges, shown small."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response, UploadFile
from pydantic import BaseModel

from api.dependencies import StudioPort, WhoAsks
from tools.domain.errors import ForbiddenError, LimitExceededError
from tools.imaging.preview import preview
from tools.studio.images import upload_image

router = APIRouter(prefix="/api/assets", tags=["assets"])

UPLOAD_BYTES_MOST = 10_000_000
_IMMUTABLE = "private, max-age=31536000, immutable"
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
_SHOWN = ("image/png", "image/jpeg", "image/webp", "image/gif")


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
    requested_with: Annotated[str | None, Header(alias="X-Requested-With")] = None,
) -> AssetAnswer:
    """Keep a picture. A form of another site cannot send the header that this wants."""
    if not requested_with:
        raise ForbiddenError("Uploads carry the header X-Requested-With.", code="MISSING_HEADER")
    data = await file.read(UPLOAD_BYTES_MOST + 1)
    if len(data) > UPLOAD_BYTES_MOST:
        raise LimitExceededError(
            f"The file is larger than {UPLOAD_BYTES_MOST} bytes.", limit=UPLOAD_BYTES_MOST
        )
    asset = await upload_image(studio, actor, data)
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
    asked_range: Annotated[str | None, Header(alias="Range")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    async with studio.store.read(actor) as work:
        asset = await work.links.get(actor, sha256)
    tag = f'"{sha256}-{w}"' if w else f'"{sha256}"'
    headers = {"ETag": tag, "Cache-Control": _IMMUTABLE, "X-Content-Type-Options": "nosniff"}
    if if_none_match == tag:
        return Response(status_code=304, headers=headers)
    data = await studio.files.get(sha256)
    if w and asset.width and w < asset.width:
        small = await asyncio.to_thread(preview, data, w)
        return Response(small, media_type="image/webp", headers=headers)
    headers["Accept-Ranges"] = "bytes"
    if asset.type not in _SHOWN:
        headers["Content-Disposition"] = "attachment"
    return _ranged(data, asset.type, asked_range, headers)


def _ranged(data: bytes, type: str, asked: str | None, headers: dict[str, str]) -> Response:
    """The whole file, or the one range that was asked for (RFC 9110, section 14)."""
    match = _RANGE.match(asked or "")
    if not match or match.groups() == ("", ""):
        return Response(data, media_type=type, headers=headers)
    size, (first, last) = len(data), match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return Response(data[start : end + 1], 206, media_type=type, headers=headers)
