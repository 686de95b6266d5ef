"""What carries or backs a figure: a stool, a pillar; and light about a casting hand."""

from __future__ import annotations

from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.posebook import PoseFile

_WOOD = {"wood": "#8a6a4a", "stone": "#8d8f98"}


def draw_seat(figure: Figure, pose: PoseFile, pieces: Pieces) -> None:
    """The furniture that a pose needs, behind the figure."""
    if pose.seat == "stool":
        _stool(figure, pieces)
    elif pose.seat == "pillar":
        _pillar(figure, pieces)


def _stool(figure: Figure, pieces: Pieces) -> None:
    body = figure.body
    x = (body.dot("hip_l")[0] + body.dot("hip_r")[0]) / 2
    top = max(body.dot(f"hip_{side}")[1] for side in "lr") + body.unit(21)
    floor = max(float(body.dot(f"heel_{side}")[1]) for side in "lr") + body.unit(2)
    part = load_part("props/stool.svg")
    wide, tall = body.unit(1.0), (floor - top) / 140.0
    place = f"translate({number(x)} {number(top)}) scale({wide:.3f} {tall:.3f})"
    pieces.add(
        -66.0, "accessories", "seat", f'<g transform="{place}">{part.layer("main", _WOOD)}</g>'
    )


def _pillar(figure: Figure, pieces: Pieces) -> None:
    body = figure.body
    frame = body.camera.matrix() @ body.skeleton.frames["chest"]
    back = -frame[:, 2]
    x = float(body.dot("chest")[0]) + float(back[0]) * body.unit(24)
    floor = max(float(body.dot(f"heel_{side}")[1]) for side in "lr") + body.unit(2)
    part = load_part("props/pillar.svg")
    shift = -62.0 if back[0] < -0.3 else 62.0 if back[0] > 0.3 else 0.0
    spot = f"{number(x)} {number(floor)}"
    place = f"translate({spot}) scale({body.camera.scale:.3f}) translate({shift} 0)"
    order = 90.0 if float(back[2]) > 0.6 else -95.0
    pieces.add(
        order, "accessories", "seat", f'<g transform="{place}">{part.layer("main", _WOOD)}</g>'
    )
