"""Hands: part files laid along the bone of the hand, thumb on its proper side."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.figure.body import Body, Side
from tools.backends.sketch.figure.geometry import circle, number
from tools.backends.sketch.figure.paint import fill
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.tones import tone
from tools.domain.rig import Hand, Joint

_FILES: dict[Hand, str] = {
    "relaxed": "body/hand_relaxed.svg",
    "open": "body/hand_open.svg",
    "fist": "body/hand_fist.svg",
    "gripping": "body/hand_fist.svg",
    "pointing": "body/hand_pointing.svg",
}


_WRIST: dict[Side, Joint] = {"l": "wrist_l", "r": "wrist_r"}


def hand(body: Body, side: Side, shape: Hand, color: str) -> str:
    """The hand in a skin or glove colour, in picture space."""
    part = load_part(_FILES[shape])
    x, y, _ = body.dot(f"wrist_{side}")
    wrist = fill(
        circle((float(x), float(y)), body.radius("forearm", end=True)), color, tone(color, "line")
    )
    return (
        f'{wrist}<g transform="{hand_transform(body, side)}">'
        f"{part.layer('main', {'skin': color})}</g>"
    )


def hand_transform(body: Body, side: Side) -> str:
    """From the hand's part space (wrist at 0 0, fingers down, thumb right) to the picture."""
    x, y, angle, flip, stretch, scale = _placement(body, side)
    return (
        f"translate({number(x)} {number(y)}) rotate({angle:.1f})"
        f" scale({flip * scale:.3f} {scale * stretch:.3f})"
    )


def in_hand(body: Body, side: Side, point: tuple[float, float]) -> tuple[float, float]:
    """Where a point of the hand's part space lies in the picture."""
    x, y, angle, flip, stretch, scale = _placement(body, side)
    turn = math.radians(angle)
    px, py = point[0] * flip * scale, point[1] * stretch * scale
    return (
        x + px * math.cos(turn) - py * math.sin(turn),
        y + px * math.sin(turn) + py * math.cos(turn),
    )


def _placement(body: Body, side: Side) -> tuple[float, float, float, float, float, float]:
    frame = body.camera.matrix() @ body.skeleton.frames[_WRIST[side]]
    down, thumb = frame[:, 1], frame[:, 2]
    palm = frame[:, 0] * (-1.0 if side == "l" else 1.0)
    seen = float(np.hypot(down[0], down[1]))
    if seen < 0.25:
        elbow, wrist = body.dot(f"elbow_{side}"), body.dot(f"wrist_{side}")
        down = (wrist - elbow) / max(float(np.hypot(*(wrist - elbow)[:2])), 1e-6)
    angle = math.degrees(math.atan2(-float(down[0]), float(down[1])))
    across = np.array((math.cos(math.radians(angle)), math.sin(math.radians(angle))))
    lean = float((thumb[:2] + 0.45 * palm[:2]) @ across)
    x, y, _ = body.dot(f"wrist_{side}")
    size = body.skeleton.proportions.hand / 56.0
    stretch = max(0.72, min(1.0, 0.35 + 0.65 * seen))
    return float(x), float(y), angle, 1.0 if lean >= 0 else -1.0, stretch, body.unit(size)
