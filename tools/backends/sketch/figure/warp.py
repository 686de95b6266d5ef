"""Flat details of part files wrapped around a body.

Such a part is drawn in a plane whose x is `u` (degrees around the body, 0 in front, growing to
the character's left) and whose y is `v` (the height along it). Paths may use the commands
M L H V C Q Z, absolute or relative; stroke widths are in hundredths of a head.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tools.backends.sketch.figure.geometry import Curve, bezier, polyline
from tools.backends.sketch.figure.shell import Shell

_PATH = re.compile(r'<path\b([^>]*?)\sd="([^"]*)"([^>]*?)/>')
_WIDTH = re.compile(r'stroke-width="([^"]*)"')
_TOKEN = re.compile(r"[MmLlHhVvCcQqZz]|-?\d*\.?\d+(?:e-?\d+)?")
_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
_STEP = 7.0
"""Straight stretches longer than this, in flat units, are divided so that they bend."""


def warped(fragment: str, shell: Shell) -> str:
    """The fragment's paths laid on the shell; what the camera cannot see is left out."""
    scale = shell.camera.scale

    def laid(found: re.Match[str]) -> str:
        before, data, after = found[1], found[2], found[3]
        paths = [_laid(curve, closed, shell) for curve, closed in flattened(data)]
        path = "".join(paths)
        attributes = _WIDTH.sub(lambda width: _scaled(width, scale), before + after)
        return f'<path{attributes} d="{path}"/>' if path else ""

    return _PATH.sub(laid, fragment)


@lru_cache(maxsize=1024)
def flattened(data: str) -> tuple[tuple[Curve, bool], ...]:
    """The subpaths of path data as points, each with whether it is closed."""
    tokens = _TOKEN.findall(data)
    out: list[tuple[Curve, bool]] = []
    points: list[tuple[float, float]] = []
    here = (0.0, 0.0)
    command, at = "M", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command = str(tokens[at])
            at += 1
        kind = command.upper()
        count = _NEEDS[kind]
        values = [float(token) for token in tokens[at : at + count]]
        at += count
        if kind == "Z":
            out.append((_dense(points, closed=True), True))
            here, points = points[0], []
            continue
        if kind == "M" and points:
            out.append((_dense(points, closed=False), False))
            points = []
        stretch = _stretch(kind, command.islower(), values, here)
        points.extend(stretch if points or kind == "M" else [here, *stretch])
        here = points[-1]
        if kind == "M":
            command = "l" if command == "m" else "L"
    if points:
        out.append((_dense(points, closed=False), False))
    return tuple(out)


def _stretch(
    kind: str, relative: bool, values: list[float], here: tuple[float, float]
) -> list[tuple[float, float]]:
    x, y = here if relative else (0.0, 0.0)
    match kind:
        case "H":
            return [(values[0] + x, here[1])]
        case "V":
            return [(here[0], values[0] + y)]
        case "C" | "Q":
            pairs = [(values[i] + x, values[i + 1] + y) for i in range(0, len(values), 2)]
            return [(float(px), float(py)) for px, py in bezier([here, *pairs], 8)[1:]]
        case _:
            return [(values[0] + x, values[1] + y)]


def _dense(points: list[tuple[float, float]], *, closed: bool) -> Curve:
    ring = [*points, points[0]] if closed else points
    out: list[tuple[float, float]] = [ring[0]]
    for (x0, y0), (x1, y1) in pairwise(ring):
        steps = max(1, int(max(abs(x1 - x0) / 2, abs(y1 - y0)) / _STEP))
        out += [
            (x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps) for k in range(1, steps + 1)
        ]
    return np.array(out)


def _laid(curve: Curve, closed: bool, shell: Shell) -> str:
    """The curve in the picture, once for each turn of the body on which it can be seen."""
    low, high = shell.visible(curve[:, 1])
    out: list[str] = []
    for turn in (-360.0, 0.0, 360.0):
        u = curve[:, 0] + turn
        shown = (u > low) & (u < high)
        if not shown.any():
            continue
        if closed:
            out.append(polyline(shell.on(np.clip(u, low, high), curve[:, 1])) + "Z")
            continue
        for run in np.split(np.arange(len(u)), np.flatnonzero(~shown)):
            kept = run[shown[run]]
            if len(kept) > 1:
                out.append(polyline(shell.on(u[kept], curve[kept, 1])))
    return "".join(out)


def _scaled(width: re.Match[str], scale: float) -> str:
    return f'stroke-width="{float(width[1]) * scale:.2f}"'
