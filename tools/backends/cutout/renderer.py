"""The `cutout` backend: sheets of the user's own picture, moved by the rig."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import numpy as np

from tools.backends.cutout.painting import (
    locked,
    on_key,
    on_nothing,
    painted_cell,
    palette_of,
)
from tools.backends.cutout.puppet import Puppet, puppet_of
from tools.backends.cutout.staging import FULL, staged
from tools.backends.cutout.viewing import Motion, motion_of
from tools.imaging.cutout.joints import Found, corrected_figure, find_figure
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.palette import clusters
from tools.imaging.picture import Picture, floats
from tools.imaging.sheets.packing import sheet_shape
from tools.imaging.sheets.png import fast_png
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.rendering import BackendRejectedError, Progress, Readiness

MODEL = "cutout-1"
LEAST_CELL, MOST_CELL = 64, 512
_COLORS = 16
_FINER = 1.25
"""Painted pictures are kept so much larger than they are drawn."""
_TALLER = 0.1
"""How much more of the cell pixel art may take, so that its pixels can be whole ones."""
_LEAST_HEIGHT, _MOST_HEIGHT = 256, 448


class CutoutRenderer:
    """Moves the figure of a picture; deterministic, without a network or a model.

    What it does is NumPy and OpenCV, which let other threads run, so it needs no processes.
    """

    @property
    def name(self) -> str:
        return "cutout"

    @property
    def sheet_abilities(self) -> SheetAbilities:
        return SheetAbilities(
            sources=frozenset({"picture"}),
            perspectives=frozenset({"side", "front", "top_down", "isometric"}),
            turns=False,
            styles=frozenset({"pixel", "smooth"}),
        )

    async def ready(self) -> Readiness:
        return Readiness(ok=True, capabilities=frozenset(), detail="moves a picture's figure")

    def price_usd(self, request: SheetRequest) -> float:
        return 0.0

    async def stop(self, key: str) -> None:
        """Nothing to do: whoever waits drops the sheet, which is finished within seconds."""

    async def render_sheet(self, request: SheetRequest, progress: Progress | None = None) -> Sheet:
        """Draw one sheet of the request's picture.

        The figure keeps the view of its picture; what that leaves out stands in `undrawn`. A
        small sprite stays at its own pixels and colours. Raises `BackendRejectedError`.
        """
        if progress:
            await progress(0.1, "cutting the figure out")
        return await asyncio.to_thread(_sheet, request)


def _sheet(request: SheetRequest) -> Sheet:
    if not LEAST_CELL <= request.cell_px <= MOST_CELL:
        raise BackendRejectedError(
            f"Cells are {LEAST_CELL} to {MOST_CELL} pixels a side; {request.cell_px} was asked for."
        )
    if not request.frames:
        raise BackendRejectedError("A sheet needs at least one frame.")
    found = _figure(request)
    motion = motion_of(found.view, found.yaw, request.perspective, request.facing)
    cells = _cells(request, found, motion)
    columns, rows = sheet_shape(len(cells))
    smooth = request.style == "smooth"
    return Sheet(
        png=fast_png(
            on_nothing(cells, request.cell_px)
            if smooth
            else on_key(cells, request.cell_px, request.key_color)
        ),
        columns=columns,
        rows=rows,
        cell_px=request.cell_px,
        backend="cutout",
        model=MODEL,
        exact=True,
        undrawn=motion.undrawn + _missing(found),
        parameters={
            "view": found.view,
            "mirrored": found.turned != motion.flipped,
            "pixel_art": found.cutting.pixel_art,
            "joints": {n: [round(v, 1) for v in found.place(n)] for n in found.joints},
        },
    )


def _figure(request: SheetRequest) -> Found:
    if request.picture is None:
        raise BackendRejectedError("cutout moves a picture: none was given.")
    height = round(FULL * request.cell_px * _FINER)
    try:
        picture = decode(request.picture)
        found = find_figure(picture, min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT))
        return corrected_figure(found, _given(request.joints)) if request.joints else found
    except UnreadablePictureError as error:
        raise BackendRejectedError(str(error)) from error


def _given(joints: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {name: (float(x), float(y)) for name, (x, y) in joints.items()}


def _cells(request: SheetRequest, found: Found, motion: Motion) -> list[Picture]:
    puppet = puppet_of(found)
    crisp = puppet.pixel_art or request.style == "pixel"
    grid = _grid(puppet, request.cell_px)
    plan = staged(puppet, request.frames, motion.yaw, request.cell_px, grid=grid)
    cells = [
        painted_cell(puppet, plan, shot, request.cell_px, grid=grid, crisp=crisp)
        for shot in plan.shots
    ]
    if crisp:
        cells = locked(cells, _palette(request, found))
    if motion.flipped:
        cells = [np.ascontiguousarray(cell[:, ::-1]) for cell in cells]
    return cells


def _grid(puppet: Puppet, cell: int) -> int:
    """Pixels of the cell for one of the picture, where that is pixel art; else 1."""
    if not puppet.pixel_art:
        return 1
    return max(1, int((FULL + _TALLER) * cell / puppet.height))


def _palette(request: SheetRequest, found: Found) -> Picture:
    """The colours of the source, or those asked for where it is a painted one."""
    pixels = found.cutting.pixels
    shown = pixels[pixels[:, :, 3] > 127][:, :3]
    if found.cutting.pixel_art:
        return np.unique(shown, axis=0)
    if request.palette:
        return palette_of(request.palette)
    centres, _ = clusters(floats(shown), _COLORS)
    return np.clip(centres + 0.5, 0, 255).astype(np.uint8)


def _missing(found: Found) -> tuple[str, ...]:
    if found.cutting.cropped:
        return ("the legs: the picture ends above them",)
    return ()
