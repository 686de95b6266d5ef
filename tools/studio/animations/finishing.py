"""Sheets as drawn become frames: cut out, on one canvas, with the script's timing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import Box, FrameRecord, SheetRecord, Take
from tools.imaging.decoding import decode, encode_png
from tools.imaging.picture import Picture
from tools.imaging.sheets.backdrop import backdrop_of
from tools.imaging.sheets.keying import cut_out
from tools.imaging.sheets.reading import read_sheet
from tools.studio.animations.drawing import link_sheet, sheet_asset
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One frame on its canvas; `png` is what is kept."""

    png: bytes
    box: Box
    pivot: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class CutSheet:
    """A sheet's frames and the sheet that they make, all on canvases of one size."""

    png: bytes
    width: int
    height: int
    columns: int
    rows: int
    frames: tuple[Cut, ...]


async def finish_sheets(studio: Studio, actor: Actor, run_id: UUID) -> list[str]:
    """Process every sheet of the take that is not yet; returns them as `who@facing`."""
    async with studio.store.read(actor) as work:
        take = await work.takes.of_run(actor, run_id)
        sheets = await work.takes.sheets(actor, run_id)
    for sheet in sheets:
        if sheet.sha256 is None:
            await _finish(studio, actor, take, sheet)
    return [f"{sheet.who}@{sheet.facing}" for sheet in sheets]


async def _finish(studio: Studio, actor: Actor, take: Take, sheet: SheetRecord) -> None:
    script = (take.scripts or {})[sheet.who]
    data = await studio.files.get(sheet.raw_sha256)
    cut = await asyncio.to_thread(cut_frames, data, sheet, script)
    await keep_cut(studio, actor, take, sheet, cut, [f.duration_ms for f in script.frames])


async def keep_cut(
    studio: Studio,
    actor: Actor,
    take: Take,
    sheet: SheetRecord,
    cut: CutSheet,
    durations_ms: Sequence[int],
) -> SheetRecord:
    """The bytes first, then frames, links and the sheet in one transaction."""
    whole = await studio.files.put(cut.png)
    shas = [await studio.files.put(frame.png) for frame in cut.frames]
    records = tuple(
        FrameRecord(
            index=index, sha256=sha256, box=frame.box, pivot=frame.pivot, duration_ms=duration
        )
        for index, (sha256, frame, duration) in enumerate(
            zip(shas, cut.frames, durations_ms, strict=True)
        )
    )
    document = sheet.document.model_copy(
        update={
            "width": cut.width,
            "height": cut.height,
            "columns": cut.columns,
            "rows": cut.rows,
            "frames": records,
        }
    )
    made = sheet.model_copy(update={"sha256": whole, "document": document})
    name = f"{sheet.who}@{sheet.facing}"
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, take.run_id)
        asset = sheet_asset(whole, len(cut.png), cut.width * cut.columns, cut.height * cut.rows)
        await link_sheet(work, actor, take, asset, role=f"{name} sheet")
        for index, (sha256, frame) in enumerate(zip(shas, cut.frames, strict=True)):
            asset = sheet_asset(sha256, len(frame.png), cut.width, cut.height)
            await link_sheet(work, actor, take, asset, role=f"{name} frame {index}")
        await work.takes.put_sheet(actor, made)
    return made


def cut_frames(data: bytes, sheet: SheetRecord, script: AnimationScript) -> CutSheet:
    document, count = sheet.document, script.frame_count
    picture = read_sheet(data)
    key = document.key_color
    color = (int(key[1:3], 16), int(key[3:5], 16), int(key[5:7], 16))
    clean = cut_out(picture, backdrop_of(picture, color)).picture
    side = document.cell_px
    cells = [
        clean[row * side : (row + 1) * side, column * side : (column + 1) * side]
        for row in range(document.rows)
        for column in range(document.columns)
    ][:count]
    return composed(cells, [_pivot(cell) for cell in cells])


def composed(cells: Sequence[Picture], pivots: Sequence[tuple[float, float]]) -> CutSheet:
    """The cells as frames and as a sheet."""
    return sheet_of(
        [
            Cut(png=encode_png(np.ascontiguousarray(cell)), box=_box(cell), pivot=pivot)
            for cell, pivot in zip(cells, pivots, strict=True)
        ]
    )


def sheet_of(frames: Sequence[Cut]) -> CutSheet:
    """The frames as they are, and a sheet of them in a grid that is as square as may be."""
    cells = [decode(frame.png) for frame in frames]
    height, width = cells[0].shape[:2]
    columns = int(np.ceil(np.sqrt(len(cells))))
    rows = -(-len(cells) // columns)
    whole = np.zeros((rows * height, columns * width, 4), np.uint8)
    for index, cell in enumerate(cells):
        top, left = index // columns * height, index % columns * width
        whole[top : top + height, left : left + width] = cell
    return CutSheet(
        png=encode_png(whole),
        width=width,
        height=height,
        columns=columns,
        rows=rows,
        frames=tuple(frames),
    )


def _box(cell: Picture) -> Box:
    rows = np.flatnonzero(cell[:, :, 3].any(axis=1))
    columns = np.flatnonzero(cell[:, :, 3].any(axis=0))
    if not rows.size:
        return Box(x=0, y=0, width=1, height=1)
    left, top = int(columns[0]), int(rows[0])
    return Box(x=left, y=top, width=int(columns[-1]) - left + 1, height=int(rows[-1]) - top + 1)


def _pivot(cell: Picture) -> tuple[float, float]:
    box = _box(cell)
    return box.x + box.width / 2, float(box.y + box.height)


def mended_sheet(
    data: bytes,
    sheet: SheetRecord,
    cells: Sequence[bytes],
    script: AnimationScript,
    index: int,
) -> CutSheet:
    """The sheet with one frame from a sheet of its own; the other cells as they are."""
    alone = script.model_copy(update={"frame_count": 1, "frames": script.frames[:1]})
    drawn = cut_frames(data, sheet, alone)
    frames = [
        Cut(png=cell, box=record.box, pivot=record.pivot)
        for cell, record in zip(cells, sheet.frames, strict=True)
    ]
    frames[index] = drawn.frames[0]
    return sheet_of(frames)
