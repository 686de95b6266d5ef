"""Hair of every style, from the far half behind the face to the locks nearest to the viewer."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.head.form import overlay
from tools.backends.sketch.sprite.head.hair_styles import STYLES, Puff, Spike, Style
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace, wrapped
from tools.backends.sketch.sprite.head.tails import tail_shapes
from tools.backends.sketch.sprite.shapes import Points, Shape, ellipse, hull, united
from tools.domain.look import Hair

PART = "hair"
BEHIND_BODY = -100.0
FAR_ORDER, UNDER_ORDER, NEAR_ORDER, TAIL_ORDER = -2.0, 2.0, 3.0, 4.0
CURTAIN_NEAR_ORDER = 3.5


def hair_shapes(
    hair: Hair,
    space: HeadSpace,
    sway: tuple[float, float],
    covered: bool,
    hidden: bool = False,
) -> list[Shape]:
    """The hair in this view. `covered` flattens it under a hat: no spikes, puffs or volume;
    `hidden` leaves out what hangs down the back.
    """
    style = _lagging(STYLES[hair.style], sway, covered)
    shapes: list[Shape] = []
    if style.curtain and not hidden:
        shapes += _curtain(style.curtain, hair, space)
    if style.under:
        shapes += _under(style.under, space, shaven=style.shaven)
    rings = _spike_rings(style, space)
    if style.shell:
        shapes += _far(style.shell, space, rings[False])
        shapes += _near(style, style.shell, hair, space, rings[True])
    elif style.crest:
        shapes += _crest(rings[False], space, FAR_ORDER)
        shapes += _crest(rings[True] + _ridge(style, space), space, NEAR_ORDER)
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


def _lagging(style: Style, sway: tuple[float, float], covered: bool) -> Style:
    from dataclasses import replace

    def lag(shell: Shell | None) -> Shell | None:
        if shell is None:
            return None
        flat = {"top": min(shell.top, 0.03), "side": min(shell.side, 0.06)} if covered else {}
        return replace(shell, lag=sway, **flat)

    bare = {"spikes": (), "puffs": ()} if covered else {}
    return replace(
        style, shell=lag(style.shell), curtain=lag(style.curtain), under=lag(style.under), **bare
    )


def _near(
    style: Style, shell: Shell, hair: Hair, space: HeadSpace, spikes: list[Points]
) -> list[Shape]:
    outline, more = united([shell.near(space), *spikes])
    body = Shape(outline=outline, more=more, ramp="hair", tone=-1, part=PART, order=NEAR_ORDER)
    shift = np.array((-0.05, -0.035)) * space.size
    lit = _over(outline + shift, 0, more=tuple(ring + shift for ring in more))
    return [
        body,
        lit,
        *_strands(shell, space),
        *_streaks(shell, hair, space),
        *_tips(shell, hair, space),
        *_shine(shell, space, style.curls),
        *(_curls(shell, space) if style.curls else []),
    ]


def _over(
    outline: Points,
    tone: int,
    ramp: str = "hair",
    more: tuple[Points, ...] = (),
    part: str = PART,
    order: float = NEAR_ORDER,
) -> Shape:
    return Shape(
        outline=outline, more=more, ramp=ramp, tone=tone, part=part, order=order, outlined=False,
        clipped=True,
    )  # fmt: skip


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
    tone = -1
    shapes = [
        Shape(outline=shell.far(space), ramp="hair", tone=-2 if behind else -1, part=part, order=order),
        Shape(outline=shell.near(space), ramp="hair", tone=tone, part=part, order=order),
    ]  # fmt: skip
    shift = np.array((-0.06, -0.03)) * space.size
    if not behind or abs(space.sine) > 0.4:
        shapes.append(_over(shell.near(space) + shift, 0, part=part, order=order))
    shapes += _strands(shell, space, part=part, order=order, length=0.7)
    shapes += _streaks(shell, hair, space, part=part, order=order)
    shapes += _tips(shell, hair, space, part=part, order=order)
    return shapes


def _under(shell: Shell, space: HeadSpace, *, shaven: bool) -> list[Shape]:
    """Cropped sides in the hair's deep tone, or shaven ones in the skin's shade."""
    outline = shell.near(space)
    ramp, part = ("skin", "hair.under") if shaven else ("hair", "hair.under")
    body = Shape(
        outline=outline, ramp=ramp, tone=-2, part=part, order=UNDER_ORDER, outlined=not shaven
    )
    shift = np.array((-0.06, -0.03)) * space.size
    return [body, overlay(outline + shift, ramp, -1, part, UNDER_ORDER)]


def _crest(rings: list[Points], space: HeadSpace, order: float) -> list[Shape]:
    if not rings:
        return []
    outline, more = united(rings)
    body = Shape(outline=outline, more=more, ramp="hair", tone=-1, part=PART, order=order)
    shapes = [body]
    for tone, reach in ((0, 0.045), (1, 0.13)):
        by = np.array((-reach, -reach * 0.5)) * space.size
        shapes.append(_over(outline + by, tone, more=tuple(r + by for r in more), order=order))
    return shapes


def _ridge(style: Style, space: HeadSpace) -> list[Points]:
    """The strip over the crown that a mohawk stands on, as far as it is seen."""
    assert style.crest is not None
    half = 0.085
    start, end = (np.arccos(min(1.0, y / 0.53)) for y in (style.crest[0], -style.crest[1]))
    angles = np.linspace(-start, end, 25)
    spine = np.stack((np.zeros(25), -0.53 * np.cos(angles), -0.48 * np.sin(angles)), axis=1)
    side = np.array((half, 0.0, 0.0))
    return [
        hull(space.put(np.stack((one - side, one + side, two + side, two - side))))
        for one, two in zip(spine, spine[1:], strict=False)
        if space.turned((one + two) / 2)[0, 2] > -0.02
    ]


def _spike_rings(style: Style, space: HeadSpace) -> dict[bool, list[Points]]:
    """The outlines of spikes towards (True) and away from the viewer."""
    rings: dict[bool, list[Points]] = {True: [], False: []}
    shell = style.shell or style.under
    for spike in style.spikes if shell else ():
        if _foreshortened(spike, shell, space):
            continue
        near = space.depth(shell.at([spike.azimuth], [spike.height])) > -0.12
        rings[near].append(_spike(spike, shell, space))
    return rings


def _foreshortened(spike: Spike, shell: Shell, space: HeadSpace) -> bool:
    """A spike that points at the viewer lies within the hair and is not drawn."""
    root = shell.at([spike.azimuth], [spike.height])
    x, y, z = space.turned(root)[0]
    return z > 0.3 and z > 1.7 * float(np.hypot(x, min(y, 0.0)))


def _spike(spike: Spike, shell: Shell, space: HeadSpace) -> Points:
    root = shell.at([spike.azimuth], [spike.height])[0]
    angle = np.radians(spike.azimuth + spike.turn)
    spread = np.hypot(*root[[0, 2]]) / 0.5
    out = np.array((np.sin(angle) * spread, 0.0, np.cos(angle) * spread))
    up = np.array((0.0, -1.0, 0.0))
    normal = np.array((root[0], root[1], root[2]))
    normal = normal / max(1e-6, float(np.linalg.norm(normal)))
    tip = root + normal * spike.length * 0.7 + out * spike.length * 0.25 + up * spike.lift * 0.6
    foot = root * 0.72
    flat = space.turned(np.stack((foot, root, tip)))[:, :2]
    along = flat[2] - flat[0]
    length = max(1e-6, float(np.hypot(*along)))
    across = np.array((-along[1], along[0])) / length * spike.width / 2
    bulge = flat[0] + along * 0.55
    return space.flat(
        np.stack(
            (
                flat[0] - across,
                bulge - across * 0.62,
                flat[2],
                bulge + across * 0.62,
                flat[0] + across,
            )
        )
    )


def _strands(
    shell: Shell, space: HeadSpace, part: str = PART, order: float = NEAR_ORDER, length: float = 0.3
) -> list[Shape]:
    """Dark partings that rise between two locks."""
    out: list[Shape] = []
    for azimuth, height in _partings(shell):
        alpha = wrapped(azimuth + space.yaw)
        if abs(alpha) > 84 or height <= -0.3:
            continue
        lean = 6.0 if azimuth >= 0 else -6.0
        half = 3.2
        rise = max(length, 0.5 * (height + 0.4))
        rise *= 0.75 if round(abs(azimuth) / 10) % 2 else 1.0
        ring = shell.strip(
            space,
            np.array((azimuth - half, azimuth + half, azimuth - lean)),
            np.array((height + 0.02, height + 0.02, height - rise)),
        )
        out.append(_over(ring, -1, part=part, order=order))
    return out


def _partings(shell: Shell) -> list[tuple[float, float]]:
    """Where locks part: the hem's valleys, and on long even hems every so many degrees."""
    found = shell.valleys()
    if shell.longest < 0.45:
        return found
    for azimuth in (-164.0, -136.0, -110.0, 110.0, 136.0, 164.0):
        if all(abs(wrapped(azimuth - other)) > 12.0 for other, _ in found):
            found.append((azimuth, float(shell.hem_at([azimuth])[0])))
    return found


def _streaks(
    shell: Shell, hair: Hair, space: HeadSpace, part: str = PART, order: float = NEAR_ORDER
) -> list[Shape]:
    if not hair.streak:
        return []
    out: list[Shape] = []
    for azimuth, half in ((-34.0, 8.0), (62.0, 7.0), (150.0, 8.0), (-120.0, 7.0)):
        if abs(wrapped(azimuth + space.yaw)) > 84:
            continue
        low = float(shell.hem_at([azimuth])[0]) + 0.1
        ys = np.linspace(-0.42, low, 8)
        side = np.linspace(half * 0.5, half, 8)
        ring = shell.strip(
            space,
            np.concatenate((azimuth - side, (azimuth + side)[::-1])),
            np.concatenate((ys, ys[::-1])),
        )
        out.append(_over(ring, 0, "hair_streak", part=part, order=order))
    return out


def _tips(
    shell: Shell, hair: Hair, space: HeadSpace, part: str = PART, order: float = NEAR_ORDER
) -> list[Shape]:
    """The ends in the tips' colour, with a jagged upper edge."""
    if not hair.tips:
        return []
    alphas = np.arange(-90.0, 90.1, 5.0)
    low = shell.hem_at(alphas - space.yaw)
    depth = 0.06 + 0.28 * np.clip((low - 0.1) / max(0.3, shell.longest), 0.0, 1.0)
    depth = np.where((low < 0.16) & (shell.longest > 0.4), -0.2, depth)
    jag = np.where(np.arange(len(alphas)) % 2 == 0, 0.0, 0.05)
    ring = shell.band(space, alphas, low - depth + jag, low + 0.08)
    return [_over(ring, 0, "hair_tips", part=part, order=order)]


def _shine(shell: Shell, space: HeadSpace, curls: bool) -> list[Shape]:
    """The ring of light, broken into locks, on the side where the light comes from."""
    if curls:
        return []
    alphas = np.arange(-66.0, 34.1, 100.0 / 10)
    share = np.linspace(0.0, np.pi, len(alphas))
    thick = 0.03 + 0.075 * np.sin(share)
    jag = np.where(np.arange(len(alphas)) % 2 == 0, 0.035, -0.005)
    top = shell.crown * 0.62 + 0.02
    ring = shell.band(space, alphas, top - thick * 0.4 + jag * 0.5, top + thick + jag)
    return [_over(ring, 1)]


def _curls(shell: Shell, space: HeadSpace) -> list[Shape]:
    """Rows of small arcs, light above and shade below, staggered like tiles."""
    out: list[Shape] = []
    if space.size < 30:
        rows = ((-0.34, 40.0), (-0.1, 44.0), (0.14, 46.0))
    else:
        rows = (
            (-0.42, 30.0),
            (-0.28, 28.0),
            (-0.12, 28.0),
            (0.04, 28.0),
            (0.2, 30.0),
            (0.36, 30.0),
        )
    for index, (height, step) in enumerate(rows):
        for azimuth in np.arange(-180.0 + (index % 2) * step / 2, 179.0, step):
            alpha = wrapped(float(azimuth) + space.yaw)
            if abs(alpha) > 72 or float(shell.hem_at([azimuth])[0]) < height + 0.06:
                continue
            nudge = ((round(float(azimuth)) * 7 + index * 13) % 11 - 5) / 5.0
            if nudge > 0.9:
                continue
            spot = shell.at([azimuth + 6.0 * nudge], [height + 0.03 * nudge])
            x, y = shell.project(space, spot)[0]
            r = max(1.0, 0.07 * space.size) * (0.6 + 0.4 * np.cos(np.radians(alpha)))
            out.append(
                _over(
                    _arc((x, y), r, max(1.0, 0.03 * space.size)),
                    1 if alpha < 20 and height < 0 else -1,
                )
            )
    return out


def _arc(center: tuple[float, float], radius: float, thick: float) -> Points:
    angles = np.radians(np.linspace(160.0, 380.0, 9))
    outer = np.stack((np.cos(angles), np.sin(angles)), axis=1) * radius
    inner = outer * max(0.1, 1 - thick / radius)
    return np.concatenate((outer, inner[::-1] + np.array((0.0, thick * 0.4)))) + np.array(center)


def _puff(puff: Puff, space: HeadSpace) -> list[Shape]:
    x, y, z = space.turned(puff.middle)[0]
    order = TAIL_ORDER if z > 0.05 else FAR_ORDER - 0.1
    part = "hair.puff"
    ring = space.flat(ellipse((float(x), float(y)), puff.radius, puff.radius * 0.92))
    shift = np.array((-0.05, -0.05)) * space.size
    middle = ring.mean(axis=0)
    shapes = [
        Shape(outline=ring, ramp="hair", tone=-1, part=part, order=order),
        _over(ring + shift, 0, part=part, order=order),
        _over(middle + (ring - middle) * 0.4 + shift * 1.4, 1, part=part, order=order),
    ]
    return shapes
