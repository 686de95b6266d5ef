"""Marks of a face: scars, freckles, beards, paint, tattoos, circuits, age."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, box
from tools.domain.look import FaceDetail, Look

PART = "head"
_SKIN_ORDER, _OVER_ORDER = 0.3, 1.3
_FACE = Shell(hem=((0.0, 0.6), (180.0, 0.6)), top=0.0, side=-0.01, flare=0.02, curl=0.5)
_ORDER: tuple[FaceDetail, ...] = (
    "stubble", "freckles", "face_paint", "tattoo", "cyber_lines", "beauty_mark", "beard",
    "moustache", "scar",
)  # fmt: skip
_TURNED_AWAY = 0.12


def detail_shapes(look: Look, space: HeadSpace) -> list[Shape]:
    """The look's marks in a fixed order; an eye of metal brings its circuits along."""
    eyes = look.eyes
    metal = eyes.cybernetic_left or eyes.cybernetic_right
    wanted = {*look.face, *(("cyber_lines",) if metal else ())}
    shapes: list[Shape] = []
    for name in _ORDER:
        if name in wanted:
            shapes += _DRAWN[name](look, space)
    return shapes + (_wrinkles(space) if look.age == "elder" else [])


def _stroke(
    space: HeadSpace,
    knots: Sequence[tuple[float, float]],
    ramp: str,
    tone: int = 0,
    *,
    width: float = 0.03,
    order: float = _OVER_ORDER,
    glowing: bool = False,
) -> list[Shape]:
    """A line over the face through (azimuth, height) knots; nothing where it is turned away."""
    line = _visible(space, knots)
    if len(line) < 2:
        return []
    return [
        Shape(
            outline=line, ramp=ramp, tone=tone, part=PART, order=order, outlined=False,
            clipped=not glowing, width=max(1.0, width * space.size), glowing=glowing,
        )
    ]  # fmt: skip


def _visible(space: HeadSpace, knots: Sequence[tuple[float, float]]) -> Points:
    solid = _FACE.at([angle for angle, _ in knots], [y for _, y in knots])
    turned = space.turned(solid)
    return space.flat(turned[turned[:, 2] > _TURNED_AWAY, :2])


def _dots(
    space: HeadSpace, knots: Sequence[tuple[float, float]], ramp: str, tone: int, size: float
) -> list[Shape]:
    side = max(1.0, size * space.size)
    return [
        Shape(
            outline=box(x - side / 2, y - side / 2, side, side), ramp=ramp, tone=tone, part=PART,
            order=_OVER_ORDER, outlined=False, clipped=True,
        )
        for knot in knots
        for x, y in _visible(space, [knot])
    ]  # fmt: skip


def _scar(look: Look, space: HeadSpace) -> list[Shape]:
    del look
    return _stroke(space, ((34.0, 0.0), (30.0, 0.06)), "mouth") + _stroke(
        space, ((25.0, 0.26), (21.0, 0.31), (16.0, 0.38)), "mouth", width=0.035
    )


def _freckles(look: Look, space: HeadSpace) -> list[Shape]:
    del look
    rows = (
        (14.0, 0.25), (24.0, 0.29), (34.0, 0.26), (44.0, 0.3)
    ) if space.size >= 30 else ((20.0, 0.28), (38.0, 0.28))  # fmt: skip
    both = [(side * angle, y) for side in (-1, 1) for angle, y in rows]
    return _dots(space, both, "skin", -2, 0.022)


def _beauty_mark(look: Look, space: HeadSpace) -> list[Shape]:
    del look
    return _dots(space, ((27.0, 0.31),), "ink", 0, 0.028)


def _paint(look: Look, space: HeadSpace) -> list[Shape]:
    accents = [garment.kind for garment in look.garments if garment.accent]
    ramp = f"{accents[0]}_accent" if accents else "mouth"
    shapes: list[Shape] = []
    for side in (-1.0, 1.0):
        rows = (0.27, 0.34) if space.size >= 30 else (0.3,)
        for row in rows:
            knots = [(side * angle, row) for angle in (24.0, 38.0, 52.0)]
            shapes += _stroke(space, knots, ramp, width=0.035)
    return shapes


def _tattoo(look: Look, space: HeadSpace) -> list[Shape]:
    del look
    hook = ((-30.0, 0.28), (-40.0, 0.32), (-52.0, 0.28), (-58.0, 0.18))
    shapes = _stroke(space, hook, "ink", width=0.03)
    if space.size >= 30:
        shapes += _stroke(space, ((-40.0, 0.32), (-36.0, 0.4)), "ink", width=0.03)
    return shapes


def _circuits(look: Look, space: HeadSpace) -> list[Shape]:
    """Lit lines from the eye of metal to the jaw."""
    eyes = look.eyes
    left = eyes.cybernetic_left or not eyes.cybernetic_right
    ramp = "magic"
    if eyes.cybernetic_left or eyes.cybernetic_right:
        ramp = "eye_left" if left else "eye_right"
    side = 1.0 if left else -1.0
    down = [(side * angle, y) for angle, y in ((34.0, 0.29), (34.0, 0.34), (24.0, 0.42))]
    down = down if space.size >= 30 else down[:2]
    shapes = _stroke(space, down, ramp, 1, glowing=True, width=0.022)
    if space.size >= 30:
        across = [(side * angle, y) for angle, y in ((44.0, 0.24), (56.0, 0.28), (60.0, 0.36))]
        shapes += _stroke(space, across, ramp, 1, glowing=True, width=0.022)
    return shapes


def _beard_ring(space: HeadSpace, low: float) -> Points | None:
    angles = np.linspace(-84.0, 84.0, 29)
    seen = angles[np.cos(np.radians(angles + space.yaw)) > -0.05]
    if len(seen) < 4:
        return None
    away = np.abs(seen) / 84.0
    high = (
        0.31
        + 0.06 * np.clip((away - 0.2) / 0.2, 0.0, 1.0)
        - 0.26 * np.clip((away - 0.5) / 0.5, 0.0, 1.0)
    )
    foot = low - (low - 0.3) * away**2
    top = _FACE.at(seen, high)
    bottom = _FACE.at(seen, foot)
    bottom[:, [0, 2]] *= 1.04
    return space.put(np.concatenate((top, bottom[::-1])))


def _hair_ramp(look: Look) -> tuple[str, int]:
    return ("leather", -1) if look.hair.style == "bald" else ("hair", 0)


def _beard(look: Look, space: HeadSpace) -> list[Shape]:
    ring = _beard_ring(space, 0.6)
    if ring is None:
        return []
    ramp, tone = _hair_ramp(look)
    shift = np.array((-0.05, -0.03)) * space.size
    shapes = [
        Shape(
            outline=ring, ramp=ramp, tone=tone - 1, part="beard", order=_OVER_ORDER,
            outlined=False,
        ),
        Shape(
            outline=ring + shift, ramp=ramp, tone=tone, part="beard", order=_OVER_ORDER,
            outlined=False, clipped=True,
        ),
    ]  # fmt: skip
    x, y, z = space.turned((0.0, 0.345, 0.42))[0]
    if z > 0.1:
        place = space.flat((float(x), float(y)))[0]
        wide = max(2.0, round(0.1 * space.size * max(0.4, space.cosine)))
        shapes.append(
            Shape(
                outline=box(place[0] - wide / 2, place[1], wide, max(1.0, space.size * 0.03)),
                ramp="mouth", tone=-1, part="beard", order=_OVER_ORDER + 0.01, outlined=False,
            )
        )  # fmt: skip
    return shapes + _moustache(look, space)


def _stubble(look: Look, space: HeadSpace) -> list[Shape]:
    del look
    ring = _beard_ring(space, 0.6)
    if ring is None:
        return []
    return [
        Shape(
            outline=ring, ramp="skin", tone=-1, part=PART, order=_SKIN_ORDER, outlined=False,
            clipped=True,
        )
    ]  # fmt: skip


def _moustache(look: Look, space: HeadSpace) -> list[Shape]:
    ramp, tone = _hair_ramp(look)
    edge = [(-24.0, 0.325), (-12.0, 0.285), (0.0, 0.275), (12.0, 0.285), (24.0, 0.325)]
    low = [(24.0, 0.345), (10.0, 0.325), (0.0, 0.315), (-10.0, 0.325), (-24.0, 0.345)]
    ring = _visible(space, edge + low)
    if len(ring) < 5:
        return []
    line = _visible(space, edge) + np.array((0.0, 0.02)) * space.size
    shapes = [
        Shape(outline=ring, ramp=ramp, tone=tone - 1, part=PART, order=_OVER_ORDER, outlined=False)
    ]
    if len(line) > 1:
        shapes.append(
            Shape(
                outline=line, ramp=ramp, tone=tone - 1, part=PART, order=_OVER_ORDER,
                outlined=False, width=max(1.0, space.size * 0.045),
            )
        )  # fmt: skip
    return shapes


def _wrinkles(space: HeadSpace) -> list[Shape]:
    """Lines below the eyes and from nose to mouth."""
    shapes: list[Shape] = []
    for side in (-1.0, 1.0):
        if space.size >= 30:
            under = [(side * angle, y) for angle, y in ((18.0, 0.27), (28.0, 0.29), (38.0, 0.27))]
            shapes += _stroke(space, under, "skin", -1, width=0.018)
        fold = [(side * angle, y) for angle, y in ((10.0, 0.28), (17.0, 0.34), (17.0, 0.38))]
        shapes += _stroke(space, fold, "skin", -1, width=0.018)
    return shapes


_DRAWN: dict[FaceDetail, Callable[[Look, HeadSpace], list[Shape]]] = {
    "scar": _scar,
    "freckles": _freckles,
    "beard": _beard,
    "moustache": _moustache,
    "stubble": _stubble,
    "face_paint": _paint,
    "tattoo": _tattoo,
    "beauty_mark": _beauty_mark,
    "cyber_lines": _circuits,
}
