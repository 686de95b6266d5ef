"""Light that gathers about a casting hand."""

from __future__ import annotations

from tools.backends.sketch.figure.geometry import circle, number
from tools.backends.sketch.figure.hands import in_hand
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.figure.paint import Pieces, fill, line
from tools.backends.sketch.posebook import PoseFile
from tools.backends.sketch.tones import tone

MAGIC = "#4fd0ff"


def draw_effect(figure: Figure, pose: PoseFile, pieces: Pieces) -> None:
    """A ring of light with sparks at the left hand, where the pose casts a spell."""
    if pose.effect != "spell":
        return
    x, y = in_hand(figure.body, "l", (0.0, 62.0))
    unit = figure.body.unit
    bright = tone(MAGIC, "glow")
    out = [fill(circle((x, y), unit(size)), MAGIC, opacity=clear)
           for size, clear in ((62, 0.14), (44, 0.20), (28, 0.35))]  # fmt: skip
    out.append(fill(circle((x, y), unit(15)), bright))
    out += [
        line(circle((x, y), unit(50)), bright, unit(1.8), 0.9),
        line(circle((x, y), unit(40)), MAGIC, unit(1.4)),
    ]
    for angle, far, size in _SPARKS:
        out.append(_spark(x + unit(far) * angle[0], y + unit(far) * angle[1], unit(size), bright))
    pieces.add(80.0, "prop", "spell", *out)


_SPARKS = (((0.94, -0.34), 70.0, 9.0), ((0.2, -0.98), 66.0, 7.0), ((-0.5, 0.86), 64.0, 8.0),
           ((0.76, 0.64), 76.0, 6.0), ((-0.9, -0.42), 60.0, 5.0))  # fmt: skip


def _spark(x: float, y: float, size: float, color: str) -> str:
    near = size * 0.22
    points = [
        (0, -size),
        (near, -near),
        (size, 0),
        (near, near),
        (0, size),
        (-near, near),
        (-size, 0),
        (-near, -near),
    ]
    path = "L".join(f"{number(x + px)} {number(y + py)}" for px, py in points)
    return fill(f"M{path}Z", color)
