"""How far a figure reaches: points with radii that hold it, whatever the camera."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.carried import held
from tools.backends.sketch.sprite.head import head_shapes
from tools.backends.sketch.sprite.puppet import DOWN, SIDES, WRIST, Puppet, Vector
from tools.backends.sketch.sprite.shapes import bounds
from tools.domain.look import Look
from tools.domain.rig import Camera


def cloud_of(puppet: Puppet) -> NDArray[np.float64]:
    """Points with radii that hold the whole figure, shape (n, 4)."""
    chibi = puppet.chibi
    head = puppet.skeleton.place("head", 0.0, -38.0, 6.0)
    frame = puppet.frame("head")
    kinds = {garment.kind for garment in puppet.look.garments}
    above, aside, below = head_reach(puppet.look)
    spots: list[tuple[Vector, float]] = [(head - frame[:, 1] * (above - 3.0), 3.0)]
    for angle in np.radians(np.arange(0.0, 360.0, 45.0)).tolist():
        around = frame[:, 0] * math.sin(angle) + frame[:, 2] * math.cos(angle)
        spots.append((head + around * (aside - 4.0) - frame[:, 1] * 20.0, 4.0))
    spots.append((head + DOWN * (below - 4.0) + puppet.sway.hair, 4.0))
    for side in SIDES:
        spots += [
            (puppet.point(f"elbow_{side}"), chibi.forearm_radius + 3.0),
            (puppet.skeleton.place(WRIST[side], 0.0, 10.0, 0.0), 15.0),
            (puppet.point(f"knee_{side}"), chibi.shin_radius + 5.0),
            (puppet.point(f"heel_{side}") - np.array((0.0, 6.0, 0.0)), 8.0),
            (puppet.point(f"toe_{side}") - np.array((0.0, 6.0, 0.0)), 9.0),
        ]
    spots += [(puppet.point("pelvis"), chibi.rig.hips_half + 8.0)]
    thing = held(puppet)
    if thing:
        spots += [(thing.tip, 8.0), (thing.butt, 5.0)]
        if thing.sketch.mode in ("upright", "across", "shield"):
            spots.append(((thing.tip + thing.butt) / 2, 48.0))
    if kinds & {"cape", "cloak"}:
        down = puppet.skeleton.place("chest", 0.0, 62.0, -30.0) + puppet.sway.back
        spots.append((down, 26.0))
    return np.array([(*(point + puppet.at), radius) for point, radius in spots])


def head_reach(look: Look) -> tuple[float, float, float]:
    """How far a head with hair and headwear reaches up, aside and down from its middle."""
    return _head_reach(look.model_dump_json(include={"hair", "garments", "age", "face"}))


@lru_cache(maxsize=128)
def _head_reach(head: str) -> tuple[float, float, float]:
    look = Look.model_validate_json(head)
    seen = [
        bounds(
            head_shapes(
                look, yaw=yaw, pitch=0.0, roll=0.0, size_px=100.0, center=(0.0, 0.0),
                expression="neutral", sway=(0.0, 0.0),
            )
        )
        for yaw in (0.0, 60.0, 90.0, 180.0)
    ]  # fmt: skip
    left, top, right, low = (
        pick(box[i] for box in seen) for i, pick in enumerate((min, min, max, max))
    )
    return -top, max(-left, right), low


def swept(before: Puppet, puppet: Puppet) -> NDArray[np.float64]:
    """Where a weapon's tip passes between two frames, shape (n, 4): on an arc about the chest."""
    one, two = held(before), held(puppet)
    if one is None or two is None:
        return np.zeros((1, 4))
    center = (before.point("chest") + before.at + puppet.point("chest") + puppet.at) / 2
    start, end = one.tip + before.at - center, two.tip + puppet.at - center
    reach = max(float(np.linalg.norm(start)), float(np.linalg.norm(end)))
    spots: list[tuple[float, ...]] = []
    for share in (0.25, 0.5, 0.75):
        way = start + (end - start) * share
        way = way * (reach / max(float(np.linalg.norm(way)), 1e-6))
        x, y, z = (center + way).tolist()
        spots.append((x, min(y, -4.0), z, 4.0))
    return np.array(spots)


def extent(
    clouds: Sequence[NDArray[np.float64]], camera: Camera
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom about the point of the ground, in hundredths of a head."""
    every = np.concatenate(clouds)
    seen = camera.project(every[:, :3])[:, :2]
    radius = every[:, 3:]
    low, high = (seen - radius).min(axis=0), (seen + radius).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
