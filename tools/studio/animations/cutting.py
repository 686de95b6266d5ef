"""Sheets as drawn cut into frames: on one canvas, in the script's order, as PNG bytes. No ports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animations import Box, FrameRecord, SheetRecord, Take
from tools.domain.errors import InvalidError
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.picture import Picture
from tools.imaging.sheets.cutting import CutSheet
from tools.imaging.sheets.looping import check_loop
from tools.imaging.sheets.packing import packed
from tools.imaging.sheets.png import fast_png
from tools.imaging.sheets.process import on_one_canvas, post_process
from tools.imaging.sheets.reading import read_sheet
from tools.imaging.sheets.reducing import reduced
from tools.imaging.sheets.spill import without_spill

_LOOPING = frozenset({"idle", "walk", "run"})


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A sheet as drawn, with what is needed to cut it; `palette` empty locks no colours.

    `sprite_px` is the side of the cells that the frames shall have; None leaves them as drawn.
    """

    record: SheetRecord
    png: bytes
    script: AnimationScript
    palette: Sequence[str] = ()
    sprite_px: int | None = None
    crisp: bool = True


@dataclass(frozen=True, kw_only=True)
class FinishedFrame:
    png: bytes
    box: Box
    pivot: tuple[float, float]
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A sheet's frames as PNG bytes of one canvas, and the sheet that they make.

    `offset` is where the cell as drawn lies on the canvas, in pixels.
    """

    record: SheetRecord
    png: bytes
    frames: tuple[FinishedFrame, ...]
    width: int
    height: int
    columns: int
    offset: tuple[int, int]
    notes: tuple[tuple[str, str], ...] = ()


def cut_as(take: Take, sheet: SheetRecord, png: bytes) -> Raw:
    """How a sheet of the take is to be cut.

    Pixel art that was made from a picture, or by a model, is held to the character's colours; what
    is drawn exactly from a definition has that definition's own ramps.
    """
    member, crisp = take.member(sheet.who), take.order.style == "pixel"
    own = sheet.document.exact and member is not None and member.definition is not None
    return Raw(
        record=sheet,
        png=png,
        script=(take.scripts or {})[sheet.who],
        palette=take.facts.dnas[sheet.who].palette if crisp and not own else (),
        sprite_px=take.order.sprite_px,
        crisp=crisp,
    )


def cut_take(raws: Sequence[Raw]) -> list[Finished]:
    """Every sheet of a take: equal frame counts, one canvas, the scripts' timing.

    Raises `InvalidError` (`FRAME_COUNT_MISMATCH`) where a sheet has not the script's frames.
    """
    cuts = [_cut(raw) for raw in raws]
    shared = cuts if _share_a_canvas(raws, cuts) else on_one_canvas(cuts)
    return [
        _finished(raw, before, after) for raw, before, after in zip(raws, cuts, shared, strict=True)
    ]


def cut_alone(raw: Raw, sheet: SheetRecord, index: int, frame: AnimationFrame) -> FinishedFrame:
    """One frame drawn on a sheet of its own, on the canvas of the sheet that it goes into.

    A model draws it somewhere in its cell: then it stands where frame `index` stood.
    """
    cut = _cut(raw).frames[0]
    document = sheet.document
    left, top = document.offset
    if not document.exact:
        instead = sheet.frames[index]
        left = _held(round(instead.pivot[0] - cut.pivot[0]), cut.trim[0::2], document.width)
        top = _held(round(instead.pivot[1] - cut.pivot[1]), cut.trim[1::2], document.height)
    pixels = np.zeros((document.height, document.width, 4), np.uint8)
    a, b, c, d = _within(cut.trim, left, top, document.width, document.height)
    pixels[b:d, a:c] = cut.pixels[b - top : d - top, a - left : c - left]
    return FinishedFrame(
        png=fast_png(pixels),
        box=_box((a, b, c, d)),
        pivot=(cut.pivot[0] + left, cut.pivot[1] + top),
        duration_ms=frame.duration_ms,
    )


def with_frame(
    sheet: SheetRecord, cells: Sequence[bytes], index: int, mended: FinishedFrame
) -> Finished:
    """The sheet with one frame replaced; the other frames' bytes are as given."""
    document = sheet.document
    frames = [_kept(record, png) for record, png in zip(sheet.frames, cells, strict=True)]
    frames[index] = mended
    pixels = [decode(frame.png) for frame in frames]
    return Finished(
        record=sheet,
        png=fast_png(packed(pixels, document.columns)),
        frames=tuple(frames),
        width=document.width,
        height=document.height,
        columns=document.columns,
        offset=document.offset,
    )


def raw_with_cell(sheet: SheetRecord, raw: bytes, cell: bytes, index: int) -> bytes:
    """The sheet as drawn with one cell drawn anew, so that later takes have the mended frame."""
    pixels, own = decode(raw), decode(cell)
    side, (row, column) = sheet.document.cell_px, divmod(index, sheet.document.columns)
    pixels[row * side : (row + 1) * side, column * side : (column + 1) * side] = own
    return fast_png(pixels)


def _share_a_canvas(raws: Sequence[Raw], cuts: Sequence[CutSheet]) -> bool:
    """Whether one backend placed everybody exactly in cells of one size, on one ground."""
    exact = all(raw.record.document.exact for raw in raws)
    backends = {raw.record.document.backend for raw in raws}
    return exact and len(backends) == 1 and len({cut.canvas for cut in cuts}) == 1


def _cut(raw: Raw) -> CutSheet:
    document, frames = raw.record.document, raw.script.frames
    key = document.key_color
    color = (int(key[1:3], 16), int(key[3:5], 16), int(key[5:7], 16))
    share = 1.0 if document.exact else (raw.sprite_px or document.cell_px) / document.cell_px
    try:
        cut = post_process(
            read_sheet(raw.png),
            rows=document.rows,
            columns=document.columns,
            frame_count=len(frames),
            key=color,
            palette=raw.palette if document.exact else (),
            airborne=[frame.stance == "air" or frame.lift > 0 for frame in frames],
            steady=not document.exact,
        )
        if document.exact:
            return cut
        return reduced(without_spill(cut), min(1.0, share), crisp=raw.crisp, palette=raw.palette)
    except (UnreadablePictureError, ValueError) as error:
        raise InvalidError(
            "Frame count mismatch",
            code="FRAME_COUNT_MISMATCH",
            who=raw.record.who,
            reason=str(error),
        ) from error


def _finished(raw: Raw, before: CutSheet, after: CutSheet) -> Finished:
    document = raw.record.document
    width, height = after.canvas
    pixels = [frame.pixels for frame in after.frames]
    left, top = _moved(before, after)
    return Finished(
        record=raw.record,
        png=fast_png(packed(pixels, document.columns)),
        frames=tuple(
            FinishedFrame(
                png=fast_png(cut.pixels),
                box=_box(cut.trim),
                pivot=cut.pivot,
                duration_ms=frame.duration_ms,
            )
            for cut, frame in zip(after.frames, raw.script.frames, strict=True)
        ),
        width=width,
        height=height,
        columns=document.columns,
        offset=(left, top),
        notes=tuple(_notes(raw, after, pixels)),
    )


def _moved(before: CutSheet, after: CutSheet) -> tuple[int, int]:
    """How far `on_one_canvas` moved the frames."""
    was, now = before.frames[0].trim, after.frames[0].trim
    return now[0] - was[0], now[1] - was[1]


def _notes(raw: Raw, cut: CutSheet, pixels: Sequence[Picture]) -> list[tuple[str, str]]:
    notes = [("SHEET", warning) for warning in cut.warnings]
    notes += [("DRAWN_OTHERWISE", note) for note in raw.record.document.notes]
    if raw.record.document.undrawn:
        words = ", ".join(raw.record.document.undrawn)
        notes.append(("UNDRAWN", f"{raw.record.document.backend} cannot draw: {words}."))
    if raw.script.action_type in _LOOPING and raw.script.response is None:
        loop = check_loop(pixels)
        if not loop.closes:
            notes.append(("LOOP_JUMPS", loop.verdict))
    return notes


def _kept(record: FrameRecord, png: bytes) -> FinishedFrame:
    return FinishedFrame(
        png=png, box=record.box, pivot=record.pivot, duration_ms=record.duration_ms
    )


def _held(shift: int, span: Sequence[int], room: int) -> int:
    """The shift, or the nearest at which a span stays within the canvas where it can."""
    return max(-span[0], min(shift, room - span[1]))


def _within(
    trim: tuple[int, int, int, int], left: int, top: int, width: int, height: int
) -> tuple[int, int, int, int]:
    """The shifted box, cut to the canvas."""
    a, b, c, d = trim[0] + left, trim[1] + top, trim[2] + left, trim[3] + top
    return max(0, a), max(0, b), min(width, c), min(height, d)


def _box(trim: tuple[int, int, int, int]) -> Box:
    a, b, c, d = trim
    return Box(x=a, y=b, width=max(1, c - a), height=max(1, d - b))
