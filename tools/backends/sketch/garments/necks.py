"""What is worn about the neck: high collars, hoods let down, scarves."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.figure.geometry import bezier, ribbon, smooth
from tools.backends.sketch.figure.outfit import Extra, Figure
from tools.backends.sketch.figure.paint import Pieces, crease, fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.tones import tone

COLLAR_ORDER = 2.5
SCARF_ORDER = 28.0


def turtle_collar(color: str) -> Extra:
    """A high collar that folds over, close to the neck."""

    def draw(figure: Figure, pieces: Pieces) -> None:
        body = figure.body
        shell = Shell(body.neck.swollen(2.6).between(-0.02, 0.52, 8), body.camera)
        ink = tone(color, "line")
        fold = smooth(shell.arc(0.24), closed=False)
        edge = smooth(shell.arc(0.5), closed=False)
        pieces.add(
            COLLAR_ORDER, "torso", "collar", shell.fills(color, ink=ink),
            line(fold, tone(color, "deep"), 1.4 * figure.ink), line(edge, ink, figure.ink),
        )  # fmt: skip

    return draw


def hood_behind(color: str) -> Extra:
    """A hood lying on the shoulders behind the neck."""

    def draw(figure: Figure, pieces: Pieces) -> None:
        body = figure.body
        frame, center = body.skeleton.frames["chest"], body.skeleton.points["neck"]
        half = body.skeleton.proportions.neck_half
        points: list[Array] = []
        points += [center + frame @ np.array((x * half, y, z)) for x, y, z in _HOOD]
        flat = body.camera.project(np.array(points))[:, :2]
        behind = float((body.camera.matrix() @ frame[:, 2])[2]) < -0.2
        ink = tone(color, "line")
        middle = flat.mean(axis=0)
        hollow = middle + (flat - middle) * 0.72
        pieces.add(
            29.0 if behind else -3.5, "torso", "hood",
            fill(smooth(flat), color, ink),
            fill(smooth(hollow), tone(color, "shade" if behind else "deep")),
            contour=line(smooth(flat), ink, 2 * figure.ink),
        )  # fmt: skip

    return draw


_HOOD = (
    (-2.9, 12, 2), (-2.6, -6, -6), (-1.5, -15, -16), (0, -17, -22), (1.5, -15, -16),
    (2.6, -6, -6), (2.9, 12, 2), (1.9, 26, -22), (0, 34, -30), (-1.9, 26, -22),
)  # fmt: skip
"""The rim of a hood let down: across in halves of the neck, down and forwards."""


def scarf(color: str, accent: str | None) -> Extra:
    """A scarf wound round the neck with one tail in front and one that flies behind."""

    def draw(figure: Figure, pieces: Pieces) -> None:
        body = figure.body
        ink = tone(color, "line")
        wound = body.neck.swollen(lambda v: 8.5 + 5.5 * np.sin(np.pi * np.clip(v, 0, 1) * 1.2))
        shell = Shell(wound.between(-0.26, 0.44, 9), body.camera)
        trunk = Shell(body.trunk.swollen(5), body.camera)
        out = [shell.fills(color, ink=ink, shadow=0.58)]
        for v, drop in ((0.08, 6), (0.26, -4)):
            arc = shell.arc(v)
            arc = arc + np.column_stack(
                (np.zeros(len(arc)), np.linspace(-1, 1, len(arc)) * body.unit(drop))
            )
            out.append(crease(arc, color, 3.0 * figure.ink, "deep", 0.5))
        out.append(line(smooth(shell.arc(0.43), closed=False), ink, figure.ink))
        tail = _tail(trunk, 16.0, 5.0, 58.0, 13.0)
        if tail:
            out.insert(0, _drawn(tail, color, accent, ink, figure))
        pieces.add(SCARF_ORDER, "accessories", "scarf", *out,
                   contour=line(shell.panels()[0], ink, 2 * figure.ink))  # fmt: skip
        pieces.add(-75.0, "accessories", "scarf-tail", _flying(figure, color, accent, ink))

    return draw


def _tail(
    shell: Shell, u: float, top: float, bottom: float, half: float
) -> tuple[Array, Array] | None:
    v = np.linspace(top, bottom, 8)
    lean = np.linspace(0, 6, 8)
    if not shell.shows(np.full(8, u), v).all():
        return None
    wide = half * np.linspace(0.75, 1.1, 8)
    return shell.at(u + lean - wide, v), shell.at(u + lean + wide, v)


def _flying(figure: Figure, color: str, accent: str | None, ink: str) -> str:
    body = figure.body
    frame = body.camera.matrix() @ body.skeleton.frames["chest"]
    away = -1.0 if float(frame[0, 2]) >= -0.05 else 1.0
    start = body.dot("neck")[:2]
    u = body.unit
    course = ((0.0, 4.0), (40.0, 2.0), (64.0, 46.0), (104.0, 38.0))
    x, y = float(start[0]), float(start[1])
    middle = bezier([(x + away * u(far), y + u(low)) for far, low in course], 9)
    wide = np.linspace(u(9), u(14), 9)[:, None]
    across = np.array((0.15, 1.0))
    return _drawn((middle - across * wide, middle + across * wide), color, accent, ink, figure)


def _drawn(
    sides: tuple[Array, Array], color: str, accent: str | None, ink: str, figure: Figure
) -> str:
    left, right = sides
    out = [fill(ribbon(left, right), color, ink)]
    inner = left + (right - left) * 0.6
    out.append(fill(ribbon(inner, right), tone(color, "shade")))
    for index in (-2, -3) if accent else ():
        ends = np.array([left[index], right[index]])
        out.append(line(smooth(ends, closed=False), accent or color, figure.unit(3.0)))
    for share in (0.08, 0.3, 0.52, 0.74, 0.95):
        tip = left[-1] + (right[-1] - left[-1]) * share
        along = (left[-1] - left[-2]) * 0.45
        fringe = np.array([tip, tip + along])
        out.append(line(smooth(fringe, closed=False), accent or color, figure.unit(2.2)))
    return "".join(out)
