"""Large eyes: whites, irises with a bright foot, pupils, lights and lashes as curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.backends.sketch.sprite.head.eye import ORDER, PART, Eye
from tools.backends.sketch.sprite.shapes import Points, Shape, box, curve, ellipse
from tools.domain.look import Look

_DETAILED = 7.0
"""From this width in pixels an eye shows a bright foot of its iris and a second light."""
_ROUND_LIGHT = 9.0
"""Below this width in pixels the light is a square of whole pixels."""


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """The eye's box from its inner (u 0) to its outer corner (u 1), top (v 0) to bottom (v 1)."""

    eye: Eye
    drop_in: float
    drop_out: float

    def at(self, u: float, v: float) -> tuple[float, float]:
        """A point of the box in pixels."""
        across = u if self.eye.outward > 0 else 1 - u
        return self.eye.left + across * self.eye.width, self.eye.top + v * self.eye.height

    def upper(self, u: float, v: float) -> tuple[float, float]:
        """A point of the upper lid, lowered where the expression lowers it."""
        return self.at(u, v + self.drop_in + (self.drop_out - self.drop_in) * (u > 0.5))


def curved_eye(eye: Eye, look: Look) -> list[Shape]:
    """A tall eye: white, iris with a dark top and a bright foot, pupil, lights, lashes."""
    frame = _Frame(eye=eye, drop_in=max(0, eye.slant) * 0.17, drop_out=max(0, -eye.slant) * 0.17)
    white = curve(
        (
            frame.upper(0.02, 0.3), frame.upper(0.25, 0.12), frame.upper(0.7, 0.08),
            frame.upper(0.97, 0.26), frame.at(0.95, 0.62), frame.at(0.72, 0.96),
            frame.at(0.3, 0.97), frame.at(0.06, 0.7),
        )
    )  # fmt: skip
    ball = Shape(
        outline=white, ramp="white", part=f"{PART}.{eye.ramp}", order=ORDER, outlined=False
    )
    return [ball, *_iris(frame), *_lashes(frame, look)]


def shut_eye(eye: Eye, *, tiny: bool) -> list[Shape]:
    """A closed lid: a line that sags."""
    y = eye.top + eye.height * 0.6
    left, right = eye.left, eye.left + eye.width
    if tiny:
        return [_line(box(left, y, eye.width))]
    sag = eye.height * 0.16
    arc = curve(((left, y), ((left + right) / 2, y + sag), (right, y)), closed=False)
    return [_line(arc, width=max(1.0, eye.height * 0.13))]


def _iris(frame: _Frame) -> list[Shape]:
    eye = frame.eye
    wide, high = float(eye.width), float(eye.height)
    small = 0.78 if eye.surprised else 1.0
    x, y = frame.at(0.44, 0.55)
    rx, ry = wide * 0.39 * small, high * 0.45 * small
    shapes = [
        _within(eye, ellipse((x, y), rx, ry), eye.ramp, -1),
        _within(eye, ellipse((x, y + ry * 0.42), rx * 0.86, ry * 0.66), eye.ramp, 0),
    ]
    if wide >= _DETAILED:
        foot = ellipse((x, y + ry * 0.62), rx * 0.55, ry * 0.26)
        shapes.append(_within(eye, foot, eye.ramp, 1))
    shapes.append(_within(eye, ellipse((x, y - ry * 0.06), rx * 0.42, ry * 0.42), "ink"))
    if eye.cybernetic:
        ring = ellipse((x, y), rx * 0.72, ry * 0.72)
        shapes.append(
            Shape(
                outline=np.concatenate((ring, ring[:1])), ramp=eye.ramp, tone=2,
                part=f"{PART}.{eye.ramp}", order=ORDER, outlined=False, clipped=True,
                glowing=True, width=max(1.0, wide * 0.07),
            )
        )  # fmt: skip
    return [*shapes, *_lights(eye, (x, y), rx, ry)]


def _lights(eye: Eye, middle: tuple[float, float], rx: float, ry: float) -> list[Shape]:
    x, y = middle
    wide, high = float(eye.width), float(eye.height)
    if wide < _ROUND_LIGHT:
        side = max(1.0, round(wide * 0.26))
        spot = box(x - rx * 0.75, y - ry * 0.75, side, max(side, round(high * 0.2)))
    else:
        spot = ellipse((x - rx * 0.36, y - ry * 0.48), wide * 0.15, high * 0.13)
    shapes = [_within(eye, spot, "white", 1)]
    if wide >= _DETAILED:
        dot = ellipse((x + rx * 0.42, y + ry * 0.5), max(0.5, wide * 0.055))
        shapes.append(_within(eye, dot, "white", 1))
    return shapes


def _lashes(frame: _Frame, look: Look) -> list[Shape]:
    eye = frame.eye
    thick = 0.15 if look.presentation == "feminine" or look.age == "child" else 0.12
    above = (
        frame.upper(-0.04, 0.3), frame.upper(0.25, 0.08), frame.upper(0.68, 0.02),
        frame.upper(1.0, 0.2), frame.upper(1.06, 0.4),
    )  # fmt: skip
    below = (
        frame.upper(0.93, 0.3), frame.upper(0.68, 0.08 + thick),
        frame.upper(0.28, 0.1 + thick), frame.upper(0.02, 0.32),
    )  # fmt: skip
    shapes = [_line(np.concatenate((curve(above, closed=False), curve(below, closed=False))))]
    if look.presentation == "feminine" and eye.width >= 6:
        flick = (frame.upper(0.9, 0.12), frame.upper(1.2, 0.02), frame.at(1.04, 0.36))
        shapes.append(_line(np.array(flick)))
    if eye.width >= 8:
        foot = curve((frame.at(0.3, 0.985), frame.at(0.55, 1.0), frame.at(0.8, 0.9)), closed=False)
        shapes.append(_line(foot, width=max(1.0, eye.width * 0.05)))
    return shapes


def _within(eye: Eye, outline: Points, ramp: str, tone: int = 0) -> Shape:
    return Shape(
        outline=outline, ramp=ramp, tone=tone, part=f"{PART}.{eye.ramp}", order=ORDER,
        outlined=False, clipped=True,
    )  # fmt: skip


def _line(outline: Points, width: float | None = None) -> Shape:
    return Shape(outline=outline, ramp="ink", part=PART, order=ORDER, outlined=False, width=width)
