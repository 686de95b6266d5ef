"""Spikes and crests: locks that stand off the skull."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.head.style import Spike, Style
from tools.backends.sketch.sprite.shapes import Points, hull


def spike_rings(style: Style, space: HeadSpace) -> dict[bool, list[Points]]:
    """The outlines of spikes towards (True) and away from the viewer."""
    rings: dict[bool, list[Points]] = {True: [], False: []}
    shell = style.shell or style.under
    if shell is None:
        return rings
    for spike in style.spikes:
        if _foreshortened(spike, shell, space):
            continue
        near = space.depth(shell.at([spike.azimuth], [spike.height])) > -0.12
        rings[near].append(_spike(spike, shell, space))
    return rings


def crest_rings(crest: tuple[float, float], space: HeadSpace) -> list[Points]:
    """The strip over the crown that a mohawk stands on, as far as it is seen."""
    half = 0.085
    start, end = (np.arccos(min(1.0, y / 0.53)) for y in (crest[0], -crest[1]))
    angles = np.linspace(-start, end, 25)
    spine = np.stack((np.zeros(25), -0.53 * np.cos(angles), -0.48 * np.sin(angles)), axis=1)
    side = np.array((half, 0.0, 0.0))
    return [
        hull(space.put(np.stack((one - side, one + side, two + side, two - side))))
        for one, two in pairwise(spine)
        if space.turned((one + two) / 2)[0, 2] > -0.02
    ]


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
