"""The whole picture: the place behind, the figure in order of depth, the place before."""

from __future__ import annotations

from dataclasses import dataclass

from tools.backends.sketch.figure.body import SIDES, Body
from tools.backends.sketch.figure.draw import HEAD_ORDER, draw_body
from tools.backends.sketch.figure.feet import Foot
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.garments.wardrobe import outfit_of
from tools.backends.sketch.head import draw_head
from tools.backends.sketch.outline import outline_of
from tools.backends.sketch.posebook import PoseFile, pose_named
from tools.domain.rig import Camera, posed, proportions_of
from tools.domain.staging import Drawing, View

YAW: dict[View, float] = {"front": 0.0, "three_quarter": 36.0, "side": 88.0, "back": 180.0}
PITCH = 5.0
FIGURE_HEIGHT = 850.0
"""Pixels from sole to crown of a standing adult in a full-length picture of 1024."""


@dataclass(frozen=True, kw_only=True)
class Composition:
    """The layers of one picture, from back to front, as SVG fragments in a 1024 square."""

    back: str
    figure: str
    front: str


def draw(drawing: Drawing, seed: int) -> str:
    """The picture as one SVG document of 1024 by 1024 user units."""
    figure = figure_svg(drawing)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024">'
        f'<rect width="1024" height="1024" fill="#c9d2d8"/>{figure}</svg>'
    )


def figure_svg(drawing: Drawing) -> str:
    look, staging = drawing.look, drawing.staging
    pose = pose_named(staging.pose)
    sizes = proportions_of(look.presentation, look.build, look.height, look.age)
    skeleton = posed(pose.angles, sizes)
    yaw = pose.yaw.get(staging.view, YAW[staging.view])
    scale = FIGURE_HEIGHT / 652.0
    camera = Camera(yaw=yaw, pitch=PITCH, scale=scale, origin=(512.0, 500.0))
    body = Body(skeleton, camera)
    low = max(Foot(body, side).ground() for side in SIDES)
    camera = Camera(yaw=yaw, pitch=PITCH, scale=scale, origin=(512.0, 500.0 + 945.0 - low))
    figure = Figure(look=look, body=Body(skeleton, camera), ink=2.2)
    pieces = draw_body(figure, outfit_of(look), pose.angles)
    _head(figure, drawing, pieces)
    return _inked(pieces, figure.ink)


def _head(figure: Figure, drawing: Drawing, pieces: Pieces) -> None:
    staging = drawing.staging
    layers = draw_head(drawing.look, staging.expression, staging.view, mirrored=False)
    body = figure.body
    x, y, _ = body.dot("head")
    crown = body.dot("crown")
    import math
    tilt = math.degrees(math.atan2(crown[0] - x, y - crown[1]))
    place = f"translate({number(x)} {number(y)}) rotate({tilt:.1f}) scale({body.camera.scale:.3f})"
    for order, name, svg in (
        (-90.0, "hair-back", layers.behind_body),
        (-3.0, "hair-behind-head", layers.behind_head),
        (HEAD_ORDER, "head", layers.head),
        (HEAD_ORDER + 2, "hair-front", layers.front),
    ):
        if svg:
            pieces.add(order, "hair", name, f'<g transform="{place}">{svg}</g>')


def _inked(pieces: Pieces, ink: float) -> str:
    ordered = pieces.sorted()
    under = "".join(outline_of(piece.svg, ink) for piece in ordered)
    over = "".join(
        f'{piece.contour}<g id="{piece.name}" data-region="{piece.region}">{piece.svg}</g>'
        for piece in ordered
    )
    return f'<g id="ink">{under}</g>{over}'
