"""What is held: weapons and other props, drawn in the hand from any side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tools.backends.sketch.sprite.limbs import PROP_ABOVE, arm_of
from tools.backends.sketch.sprite.propbook import Sketch, Stroke, prop_sketches
from tools.backends.sketch.sprite.puppet import DOWN, WRIST, Puppet, Side, Vector
from tools.backends.sketch.sprite.shapes import Points, Shape, ellipse
from tools.backends.sketch.sprite.trunk import trunk_order

GRIP_TILT = math.radians(40.0)
"""From square to the forearm towards the fingers: how a blade lies in a closed hand."""
GRIP_DOWN = 9.0
"""The middle of the closed hand below the wrist, in hundredths."""
FORESHORTENED_LEAST, SHORTEST = 0.45, 0.4
"""Things never show narrower or shorter than these shares, so that they read from any side."""
_REACH_OF_HANDS = 100.0
_HANDS_ON_HILT = 52.0
"""Hands further apart than this are not both on a hilt, on a shaft or a stock."""
PART = "prop"
_LYING, _LOW = 0.5, 46.0
"""The cosine of a trunk that lies, and how high a hand on the ground is at most."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A prop in space: its grip, and unit vectors to its tip and to where its edge faces."""

    sketch: Sketch
    side: Side
    grip: Vector
    along: Vector
    edge: Vector

    @property
    def tip(self) -> Vector:
        return self.grip + self.along * self.sketch.reach[1]

    @property
    def butt(self) -> Vector:
        return self.grip + self.along * self.sketch.reach[0]


def held(puppet: Puppet) -> Held | None:
    """Where the look's prop is in this pose; None where there is none."""
    prop = puppet.look.prop
    if prop is None:
        return None
    sketch = prop_sketches()[prop.kind]
    side: Side = "l" if sketch.mode in ("bow", "shield") else "r"
    grip = puppet.skeleton.place(WRIST[side], 0.0, GRIP_DOWN, 0.0)
    wrist = puppet.frame(WRIST[side])
    along = wrist[:, 2] * math.cos(GRIP_TILT) + wrist[:, 1] * math.sin(GRIP_TILT)
    edge = wrist[:, 1]
    match sketch.mode:
        case "swing":
            along = _two_handed(puppet, grip, along, _HANDS_ON_HILT)
        case "pole":
            along = _two_handed(puppet, grip, along, _REACH_OF_HANDS)
            upright = _unit(-DOWN + puppet.frame("chest")[:, 2] * 0.05)
            carry = 0.0 if _lying(puppet) else puppet.carry
            along = _unit(along * (1.0 - carry) + upright * carry)
        case "bow":
            aim = wrist[:, 1] - DOWN * float(wrist[:, 1] @ DOWN)
            edge = _unit(aim + puppet.frame("chest")[:, 2] * 0.15)
            along = _unit(-DOWN + edge * float(wrist[:, 1] @ DOWN) * 0.5)
        case "gun":
            along = _two_handed(puppet, grip, wrist[:, 1], _REACH_OF_HANDS)
            edge = DOWN
        case "shield":
            grip = puppet.skeleton.place("elbow_l", 0.0, puppet.chibi.rig.forearm * 0.72, 4.0)
            along = _unit(DOWN * 0.9 + puppet.frame("elbow_l")[:, 1] * 0.12)
            edge = puppet.frame("chest")[:, 0]
        case "upright":
            along = _unit(-DOWN + puppet.sway.prop * 0.004)
            edge = puppet.frame("chest")[:, 2]
        case "hang":
            along = _unit(DOWN + puppet.sway.prop * 0.012)
            edge = puppet.frame("chest")[:, 2]
        case "across":
            grip = puppet.skeleton.place("chest", -8.0, 4.0, 26.0)
            along = _unit(puppet.frame("chest")[:, 0] * 0.93 - puppet.frame("chest")[:, 1] * 0.36)
            edge = DOWN
    if sketch.mode in ("swing", "pole"):
        along = _unit(along + puppet.sway.prop / max(sketch.reach[1], 40.0) * 0.3)
    if sketch.mode in ("swing", "pole", "gun"):
        along = _over_ground(puppet, grip, _unit(along), sketch.reach[1])
    return Held(sketch=sketch, side=side, grip=grip, along=_unit(along), edge=_unit(edge))


def _lying(puppet: Puppet) -> bool:
    return abs(float(puppet.frame("chest")[1, 1])) < _LYING


def _over_ground(puppet: Puppet, grip: Vector, along: Vector, reach: float) -> Vector:
    """Turned up as far as the ground asks; laid flat where the figure lies."""
    height = -float(grip[1] + puppet.at[1])
    lies = _lying(puppet) and height < _LOW
    steepest = max(-1.0, min(1.0, (height - 3.0) / reach))
    sinks = 0.04 if lies else min(float(along[1]), steepest)
    if sinks == float(along[1]):
        return along
    flat = _unit(along * np.array((1.0, 0.0, 1.0)))
    return _unit(flat * math.sqrt(max(0.0, 1.0 - sinks * sinks)) + DOWN * sinks)


def carried_shapes(puppet: Puppet) -> list[Shape]:
    """The prop in the hand, lying where the wrist turns it."""
    thing = held(puppet)
    if thing is None:
        return []
    u, v = _axes(puppet, thing)
    start = np.array(puppet.spot(thing.grip)[:2])
    order = _order(puppet, thing)
    size = thing.sketch.size
    u, v = u * size, v * size
    out = [_drawn(puppet, stroke, start, u, v, order, size) for stroke in thing.sketch.shapes]
    if thing.sketch.mode == "bow":
        out += _string(puppet, start, u, v, order)
    return out


def _axes(puppet: Puppet, thing: Held) -> tuple[Points, Points]:
    """The prop's length and breadth in the cell, in pixels a unit."""
    scale = puppet.camera.scale
    matrix = puppet.camera.matrix()
    u = (matrix @ thing.along)[:2]
    edge = (matrix @ thing.edge)[:2]
    if thing.sketch.mode == "shield":
        normal = _unit(puppet.frame("chest")[:, 2] * 0.75 + puppet.frame("chest")[:, 0] * 0.65)
        across = np.cross(normal, thing.along)
        wide = (matrix @ across)[:2]
        if float(np.hypot(*wide)) < FORESHORTENED_LEAST:
            wide = _unit(wide) * FORESHORTENED_LEAST
        return u * scale, wide * scale
    length = float(np.hypot(*u))
    way = u / length if length > 1e-6 else np.array((0.0, -1.0))
    u = way * max(length, 0.8 if thing.sketch.mode in ("upright", "hang") else SHORTEST)
    across = np.array((-way[1], way[0]))
    seen = float(across @ edge)
    flip = -1.0 if seen < 0 else 1.0
    wide = max(FORESHORTENED_LEAST + 0.25, abs(seen))
    return u * scale, across * flip * wide * scale


def _drawn(
    puppet: Puppet, stroke: Stroke, start: Points, u: Points, v: Points, order: float, size: float
) -> Shape:
    wide = None
    if stroke.circle:
        along, across, radius = stroke.circle
        x, y = (start + along * u + across * v).tolist()
        outline = ellipse((x, y), max(0.8, puppet.px(radius * size)))
    else:
        outline = start + np.array(stroke.points) @ np.stack((u, v))
        wide = None if stroke.width is None else puppet.px(stroke.width * size)
    return Shape(
        outline=outline, ramp=stroke.ramp, part=PART, tone=stroke.tone, order=order,
        clipped=stroke.clip, glowing=stroke.glow and not stroke.clip, width=wide,
    )  # fmt: skip


def _order(puppet: Puppet, thing: Held) -> float:
    arm = arm_of(puppet, thing.side).orders[1] + PROP_ABOVE
    if thing.sketch.mode == "shield":
        return arm + 3.0 if float(puppet.view @ puppet.frame("chest")[:, 2]) > -0.2 else arm - 9.0
    if thing.sketch.mode == "across":
        return puppet.spot(thing.grip)[2] + 2.0
    middle = puppet.spot((thing.grip + thing.tip) / 2)[2]
    return arm if middle > trunk_order(puppet) - 18.0 else min(arm, middle + 2.0)


def _string(puppet: Puppet, start: Points, u: Points, v: Points, order: float) -> list[Shape]:
    """The string, drawn to the right hand where that hand holds it, with an arrow then."""
    ends = [start + np.array(end) @ np.stack((u, v)) for end in ((-74.0, -22.0), (74.0, -22.0))]
    hand = puppet.skeleton.place("wrist_r", 0.0, GRIP_DOWN, 0.0)
    pull = np.array(puppet.spot(hand)[:2])
    grip = puppet.skeleton.place("wrist_l", 0.0, GRIP_DOWN, 0.0)
    drawn = (
        puppet.hands["r"] == "gripping"
        and puppet.hands["l"] == "gripping"
        and 24.0 < float(np.linalg.norm(hand - grip)) < _REACH_OF_HANDS + 30.0
    )
    middle = pull if drawn else (ends[0] + ends[1]) / 2
    string = Shape(
        outline=np.array((ends[0], middle, ends[1])), ramp="white", part="bowstring",
        order=order - 0.2, width=1.0, outlined=False,
    )  # fmt: skip
    if not drawn:
        return [string]
    way = _unit(start - pull)
    tip = start + way * puppet.px(16.0)
    side = np.array((-way[1], way[0])) * max(1.2, puppet.px(5.0))
    shaft = Shape(
        outline=np.stack((pull, tip)), ramp="wood", part="arrow", order=order + 0.3,
        width=max(1.0, puppet.px(3.0)), outlined=False,
    )  # fmt: skip
    head = Shape(
        outline=np.stack((tip + way * max(2.0, puppet.px(11.0)), tip + side, tip - side)),
        ramp="metal", part="arrow", order=order + 0.3, tone=1,
    )  # fmt: skip
    return [string, shaft, head]


def _two_handed(puppet: Puppet, grip: Vector, along: Vector, most: float) -> Vector:
    """Through both hands where the left one grips it too, nearer than `most`; else as held."""
    if puppet.hands["l"] != "gripping":
        return along
    other = puppet.skeleton.place("wrist_l", 0.0, GRIP_DOWN, 0.0)
    apart = grip - other
    distance = float(np.linalg.norm(apart))
    if not 6.0 < distance < most:
        return along
    way = apart / distance
    if float(way @ along) < 0:
        way = -way
    trust = min(1.0, (distance - 6.0) / 14.0, (most - distance) / 14.0)
    return _unit(along * (1.0 - trust) + way * trust)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 1e-9 else vector
