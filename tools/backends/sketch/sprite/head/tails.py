"""Hair that hangs free of the skull: ponytails, twin tails and braids."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.head.hair_styles import Tail
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, curve, ellipse
from tools.domain.look import Hair

BEHIND_BODY = -99.0
NEAR_ORDER, FAR_ORDER = 4.0, -3.0


def tail_shapes(tail: Tail, hair: Hair, space: HeadSpace, sway: tuple[float, float]) -> list[Shape]:
    """One tail with its tie, in front of or behind the head and body by where it hangs."""
    chain = np.array(tail.chain)
    turned = space.turned(chain)
    spine = turned[:, :2] + _lag(chain, sway)
    depth = float(turned[1:4, 2].mean())
    order = NEAR_ORDER if depth > 0.12 else BEHIND_BODY
    line = curve(spine, closed=False, steps=6)
    widths = np.interp(
        np.linspace(0, len(tail.widths) - 1, len(line)), range(len(tail.widths)), tail.widths
    )
    part = f"hair.tail{'+' if chain[-1, 0] > 0 else '-'}"
    shapes = (
        _braid(line, widths, space, part, order)
        if tail.braided
        else _loose(line, widths, space, part, order)
    )
    if hair.tips:
        start = int(len(line) * 0.66)
        ring = space.flat(_ribbon(line[start:], widths[start:] * 1.2))
        shapes.append(_over(ring, 0, part, order, "hair_tips"))
    if hair.streak:
        ring = space.flat(_ribbon(line[2:], widths[2:] * 0.28))
        shapes.append(_over(ring, 0, part, order, "hair_streak"))
    if tail.tied or tail.braided:
        at = 3 if tail.tied else len(line) - 7
        shapes.append(_tie(line, at, widths, space, order))
    return shapes


def _lag(chain: Points, sway: tuple[float, float]) -> Points:
    down = np.linspace(0.0, 1.0, len(chain)) ** 1.3
    return down[:, None] * np.array(sway)


def _ribbon(line: Points, widths: Points) -> Points:
    along = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    across = np.stack((-along[:, 1], along[:, 0]), axis=1) / length[:, None] * widths[:, None]
    return np.concatenate((line + across, (line - across)[::-1]))


def _loose(line: Points, widths: Points, space: HeadSpace, part: str, order: float) -> list[Shape]:
    ring = space.flat(_ribbon(line, widths))
    shift = np.array((-0.055, -0.03)) * space.size
    shine = slice(int(len(line) * 0.28), int(len(line) * 0.52))
    light = space.flat(_ribbon(line[shine], widths[shine] * 0.45) - np.array((0.045, 0.0)))
    low = slice(int(len(line) * 0.5), int(len(line) * 0.92))
    parting = space.flat(_ribbon(line[low], widths[low] * 0.16) + np.array((0.02, 0.0)))
    return [
        Shape(outline=ring, ramp="hair", tone=-1, part=part, order=order),
        _over(ring + shift, 0, part, order),
        _over(parting, -1, part, order),
        _over(light, 1, part, order),
    ]


def _braid(line: Points, widths: Points, space: HeadSpace, part: str, order: float) -> list[Shape]:
    """Knots like beads, each with its own light and a dark seam below it."""
    shapes: list[Shape] = []
    count = 6
    for index in range(count):
        at = int((index + 0.4) * (len(line) - 8) / count)
        x, y = line[at]
        r = float(widths[at])
        knot = space.flat(ellipse((float(x), float(y)), r, r * 1.05))
        shapes.append(
            Shape(outline=knot, ramp="hair", tone=-2 if index else -1, part=part, order=order)
        )
        shift = np.array((-0.02, -0.035)) * space.size
        middle = knot.mean(axis=0)
        shapes.append(_over(middle + (knot - middle) * 0.86 + shift, 0, part, order))
        if r * space.size > 3:
            shapes.append(_over(middle + (knot - middle) * 0.36 + shift * 2, 1, part, order))
    end = line[-8:]
    tuft = space.flat(
        _ribbon(end, np.interp(np.linspace(0, 1, 8), (0, 0.35, 1), (0.05, 0.085, 0.0)))
    )
    shapes.append(Shape(outline=tuft, ramp="hair", tone=-1, part=part, order=order))
    return shapes


def _tie(line: Points, at: int, widths: Points, space: HeadSpace, order: float) -> Shape:
    x, y = line[at]
    r = max(0.055, float(widths[at]) * 0.6)
    return Shape(
        outline=space.flat(ellipse((float(x), float(y)), r * 0.8, r)), ramp="mouth", part="hair.tie",
        order=order + 0.05, outlined=False,
    )  # fmt: skip


def _over(outline: Points, tone: int, part: str, order: float, ramp: str = "hair") -> Shape:
    return Shape(
        outline=outline, ramp=ramp, tone=tone, part=part, order=order, outlined=False, clipped=True
    )
