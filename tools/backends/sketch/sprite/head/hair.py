"""Hair of every style, from the far half behind the face to the locks nearest to the viewer."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.head.form import overlay
from tools.backends.sketch.sprite.head.hair_styles import STYLES
from tools.backends.sketch.sprite.head.locks import curls, shine, strands, streaks, tips
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.head.spikes import crest_rings, spike_rings
from tools.backends.sketch.sprite.head.style import Puff, Style
from tools.backends.sketch.sprite.head.tails import tail_shapes
from tools.backends.sketch.sprite.shapes import Points, Shape, ellipse, united
from tools.domain.look import Hair

PART = "hair"
BEHIND_BODY = -100.0
FAR_ORDER, UNDER_ORDER, NEAR_ORDER, TAIL_ORDER = -2.0, 2.0, 3.0, 4.0
CURTAIN_NEAR_ORDER = 3.5


def hair_shapes(
    hair: Hair, space: HeadSpace, sway: tuple[float, float], *, covered: bool, hidden: bool
) -> list[Shape]:
    """The hair in this view.

    `covered` flattens it under a hat: no spikes, puffs or volume; `hidden` leaves out what hangs
    down the back.
    """
    style = STYLES[hair.style].worn(sway, covered=covered)
    shapes: list[Shape] = []
    if style.curtain and not hidden:
        shapes += _curtain(style.curtain, hair, space)
    if style.under:
        shapes += _under(style.under, space, shaven=style.shaven)
    rings = spike_rings(style, space)
    if style.shell:
        shapes += _far(style.shell, space, rings[False])
        shapes += _near(style, style.shell, hair, space, rings[True])
    elif style.crest:
        shapes += _mass(rings[False], space, PART, FAR_ORDER)
        shapes += _mass(
            rings[True] + crest_rings(style.crest, space), space, PART, NEAR_ORDER, lit=True
        )
    for tail in () if hidden else style.tails:
        shapes += tail_shapes(tail, hair, space, sway)
    for puff in style.puffs:
        shapes += _puff(puff, space)
    return shapes


def fringe_shadow(hair: Hair, space: HeadSpace) -> list[Shape]:
    """What the near locks shade of the face."""
    shell = STYLES[hair.style].shell
    if shell is None:
        return []
    drop = np.array((0.015, 0.05)) * space.size
    return [
        Shape(
            outline=shell.near(space) + drop, ramp="skin", tone=-1, part="head", order=0.5,
            outlined=False, clipped=True,
        )
    ]  # fmt: skip


def _near(
    style: Style, shell: Shell, hair: Hair, space: HeadSpace, spikes: list[Points]
) -> list[Shape]:
    return [
        *_mass([shell.near(space), *spikes], space, PART, NEAR_ORDER),
        *strands(shell, space, PART, NEAR_ORDER),
        *streaks(shell, hair, space, PART, NEAR_ORDER),
        *tips(shell, hair, space, PART, NEAR_ORDER),
        *(curls if style.curls else shine)(shell, space, PART, NEAR_ORDER),
    ]


def _mass(
    rings: list[Points], space: HeadSpace, part: str, order: float, *, lit: bool = False
) -> list[Shape]:
    """United rings in the shade, the base moved to the light, and, where `lit`, a lighter edge."""
    if not rings:
        return []
    outline, more = united(rings)
    shapes = [Shape(outline=outline, more=more, ramp="hair", tone=-1, part=part, order=order)]
    for tone, reach in ((0, 0.05), (1, 0.13)) if lit else ((0, 0.05),):
        by = np.array((-reach, -reach * 0.7)) * space.size
        shapes.append(
            Shape(
                outline=outline + by, more=tuple(ring + by for ring in more), ramp="hair",
                tone=tone, part=part, order=order, outlined=False, clipped=True,
            )
        )  # fmt: skip
    return shapes


def _far(shell: Shell, space: HeadSpace, spikes: list[Points]) -> list[Shape]:
    shapes = [
        Shape(outline=shell.far(space), ramp="hair", tone=-2, part="hair.far", order=FAR_ORDER)
    ]
    if spikes:
        outline, more = united(spikes)
        shapes.append(
            Shape(outline=outline, more=more, ramp="hair", tone=-1, part=PART, order=FAR_ORDER)
        )
    return shapes


def _curtain(shell: Shell, hair: Hair, space: HeadSpace) -> list[Shape]:
    """Hair down the back: behind the body, or over it where the back is turned to the viewer."""
    behind = space.cosine > -0.3
    order = BEHIND_BODY if behind else CURTAIN_NEAR_ORDER
    part = "hair.back"
    far = Shape(
        outline=shell.far(space), ramp="hair", tone=-2 if behind else -1, part=part, order=order
    )
    near = _mass([shell.near(space)], space, part, order)
    in_shadow = behind and abs(space.sine) <= 0.4
    return [
        far,
        *(near[:1] if in_shadow else near),
        *strands(shell, space, part, order, length=0.7),
        *([] if behind else shine(shell, space, part, order)),
        *streaks(shell, hair, space, part, order),
        *tips(shell, hair, space, part, order),
    ]


def _under(shell: Shell, space: HeadSpace, *, shaven: bool) -> list[Shape]:
    """Cropped sides in the hair's deep tone, or shaven ones in the skin's shade."""
    outline = shell.near(space)
    ramp, part = ("skin", "hair.under") if shaven else ("hair", "hair.under")
    body = Shape(
        outline=outline, ramp=ramp, tone=-2, part=part, order=UNDER_ORDER, outlined=not shaven
    )
    shift = np.array((-0.06, -0.03)) * space.size
    return [body, overlay(outline + shift, ramp, -1, part, UNDER_ORDER)]


def _puff(puff: Puff, space: HeadSpace) -> list[Shape]:
    x, y, z = space.turned(puff.middle)[0]
    order = TAIL_ORDER if z > 0.05 else FAR_ORDER - 0.1
    part = "hair.puff"
    ring = space.flat(ellipse((float(x), float(y)), puff.radius, puff.radius * 0.92))
    shift = np.array((-0.05, -0.05)) * space.size
    middle = ring.mean(axis=0)
    return [
        Shape(outline=ring, ramp="hair", tone=-1, part=part, order=order),
        overlay(ring + shift, "hair", 0, part, order),
        overlay(middle + (ring - middle) * 0.4 + shift * 1.4, "hair", 1, part, order),
    ]
