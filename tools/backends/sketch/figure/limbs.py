"""Arms and legs: bare tubes along the bones, and what covers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tools.backends.sketch.figure.body import Body, Limb, Side
from tools.backends.sketch.figure.geometry import circle, polygon
from tools.backends.sketch.figure.paint import crease, fill, side_lines
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.tones import tone

Detail = Callable[[Shell, Side], str]
"""Draws onto a covered segment, given its shell and whose side it is."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Cloth or armour on a limb from `start` to `end` (0 root, 1 elbow or knee, 2 wrist or
    ankle), `swell` thick at the root, the middle joint and the end, in hundredths of a head.
    """

    color: str
    start: float = 0.0
    end: float = 2.0
    swell: tuple[float, float, float] = (3.0, 2.5, 2.5)
    folds: bool = True
    open_end: bool = True
    details: tuple[tuple[int, Detail], ...] = field(default=())
    """Which segment (0 or 1) carries each detail."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One drawn segment: ink to lay before it, its fills, and how far it reaches."""

    contour: str
    svg: str


def segment(
    body: Body, limb: Limb, side: Side, skin: str, covers: tuple[Cover, ...], ink: float,
    beyond: str = "",
) -> Segment:  # fmt: skip
    """A limb's segment with its covers; `beyond` (a hand) is drawn before the covers."""
    half = 0 if limb in ("upper_arm", "thigh") else 1
    bare = Shell(body.limb(limb, side), body.camera)
    worn = [(cover, _shell(body, limb, side, cover, half)) for cover in covers]
    inside = "".join(_opening(cover, shell, half) for cover, shell in worn if shell)
    hidden = any(shell and _whole(cover, half) for cover, shell in worn)
    out = [inside, beyond]
    contour: list[str] = []
    if not hidden:
        line = tone(skin, "line")
        out.insert(1, _tube(bare, skin, line, body.radius(limb, end=False)))
        contour.append(side_lines(bare.seen, line, ink, 0.22 if half == 0 else 0.12))
    for cover, shell in worn:
        if shell:
            out.append(_covered(body, cover, shell, half, limb, side, ink))
            line = tone(cover.color, "line")
            contour.append(side_lines(shell.seen, line, ink, 0.24 if half == 0 else 0.10))
    return Segment(contour="".join(contour), svg="".join(out))


def cover_shell(body: Body, limb: Limb, side: Side, cover: Cover) -> Shell | None:
    """The shell of a cover on one segment; None where it does not reach."""
    return _shell(body, limb, side, cover, 0 if limb in ("upper_arm", "thigh") else 1)


def _shell(body: Body, limb: Limb, side: Side, cover: Cover, half: int) -> Shell | None:
    start, end = max(cover.start - half, 0.0), min(cover.end - half, 1.0)
    if end - start < 0.04:
        return None
    swell = cover.swell

    def by(v: Array) -> Array:
        return np.interp(v + half, (0.0, 1.0, 2.0), swell)

    surface = body.limb(limb, side).swollen(by).between(start, end, 13)
    return Shell(surface, body.camera)


def _whole(cover: Cover, half: int) -> bool:
    return cover.start <= half and cover.end >= half + 1


def _tube(shell: Shell, color: str, line: str, radius: float) -> str:
    root = shell.camera.project(shell.surface.center[0])
    return fill(circle(root, radius), color, line) + shell.fills(color, ink=line)


def _opening(cover: Cover, shell: Shell, half: int) -> str:
    if not cover.open_end or cover.end - half > 1.0 + 1e-6:
        return ""
    inner = tone(cover.color, "deep")
    return fill(polygon(shell.ellipse(float(shell.surface.v[-1]))), inner, tone(cover.color, "line"))


def _covered(
    body: Body, cover: Cover, shell: Shell, half: int, limb: Limb, side: Side, ink: float
) -> str:
    line = tone(cover.color, "line")
    out: list[str] = []
    starts_here = cover.start > half
    if not starts_here:
        radius = body.radius(limb, end=False) + body.unit(cover.swell[half])
        out.append(fill(circle(shell.camera.project(shell.surface.center[0]), radius), cover.color, line))
    out.append(shell.fills(cover.color, ink=line))
    if cover.folds:
        out.append(_folds(shell, cover, half, ink))
    out += [draw(shell, side) for where, draw in cover.details if where == half]
    return "".join(out)


def _folds(shell: Shell, cover: Cover, half: int, ink: float) -> str:
    """Creases that spring from the joint and, at a loose end, one more."""
    v = shell.surface.v
    spots = ((0.80, 0.16, 0.62), (0.93, 0.10, 0.48)) if half == 0 else (
        (0.10, 0.86, 0.42), (0.22, 0.90, 0.56), (0.86, 0.12, 0.50))  # fmt: skip
    out: list[str] = []
    for place, start, end in spots:
        if not v[0] <= place <= v[-1]:
            continue
        share = (place - v[0]) / (v[-1] - v[0])
        index = share * (len(v) - 1)
        low = int(index)
        left = _lerp(shell.seen.left, index)
        right = _lerp(shell.seen.right, index)
        drop = (shell.seen.left[min(low + 1, len(v) - 1)] - shell.seen.left[low]) * 0.8
        points = np.array([left + (right - left) * s + drop * d
                           for s, d in ((start, 0.0), ((start + end) / 2, 0.9), (end, 1.1))])  # fmt: skip
        out.append(crease(points, cover.color, 2.0 * ink, "deep", 0.2))
    return "".join(out)


def _lerp(curve: Array, index: float) -> Array:
    low = min(int(index), len(curve) - 2)
    return curve[low] + (curve[low + 1] - curve[low]) * (index - low)
