"""Arms and legs: bare tubes along the bones, and what covers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tools.backends.sketch.figure.body import OVERLAP, Body, Limb, Side
from tools.backends.sketch.figure.geometry import circle, loop, polygon, smooth
from tools.backends.sketch.figure.paint import crease, fill, side_lines
from tools.backends.sketch.figure.paint import line as stroke
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
    drop: float = 0.0
    """How far a wide sleeve hangs below the forearm."""
    lining: str | None = None
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
    worn = [(cover, _shell(body, limb, side, cover, half)) for cover in covers]
    inside = "".join(_opening(cover, shell, half) for cover, shell in worn if shell)
    hidden = any(shell and _whole(cover, half) for cover, shell in worn)
    out = [inside, beyond]
    contour: list[str] = []
    if not hidden:
        line = tone(skin, "line")
        bare = _bare(body, limb, side, covers, half)
        covered = any(cover.start <= half and cover.end > half + 0.1 for cover in covers)
        root = body.radius(limb, end=False) if half == 0 and not covered else 0.0
        out.insert(1, _tube(bare, skin, line, root))
        contour.append(side_lines(bare.seen, line, ink, 0.22 if half == 0 else 0.12))
    for cover, shell in worn:
        if shell:
            out.append(_covered(body, cover, shell, half, limb, side, ink))
            line = tone(cover.color, "line")
            contour.append(side_lines(shell.seen, line, ink, 0.24 if half == 0 else 0.10))
    return Segment(contour="".join(contour), svg="".join(out))


def _bare(body: Body, limb: Limb, side: Side, covers: tuple[Cover, ...], half: int) -> Shell:
    """The skin that covers which begin above leave free, and a little under their edge."""
    reach = [cover.end - half for cover in covers if cover.start <= half]
    start = max((end - 0.08 for end in reach if end > 0.1), default=-OVERLAP)
    surface = body.limb(limb, side)
    if start > -OVERLAP:
        surface = surface.between(min(start, 0.95), 1.0 + OVERLAP, 9)
    return Shell(surface, body.camera)


def bend(body: Body, limb: Limb, side: Side, skin: str, covers: tuple[Cover, ...]) -> str:
    """The rounding of the elbow above a forearm or the knee above a shin, to be laid under both
    segments; empty where they run straight on."""
    if not _bent(body, limb, side):
        return ""
    joint = body.dot(f"{'elbow' if limb == 'forearm' else 'knee'}_{side}")
    radius = body.radius(limb, end=False)
    over = [cover for cover in covers if cover.start < 1.0 and cover.end > 1.04]
    out = [] if over else [fill(circle(joint, radius), skin, tone(skin, "line"))]
    for cover in over:
        size = radius + body.unit(cover.swell[1])
        out.append(fill(circle(joint, size), cover.color, tone(cover.color, "line")))
    return "".join(out)


def _shell(body: Body, limb: Limb, side: Side, cover: Cover, half: int) -> Shell | None:
    start, end = max(cover.start - half, -OVERLAP), min(cover.end - half, 1.0 + OVERLAP)
    if end - start < 0.05:
        return None
    swell = cover.swell

    def by(v: Array) -> Array:
        return np.interp(v + half, (0.0, 1.0, 2.0), swell)

    surface = body.limb(limb, side).swollen(by).between(start, end, 13)
    return Shell(surface, body.camera)


def _whole(cover: Cover, half: int) -> bool:
    return cover.start <= half and cover.end >= half + 0.99


def _tube(shell: Shell, color: str, line: str, radius: float) -> str:
    root = shell.camera.project(shell.surface.center[0])
    knob = fill(circle(root, radius), color, line) if radius else ""
    return knob + shell.fills(color, ink=line)


def _bent(body: Body, limb: Limb, side: Side) -> bool:
    """Whether the joint above a forearm or a shin shows as a corner that wants rounding."""
    names = ("shoulder", "elbow", "wrist") if limb == "forearm" else ("hip", "knee", "ankle")
    first, middle, last = (body.dot(f"{name}_{side}") for name in names)
    one, two = middle - first, last - middle
    lengths = float(np.linalg.norm(one)) * float(np.linalg.norm(two))
    return float(one[:2] @ two[:2]) < 0.955 * lengths


def _opening(cover: Cover, shell: Shell, half: int) -> str:
    if not cover.open_end or cover.end - half > 1.0 + OVERLAP / 2:
        return ""
    inner = tone(cover.color, "deep")
    return fill(
        polygon(shell.ellipse(float(shell.surface.v[-1]))), inner, tone(cover.color, "line")
    )


def _covered(
    body: Body, cover: Cover, shell: Shell, half: int, limb: Limb, side: Side, ink: float
) -> str:
    line = tone(cover.color, "line")
    out: list[str] = []
    if cover.drop and half == 1:
        out.append(_bag(body, cover, shell, line))
    if half == 0 and cover.start == 0.0:
        radius = body.radius(limb, end=False) + body.unit(cover.swell[half])
        out.append(
            fill(circle(shell.camera.project(shell.surface.center[0]), radius), cover.color, line)
        )
    out.append(shell.fills(cover.color, ink=line))
    if cover.folds:
        out.append(_folds(shell, cover, half, ink))
    out += [draw(shell, side) for where, draw in cover.details if where == half]
    return "".join(out)


def _bag(body: Body, cover: Cover, shell: Shell, line: str) -> str:
    """The hanging part of a wide sleeve, where the forearm is near enough to level for it."""
    seen = shell.seen
    drop = body.unit(cover.drop)
    count = len(seen.left)
    fall = np.column_stack((np.zeros(count), drop * np.linspace(0.55, 1.0, count) ** 0.7))
    middle = (seen.left + seen.right) / 2
    run = middle[-1] - middle[0]
    level = abs(float(run[0])) / max(float(np.hypot(*run)), 1e-6)
    if level < 0.4:
        return ""
    low = middle + fall * level
    shape = loop(
        middle, np.vstack((middle[-1:], low[-1:])), low[::-1], np.vstack((low[:1], middle[:1]))
    )
    inner = middle + (low - middle) * 0.55
    dark = loop(
        inner, np.vstack((inner[-1:], low[-1:])), low[::-1], np.vstack((low[:1], inner[:1]))
    )
    lip = np.vstack((middle[-1:], low[-1:]))
    out = [fill(shape, cover.color, line), fill(dark, tone(cover.color, "shade"))]
    out.append(
        stroke(smooth(lip, closed=False), cover.lining or tone(cover.color, "deep"), body.unit(3.4))
    )
    return "".join(out)


def _folds(shell: Shell, cover: Cover, half: int, ink: float) -> str:
    """Creases that spring from the joint's inner side and, at a loose end, one more."""
    v = shell.surface.v
    spots = ((0.78, 0.02, 0.52, 0.10), (0.92, 0.02, 0.44, 0.04)) if half == 0 else (
        (0.10, 0.98, 0.40, 0.06), (0.20, 0.98, 0.58, 0.10))  # fmt: skip
    out: list[str] = []
    for place, start, end, drop in spots:
        if not v[0] <= place <= v[-1]:
            continue
        first, middle, last = (_at(shell, place + d) for d in (0.0, drop * 0.7, drop))
        points = np.array([
            first[0] + (first[1] - first[0]) * start,
            middle[0] + (middle[1] - middle[0]) * (start + end) / 2,
            last[0] + (last[1] - last[0]) * end,
        ])  # fmt: skip
        out.append(crease(points, cover.color, 3.2 * ink, "shade", 0.2))
    return "".join(out)


def _at(shell: Shell, place: float) -> tuple[Array, Array]:
    """The two edges of a shell at a height."""
    v = shell.surface.v
    index = float(np.interp(place, v, np.arange(len(v))))
    return _lerp(shell.seen.left, index), _lerp(shell.seen.right, index)


def _lerp(curve: Array, index: float) -> Array:
    low = min(int(index), len(curve) - 2)
    return curve[low] + (curve[low + 1] - curve[low]) * (index - low)
