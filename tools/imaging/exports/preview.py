"""All characters of an animation on one stage, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.imaging.exports.reel import Box, Cell, Pixels, Reel, Strip, Track

_MARGIN_PX = 2
_RIGHT = 90.0
"""The facing, in degrees, of who looks to the picture's right."""


@dataclass(frozen=True, kw_only=True)
class Film:
    """Frames of one size, RGBA with straight alpha, and how long each is shown."""

    frames: tuple[Pixels, ...]
    durations_ms: tuple[int, ...]
    loops: bool


def film_of(track: Track, *, loops: bool, strip: int = 0) -> Film:
    """One character alone, as its cells are."""
    return Film(
        frames=tuple(cell.pixels for cell in track.strips[strip].cells),
        durations_ms=tuple(frame.duration_ms for frame in track.script.frames),
        loops=loops,
    )


def preview_of(reel: Reel) -> Film:
    """Instigator and responders on one ground, face to face, so near that the blow lands.

    Of several facings the instigator's that looks to the right most is shown, and the responders'
    that looks back at it. The responders stand where the instigator's silhouette reaches farthest
    in its impact frames meets the middle of the responder's in its first frame; several stand one
    behind another.
    """
    if len(reel.tracks) == 1:
        return film_of(reel.tracks[0], loops=reel.loops)
    strips = _face_to_face(reel)
    places = _places(reel, strips)
    unions = [_union(strip) for strip in strips]
    left = min(x + union.x for union, x in zip(unions, places, strict=True))
    right = max(x + union.x + union.w for union, x in zip(unions, places, strict=True))
    height = max(track.cell_size[1] for track in reel.tracks)
    width = right - left + 2 * _MARGIN_PX
    frames: list[Pixels] = []
    for index in range(len(strips[0].cells)):
        canvas = np.zeros((height, width, 4), np.uint8)
        for strip, x in reversed(list(zip(strips, places, strict=True))):
            pixels = strip.cells[index].pixels
            _laid(canvas, pixels, x - left + _MARGIN_PX, height - pixels.shape[0])
        frames.append(canvas)
    return Film(
        frames=tuple(frames),
        durations_ms=tuple(frame.duration_ms for frame in reel.tracks[0].script.frames),
        loops=reel.loops,
    )


def enlarged(film: Film, factor: int) -> Film:
    """Each pixel as a square of `factor` pixels, for screens."""
    if factor == 1:
        return film
    return Film(
        frames=tuple(np.kron(f, np.ones((factor, factor, 1), np.uint8)) for f in film.frames),
        durations_ms=film.durations_ms,
        loops=film.loops,
    )


def _face_to_face(reel: Reel) -> list[Strip]:
    """One strip a track."""
    first, others = reel.tracks[0], reel.tracks[1:]
    ahead = _nearest(first.strips, _RIGHT)
    opposite = (_RIGHT if ahead.facing is None else ahead.facing) + 180.0
    return [ahead, *(_nearest(track.strips, opposite) for track in others)]


def _nearest(strips: Sequence[Strip], facing: float) -> Strip:
    """The strip whose facing is least apart from this one, in degrees; the first of equals."""

    def apart(strip: Strip) -> float:
        turn = (_RIGHT if strip.facing is None else strip.facing) - facing
        return abs((turn + 180.0) % 360.0 - 180.0)

    return min(strips, key=apart)


def _places(reel: Reel, strips: Sequence[Strip]) -> list[int]:
    """The left edge of each strip's cells."""
    cells = strips[0].cells
    impacts = [f.frame_index for f in reel.tracks[0].script.frames if f.impact_window]
    striking = [cells[index] for index in impacts] or [cells[0]]
    reach = max(cell.trim.x + cell.trim.w for cell in striking)
    places = [0]
    for strip in strips[1:]:
        standing = strip.cells[0]
        meeting = standing.trim.x + standing.trim.w // 3
        places.append(max(reach - meeting, _beside(cells[0], standing)))
        reach = places[-1] + standing.trim.x + standing.trim.w + standing.trim.w // 3
    return places


def _beside(one: Cell, other: Cell) -> int:
    """The least distance at which two standing figures leave a little air between them."""
    return one.trim.x + one.trim.w - other.trim.x + one.trim.w // 12


def _union(strip: Strip) -> Box:
    boxes = [cell.trim for cell in strip.cells]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.w for box in boxes)
    return Box(x=left, y=top, w=right - left, h=max(box.y + box.h for box in boxes) - top)


def _laid(canvas: Pixels, pixels: Pixels, x: int, y: int) -> None:
    """Composite `pixels` over the canvas; what falls beside it is cut off."""
    left, right = max(0, x), min(canvas.shape[1], x + pixels.shape[1])
    if left >= right:
        return
    part = pixels[:, left - x : right - x].astype(np.float32)
    below = canvas[y : y + pixels.shape[0], left:right].astype(np.float32)
    over, under = part[:, :, 3:] / 255.0, below[:, :, 3:] / 255.0
    alpha = over + under * (1 - over)
    color = part[:, :, :3] * over + below[:, :, :3] * under * (1 - over)
    np.divide(color, alpha, out=color, where=alpha > 0)
    laid = np.concatenate((color, alpha * 255.0), axis=2)
    canvas[y : y + pixels.shape[0], left:right] = np.rint(laid).astype(np.uint8)
