"""Text under or over the cells: small flat words on one line, which are no sprites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Floats, Picture, floats
from tools.imaging.sheets.parts import Parts

_SMALL_HEIGHT = 0.34
_SMALL_AREA = 0.12
_LABELLED = 0.5
_SAME_INK = 60.0


@dataclass(frozen=True, kw_only=True)
class _Word:
    numbers: tuple[int, ...]
    box: Box
    ink: Floats


def lettering(parts: Parts, bodies: NDArray[np.intp], sheet: Picture) -> frozenset[int]:
    """The numbers of the parts that are lettering.

    Words are made of parts that are small beside the figures (a third of their height, an eighth
    of their area at most), side by side at one height, of one ink, with no figure to their left
    or right over the same columns. They are lettering when half of the figures have one, at
    least two, all alike in height and ink.
    """
    if not len(bodies):
        return frozenset()
    height = float(np.median(parts.boxes[bodies, 3] - parts.boxes[bodies, 1]))
    area = float(np.median(parts.areas[bodies]))
    high = parts.boxes[:, 3] - parts.boxes[:, 1]
    small = (high <= _SMALL_HEIGHT * height) & (parts.areas <= _SMALL_AREA * area)
    small[0] = False
    numbers = np.flatnonzero(small)
    if len(numbers) < 2 or len(numbers) > 4000:
        return frozenset()
    words = [
        word
        for word in _words(parts, numbers, sheet)
        if not _beside_a_body(word.box, parts.boxes[bodies])
    ]
    return _alike(words, len(bodies))


def _words(parts: Parts, numbers: NDArray[np.intp], sheet: Picture) -> list[_Word]:
    """Parts joined that stand side by side: on one line, less than their height apart."""
    line_height = float(np.percentile(parts.boxes[numbers, 3] - parts.boxes[numbers, 1], 75))
    waiting = sorted(numbers.tolist(), key=lambda n: int(parts.boxes[n, 0]))
    groups: list[list[int]] = []
    for number in waiting:
        for group in groups:
            if _continues(parts.bounds(group), parts.box(number), line_height):
                group.append(number)
                break
        else:
            groups.append([number])
    return [_Word(numbers=tuple(g), box=parts.bounds(g), ink=_ink(parts, g, sheet)) for g in groups]


def _continues(word: Box, letter: Box, line_height: float) -> bool:
    gap = letter[0] - word[2]
    apart = abs((word[1] + word[3]) / 2 - (letter[1] + letter[3]) / 2)
    return gap < 1.1 * line_height and apart < 0.75 * line_height


def _ink(parts: Parts, numbers: list[int], sheet: Picture) -> Floats:
    """The colour of the word's strongest pixels: the tenth that differ most from their mean."""
    left, top, right, bottom = parts.bounds(numbers)
    own = np.isin(parts.labels[top:bottom, left:right], numbers)
    pixels = floats(sheet[top:bottom, left:right, :3][own])
    rim = floats(sheet[top:bottom, left:right, :3][~own])
    around = rim.mean(axis=0) if len(rim) else pixels.mean(axis=0)
    far = np.argsort(-np.abs(pixels - around).sum(axis=1))[: max(1, len(pixels) // 10)]
    return floats(np.median(pixels[far], axis=0))


def _beside_a_body(word: Box, boxes: NDArray[np.intp]) -> bool:
    """Whether a figure stands at the word's height over its columns."""
    left, top, right, bottom = word
    across = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    deep = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
    return bool((across & (deep > 0.4 * (bottom - top))).any())


def _alike(words: list[_Word], bodies: int) -> frozenset[int]:
    wide = [w for w in words if len(w.numbers) > 1 or w.box[2] - w.box[0] > w.box[3] - w.box[1]]
    if len(wide) < max(2, _LABELLED * bodies):
        return frozenset()
    inks = floats([word.ink for word in wide])
    ink = np.median(inks, axis=0)
    if float(np.median(np.abs(inks - ink).max(axis=1))) > _SAME_INK:
        return frozenset()
    usual = float(np.median([w.box[3] - w.box[1] for w in wide]))
    middles = np.array([(w.box[1] + w.box[3]) / 2 for w in wide])
    found: set[int] = set()
    for word in words:
        middle = (word.box[1] + word.box[3]) / 2
        on_line = bool((np.abs(middles - middle) < 0.6 * usual).any())
        if on_line and word.box[3] - word.box[1] <= 1.5 * usual:
            found.update(word.numbers)
    return frozenset(found)
