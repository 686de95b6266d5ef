"""How many figures each blob of a sheet is, when neighbours touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.imaging.picture import Floats, Mask, floats
from tools.imaging.sheets.cuttings import EMPTY, HEIGHT, LEAST_AREA, Cutting, Options, heads, shrunk
from tools.imaging.sheets.seams import MOST_PIECES

_WIDER, _HIGH_ASPECT = 1.35, 1.1
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
    scale = HEIGHT / float(np.median([blob.shape[0] for blob in blobs]))
    tables = [Options(small=shrunk(blob, scale), scale=scale) for blob in blobs]
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
    return any(b.shape[1] > _HIGH_ASPECT * b.shape[0] or heads(b) > 1 for b in blobs)


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
    def of(cls, tables: Sequence[Options], counts: Sequence[int]) -> _Guess:
        used: list[int] = []
        cuts: list[Cutting] = []
        for table, count in zip(tables, counts, strict=True):
            cut = table.cut(count)
            while (cut is None or not (cut.sound or count == 1)) and count > 1:
                count -= 1
                cut = table.cut(count)
            if cut is None:
                cut = EMPTY
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

    def value(self, cut: Cutting, pieces: int, *, own: bool = True) -> float:
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

    def refined(self, tables: Sequence[Options]) -> list[int]:
        """Each blob's best number beside its own, by how the pieces fit the mean figure."""
        pieces = sum(self.counts)
        return [
            max(self._near(table, count), key=lambda n: self._fit(table, n, pieces))
            for table, count in zip(tables, self.counts, strict=True)
        ]

    def _near(self, table: Options, count: int) -> list[int]:
        near = [n for n in (count, count - 1, count + 1) if n >= 1]
        return [n for n in near if n == 1 or ((c := table.cut(n)) is not None and c.sound)]

    def _fit(self, table: Options, count: int, pieces: int) -> float:
        cut = table.cut(count)
        if cut is None or float(cut.areas.min()) < LEAST_AREA * self.area:
            return -1.0
        return self.value(cut, pieces, own=False)

    def fits(self, table: Options, most: int) -> list[float]:
        """How well each number from 1 to `most` fits one blob; impossible where pieces are none."""
        pieces = sum(self.counts)
        found: list[float] = []
        for count in range(1, most + 1):
            cut = table.cut(count)
            value = _IMPOSSIBLE if cut is None else self.value(cut, pieces, own=False)
            sound = cut is not None and cut.sound and value > _BARELY
            found.append(value if sound or count == 1 else _IMPOSSIBLE)
        return found


def _widths(tables: Sequence[Options]) -> list[float]:
    """Widths, in shrunk pixels, that one figure may have: every blob's, shared by so many."""
    found: list[float] = []
    for wide in sorted({table.small.shape[1] for table in tables}):
        found += [wide / n for n in range(1, MOST_PIECES + 1) if wide / n > 0.2 * HEIGHT]
    kept: list[float] = []
    for width in sorted(found):
        if not kept or width > _STEP * kept[-1]:
            kept.append(width)
    return kept


def _in_even_rows(
    tables: Sequence[Options],
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
