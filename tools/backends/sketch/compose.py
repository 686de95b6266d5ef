"""The whole picture: the place behind, the figure in order of depth, the place before."""

from __future__ import annotations

import math
from typing import Literal

from tools.backends.sketch.figure.draw import HEAD_ORDER, draw_body
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.garments.wardrobe import outfit_of
from tools.backends.sketch.head import draw_head
from tools.backends.sketch.light import dimmed, rim_of, tinted
from tools.backends.sketch.outline import outline_of
from tools.backends.sketch.props.effects import draw_effect
from tools.backends.sketch.props.held import draw_prop
from tools.backends.sketch.props.seats import draw_seat
from tools.backends.sketch.setting import SceneLight, SettingLayers, draw_setting
from tools.backends.sketch.stage import SIDE, Life, Stage, staged
from tools.domain.staging import Drawing, View

_SWAYING = ("hair-back", "hair")
_HAIR_ROOTS, _HAIR_LONG = -62.0, 140.0
"""Where hair begins to hang, in head space, and how far below that its tips are."""
EYE_LEVEL = 620.0
"""The height in the picture that stays put when the camera comes closer to the place."""


def draw(drawing: Drawing, seed: int, width: int = 1024, height: int = 1024) -> str:
    """The picture as one layered SVG document of this size in pixels.

    Wider and taller pictures show more of the place; the figure keeps its shape.
    """
    place = draw_setting(drawing.staging.scene, seed)
    light = dimmed(place.light, drawing.staging.scene_light)
    stage = staged(drawing, place.ground_y)
    figure = (
        f'<g id="shadow" data-region="background">{contact_shadow(stage, light)}</g>'
        f'<g id="figure">{figure_svg(stage, drawing, light)}</g>'
    )
    return in_place(figure, place, stage.zoom, width, height)


def in_place(figures: str, place: SettingLayers, zoom: float, width: int, height: int) -> str:
    """The document: figures as an SVG fragment between what lies behind and before them."""
    left, top, wide, tall = window(place.ground_y, width, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{number(left)} {number(top)} {number(wide)} {number(tall)}">'
        f"{layer_of(place, 'back', zoom, width, height)}"
        f"{figures}"
        f"{layer_of(place, 'front', zoom, width, height)}"
        "</svg>"
    )


def layer_of(
    place: SettingLayers, layer: Literal["back", "front"], zoom: float, width: int, height: int
) -> str:
    """What lies behind, or before, the figures: large enough to fill the picture."""
    cover = max(1.0, width / height, height / width)
    nearer = 1.0 + (zoom - 1.0) * 0.35
    around = _about(SIDE / 2, place.ground_y, cover) + _about(SIDE / 2, EYE_LEVEL, nearer)
    name, drawn = ("background", place.back) if layer == "back" else ("foreground", place.front)
    return f'<g id="{name}" data-region="background" transform="{around}">{drawn}</g>'


def window(ground_y: float, width: int, height: int) -> tuple[float, float, float, float]:
    """Left, top, width and height of what a picture of so many pixels shows, in user units."""
    wide, tall = max(1.0, width / height), max(1.0, height / width)
    return SIDE / 2 * (1 - wide), -ground_y * (tall - 1), SIDE * wide, SIDE * tall


def figure_svg(stage: Stage, drawing: Drawing, light: SceneLight) -> str:
    """The figure in the light of a place: rim, ink, then its parts from far to near."""
    ordered = figure_pieces(stage, drawing).sorted()
    ink = "".join(outline_of(piece.svg, stage.figure.ink * piece.thin) for piece in ordered)
    parts = "".join(
        f'<g id="{piece.name}" data-region="{piece.region}">{piece.contour}{piece.svg}</g>'
        for piece in ordered
    )
    rim = rim_of(ink, light, stage.zoom)
    return f'{rim}<g id="ink">{tinted(ink, light)}</g>{tinted(parts, light)}'


def figure_pieces(stage: Stage, drawing: Drawing) -> Pieces:
    """Every piece of the figure: body, clothes, prop and head."""
    figure = stage.figure
    pieces = draw_body(figure, outfit_of(drawing.look), stage.pose.angles)
    draw_seat(figure, stage.pose, pieces)
    draw_effect(figure, stage.pose, pieces)
    prop = drawing.staging.prop or drawing.look.prop
    if prop:
        draw_prop(figure, stage.pose, drawing.staging.pose, prop, pieces)
    _head(figure, drawing, stage.life, pieces)
    return pieces


def contact_shadow(stage: Stage, light: SceneLight) -> str:
    """The soft dark under what touches the ground."""
    body = stage.figure.body
    if stage.zoom > 1.2:
        return ""
    low, high = stage.ground
    lift = stage.pose.angles.lift
    middle, half = (low + high) / 2, (high - low) / 2 + body.unit(34)
    y = max(float(body.dot(name)[1]) for name in ("toe_l", "toe_r", "heel_l", "heel_r"))
    y += body.unit(100.0) * lift
    strength = 0.34 / (1 + 2.2 * lift)
    return "".join(
        f'<ellipse cx="{number(middle)}" cy="{number(y - 2)}" rx="{number(half * size)}"'
        f' ry="{number(body.unit(13) * size)}" fill="{light.shadow}"'
        f' fill-opacity="{strength:.2f}"/>'
        for size in (1.0, 0.8)
    )


def _head(figure: Figure, drawing: Drawing, life: Life, pieces: Pieces) -> None:
    view, mirrored = life.view or head_view(figure)
    layers = draw_head(
        drawing.look,
        drawing.staging.expression,
        view,
        mirrored,
        eyes_open=life.eyes_open,
        mouth=life.mouth,
    )
    body = figure.body
    x, y, _ = body.dot("head")
    crown_x, crown_y, _ = body.dot("crown")
    tilt = math.degrees(math.atan2(crown_x - x, y - crown_y))
    place = f"translate({number(x)} {number(y)}) rotate({tilt:.1f}) scale({body.camera.scale:.3f})"
    for order, name, svg in (
        (-90.0, "hair-back", layers.behind_body),
        (-3.0, "hair", layers.behind_head),
        (HEAD_ORDER, "head", layers.head),
        (HEAD_ORDER + 2, "hair-front", layers.front),
    ):
        if svg:
            thin = 1 / body.camera.scale
            if life.hair and name in _SWAYING:
                lean = math.degrees(math.atan2(life.hair, _HAIR_LONG))
                svg = f'<g transform="translate({_swung(lean)} 0) skewX({lean:.2f})">{svg}</g>'
            pieces.add(order, "hair", name, f'<g transform="{place}">{svg}</g>', thin=thin)


def _swung(lean: float) -> str:
    """What keeps the roots in place where hair leans by so many degrees."""
    return number(-_HAIR_ROOTS * math.tan(math.radians(lean)))


def head_view(figure: Figure) -> tuple[View, bool]:
    """From where the head is seen, by the way that the face points; and whether mirrored."""
    face = figure.body.camera.matrix() @ figure.body.skeleton.frames["head"][:, 2]
    yaw = math.degrees(math.atan2(float(face[0]), float(face[2])))
    turned = abs(yaw)
    if turned < 19:
        return "front", False
    if turned > 128:
        return "back", False
    return ("three_quarter" if turned < 64 else "side"), yaw < 0


def _about(x: float, y: float, scale: float) -> str:
    if scale == 1.0:
        return ""
    there, back = f"{number(x)} {number(y)}", f"{number(-x)} {number(-y)}"
    return f"translate({there}) scale({scale:.4f}) translate({back})"
