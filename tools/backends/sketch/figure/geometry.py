"""Curves in the picture: smooth outlines, tapered lines, hulls. Pixels, y down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]
"""Points of shape (n, 2)."""


def number(value: float) -> str:
    """A coordinate with one decimal, as short as it goes."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def polygon(points: Iterable[Sequence[float] | Curve]) -> str:
    """Path data of a closed polygon."""
    return f"{polyline(points)}Z"


def polyline(points: Iterable[Sequence[float] | Curve]) -> str:
    """Path data of an open polygon."""
    return _numbers("M%g %g", "L%g %g", np.asarray(points, dtype=float))


def smooth(points: Curve, closed: bool = True) -> str:
    """Path data of a Catmull-Rom curve through the points, as cubic Béziers."""
    if len(points) < 3:
        return polygon(points)
    start, end = (points[-1:], points[:1]) if closed else (points[:1], points[-1:])
    known = np.concatenate((start, points, end))
    tangent = (known[2:] - known[:-2]) / 6
    there, pull = (
        (np.roll(points, -1, axis=0), np.roll(tangent, -1, axis=0))
        if closed
        else (points[1:], tangent[1:])
    )
    here, push = (points, tangent) if closed else (points[:-1], tangent[:-1])
    curves = np.hstack((here + push, there - pull, there))
    first = _numbers("M%g %g", "", points[:1])
    return first + _numbers("", "C%g %g %g %g %g %g", curves) + ("Z" if closed else "")


def _numbers(first: str, rest: str, rows: NDArray[np.float64]) -> str:
    """Rows of coordinates, to a tenth, in a pattern; the first row may have its own."""
    count = len(rows)
    pattern = first + rest * (count - 1) if first else rest * count
    return pattern % tuple(np.round(rows, 1).ravel().tolist())


def ribbon(left: Curve, right: Curve, ends: tuple[bool, bool] = (False, False)) -> str:
    """Path data of the area between two smooth sides; `ends` rounds the start and the end."""
    del ends
    back = right[::-1]
    first = smooth(left, closed=False)
    second = smooth(back, closed=False).replace("M", "L", 1)
    return f"{first}{second}Z"


def sliver(points: Curve, width: float, heavy: float = 0.45) -> str:
    """Path data of a line that swells to `width` and tapers to nothing at both ends.

    `heavy` (0 to 1) is where along the line it is thickest.
    """
    curve = resampled(points, max(5, len(points)))
    along = np.linspace(0.0, 1.0, len(curve))
    swell = np.where(along < heavy, along / max(heavy, 0.01), (1 - along) / max(1 - heavy, 0.01))
    offset = normals(curve) * (width / 2 * np.sqrt(swell))[:, None]
    return ribbon(curve + offset, curve - offset)


def normals(curve: Curve) -> Curve:
    """Unit normals, to the left of the way the curve runs (y down)."""
    run = np.gradient(curve, axis=0)
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-6)
    return np.column_stack((run[:, 1], -run[:, 0])) / length[:, None]


def resampled(points: Curve, count: int) -> Curve:
    """The curve through the points with `count` points, evenly along its length."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(steps)))
    if along[-1] == 0:
        return np.repeat(points[:1], count, axis=0)
    wanted = np.linspace(0.0, float(along[-1]), count)
    return np.column_stack([np.interp(wanted, along, points[:, axis]) for axis in (0, 1)])


def bezier(points: Sequence[Sequence[float]], count: int = 9) -> Curve:
    """A Bézier curve of any degree, sampled."""
    control = np.asarray(points, dtype=float)
    degree = len(control) - 1
    share = np.linspace(0.0, 1.0, count)[:, None]
    curve = np.zeros((count, 2))
    for index, point in enumerate(control):
        weight = math.comb(degree, index) * share**index * (1 - share) ** (degree - index)
        curve = curve + weight * point
    return curve


def hull(points: Curve) -> Curve:
    """The convex hull, in order around it (Andrew's monotone chain)."""
    ordered = sorted({(round(float(x), 3), round(float(y), 3)) for x, y in points})
    if len(ordered) < 3:
        return np.asarray(ordered)
    halves: list[list[tuple[float, float]]] = []
    for run in (ordered, ordered[::-1]):
        chain: list[tuple[float, float]] = []
        for point in run:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        halves.append(chain[:-1])
    return np.asarray(halves[0] + halves[1])


def circle(center: Sequence[float] | Curve, radius: float) -> str:
    """Path data of a circle."""
    x, y = float(center[0]), float(center[1])
    r = number(radius)
    span = number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {span} 0a{r} {r} 0 1 0 -{span} 0Z"


def _turn(
    first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]
) -> float:
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (
        third[0] - first[0]
    )


def loop(*sides: Curve) -> str:
    """Path data of a closed shape whose sides are smooth and meet in corners."""
    out: list[str] = []
    for side in sides:
        text = smooth(side, closed=False) if len(side) > 2 else polygon(side)[:-1]
        out.append(text if not out else text.replace("M", "L", 1))
    return "".join(out) + "Z"
