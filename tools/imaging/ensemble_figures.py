"""Several figures in one picture: where each stands, and which reference each one shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from tools.imaging.foreground import bounds
from tools.imaging.oklab import oklab, shrunk
from tools.imaging.parser import Part, part_shares
from tools.imaging.picture import Box, Floats, Mask, Picture, floats

WORK_SIDE = 512
"""The picture is looked at with its longer side at most so many pixels."""
TOO_ALIKE = 0.12
"""A figure that fits a second reference so nearly as its own cannot be told from that one."""
_WINDOWS = (1.0, 0.66)
"""Sides of the square windows, as shares of the picture's shorter side: figures from the head
to the feet, and smaller ones. The parser looks for one figure in the middle of a square."""
_STRIDE = 1 / 5
_MIDDLE = 0.2
"""How wide the middle of a window is whose word counts (a Gaussian's deviation, of its side)."""
_SEEN = 0.42
_LEAST_TALL, _LEAST_MASS = 0.42, 0.12
"""Of the tallest and of the heaviest stretch of columns: what is less is no figure."""
_FEINT = 0.16
"""Columns below this share of the fullest are between figures."""
_AROUND = 0.07
"""How much of its height a figure's crop shows around it, for hair, hands and what it holds."""
_LEAST_WIDE = 0.5
_SPECK = 0.1
_SPARE = 1
"""How many places beyond the expected are looked at: the likeness decides, not the mass."""

Alike = Callable[[Picture, Picture], float]
"""How alike a reference (first) and a figure's crop are, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class PlacedFigure:
    """One figure of a picture; `box` is left, top, right, bottom in the picture's pixels."""

    box: Box
    crop: Picture


@dataclass(frozen=True, kw_only=True)
class HeldFigure:
    """What became of one reference: the figure that shows it, or none.

    `similarity` is of that figure with the reference, 0 to 1. `rival` is the index of the other
    reference that the figure is most like and `rival_similarity` how much, None where there is
    no other.
    """

    reference: int
    figure: PlacedFigure | None
    similarity: float | None
    rival: int | None = None
    rival_similarity: float | None = None

    @property
    def confusable(self) -> bool:
        """Whether the figure could as well be another one of the references."""
        if self.similarity is None or self.rival_similarity is None:
            return False
        return self.rival_similarity > self.similarity - TOO_ALIKE


def figures_in(picture: Picture, count: int) -> tuple[PlacedFigure, ...]:
    """The figures from left to right, about `count` of them; some may be missing.

    By the parser's word alone, in windows across the picture: it knows no definition and no
    renderer. About 15 ms a window.
    """
    if count < 1:
        return ()
    small = shrunk(picture, WORK_SIDE)
    seen = _seen(oklab(small))
    stretches = _stretches(seen, count)
    scale = picture.shape[0] / small.shape[0]
    edges = [(0, 0), *stretches, (small.shape[1], small.shape[1])]
    return tuple(
        _placed(picture, _bounds(seen, stretch), (edges[at][1], edges[at + 2][0]), scale)
        for at, stretch in enumerate(stretches)
    )


def held_against(
    picture: Picture, references: Sequence[Picture], alike: Alike, *, count: int | None = None
) -> tuple[HeldFigure, ...]:
    """Each reference with the figure that shows it, so that all together fit best.

    `count` is how many figures the picture should show, as many as references unless told.
    """
    figures = figures_in(picture, max(len(references), count or 0))
    table = np.array([[alike(one, figure.crop) for figure in figures] for one in references])
    table = table.reshape(len(references), len(figures))
    return tuple(
        _held(index, figure, figures, table) for index, figure in enumerate(assigned(table))
    )


def assigned(similarities: Floats | np.ndarray) -> tuple[int | None, ...]:
    """For each row the column that is its own, none twice, the sum of all the greatest.

    As many rows stay without one (None) as there are too few columns. Exact, by dynamic
    programming over the sets of columns that are taken: for a dozen columns at most.
    """
    rows, columns = similarities.shape
    missing = max(0, rows - columns)

    @cache
    def best(row: int, taken: int, left_out: int) -> tuple[float, tuple[int | None, ...]]:
        if row == rows:
            return 0.0, ()
        options: list[tuple[float, tuple[int | None, ...]]] = []
        for column in range(columns):
            if not taken >> column & 1:
                total, rest = best(row + 1, taken | 1 << column, left_out)
                options.append((total + float(similarities[row, column]), (column, *rest)))
        if left_out:
            total, rest = best(row + 1, taken, left_out - 1)
            options.append((total, (None, *rest)))
        return max(options, key=lambda option: option[0])

    return best(0, 0, missing)[1]


def _held(
    index: int, figure: int | None, figures: Sequence[PlacedFigure], table: np.ndarray
) -> HeldFigure:
    if figure is None:
        return HeldFigure(reference=index, figure=None, similarity=None)
    others = [row for row in range(len(table)) if row != index]
    rival = max(others, key=lambda row: float(table[row, figure]), default=None)
    return HeldFigure(
        reference=index,
        figure=figures[figure],
        similarity=float(table[index, figure]),
        rival=rival,
        rival_similarity=None if rival is None else float(table[rival, figure]),
    )


def _seen(lab: Floats) -> Floats:
    """How surely each pixel belongs to a figure, 0 to 1."""
    return floats(np.max([_seen_by(lab, share) for share in _WINDOWS], axis=0))


def _seen_by(lab: Floats, share: float) -> Floats:
    """By windows of one size, each believed about its middle."""
    height, width = lab.shape[:2]
    side = max(8, round(min(height, width) * share))
    total, weight = np.zeros((height, width)), np.full((height, width), 1e-6)
    middle = np.exp(-0.5 * ((np.arange(side) - (side - 1) / 2) / (_MIDDLE * side)) ** 2)
    padded = cv2.copyMakeBorder(lab, 0, 0, side // 2, side // 2, cv2.BORDER_REPLICATE)
    for top in _starts(height, side, 0.5):
        for left in _starts(width + 2 * (side // 2), side, _STRIDE):
            window = floats(padded[top : top + side, left : left + side])
            figure = 1.0 - part_shares(window)[:, :, Part.BACKGROUND]
            first, last = max(0, left - side // 2), min(width, left - side // 2 + side)
            if last <= first:
                continue
            inner = slice(first - left + side // 2, last - left + side // 2)
            total[top : top + side, first:last] += (figure * middle)[:, inner]
            weight[top : top + side, first:last] += middle[inner]
    return floats(total / weight)


def _starts(length: int, side: int, stride: float) -> list[int]:
    steps = max(1, round((length - side) / (side * stride)) + 1) if length > side else 1
    return [round(at) for at in np.linspace(0, max(0, length - side), steps)]


def _stretches(seen: Floats, count: int) -> list[tuple[int, int]]:
    """First and last column (past the end) of each figure, left to right."""
    columns = floats(np.where(seen > _SEEN, seen, 0.0).sum(axis=0))
    columns = cv2.GaussianBlur(columns[None], (0, 0), max(1.0, seen.shape[1] / 200))[0]
    found = _runs(columns > _FEINT * float(columns.max())) if columns.max() > 1.0 else []
    found = _standing(found, seen, columns)
    while 0 < len(found) < count:
        split = _best_cut(found, columns)
        if split is None:
            break
        at, cut = split
        first, last = found[at]
        found[at : at + 1] = [(first, cut), (cut, last)]
    heaviest = sorted(found, key=lambda one: -float(columns[slice(*one)].sum()))
    return sorted(heaviest[: count + _SPARE])


def _standing(found: list[tuple[int, int]], seen: Floats, columns: Floats) -> list[tuple[int, int]]:
    """Those tall and full enough for a figure."""
    if not found:
        return found
    tall = [_extent(seen, stretch) for stretch in found]
    mass = [float(columns[slice(*stretch)].sum()) for stretch in found]
    return [
        stretch
        for stretch, height, weight in zip(found, tall, mass, strict=True)
        if height > _LEAST_TALL * max(tall) and weight > _LEAST_MASS * max(mass)
    ]


def _extent(seen: Floats, stretch: tuple[int, int]) -> int:
    _, top, _, bottom = _bounds(seen, stretch)
    return bottom - top


def _best_cut(found: list[tuple[int, int]], columns: Floats) -> tuple[int, int] | None:
    """Where two figures stand together: the stretch, and its deepest valley's column."""
    usual = float(np.median([last - first for first, last in found]))
    options: list[tuple[float, int, int]] = []
    for at, (first, last) in enumerate(found):
        rim = max(2, round((last - first) * 0.25))
        if last - first < max(8.0, 0.9 * usual if len(found) > 2 else 8.0):
            continue
        inner = columns[first + rim : last - rim]
        if not inner.size:
            continue
        cut = first + rim + int(np.argmin(inner))
        sides = min(float(columns[first:cut].max()), float(columns[cut:last].max()))
        depth = 1.0 - float(columns[cut]) / max(sides, 1e-6)
        options.append((depth * (last - first), at, cut))
    if not options:
        return None
    depth, at, cut = max(options)
    return (at, cut) if depth > 0 else None


def _bounds(seen: Floats, stretch: tuple[int, int]) -> Box:
    first, last = stretch
    left, top, right, bottom = bounds(_without_specks(seen[:, first:last] > _SEEN))
    return (first + left, top, first + right, bottom)


def _without_specks(mask: Mask) -> Mask:
    """The mask without parts under a tenth of its largest: lanterns, windows, reflections."""
    count, found, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    labels = np.asarray(found, dtype=np.intp)
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return (areas >= _SPECK * areas.max())[labels] & mask


def _placed(picture: Picture, body: Box, free: tuple[int, int], scale: float) -> PlacedFigure:
    """The figure with some room around it, but for where its neighbours stand: `free` columns."""
    height, width = picture.shape[:2]
    left, top, right, bottom = (value * scale for value in body)
    around = _AROUND * (bottom - top)
    middle, half = (left + right) / 2, max(right - left, _LEAST_WIDE * (bottom - top)) / 2
    first, last = (column * scale for column in free)
    box = (
        max(0, round(max(middle - half - around, min(first, left)))),
        max(0, round(top - around)),
        min(width, round(min(middle + half + around, max(last, right)))),
        min(height, round(bottom + around)),
    )
    return PlacedFigure(box=box, crop=picture[box[1] : box[3], box[0] : box[2]])


def _runs(flags: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
