"""A head composed from its parts, in one of four views."""

from __future__ import annotations

from tools.backends.sketch.head.colors import head_palette
from tools.backends.sketch.head.details import draw_details
from tools.backends.sketch.head.extent import extent_of
from tools.backends.sketch.head.face import brows, features, skin_pieces
from tools.backends.sketch.head.hair import draw_hair
from tools.backends.sketch.head.headwear import draw_headwear
from tools.backends.sketch.head.layers import HeadLayers
from tools.domain.look import Eyes, Look
from tools.domain.staging import Expression, View

_FAR_EARS = ("ears", "face", "lines")
_NEAR_EAR = ("face", "lines", "ears")
_SKIN_ORDER: dict[View, tuple[str, ...]] = {
    "front": _FAR_EARS,
    "three_quarter": _NEAR_EAR,
    "side": _NEAR_EAR,
    "back": _FAR_EARS,
}


def draw_head(
    look: Look,
    expression: Expression,
    view: View,
    mirrored: bool = False,
    scope: str = "head-",
    *,
    eyes_open: float = 1.0,
    mouth: Expression | None = None,
) -> HeadLayers:
    """The head in head space (`HeadLayers`), three-quarter and side facing the viewer's right.

    `mirrored` flips it to face the viewer's left; each eye keeps its own colour. `scope` starts
    every id, so that two heads can stand in one document. `eyes_open` is 1 for open eyes and 0
    for closed ones; `mouth` is another expression's mouth.
    """
    eyes = _swapped(look.eyes) if mirrored else look.eyes
    colors = head_palette(look)
    skin = skin_pieces(look, view, colors, scope)
    hair = draw_hair(look.hair, view, colors, scope)
    wear = draw_headwear(look, view, mirrored, colors, scope)
    details = draw_details(look, view, colors, scope)
    face = "".join(skin[name] for name in _SKIN_ORDER[view])
    head = [
        skin["clip"],
        f'<g data-region="face">{face}{details.skin}{_on_face(hair.shadow, scope)}</g>',
        features(look, expression, view, colors, scope, eyes, eyes_open, mouth),
        details.over,
        wear.under_hair,
        wear.clipped(hair.cap),
        brows(look, expression, view, colors),
    ]
    front = wear.clipped_loose(hair.front)
    if view == "back":
        front += wear.over_hair
    else:
        head.append(wear.over_hair)
    front += wear.hanging
    drawn = HeadLayers(
        behind_body=wear.defs + wear.behind_body + wear.clipped_loose(hair.behind_body),
        behind_head=wear.behind_head + wear.clipped(hair.behind_head),
        head="".join(head),
        front=front,
        extent=extent_of(look, view, mirrored),
    )
    return _flipped(drawn) if mirrored else drawn


def _on_face(shadow: str, scope: str) -> str:
    return f'<g clip-path="url(#{scope}clip-skull_area)">{shadow}</g>' if shadow else ""


def _swapped(eyes: Eyes) -> Eyes:
    return Eyes(
        left=eyes.right,
        right=eyes.left,
        cybernetic_left=eyes.cybernetic_right,
        cybernetic_right=eyes.cybernetic_left,
    )


def _flipped(drawn: HeadLayers) -> HeadLayers:
    def flip(fragment: str) -> str:
        return f'<g transform="scale(-1 1)">{fragment}</g>' if fragment else ""

    return HeadLayers(
        behind_body=flip(drawn.behind_body),
        behind_head=flip(drawn.behind_head),
        head=flip(drawn.head),
        front=flip(drawn.front),
        extent=drawn.extent,
    )
