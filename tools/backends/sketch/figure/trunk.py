"""The trunk: bare skin, and the cloth laid around it."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.figure.geometry import polygon, ribbon, smooth
from tools.backends.sketch.figure.outfit import Figure, TrunkCover
from tools.backends.sketch.figure.paint import Pieces, crease, fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.tones import tone

SKIN_ORDER = -4.0
NECK_ORDER = -2.0


def draw_skin(figure: Figure, pieces: Pieces) -> None:
    """The bare trunk and neck."""
    skin = figure.look.skin
    ink = tone(skin, "line")
    body = figure.body
    trunk = Shell(body.trunk, body.camera)
    pieces.add(SKIN_ORDER, "skin", "trunk", trunk.fills(skin, ink=ink, bottom=97.5))
    neck = Shell(body.neck, body.camera)
    shadow = _chin_shadow(figure, neck)
    shape = fill(ribbon(neck.seen.left, neck.seen.right), skin, ink)
    collarbones = _collarbones(figure, trunk)
    pieces.add(NECK_ORDER, "skin", "neck", shape, neck.fills(skin, shadow=0.8), shadow, collarbones)


def trunk_shell(figure: Figure, cover: TrunkCover) -> Shell:
    """The surface that a cover lies on."""
    body = figure.body

    def by(v: Array) -> Array:
        return np.interp(v, (cover.top, 56.0, cover.bottom), cover.swell)

    surface = body.trunk.swollen(by).between(cover.top, cover.bottom, 26)
    return Shell(surface, body.camera)


def draw_cover(figure: Figure, cover: TrunkCover, pieces: Pieces, name: str = "top") -> None:
    """One layer of cloth around the trunk."""
    shell = trunk_shell(figure, cover)
    if not cover.cloth:
        pieces.add(cover.order, "torso", name, *(draw(shell) for draw in cover.details))
        return
    ink = tone(cover.color, "line")
    out = [shell.fills(cover.color, cover.start, cover.end, ink=ink, shadow=cover.shadow)]
    if cover.folds:
        out.append(_folds(figure, shell, cover))
    if cover.hem and not callable(cover.start):
        low = shell.arc(cover.bottom - 3.0, cover.start, _flat(cover.end))
        out.append(line(_open(low), tone(cover.color, "shade"), figure.ink * 0.8))
    out += [draw(shell) for draw in cover.details]
    contour = _edges(figure, shell, cover, ink)
    pieces.add(cover.order, "torso", name, *out, contour=contour)


def bust_line(figure: Figure, shell: Shell, color: str) -> str:
    """The shadow under the bust, where there is one."""
    size = figure.body.skeleton.proportions.bust
    if size < 4:
        return ""
    out: list[str] = []
    for middle in (-27.0, 27.0):
        u = np.array([middle - 22, middle - 10, middle + 3, middle + 16, middle + 25])
        if not shell.shows(u[1:4], np.full(3, 34.0)).all():
            continue
        points = shell.at(u, np.array([32.0, 35.2, 36.2, 35.2, 32.0]))
        out.append(crease(points, color, figure.unit(4.2), "shade", 0.5))
    return "".join(out)


def _folds(figure: Figure, shell: Shell, cover: TrunkCover) -> str:
    out = [bust_line(figure, shell, cover.color)] if cover.top < 25 else []
    for u, v in _FOLDS:
        heights = np.array(v)
        inside = heights[(heights >= cover.top) & (heights <= cover.bottom)]
        angles = np.array(u)
        if len(inside) != len(heights) or not shell.shows(angles, heights).all():
            continue
        points = shell.at(angles, heights)
        out.append(crease(points, cover.color, 3.4 * figure.ink, "shade", 0.2))
    return "".join(out)


_FOLDS = (
    ((-80, -56, -30), (21, 27, 29)), ((80, 56, 30), (21, 27, 29)),
    ((-84, -58, -26), (60, 55, 54)), ((84, 56, 22), (64, 58, 57)), ((-84, -62, -42), (68, 64, 63)),
    ((104, 130, 150), (26, 28, 27)), ((256, 230, 210), (26, 28, 27)),
    ((106, 130, 152), (58, 55, 54)), ((254, 228, 206), (60, 57, 56)),
)  # fmt: skip


def _edges(figure: Figure, shell: Shell, cover: TrunkCover, ink: str) -> str:
    whole = not callable(cover.start) and not callable(cover.end) and cover.end - cover.start >= 360
    if whole and not cover.hem:
        return ""
    if whole:
        hem = shell.arc(cover.bottom)
        return line(_open(hem), ink, 2 * figure.ink)
    paths = shell.panels(cover.start, cover.end)
    return "".join(
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{2 * figure.ink:.2f}"'
        ' stroke-linejoin="round"/>'
        for path in paths
    )


def _chin_shadow(figure: Figure, neck: Shell) -> str:
    """What the jaw (from behind, the hair) throws on the neck, longer away from the light."""
    facing = float((figure.body.camera.matrix() @ figure.body.skeleton.frames["head"][:, 2])[2])
    depth = 0.17 if facing > -0.2 else 0.34
    share = np.linspace(0.0, 1.0, 11)
    low = depth + 0.11 * (2 * share - 1) ** 2 - 0.05 * share
    edge = np.array([_across(neck, v, s) for v, s in zip(low, share, strict=True)])
    top = np.array([_across(neck, 0.7, s) for s in (1.0, 0.5, 0.0)])
    return fill(polygon(np.vstack((edge, top))), tone(figure.look.skin, "shade"))


def _across(shell: Shell, v: float, share: float) -> Array:
    """The point so far across the picture of a shell, from the picture's left, at a height."""
    seen = shell.seen
    index = float(np.interp(v, seen.v, np.arange(len(seen.v))))
    low = min(int(index), len(seen.v) - 2)
    left, right = (
        edge[low] + (edge[low + 1] - edge[low]) * (index - low) for edge in (seen.left, seen.right)
    )
    if left[0] > right[0]:
        left, right = right, left
    return left + (right - left) * share


def _collarbones(figure: Figure, trunk: Shell) -> str:
    out: list[str] = []
    for side in (-1, 1):
        u = np.array([side * 14.0, side * 34, side * 56])
        v = np.array([9.0, 10.6, 10.2])
        if trunk.shows(u, v).all():
            out.append(crease(trunk.at(u, v), figure.look.skin, 2.0 * figure.ink, "deep", 0.3))
    return "".join(out)


def _open(curve: Array) -> str:

    return smooth(curve, closed=False)


def _flat(edge: object) -> float:
    return float(edge) if isinstance(edge, int | float) else 180.0
