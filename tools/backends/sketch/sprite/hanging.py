"""What hangs and swings: skirts, coat tails, capes and scarves."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.cloth import Grid, Weave, fold_lines, hem, sheet
from tools.backends.sketch.sprite.cuts import Cape, Cut, Skirt, worn
from tools.backends.sketch.sprite.limbs import leg_of
from tools.backends.sketch.sprite.puppet import (
    DOWN,
    SIDES,
    Puppet,
    Side,
    Vector,
    lofted,
    trunk_ring,
)
from tools.backends.sketch.sprite.shapes import Shape, united
from tools.backends.sketch.sprite.trunk import head_order, trunk_order
from tools.backends.sketch.sprite.volume import rounded
from tools.domain.look import Garment

SKIRT_ROWS = (0.0, 0.34, 0.68, 1.0)
CAPE_ROWS = (0.0, 0.12, 0.36, 0.66, 1.0)
_CAPE_NEAR, _CAPE_FAR = 24.0, -48.0
"""A cape seen from behind lies over trunk and arms, seen from the front behind everything."""
_CLEAR = 2.0
"""How far cloth keeps from the ground."""


def hanging_shapes(puppet: Puppet) -> list[Shape]:
    """All that hangs, from the skin outwards."""
    out: list[Shape] = []
    for garment, cut in worn(puppet.look.garments):
        if cut.skirt:
            out += _skirt_shapes(puppet, garment, cut, cut.skirt)
        if cut.cape:
            out += _cape_shapes(puppet, garment, cut, cut.cape)
        if garment.kind == "scarf":
            out += _scarf_shapes(puppet, garment)
    return out


def skirt_grid(puppet: Puppet, skirt: Skirt, pad: float) -> Grid:
    """Rows from the waist to the hem, columns round from the front by the left."""
    first, last = skirt.open / 2, 360.0 - skirt.open / 2
    angles = np.linspace(first, last, 22 if not skirt.pleats else 2 * skirt.pleats + 1)
    top = trunk_ring(puppet, skirt.start, pad)
    down = _unit(puppet.frame("pelvis")[:, 1] * 0.55 + DOWN * 0.45)
    moved = [_leg_moved(puppet, side, skirt, down) for side in SIDES]
    radians = np.radians(angles)
    ripple = 1.0 + 0.05 * np.cos(radians * 7.0)
    outward = _outward(puppet, angles)
    rows: list[Grid] = []
    for share in SKIRT_ROWS:
        ring = top.grown(skirt.flare * share**0.8)
        row = ring.middle + (ring.at(angles) - ring.middle) * (1 + (ripple - 1) * share)[:, None]
        row = row + down * (skirt.length * share) + puppet.sway.hips * share**1.5
        for side, shift in zip(SIDES, moved, strict=True):
            weight = np.clip(0.5 + _sign(side) * np.sin(radians) * 1.2, 0.0, 1.0)
            push = outward @ _unit(shift)
            weight = weight * np.clip(0.45 + 0.75 * push, 0.0, 1.0)
            row = row + shift * (skirt.clings * share**1.2 * weight)[:, None]
        rows.append(_above_ground(puppet, row))
    return np.stack(rows)


def cape_grid(puppet: Puppet, cape: Cape) -> Grid:
    """Rows from the shoulders down, columns round the back from the right to the left."""
    angles = np.linspace(180.0 - cape.wrap, 180.0 + cape.wrap, 15)
    top = trunk_ring(puppet, 0.14, 7.0)
    frame = puppet.frame("chest")
    down = _unit(frame[:, 1] * 0.4 + DOWN * 0.6)
    back = -frame[:, 2] + frame[:, 1] * float(frame[:, 2] @ DOWN)
    ripple = np.cos(np.radians(angles) * 8.0)
    rows: list[Grid] = []
    for share in CAPE_ROWS:
        ring = top.grown(cape.flare * share + (5.0 if 0 < share < 0.2 else 0.0))
        row = ring.at(angles) + down * (cape.length * share) + back * (10.0 * share)
        row = row + _outward(puppet, angles) * (ripple * 3.4 * share)[:, None]
        rows.append(_above_ground(puppet, row + puppet.sway.back * share**1.4))
    return np.stack(rows)


def _skirt_shapes(puppet: Puppet, garment: Garment, cut: Cut, skirt: Skirt) -> list[Shape]:
    grid = skirt_grid(puppet, skirt, cut.pad)
    legs = [order for side in SIDES for order in leg_of(puppet, side).orders]
    trunk = trunk_order(puppet)
    layer = 0.05 * cut.layer
    weave = Weave(
        ramp=garment.kind,
        part="trunk" if not skirt.open else "tails",
        near=max(*legs, trunk) + 0.4 + layer,
        far=min(*legs, trunk) - 1.0 + layer,
    )
    out = sheet(puppet, grid, weave)
    if skirt.pleats:
        out += fold_lines(puppet, grid, weave, 2)
    if cut.hem:
        out += hem(puppet, grid, weave, f"{garment.kind}_accent", 0.34)
    if garment.glowing:
        out += hem(puppet, grid, weave, f"{garment.kind}_accent", 0.2)
    return out


def _cape_shapes(puppet: Puppet, garment: Garment, cut: Cut, cape: Cape) -> list[Shape]:
    grid = cape_grid(puppet, cape)
    trunk = trunk_order(puppet)
    weave = Weave(
        ramp=garment.kind, part="cape", near=trunk + _CAPE_NEAR, far=trunk + _CAPE_FAR, inside=-1
    )
    out = sheet(puppet, grid, weave)
    if cut.hem or garment.accent:
        out += hem(puppet, grid, weave, f"{garment.kind}_accent", 0.24)
    if cape.collar:
        rings = [trunk_ring(puppet, 0.0, 8.0), trunk_ring(puppet, 0.13, 4.5)]
        outline, more = united(lofted(puppet, rings))
        shape = Shape(
            outline=outline, more=more, ramp=garment.kind, part="cape-collar", order=trunk + 8.0
        )
        out += rounded(shape, puppet.px(36))
        x, y, depth = puppet.spot(trunk_ring(puppet, 0.2, 6.0).at(0.0))
        if depth > trunk:
            size = max(1.0, puppet.px(4.5))
            clasp = np.array(((x - size, y), (x, y - size), (x + size, y), (x, y + size)))
            out.append(Shape(outline=clasp, ramp="gold", part="clasp", order=trunk + 8.5, tone=1))
    return out


def _scarf_shapes(puppet: Puppet, garment: Garment) -> list[Shape]:
    trunk = trunk_order(puppet)
    rings = [trunk_ring(puppet, 0.0, 15.0), trunk_ring(puppet, 0.2, 6.0)]
    up = -puppet.frame("chest")[:, 1] * 7.0
    rings = [type(r)(middle=r.middle + up, left=r.left, front=r.front) for r in rings]
    outline, more = united(lofted(puppet, rings))
    before = float(puppet.view @ puppet.frame("chest")[:, 2]) > -0.1
    order = head_order(puppet) + 6.0 if before else trunk + 9.0
    wrap = Shape(outline=outline, more=more, ramp=garment.kind, part="scarf", order=order)
    out = rounded(wrap, puppet.px(34))
    frame = puppet.frame("chest")
    root = puppet.skeleton.place("chest", 9.0, -puppet.chibi.rig.chest + 3.0, -14.0)
    down = _unit(frame[:, 1] * 0.3 + DOWN * 0.7)
    for length, aside, lag in ((58.0, 4.0, 1.0), (44.0, -8.0, 0.8)):
        columns = np.array((-6.5, 6.5)) + aside
        rows = [
            root
            + frame[:, 0] * columns[:, None] * -1.0
            + down * (length * share)
            - frame[:, 2] * (12.0 * share)
            + puppet.sway.back * (lag * share**1.3)
            for share in (0.0, 0.35, 0.7, 1.0)
        ]
        grid = np.stack([_above_ground(puppet, row) for row in rows])
        behind = float(puppet.view @ frame[:, 2]) > 0.25
        order = trunk + (_CAPE_FAR + 6.0 if behind else _CAPE_NEAR + 1.0)
        weave = Weave(ramp=garment.kind, part="scarf-tail", near=order, far=order, inside=-1)
        out += sheet(puppet, grid, weave)
        out += hem(puppet, grid, weave, f"{garment.kind}_accent", 0.6)
    return out


def _leg_moved(puppet: Puppet, side: Side, skirt: Skirt, down: Vector) -> Vector:
    """How far the leg at the height of the hem is from where it hangs at rest."""
    hip = puppet.point(f"hip_{side}")
    length = skirt.length - 6.0
    thigh = puppet.chibi.rig.thigh
    leg = puppet.point(f"knee_{side}") - hip
    if length <= thigh:
        return leg * (length / thigh) - down * length
    shin = puppet.point(f"ankle_{side}") - puppet.point(f"knee_{side}")
    share = min(1.0, (length - thigh) / puppet.chibi.rig.shin)
    return leg + shin * share - down * (thigh + share * puppet.chibi.rig.shin)


def _outward(puppet: Puppet, angles: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Grid:
    frame = puppet.frame("pelvis")
    radians = np.radians(angles)[:, None]
    return np.sin(radians) * frame[:, 0] + np.cos(radians) * frame[:, 2]


def _above_ground(puppet: Puppet, row: Grid) -> Grid:
    lowest = -float(puppet.at[1]) - _CLEAR
    row[:, 1] = np.minimum(row[:, 1], lowest)
    return row


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 1e-9 else vector


def _sign(side: Side) -> int:
    return 1 if side == "l" else -1
