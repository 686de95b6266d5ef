"""What is worn before the face: glasses, eyepatches, masks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.head.eye import Eye, seen_eyes
from tools.backends.sketch.sprite.head.form import overlay
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, box, turned
from tools.domain.faces import Expression
from tools.domain.look import Garment, Look

_ORDER = 1.6
_MASK = Shell(hem=((0.0, 0.6), (180.0, 0.6)), top=0.0, side=0.03)
_PATCH_STRAP = Shell(hem=((0.0, 0.0), (180.0, 0.0)), top=0.08, side=0.06)


def glasses_shapes(
    garment: Garment, look: Look, space: HeadSpace, expression: Expression
) -> list[Shape]:
    """A frame round each eye on whole pixels, a bridge, and the arms to the ears."""
    eyes = seen_eyes(look, space, expression)
    line = max(1.0, round(space.size * 0.03))
    shapes: list[Shape] = []
    for eye in eyes:
        shapes += [
            _piece(turned(ring, space.roll, eye.middle), garment) for ring in _frame(eye, line)
        ]
    if len(eyes) == 2:
        first, second = sorted(eyes, key=lambda eye: eye.left)
        start = first.left + first.width + line
        bridge = box(start, first.top + first.height * 0.35, second.left - line - start, line)
        shapes.append(_piece(turned(bridge, space.roll, space.middle), garment))
    for eye in eyes:
        side = 1 if eye.ramp == "eye_left" else -1
        ear = space.put((side * 0.47, 0.12, -0.02))[0]
        if space.depth((side * 0.47, 0.12, 0.0)) < 0.1:
            continue
        edge = eye.left - line if ear[0] < eye.left else eye.left + eye.width + line
        arm = np.array(((edge, eye.top + eye.height * 0.35), (ear[0], ear[1])))
        shapes.append(_piece(arm, garment, width=line))
    return shapes


def _frame(eye: Eye, line: float) -> list[Points]:
    left, top = eye.left - line, eye.top - (0 if line == 1 else line)
    wide, high = eye.width + 2 * line, eye.height + (1 if line == 1 else 2 * line)
    return [
        box(left, top + line, line, high - 2 * line),
        box(left + wide - line, top + line, line, high - 2 * line),
        box(left + line, top + high - line, wide - 2 * line, line),
        box(left + line, top - (line if line == 1 else 0), wide - 2 * line, line),
    ]


def _piece(outline: Points, garment: Garment, width: float | None = None) -> Shape:
    return Shape(
        outline=outline, ramp=garment.kind, part=garment.kind, order=_ORDER, outlined=False,
        width=width, glowing=garment.glowing,
    )  # fmt: skip


def eyepatch_shapes(
    garment: Garment, look: Look, space: HeadSpace, expression: Expression
) -> list[Shape]:
    """A patch over the left eye, the right one where the left is the cybernetic eye on show."""
    eyes = look.eyes
    hides_right = eyes.cybernetic_left and not eyes.cybernetic_right
    side = -1.0 if hides_right else 1.0
    ramp = "eye_right" if hides_right else "eye_left"
    shapes: list[Shape] = []
    for eye in seen_eyes(look, space, expression):
        if eye.ramp != ramp:
            continue
        x, y = eye.left, eye.top
        pad = max(1.0, space.size * 0.03)
        ring = np.array(
            (
                (x - pad, y - pad * 0.5), (x + eye.width + pad, y - pad * 0.5),
                (x + eye.width + pad, y + eye.height * 0.7),
                (x + eye.width * 0.5, y + eye.height + pad),
                (x - pad, y + eye.height * 0.7),
            )
        )  # fmt: skip
        shapes.append(
            Shape(
                outline=turned(ring, space.roll, eye.middle), ramp=garment.kind, part=garment.kind,
                order=_ORDER, outlined=False,
            )
        )  # fmt: skip
    azimuths = np.linspace(-180.0, 180.0, 73)
    heights = 0.06 + side * 0.22 * np.sin(np.radians(azimuths))
    solid = _PATCH_STRAP.at(azimuths, heights)
    front = space.turned(solid)[:, 2] > 0.02
    for run in _runs(front):
        line = space.put(solid[run])
        if len(line) > 1:
            shapes.append(
                Shape(
                    outline=line, ramp=garment.kind, part=f"{garment.kind}.strap", order=4.6,
                    outlined=False, width=max(1.0, space.size * 0.03),
                )
            )  # fmt: skip
    return shapes


def _runs(flags: NDArray[np.bool_]) -> list[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def mask_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A cloth mask over mouth and chin."""
    azimuths = np.linspace(-78.0, 78.0, 27)
    seen = azimuths[np.cos(np.radians(azimuths + space.yaw)) > -0.02]
    if len(seen) < 3:
        return []
    high = 0.225 + 0.04 * (np.abs(seen) / 78.0) ** 2
    top = _MASK.at(seen, high)
    low = _MASK.at(seen, np.full(len(seen), 0.6))
    ring = space.put(np.concatenate((top, low[::-1])))
    shift = np.array((0.05, 0.035)) * space.size
    fold = space.put(_MASK.at(seen[2:-2], np.full(len(seen) - 4, 0.35)))
    shapes = [
        overlay(ring, garment.kind, -1, "head", _ORDER),
        overlay(ring - shift * np.array((1.0, 0.0)), garment.kind, 0, "head", _ORDER),
        overlay(fold, garment.kind, -1, "head", _ORDER, width=max(1.0, space.size * 0.02)),
    ]
    if garment.accent:
        edge = space.put(
            np.concatenate((_MASK.at(seen, high), _MASK.at(seen[::-1], high[::-1] + 0.035)))
        )
        shapes.append(overlay(edge, f"{garment.kind}_accent", 0, "head", _ORDER))
    return shapes
