"""Drawn answers as a document: their bytes in the asset store, by sha256."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from tools.ports.animating import Sheet
from tools.ports.rendering import RenderResult
from tools.studio.studio import Studio

_PICTURE = TypeAdapter(RenderResult)
_SHEET = TypeAdapter(Sheet)


async def kept_picture(studio: Studio, drawn: RenderResult) -> dict[str, Any]:
    """Keep the bytes; what is left is JSON."""
    document = _PICTURE.dump_python(drawn, mode="json", exclude={"png": True, "clip": {"data"}})
    document["png"] = await studio.files.put(drawn.png)
    if drawn.clip:
        document["clip"]["data"] = await studio.files.put(drawn.clip.data)
    return document


async def read_picture(studio: Studio, kept: dict[str, Any]) -> RenderResult:
    """The answer as it came. Raises `UnavailableError` where its bytes are gone."""
    document = {**kept, "png": await studio.files.get(kept["png"])}
    if kept.get("clip"):
        document["clip"] = {**kept["clip"], "data": await studio.files.get(kept["clip"]["data"])}
    return _PICTURE.validate_python(document)


async def kept_sheet(studio: Studio, drawn: Sheet) -> dict[str, Any]:
    """As `kept_picture`."""
    document = _SHEET.dump_python(drawn, mode="json", exclude={"png"})
    document["png"] = await studio.files.put(drawn.png)
    return document


async def read_sheet(studio: Studio, kept: dict[str, Any]) -> Sheet:
    """As `read_picture`."""
    return _SHEET.validate_python({**kept, "png": await studio.files.get(kept["png"])})
