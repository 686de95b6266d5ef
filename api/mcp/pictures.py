"""Pictures and other files as resources."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Sequence

from mcp import types
from mcp.shared.exceptions import MCPError

from api.mcp.wording import PICTURES
from tools.catalog.tool import Artifact
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError, StudioError
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.thumbnail import thumbnail
from tools.studio.studio import Studio

_LISTED = 100
_SHOWN_MOST = 4
_SHOWN_SIDE_PX = 512
_READ_BYTES_MOST = 30_000_000
_ADDRESS = re.compile(re.escape(PICTURES) + r"([0-9a-f]{64})")
RESOURCE_NOT_FOUND = -32002
"""The protocol's code for a resource that is not there."""

TEMPLATE = types.ResourceTemplate(
    uri_template=f"{PICTURES}{{sha256}}",
    name="asset",
    title="A picture, sheet, animation or clip",
    description="The bytes of a file, by the sha256 that tools answer.",
)


async def listed(studio: Studio, actor: Actor, project_id: int | None) -> list[types.Resource]:
    """The newest pictures of the open project, newest first."""
    if project_id is None:
        return []
    async with studio.store.read(actor) as work:
        recent = await work.pictures.recent(actor, project_id=project_id, limit=_LISTED)
        facts = {one.sha256: await work.links.get(actor, one.sha256) for one in recent}
    newest = {picture.sha256: picture for picture in reversed(recent)}
    return [
        types.Resource(
            uri=f"{PICTURES}{sha256}",
            name=picture.file_name,
            title=picture.label,
            mime_type=facts[sha256].type,
            size=facts[sha256].size,
        )
        for sha256, picture in newest.items()
    ]


async def read(studio: Studio, actor: Actor, uri: str) -> types.ReadResourceResult:
    """The file's bytes. Raises `MCPError` where the workspace has no such file."""
    match = _ADDRESS.fullmatch(uri)
    if match is None:
        raise MCPError(code=RESOURCE_NOT_FOUND, message=f"Resources begin with {PICTURES}.")
    try:
        async with studio.store.read(actor) as work:
            asset = await work.links.get(actor, match[1])
        if asset.size > _READ_BYTES_MOST:
            told = f"{asset.size} bytes are too many; read /api/assets/{asset.sha256} over HTTP."
            raise MCPError(code=types.INVALID_PARAMS, message=told)
        data = await studio.files.get(asset.sha256)
    except StudioError as error:
        code = RESOURCE_NOT_FOUND if isinstance(error, NotFoundError) else types.INTERNAL_ERROR
        raise MCPError(code=code, message=error.detail, data={"code": error.code}) from None
    blob = types.BlobResourceContents(
        uri=uri, mime_type=asset.type, blob=base64.b64encode(data).decode()
    )
    return types.ReadResourceResult(contents=[blob])


async def previews(studio: Studio, artifacts: Sequence[Artifact]) -> dict[str, types.ImageContent]:
    """Small PNGs of the first pictures, by sha256; what cannot be shown is left out."""
    found: dict[str, types.ImageContent] = {}
    pictures = [one for one in artifacts if one.kind == "image" and one.sha256]
    for artifact in pictures[:_SHOWN_MOST]:
        try:
            data = await studio.files.get(artifact.sha256 or "")
            small = await asyncio.to_thread(_small, data)
        except (StudioError, UnreadablePictureError):
            continue
        shown = base64.b64encode(small).decode()
        found[artifact.sha256 or ""] = types.ImageContent(
            type="image", data=shown, mime_type="image/png"
        )
    return found


def _small(data: bytes) -> bytes:
    return thumbnail(decode(data), _SHOWN_SIDE_PX)
