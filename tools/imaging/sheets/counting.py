"""How many figures each blob of a sheet is, when neighbours touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, floats
from tools.imaging.sheets.seams import MOST_PIECES, crossings, places_of

_HEIGHT, _CANVAS_HEIGHT, _CANVAS_WIDTH = 48, 72, 96
_WIDER, _HIGH_ASPECT = 1.35, 1.1
_VALLEY, _SUMMIT = 0.12, 0.8
_LEAST_AREA, _LEAST_HEIGHT = 0.4, 0.45
_SHORT = 0.6
_CROSSED = 0.9
_UNEQUAL = 0.4
_TWO_HEADS = 0.15
_ASPECT, _SLIM = 0.2, 0.7
_ALONE = 0.62
"""How alike a figure is taken to be to others where there is no other."""
_MARGIN = 0.03
_ROW_LOSS = 0.12
_STEP = 1.07
_IMPOSSIBLE, _BARELY = -10.0, 0.26


def counts_of(
    blobs: Sequence[Mask],
    rows: Sequence[int],
    *,
    columns: int | None = None,
    frame_count: int | None = None,
) -> list[int]:
    """The number of figures, side by side, that each blob (height x width) is.

    `rows` is each blob's row. The figures of a sheet are much alike: of all widths that one
    figure could have, the one is right whose pieces, laid over each other, cover each other best
    while the cuts between them cross little. Rows tend to hold equally many; `columns` and
    `frame_count`, where they are known, are kept.
    """
    if frame_count == len(blobs) or not (columns or frame_count or _suspicious(blobs)):
        return [1] * len(blobs)
    scale = _HEIGHT / float(np.median([blob.shape[0] for blob in blobs]))
    tables = [_Options(small=_shrunk(blob, scale), scale=scale) for blob in blobs]
    best = _Guess.of(tables, [1] * len(tables))
    bar = best.score + _MARGIN
    for width in _widths(tables):
        counts = [max(1, round(table.small.shape[1] / width)) for table in tables]
        guess = _Guess.of(tables, counts)
        for _ in range(2):
            guess = _Guess.of(tables, guess.refined(tables))
        if guess.score > bar:
            best, bar = guess, guess.score
    return _in_even_rows(tables, best, rows, columns, frame_count)


def _suspicious(blobs: Sequence[Mask]) -> bool:
    """Whether a blob is much wider and larger than another, wider than high, or has two heads."""
    wide = [blob.shape[1] for blob in blobs]
    areas = [int(np.count_nonzero(blob)) for blob in blobs]
    if max(wide) > _WIDER * min(wide) and max(areas) > _WIDER * min(areas):
        return True
    return any(b.shape[1] > _HIGH_ASPECT * b.shape[0] or _heads(b) > 1 for b in blobs)


def _heads(blob: Mask) -> int:
    """Summits of the blob's upper outline that a valley of an eighth of its height parts."""
    step = max(1, blob.shape[0] // _HEIGHT)
    small = blob[::step, ::step]
    height = small.shape[0]
    tops = np.where(small.any(axis=0), height - small.argmax(axis=0), 0)
    count, low, high, falling = 0, 0, 0, False
    for top in tops.tolist():
        high, low = (max(high, top), low) if not falling else (high, min(low, top))
        if not falling and top < high - _VALLEY * height:
            count += high > _SUMMIT * height
            falling, low = True, top
        elif falling and top > low + _VALLEY * height:
            falling, high = False, top
    return count + (not falling and high > _SUMMIT * height)


def _shrunk(blob: Mask, scale: float) -> Mask:
    size = (max(4, round(blob.shape[1] * scale)), max(4, round(blob.shape[0] * scale)))
    small = cv2.resize(blob.view(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small) >= 100


@dataclass(frozen=True, kw_only=True)
class _Cutting:
    """A blob in pieces: each laid on one canvas, what the cuts cross, and if they are figures.

    `doubled` is the share of pieces with two heads.
    """

    laid: Floats
    crossed: float
    aspect: float
    doubled: float
    sound: bool
    areas: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class _Options:
    """The ways to cut a blob, computed when they are asked for."""

    small: Mask
    scale: float
    known: dict[int, _Cutting | None] = field(default_factory=dict[int, "_Cutting | None"])
    costs: list[Floats] = field(default_factory=list[Floats])

    def cut(self, count: int) -> _Cutting | None:
        """None where there is no room for so many."""
        if count not in self.known:
            self.known[count] = self._cut(count)
        return self.known[count]

    def places(self, count: int) -> list[int] | None:
        if not self.costs:
            self.costs.append(crossings(self.small, None)[0])
        return places_of(self.small, self.costs[0], count)

    def _cut(self, count: int) -> _Cutting | None:
        places = [] if count == 1 else self.places(count)
        if places is None or count > MOST_PIECES:
            return None
        edges = [0, *places, self.small.shape[1]]
        pieces = [self.small[:, a:b] for a, b in pairwise(edges)]
        if any(not piece.any() for piece in pieces):
            return None
        crossed = [float(self.costs[0][place]) for place in places] if places else [0.0]
        areas = np.array([float(piece.sum()) for piece in pieces])
        heights = [int(piece.any(axis=1).sum()) for piece in pieces]
        sound = areas.min() > _LEAST_AREA * float(np.median(areas))
        sound = sound and min(heights) > _LEAST_HEIGHT * max(heights)
        wide = float(np.mean([piece.any(axis=0).sum() for piece in pieces]))
        return _Cutting(
            laid=floats([_laid(piece) for piece in pieces]),
            crossed=sum(crossed) / max(1, len(places)),
            aspect=wide / max(heights),
            doubled=float(np.mean([_heads(piece) > 1 for piece in pieces])),
            sound=bool(sound) and max(crossed) < _SHORT,
            areas=areas,
        )


def _laid(piece: Mask) -> Floats:
    """A piece on the common canvas: its feet at the bottom, its middle of mass in the middle."""
    rows = np.flatnonzero(piece.any(axis=1))
    across = piece.sum(axis=0)
    middle = int(np.searchsorted(np.cumsum(across), across.sum() / 2))
    canvas = np.zeros((_CANVAS_HEIGHT, _CANVAS_WIDTH), dtype=np.float32)
    own = piece[max(0, int(rows[-1]) + 1 - _CANVAS_HEIGHT) : int(rows[-1]) + 1]
    left = max(0, middle - _CANVAS_WIDTH // 2)
    own = own[:, left : left + _CANVAS_WIDTH]
    start = max(0, _CANVAS_WIDTH // 2 - middle)
    own = own[:, : _CANVAS_WIDTH - start]
    canvas[_CANVAS_HEIGHT - own.shape[0] :, start : start + own.shape[1]] = own
    return canvas


def _likeness(laid: Floats, others: Floats, count: int) -> float:
    """The mean overlap of pieces (n x h x w) with the mean of `count` others, given as a sum."""
    if count < 1:
        return _ALONE
    mean = others / count
    both = np.minimum(laid, mean).sum(axis=(1, 2))
    return float((both / np.maximum(np.maximum(laid, mean).sum(axis=(1, 2)), 1e-6)).mean())


@dataclass(frozen=True, kw_only=True)
class _Guess:
    """Numbers of figures for all blobs, how well they do, and the sum of all pieces."""

    counts: list[int]
    score: float
    total: Floats
    area: float

    @classmethod
    def of(cls, tables: Sequence[_Options], counts: Sequence[int]) -> _Guess:
        used: list[int] = []
        cuts: list[_Cutting] = []
        for table, count in zip(tables, counts, strict=True):
            cut = table.cut(count)
            while (cut is None or not (cut.sound or count == 1)) and count > 1:
                count -= 1
                cut = table.cut(count)
            if cut is None:
                cut = _EMPTY
            used.append(count)
            cuts.append(cut)
        total = floats(sum(cut.laid.sum(axis=0) for cut in cuts))
        pieces = sum(used)
        area = float(np.median(np.concatenate([cut.areas for cut in cuts])))
        guess = cls(counts=used, score=0.0, total=total, area=area)
        values = [guess.value(cut, pieces) * n for cut, n in zip(cuts, used, strict=True)]
        areas = np.concatenate([cut.areas for cut in cuts])
        uneven = float(areas.std() / areas.mean())
        score = sum(values) / pieces - _UNEQUAL * uneven
        return cls(counts=used, score=score, total=total, area=area)

    def value(self, cut: _Cutting, pieces: int, *, own: bool = True) -> float:
        """How well a cutting fits all figures; `own` says that it is one of them."""
        if own:
            count = pieces - 1
            alike = (
                float(np.mean([_likeness(one[None], self.total - one, count) for one in cut.laid]))
                if count
                else _ALONE
            )
        else:
            alike = _likeness(cut.laid, self.total, pieces)
        broad = _ASPECT * max(0.0, cut.aspect - _SLIM) + _TWO_HEADS * cut.doubled
        return alike - _CROSSED * cut.crossed - broad

    def refined(self, tables: Sequence[_Options]) -> list[int]:
        """Each blob's best number beside its own, by how the pieces fit the mean figure."""
        pieces = sum(self.counts)
        return [
            max(self._near(table, count), key=lambda n: self._fit(table, n, pieces))
            for table, count in zip(tables, self.counts, strict=True)
        ]

    def _near(self, table: _Options, count: int) -> list[int]:
        near = [n for n in (count, count - 1, count + 1) if n >= 1]
        return [n for n in near if n == 1 or ((c := table.cut(n)) is not None and c.sound)]

    def _fit(self, table: _Options, count: int, pieces: int) -> float:
        cut = table.cut(count)
        if cut is None or float(cut.areas.min()) < _LEAST_AREA * self.area:
            return -1.0
        return self.value(cut, pieces, own=False)

    def fits(self, table: _Options, most: int) -> list[float]:
        """How well each number from 1 to `most` fits one blob; impossible where pieces are none."""
        pieces = sum(self.counts)
        found: list[float] = []
        for count in range(1, most + 1):
            cut = table.cut(count)
            value = _IMPOSSIBLE if cut is None else self.value(cut, pieces, own=False)
            sound = cut is not None and cut.sound and value > _BARELY
            found.append(value if sound or count == 1 else _IMPOSSIBLE)
        return found


_EMPTY = _Cutting(
    laid=np.zeros((1, _CANVAS_HEIGHT, _CANVAS_WIDTH), dtype=np.float32),
    crossed=0.0,
    aspect=1.0,
    doubled=0.0,
    sound=True,
    areas=np.ones(1),
)


def _widths(tables: Sequence[_Options]) -> list[float]:
    """Widths, in shrunk pixels, that one figure may have: every blob's, shared by so many."""
    found: list[float] = []
    for wide in sorted({table.small.shape[1] for table in tables}):
        found += [wide / n for n in range(1, MOST_PIECES + 1) if wide / n > 0.2 * _HEIGHT]
    kept: list[float] = []
    for width in sorted(found):
        if not kept or width > _STEP * kept[-1]:
            kept.append(width)
    return kept


def _in_even_rows(
    tables: Sequence[_Options],
    guess: _Guess,
    rows: Sequence[int],
    columns: int | None,
    frame_count: int | None,
) -> list[int]:
    """The numbers with rows of equally many figures, as far as they are known or likely."""
    counts = list(guess.counts)
    numbers = sorted(set(rows))
    if frame_count and not columns:
        if sum(counts) == frame_count:
            return counts
        fits = [guess.fits(table, frame_count) for table in tables]
        shared = _shared_out(fits, frame_count)
        return shared[1] if shared else counts
    members = {row: [i for i, r in enumerate(rows) if r == row] for row in numbers}
    before_last = (columns or 0) * (len(numbers) - 1)
    sums = [sum(counts[i] for i in members[row]) for row in numbers]
    full = columns or max(sums[:-1], key=lambda s: (sums[:-1].count(s), s), default=0)
    for row, now in zip(numbers, sums, strict=True):
        last = row == numbers[-1]
        wanted = full
        if last and frame_count and 0 < frame_count - before_last <= full:
            wanted = frame_count - before_last
        elif last:
            wanted = min(now, full) if columns else now
        known = columns is not None
        if not wanted or now == wanted:
            continue
        forced = _shared_out([guess.fits(tables[i], wanted) for i in members[row]], wanted)
        if forced is None:
            continue
        before = [guess.fits(tables[i], counts[i])[-1] for i in members[row]]
        loss = float(np.mean(before)) - forced[0] / len(members[row])
        if known or loss < _ROW_LOSS:
            for i, count in zip(members[row], forced[1], strict=True):
                counts[i] = count
    return counts


def _shared_out(fits: Sequence[Sequence[float]], wanted: int) -> tuple[float, list[int]] | None:
    """The best way to share a number of figures out among blobs, and its value; None without."""
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for options in fits:
        fresh: dict[int, tuple[float, list[int]]] = {}
        for used, (value, counts) in ways.items():
            for count, fit in enumerate(options, 1):
                total = used + count
                if (
                    fit > _IMPOSSIBLE
                    and total <= wanted
                    and value + fit > fresh.get(total, (-1e9, []))[0]
                ):
                    fresh[total] = (value + fit, [*counts, count])
        ways = fresh
    return ways.get(wanted)
