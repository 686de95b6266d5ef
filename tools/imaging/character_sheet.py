"""A character sheet as one picture: the cells on a grid, each labelled and marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tools.domain.cells import CellKind
from tools.imaging.picture import Picture
from tools.imaging.typesetting import drawable, faces, fitted, width_of, write

COLUMNS: dict[CellKind, int] = {"pose": 4, "expression": 6}
_HEADINGS: dict[CellKind, str] = {"pose": "Poses", "expression": "Expressions"}
CELL_MOST_PX = 512
"""The side of the largest cell on the sheet; larger pictures are made smaller."""
_PAPER, _INK, _FAINT, _LINE = "#f6f5f2", "#1d2026", "#6d7280", "#d9d7d1"
_GOOD, _DOUBT, _BAD, _OPEN = "#2f8f5b", "#c98a16", "#c2413a", "#8a8f9c"
_MARKS = {
    "approved": (_GOOD, "tick"),
    "needs_review": (_DOUBT, "dash"),
    "needs_revision": (_BAD, "cross"),
}
_SUPERSAMPLED = 4


@dataclass(frozen=True, kw_only=True)
class SheetCell:
    """A picture (height x width x 3 or 4), its label, and what was found about it.

    `score` is 0 to 1, None where there is none.
    """

    kind: CellKind
    label: str
    pixels: Picture
    verdict: str
    score: float | None = None


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """The sheet as PNG bytes, and its sides in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class _Measures:
    """Lengths in pixels, all from the side of a pose's cell."""

    cell: int
    margin: int
    gap: int
    label: int
    heading: int
    title: int

    @property
    def wide(self) -> int:
        return 2 * self.margin + COLUMNS["pose"] * self.cell + (COLUMNS["pose"] - 1) * self.gap

    def side(self, kind: CellKind) -> int:
        """The side of a cell, so that every row is as wide as the page."""
        columns = COLUMNS[kind]
        return (self.wide - 2 * self.margin - (columns - 1) * self.gap) // columns


def character_sheet(title: str, line: str, cells: Sequence[SheetCell]) -> LaidOut:
    """The sheet as one picture: the title, `line` under it, poses, then expressions.

    Every cell of a kind has one size, so that figures keep their scale. The same arguments give
    the same bytes. Characters that the typeface lacks are left out of the words.
    """
    measures = _measures(min(CELL_MOST_PX, max(len(cell.pixels) for cell in cells)))
    kinds: list[CellKind] = [k for k in COLUMNS if any(cell.kind == k for cell in cells)]
    tall = measures.title + sum(_height(measures, kind, cells) for kind in kinds) + measures.margin
    page = Image.new("RGB", (measures.wide, tall), _PAPER)
    _head(page, measures, drawable(title) or "Character sheet", drawable(line))
    top = measures.title
    for kind in kinds:
        _section(page, measures, kind, [cell for cell in cells if cell.kind == kind], top)
        top += _height(measures, kind, cells)
    out = io.BytesIO()
    page.save(out, "PNG", compress_level=6)
    return LaidOut(png=out.getvalue(), width=page.width, height=page.height)


def _measures(cell: int) -> _Measures:
    return _Measures(
        cell=cell,
        margin=max(12, cell // 9),
        gap=max(4, cell // 28),
        label=max(20, cell // 11),
        heading=max(22, cell // 8),
        title=max(52, cell // 3),
    )


def _height(measures: _Measures, kind: CellKind, cells: Sequence[SheetCell]) -> int:
    count = sum(cell.kind == kind for cell in cells)
    rows = -(-count // COLUMNS[kind])
    return measures.heading + rows * (measures.side(kind) + measures.label + measures.gap)


def _head(page: Image.Image, measures: _Measures, title: str, line: str) -> None:
    pen, most = ImageDraw.Draw(page), measures.wide - 2 * measures.margin
    large = faces(max(20, measures.cell // 8), bold=True)
    small = faces(max(10, measures.cell // 23))
    x, y = measures.margin, measures.margin
    base = y + measures.title * 0.36
    write(pen, (x, base), fitted(title, large, most), large, fill=_INK)
    below = base + measures.title * 0.24
    write(pen, (x, below), fitted(line, small, most), small, fill=_FAINT)


def _section(
    page: Image.Image,
    measures: _Measures,
    kind: CellKind,
    cells: Sequence[SheetCell],
    top: int,
) -> None:
    pen, side = ImageDraw.Draw(page), measures.side(kind)
    font = faces(max(11, measures.cell // 19), bold=True)
    base = top + measures.heading * 0.68
    write(pen, (measures.margin, base), _HEADINGS[kind], font, fill=_INK)
    for index, cell in enumerate(cells):
        row, column = divmod(index, COLUMNS[kind])
        x = measures.margin + column * (side + measures.gap)
        y = top + measures.heading + row * (side + measures.label + measures.gap)
        page.paste(_scaled(cell.pixels, side), (x, y))
        pen.rectangle((x, y, x + side - 1, y + side - 1), outline=_LINE)
        _caption(page, measures, cell, (x, y + side), side)


def _caption(
    page: Image.Image, measures: _Measures, cell: SheetCell, at: tuple[int, int], side: int
) -> None:
    """Mark, label, and the score at the right end."""
    pen, fonts = ImageDraw.Draw(page), faces(max(10, measures.cell // 23))
    (x, y), size = at, max(9, measures.cell // 24)
    middle = y + measures.label * 0.58
    page.paste(_mark(cell.verdict, size), (x, round(middle - size / 2)))
    base = middle + measures.cell / 68
    score = "" if cell.score is None else f"{cell.score:.2f}"
    end = width_of(score, fonts)
    write(pen, (x + side - end, base), score, fonts, fill=_FAINT)
    start = x + size * 1.5
    label = fitted(drawable(cell.label), fonts, side - (start - x) - end - measures.gap)
    write(pen, (start, base), label, fonts, fill=_INK)


def _mark(verdict: str, size: int) -> Image.Image:
    """A filled disc with a sign in it, drawn larger and made smaller."""
    color, sign = _MARKS.get(verdict, (_OPEN, "ring"))
    large = size * _SUPERSAMPLED
    disc = Image.new("RGB", (large, large), _PAPER)
    pen = ImageDraw.Draw(disc)
    pen.ellipse((0, 0, large - 1, large - 1), fill=color)
    thick = max(2, large // 8)
    for stroke in _STROKES[sign]:
        points = [(round(px * large), round(py * large)) for px, py in stroke]
        pen.line(points, fill=_PAPER, width=thick, joint="curve")
    if sign == "ring":
        inner = large // 4
        pen.ellipse((inner, inner, large - 1 - inner, large - 1 - inner), fill=_PAPER)
    return disc.resize((size, size), Image.Resampling.LANCZOS)


_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "tick": (((0.27, 0.53), (0.43, 0.69), (0.74, 0.33)),),
    "cross": (((0.32, 0.32), (0.68, 0.68)), ((0.68, 0.32), (0.32, 0.68))),
    "dash": (((0.28, 0.5), (0.72, 0.5)),),
    "ring": (),
}


def _scaled(pixels: Picture, side: int) -> Image.Image:
    """The whole picture within a square of so many pixels, on the page's paper."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    paper = Image.new("RGB", (side, side), _PAPER)
    share = side / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    at = ((side - size[0]) // 2, (side - size[1]) // 2)
    paper.paste(image.convert("RGB"), at, image if image.mode == "RGBA" else None)
    return paper
