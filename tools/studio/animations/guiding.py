"""Guides of a sheet: the rig's poses, over sprites that already look like the character."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np

from tools.imaging.decoding import decode
from tools.imaging.picture import Picture, floats
from tools.imaging.sheets.packing import packed
from tools.imaging.sheets.png import fast_png
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest, SpriteRenderer
from tools.ports.guiding import SheetGuides
from tools.ports.rendering import BackendRejectedError
from tools.studio.studio import Studio


async def guides_for(
    studio: Studio, request: SheetRequest, abilities: SheetAbilities
) -> SheetGuides | None:
    """The guides for a backend that wants them; None where nothing here supplies them.

    Where there is a picture of the character and no definition, the sprites are those of a backend
    that moves pictures, where there is one: the rig alone would draw a plain figure. Raises
    `BackendRejectedError` or `BackendDownError`.
    """
    if studio.guide is None:
        return None
    cell_px = max(request.cell_px, abilities.least_cell_px)
    guides = await studio.guide.sheet_guides(request, cell_px=cell_px)
    mover = _mover(studio, request)
    if mover is None:
        return guides
    try:
        moved = await mover.render_sheet(replace(request, cell_px=cell_px))
    except BackendRejectedError:
        return guides
    return await asyncio.to_thread(_over, guides, moved, request)


def _mover(studio: Studio, request: SheetRequest) -> SpriteRenderer | None:
    """The first backend that draws exactly from a picture, as the request needs it."""
    if request.picture is None or request.definition is not None:
        return None
    for renderer in studio.sprite_renderers:
        able = renderer.sheet_abilities
        draws = "picture" in able.sources and not able.wants_guides
        if draws and request.perspective in able.perspectives and request.style in able.styles:
            return renderer
    return None


def _over(guides: SheetGuides, moved: Sheet, request: SheetRequest) -> SheetGuides:
    """The guides with the sheet's cells, on the key colour, in their grid."""
    pixels, side = decode(moved.png), moved.cell_px
    cells = [
        pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]
        for row, column in (divmod(at, moved.columns) for at in range(len(request.frames)))
    ]
    blank = np.zeros_like(cells[0])
    cells += [blank] * (guides.columns * guides.rows - len(cells))
    sheet = _on_key(packed(cells, guides.columns), request.key_color)
    return replace(guides, rough=fast_png(sheet))


def _on_key(sheet: Picture, key_color: str) -> Picture:
    key = np.frombuffer(bytes.fromhex(key_color.removeprefix("#")), dtype=np.uint8)
    alpha = floats(sheet[:, :, 3:]) / 255
    out = np.full_like(sheet, 255)
    mixed = floats(sheet[:, :, :3]) * alpha + floats(key) * (1 - alpha)
    out[:, :, :3] = np.rint(mixed).astype(np.uint8)
    return out
