"""The face: its shape, eyes, brows, nose, mouth and what the expression adds."""

from __future__ import annotations

from typing import Literal

from tools.backends.sketch.parts import load_part
from tools.domain.look import Eyes, Look
from tools.domain.staging import Expression, View

FaceShape = Literal["feminine", "neutral", "masculine", "child"]
Side = Literal["left", "right"]

_EYES_SEEN: dict[View, tuple[Side, ...]] = {
    "front": ("right", "left"),
    "three_quarter": ("left", "right"),
    "side": ("right",),
    "back": (),
}
_LIDS_MEET = 5.0
"""How far below the eye's middle the upper lid comes to rest, in hundredths of a head."""
_SHUT = 0.12
"""How tall a closed eye is drawn, of an open one."""
_EYE_SIZE = {"child": 1.0, "teen": 1.05, "adult": 1.0, "elder": 0.9}


def face_shape(look: Look) -> FaceShape:
    """Which drawn face fits the character's age and presentation."""
    return "child" if look.age == "child" else look.presentation


def eye_color(eyes: Eyes, side: Side) -> tuple[str, bool]:
    """An eye's colour and whether it is cybernetic."""
    if side == "left":
        return eyes.left, eyes.cybernetic_left
    return eyes.right, eyes.cybernetic_right


def skin_pieces(look: Look, view: View, colors: dict[str, str], scope: str) -> dict[str, str]:
    """The layers of the bare head: clip, ears, face, lines. The neck is the body's."""
    part = load_part(f"head/face/{face_shape(look)}/{view}.svg")
    names = ("clip", "ears", "face", "lines")
    return {name: part.layer(name, colors, f"{scope}{name}-") for name in names}


def features(
    look: Look,
    expression: Expression,
    view: View,
    colors: dict[str, str],
    scope: str,
    eyes: Eyes,
    eyes_open: float = 1.0,
    mouth_of: Expression | None = None,
) -> str:
    """Cheeks, nose, mouth and eyes; nothing in the back view."""
    if view == "back":
        return ""
    mouth = load_part(f"head/mouths/{mouth_of or expression}.svg")
    nose = load_part("head/nose.svg").layer(view, colors)
    drawn = [
        mouth.layer(f"{view}.skin", colors),
        nose,
        mouth.layer(view, colors, f"{scope}mouth-"),
        *(
            _blinked(
                look, view, side, eyes_open, _eye(look, expression, view, side, colors, scope, eyes)
            )
            for side in _EYES_SEEN[view]
        ),
        mouth.layer(f"{view}.over", colors),
    ]
    return f'<g data-region="face">{"".join(drawn)}</g>'


def brows(look: Look, expression: Expression, view: View, colors: dict[str, str]) -> str:
    """The brows, drawn over the fringe so that the expression stays readable."""
    part = load_part(f"head/brows/{face_shape(look)}/{expression}.svg")
    return "".join(part.layer(f"{view}.{side}", colors) for side in _EYES_SEEN[view])


def _blinked(look: Look, view: View, side: Side, eyes_open: float, drawn: str) -> str:
    """The eye brought together about the line where its lids meet."""
    if eyes_open >= 1.0:
        return drawn
    shape = load_part(f"head/face/{face_shape(look)}/{view}.svg")
    line = shape.anchors[f"eye_{side}"][1] + _LIDS_MEET
    tall = _SHUT + (1.0 - _SHUT) * max(0.0, eyes_open)
    return f'<g transform="translate(0 {line * (1 - tall):.3f}) scale(1 {tall:.3f})">{drawn}</g>'


def _eye(
    look: Look,
    expression: Expression,
    view: View,
    side: Side,
    colors: dict[str, str],
    scope: str,
    eyes: Eyes,
) -> str:
    color, cybernetic = eye_color(eyes, side)
    part = load_part(f"head/eyes/{face_shape(look)}/{expression}.svg")
    palette = {**colors, "iris": color}
    kind = ".cyber" if cybernetic else ""
    name = f"{view}.{side}"
    drawn = part.layer(f"{name}{kind}", palette, f"{scope}{side}-")
    drawn += part.layer(f"{name}.lids", palette)
    size = _EYE_SIZE[look.age]
    if size == 1.0:
        return drawn
    x, y = load_part(f"head/face/{face_shape(look)}/{view}.svg").anchors[f"eye_{side}"]
    moved = f"translate({x * (1 - size):.3f} {y * (1 - size):.3f}) scale({size})"
    return f'<g transform="{moved}">{drawn}</g>'
