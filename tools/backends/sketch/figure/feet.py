"""Feet and shoes, built around the bones of the foot so that any turn of them reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.backends.sketch.figure.body import Body, Side
from tools.backends.sketch.figure.geometry import Curve, hull, polygon, smooth
from tools.backends.sketch.figure.paint import fill, line
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.tones import tone
from tools.domain.rig import JOINTS, Joint

TILT = 13.0
"""Degrees by which feet are seen from further above than the figure, as the eye sees them."""


@dataclass(frozen=True, kw_only=True)
class Shoe:
    """What is on a foot. `height` is the shaft above the ankle joint, 0 for a low shoe."""

    color: str
    sole: str
    sole_height: float = 4.0
    trim: str | None = None
    laces: str | None = None
    toe_cap: str | None = None
    straps: str | None = None
    bare: str | None = None
    """The skin under straps; None for a closed shoe."""
    bulk: float = 1.0
    heel: float = 0.0
    shine: bool = False


_SOLE = ((-17.0, 0.0), (-14.0, 8.0), (0.0, 9.6), (18.0, 11.0), (36.0, 13.6))
_SOLE_FRONT = ((0.0, 13.6), (11.0, 11.6), (18.0, 7.0), (20.5, 0.0))
# along the foot from the ankle, half width, height of the top above the sole
_UPPER = ((-14.0, 9.0, 27.0), (-4.0, 10.5, 30.0), (8.0, 10.8, 25.0), (22.0, 11.6, 18.0))
_UPPER_FRONT = ((0.0, 12.8, 14.5), (10.0, 11.4, 11.5), (17.0, 7.0, 8.0))


@dataclass(frozen=True)
class Foot:
    """A foot before the camera, from which its parts are cut."""

    body: Body
    side: Side
    bulk: float = 1.0

    def spot(self, along: float, wide: float, up: float, *, front: bool = False) -> Array:
        """A point of the foot in the picture: ahead of the ankle (or, in front, of the ball),
        to the character's left, above the sole; hundredths of a head."""
        skeleton, sizes = self.body.skeleton, self.body.skeleton.proportions
        long = (sizes.foot + sizes.toes) / 70.0
        high = sizes.ankle_height
        joint: Joint = _joint(f"{'toes' if front else 'ankle'}_{self.side}")
        below = high * 0.45 if front else high
        # in the foot's frame the sole is level whatever the joint's height above it
        point = skeleton.points[joint] + skeleton.frames[joint] @ np.array(
            (wide * self.bulk * (0.4 + 0.6 * long), below - up * high / 26.0, along * long)
        )
        ankle = skeleton.points[_joint(f"ankle_{self.side}")]
        camera = self.body.camera
        tilted = camera.tilted(TILT).matrix() @ (point - ankle) * camera.scale
        return camera.project(ankle)[:2] + tilted[:2]

    def ground(self) -> float:
        """The lowest y of the sole in the picture."""
        return float(max(point[1] for point in (*self.sole(0.0)[0], *self.sole(0.0)[1])))

    def sole(self, up: float, wider: float = 0.0) -> tuple[Curve, Curve]:
        """The rim of the sole at a height: its rear and its front part."""
        rear = [self.spot(z, s * (x + wider), up) for z, x in _SOLE for s in (-1, 1)]
        fore = [
            self.spot(z, s * (x + wider), up, front=True) for z, x in _SOLE_FRONT for s in (-1, 1)
        ]
        return np.array(rear), np.array(fore)

    def section(self, along: float, half: float, top: float, *, front: bool = False) -> Curve:
        """A cross-section of the upper, shape (7, 2)."""
        arch = (
            (-1.0, 0.12),
            (-1.0, 0.5),
            (-0.72, 0.86),
            (0.0, 1.0),
            (0.72, 0.86),
            (1.0, 0.5),
            (1.0, 0.12),
        )
        return np.array([self.spot(along, half * x, top * y, front=front) for x, y in arch])


def shoe(body: Body, side: Side, worn: Shoe, ink: float) -> str:
    """The shoe, or the bare foot, with its sole."""
    foot = Foot(body, side, worn.bulk)
    color = worn.bare or worn.color
    dark = tone(color, "line")
    rear = [foot.section(z, half, top) for z, half, top in _UPPER]
    fore = [foot.section(z, half, top, front=True) for z, half, top in _UPPER_FRONT]
    out: list[str] = []
    if worn.sole_height > 0:
        out.append(_sole(foot, worn, ink))
    shapes = [
        hull(np.vstack(rear[:3])),
        hull(np.vstack(rear[1:])),
        hull(np.vstack((rear[-1], *fore))),
    ]
    out += [fill(smooth(shape), color, dark) for shape in shapes]
    out.append(_shadow(foot, rear, fore, color))
    if worn.shine:
        spots = [
            foot.spot(z, x, up, front=True)
            for z, x, up in (
                (4.0, -7.0, 12.0),
                (11.0, -5.0, 10.0),
                (9.0, -1.0, 12.0),
                (2.0, -3.0, 14.0),
            )
        ]
        out.append(fill(smooth(np.array(spots)), tone(color, "light")))
    if worn.toe_cap:
        out.append(_toe_cap(fore, worn.toe_cap, ink))
    if worn.bare:
        out.append(_toes(foot, color, ink))
    if worn.straps:
        out.append(_straps(rear, fore, worn.straps, body.unit(5.0)))
    if worn.laces:
        out.append(_laces(foot, worn.laces, worn.color, body))
    return "".join(out)


def _sole(foot: Foot, worn: Shoe, ink: float) -> str:
    rise = worn.sole_height
    low, high = foot.sole(-1.5, 0.6), foot.sole(rise, 0.9)
    dark = tone(worn.sole, "line")
    out: list[str] = []
    for lower, upper in zip(low, high, strict=True):
        out.append(fill(smooth(hull(np.vstack((lower, upper)))), worn.sole, dark))
    both = hull(np.vstack((low[0], high[0], low[1], high[1])))
    if len(both):
        bottom = both[np.argmax(both[:, 1])]
        del bottom
    del ink
    return "".join(out)


def _shadow(foot: Foot, rear: list[Curve], fore: list[Curve], color: str) -> str:
    sections = [*rear, *fore]
    right = [max(section, key=lambda p: p[0] + 0.4 * p[1]) for section in sections]
    center = [section.mean(axis=0) for section in sections]
    side = [c + (r - c) * 0.35 for c, r in zip(center, right, strict=True)]
    low = [c * 0.35 + r * 0.65 for c, r in zip(center, right, strict=True)]
    del foot, low
    shape = np.array([*side, *right[::-1]])
    return fill(polygon(shape), tone(color, "shade"))


def _toe_cap(fore: list[Curve], color: str, ink: float) -> str:
    del ink
    shape = hull(np.vstack((fore[1], fore[2])))
    return fill(smooth(shape), color)


def _toes(foot: Foot, color: str, ink: float) -> str:
    out: list[str] = []
    for x in (-5.5, -1.0, 3.5):
        points = [
            foot.spot(z, x, up, front=True) for z, up in ((10.0, 10.0), (15.0, 8.0), (18.5, 4.0))
        ]
        out.append(line(polygon(points)[:-1], tone(color, "line"), ink * 0.8))
    return "".join(out)


def _straps(rear: list[Curve], fore: list[Curve], color: str, width: float) -> str:
    out: list[str] = []
    for section in (rear[1], rear[3], fore[0]):
        out.append(line(polygon(section)[:-1], tone(color, "line"), width * 1.35))
        out.append(line(polygon(section)[:-1], color, width))
    return "".join(out)


def _laces(foot: Foot, color: str, under: str, body: Body) -> str:
    out: list[str] = []
    width = body.unit(1.7)
    tongue = [
        foot.spot(z, s * half, up)
        for z, half, up, s in (
            (9.0, 5.0, 25.0, -1),
            (30.0, 5.5, 15.5, -1),
            (30.0, 5.5, 15.5, 1),
            (9.0, 5.0, 25.0, 1),
        )
    ]
    out.append(fill(polygon(tongue), tone(under, "shade")))
    for z, up in ((12.0, 24.0), (19.0, 20.5), (26.0, 17.0)):
        ends = [foot.spot(z, s * 5.5, up - 0.8) for s in (-1, 1)]
        out.append(line(polygon(ends)[:-1], color, width))
    return "".join(out)


def _joint(name: str) -> Joint:
    return next(joint for joint in JOINTS if joint == name)
