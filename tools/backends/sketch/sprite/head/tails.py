"""Hair that hangs free of the skull: ponytails, twin tails and braids."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.head.form import formed, overlay
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.head.style import Tail
from tools.backends.sketch.sprite.shapes import Points, Shape, curve, ellipse
from tools.domain.look import Hair

BEHIND_BODY = -99.0
NEAR_ORDER = 4.0
_PULL = 0.75


def tail_shapes(tail: Tail, hair: Hair, space: HeadSpace, sway: tuple[float, float]) -> list[Shape]:
    """One tail with its tie, in front of or behind the head and body by where it hangs."""
    chain = np.array(tail.chain)
    turned = space.turned(chain)
    spine = _hung(turned[:, :2], space.roll) + _lag(chain, sway)
    depth = float(turned[1:4, 2].mean())
    order = NEAR_ORDER if depth > 0.12 else BEHIND_BODY
    line = curve(spine, closed=False, steps=6)
    widths = np.interp(
        np.linspace(0, len(tail.widths) - 1, len(line)), range(len(tail.widths)), tail.widths
    )
    depths = curve(turned[:, 1:], closed=False, steps=6)[:, 1]
    if tail.braided:
        order = NEAR_ORDER if depths[-1] > -0.02 else BEHIND_BODY
    part = f"hair.tail{'+' if chain[-1, 0] > 0 else '-'}"
    shapes = (
        _braid(line, widths, depths, space, part)
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


def _hung(spine: Points, roll: float) -> Points:
    """The chain of a tilted head, pulled back towards the ground; a lying head's stays as it is."""
    angle = math.radians(-roll) * _PULL * max(0.0, math.cos(math.radians(roll)))
    out = spine.copy()
    sine, cosine = math.sin(angle), math.cos(angle)
    turn = np.array(((cosine, sine), (-sine, cosine)))
    out[1:] = (spine[1:] - spine[1]) @ turn + spine[1]
    return out


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
    shine = slice(int(len(line) * 0.2), int(len(line) * 0.58))
    swell = np.sin(np.linspace(0.0, math.pi, len(line[shine]) + 2)[1:-1])
    light = space.flat(_ribbon(line[shine], widths[shine] * 0.48 * swell) - np.array((0.045, 0.0)))
    low = slice(int(len(line) * 0.5), int(len(line) * 0.92))
    taper = np.sin(np.linspace(0.0, math.pi, len(line[low]) + 2)[1:-1])
    parting = space.flat(_ribbon(line[low], widths[low] * 0.2 * taper) + np.array((0.02, 0.0)))
    return [
        Shape(outline=ring, ramp="hair", tone=-1, part=part, order=order),
        _over(ring + shift, 0, part, order),
        _over(parting, -1, part, order),
        _over(light, 1, part, order),
    ]


def _braid(
    line: Points, widths: Points, depths: Points, space: HeadSpace, part: str
) -> list[Shape]:
    """Knots like beads, each with its own light and a dark seam below it."""
    shapes: list[Shape] = []
    count = 7
    stop = len(line) - 7
    for index in range(count):
        at = int((index + 0.5) * stop / count)
        x, y = line[at]
        order = NEAR_ORDER if depths[at] > -0.02 else BEHIND_BODY
        ring = ellipse((float(x), float(y)), float(widths[at]))
        shapes += formed(
            Shape(outline=space.flat(ring), ramp="hair", part=part, order=order), space, share=0.6
        )
    along = np.gradient(line, axis=0)
    for index in range(count * 2 - 1):
        at = int((index / 2 + 0.75) * stop / count)
        step = along[at] / max(1e-6, float(np.hypot(*along[at])))
        across = np.array((-step[1], step[0])) * widths[at] * (1 if index % 2 else -1)
        seam = np.stack(
            (line[at] + across * 1.1 - step * 0.05, line[at] - across * 0.1 + step * 0.03)
        )
        order = NEAR_ORDER if depths[at] > -0.02 else BEHIND_BODY
        width = max(1.0, space.size * 0.03)
        shapes.append(overlay(space.flat(seam), "hair", -2, part, order, width=width))
    order = NEAR_ORDER if depths[-1] > -0.02 else BEHIND_BODY
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
        outline=space.flat(ellipse((float(x), float(y)), r * 0.8, r)), ramp="mouth",
        part="hair.tie",
        order=order + 0.05, outlined=False,
    )  # fmt: skip


def _over(outline: Points, tone: int, part: str, order: float, ramp: str = "hair") -> Shape:
    return Shape(
        outline=outline, ramp=ramp, tone=tone, part=part, order=order, outlined=False, clipped=True
    )
