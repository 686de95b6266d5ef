"""Where sprites touch: the cheapest cuts between them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, floats

MOST_PIECES = 24
_COST_MOST = 0.34
_LEAST_AREA, _LEAST_HEIGHT = 0.5, 0.6
_WORK_HEIGHT = 96
_UNEVEN = 0.5
_DARK_LESS = 0.55


@dataclass(frozen=True, kw_only=True)
class Usual:
    """The usual size of one figure in pixels, as far as it is known."""

    width: float | None = None
    height: float | None = None
    area: float | None = None


def pieces(mask: Mask, usual: Usual) -> list[Mask]:
    """A blob (height x width) cut from left to right into the figures it is made of.

    For a number of figures the cuts are those that cross the least of the blob and leave pieces
    of the most equal area (dynamic programming). Of all numbers whose cuts are short, and whose
    pieces are high and large enough to be figures, the one is taken that fits the usual area, or
    else the largest.
    """
    costs, slack = crossings(mask, usual.width)
    for count in _counts(mask, usual):
        places = places_of(mask, costs, count)
        if places is None:
            continue
        links = links_of(mask, np.full(mask.shape, 255, dtype=np.uint8))
        paths = [seam_near(links, place, slack) for place in places]
        found = _between(mask, paths)
        short = all(_parted(links, path) < _COST_MOST for path in paths)
        if short and _are_figures(found, usual):
            return found
    return [mask]


def _counts(mask: Mask, usual: Usual) -> list[int]:
    """The numbers of figures to try, the likeliest first."""
    height, width = mask.shape
    if usual.area is None and usual.width is None:
        return list(range(min(MOST_PIECES, int(width / (0.3 * height))), 1, -1))
    middle = float(mask.sum()) / usual.area if usual.area else width / (usual.width or width)
    most = min(MOST_PIECES, round(middle * 1.5) + 1)
    return sorted(range(2, most + 1), key=lambda count: abs(count - middle))


def crossings(mask: Mask, width_of_one: float | None) -> tuple[Floats, int]:
    """For each column what a cut near it crosses, as a share of the height; and how near."""
    height, width = mask.shape
    scale = min(1.0, _WORK_HEIGHT / height)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = np.asarray(cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST))
    wide = width_of_one * scale if width_of_one else 0.6 * size[1]
    slack = max(2, round(0.16 * wide))
    padded = np.pad(small, ((0, 0), (slack, slack)), constant_values=1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * slack + 1, axis=1)
    away = np.abs(np.arange(-slack, slack + 1)) / slack
    total = floats(windows[0]) + floats(0.03 * away)
    for row in range(1, size[1]):
        best = total.copy()
        best[:, 1:] = np.minimum(best[:, 1:], total[:, :-1])
        best[:, :-1] = np.minimum(best[:, :-1], total[:, 1:])
        total = best + floats(windows[row]) + floats(0.03 * away)
    costs = floats(total.min(axis=1) / size[1])
    back = np.minimum((np.arange(width) * scale).astype(np.intp), size[0] - 1)
    return floats(costs[back]), max(2, round(slack / scale))


def places_of(mask: Mask, costs: Floats, count: int) -> list[int] | None:
    """The columns of the best `count` - 1 cuts; None where there is no room for them."""
    width = mask.shape[1]
    step = max(1, width // 400)
    columns = np.arange(0, width + 1, step)
    areas = np.concatenate([[0], np.cumsum(mask.sum(axis=0))])[columns].astype(np.float64)
    mean = float(mask.sum()) / count
    piece = areas[None, :] - areas[:, None]
    uneven = np.where(piece > 0.3 * mean, _UNEVEN * (np.log(np.maximum(piece, 1) / mean)) ** 2, 1e6)
    crossing = np.append(costs, 1.0)[np.minimum(columns, width)].astype(np.float64)
    total, sources = uneven[0], list[NDArray[np.intp]]()
    for _ in range(1, count):
        options = (total + crossing)[:, None] + uneven
        sources.append(options.argmin(axis=0))
        total = options.min(axis=0)
    if total[-1] >= 1e6:
        return None
    places, at = list[int](), len(columns) - 1
    for source in reversed(sources):
        at = int(source[at])
        places.append(int(columns[at]))
    return places[::-1]


def seam_near(links: Links, expected: int, slack: int) -> NDArray[np.intp]:
    """The cut from top to bottom that parts the least: for each row the column right of it.

    It stays within `slack` columns of `expected` and moves along a row as far as it likes; ties
    go to the middle (dynamic programming).
    """
    height, width = links.across.shape
    low, high = max(0, expected - slack), min(width - 1, expected + slack)
    away = np.abs(np.arange(low, high + 1) - expected) / max(1, slack)
    total = links.across[:, low : high + 1] + floats(0.03 * away * away)
    steps = np.zeros((height, high - low + 1), dtype=np.float32)
    steps[:, 1:] = np.cumsum(links.down[:, low:high] + 0.02, axis=1)
    for row in range(1, height):
        above, along = total[row - 1], steps[row]
        right = np.minimum.accumulate(above - along) + along
        left = np.minimum.accumulate((above + along)[::-1])[::-1] - along
        total[row] += np.minimum(right, left)
    path = np.empty(height, dtype=np.intp)
    path[-1] = int(np.argmin(total[-1]))
    for row in range(height - 2, -1, -1):
        along = steps[row + 1]
        path[row] = int(np.argmin(total[row] + np.abs(along - along[path[row + 1]])))
    return low + path


@dataclass(frozen=True, kw_only=True)
class Links:
    """What it costs to part neighbouring pixels of a blob (height x width).

    `across` is height x (width + 1): the pixels left and right of a border between columns;
    `down` height x width: a pixel and the one above it.
    """

    across: Floats
    down: Floats


def links_of(mask: Mask, luma: NDArray[np.uint8]) -> Links:
    """One for each two neighbours that are both of the blob; less where both are dark.

    Sprites touch with their outlines: a cut along them is likelier than one through a limb.
    """
    height, width = mask.shape
    dark = mask & (luma < max(24.0, float(np.percentile(luma[mask], 25))))
    across, down = np.zeros((height, width + 1), np.float32), np.zeros((height, width), np.float32)
    across[:, 1:-1] = (mask[:, 1:] & mask[:, :-1]) * (1 - _DARK_LESS * (dark[:, 1:] & dark[:, :-1]))
    down[1:] = (mask[1:] & mask[:-1]) * (1 - _DARK_LESS * (dark[1:] & dark[:-1]))
    return Links(across=across, down=down)


def cut_at(mask: Mask, luma: NDArray[np.uint8], places: list[int], slack: int) -> list[Mask]:
    """A blob cut near the given columns, each cut where it parts the least."""
    links = links_of(mask, luma)
    return _between(mask, [seam_near(links, place, slack) for place in places])


def _parted(links: Links, path: NDArray[np.intp]) -> float:
    """The share of a cut's height at which it parts pixels."""
    return float(links.across[np.arange(len(path)), path].mean())


def _are_figures(found: list[Mask], usual: Usual) -> bool:
    """Whether no piece is much lower or smaller than the rest."""
    areas = [int(piece.sum()) for piece in found]
    heights = [int(piece.any(axis=1).sum()) for piece in found]
    area = min(usual.area or np.inf, float(np.median(areas)))
    return min(areas) > _LEAST_AREA * area and min(heights) > _LEAST_HEIGHT * max(heights)


def _between(mask: Mask, paths: list[NDArray[np.intp]]) -> list[Mask]:
    """The mask's pieces left of, between and right of the paths."""
    columns = np.arange(mask.shape[1])[None]
    number = np.zeros(mask.shape, dtype=np.int16)
    for path in paths:
        number += columns >= path[:, None]
    return [mask & (number == index) for index in range(len(paths) + 1)]
