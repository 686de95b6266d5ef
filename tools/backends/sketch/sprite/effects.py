"""What is drawn besides the figure: smears of fast strikes, blows that land, dust, magic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.carried import GRIP_DOWN, Held, carried_shapes, held
from tools.backends.sketch.sprite.puppet import SIDES, Puppet, Vector
from tools.backends.sketch.sprite.shapes import Points, Shape, curve, ellipse
from tools.backends.sketch.sprite.trunk import trunk_order
from tools.domain.animation.script import AnimationFrame
from tools.domain.rig import PoseAngles, blended, posed

FOREMOST = 300.0
"""The order of what flashes before everything."""
_ARC_STEPS = 7
_SMEARED_LEAST = 26.0
"""Hundredths of a head that a tip must travel in a frame to leave a smear."""
_STAR = 8


def effect_shapes(
    puppet: Puppet, frame: AnimationFrame, before: Puppet | None, poses: tuple[PoseAngles, ...]
) -> list[Shape]:
    """The shapes of a frame's effects.

    `before` is the puppet of the frame before, `poses` that frame's pose and this one's.
    """
    out: list[Shape] = []
    for effect in frame.effects:
        match effect:
            case "smear":
                if before is not None:
                    out += _smear(puppet, before, poses)
            case "impact":
                out += _star(puppet, _struck(puppet, frame, before), 30.0, "spark")
            case "spark":
                out += _star(puppet, _guard(puppet), 20.0, "spark")
            case "dust":
                out += _dust(puppet, frame)
            case "magic":
                out += _magic(puppet, frame)
            case "projectile":
                out += _projectile(puppet)
    return out


def _smear(puppet: Puppet, before: Puppet, poses: Sequence[PoseAngles]) -> list[Shape]:
    """A crescent along the way of the weapon's tip, or of the hand or foot that moves most."""
    between = [
        _at_share(puppet, before, poses, share) for share in np.linspace(0.0, 1.0, _ARC_STEPS)
    ]
    thing = held(puppet)
    if thing and thing.sketch.mode in ("swing", "pole"):
        ends = [_blade(each) for each in between]
        outer = np.stack([each.dots(np.stack(pair))[:, :2] for each, pair in _zip(between, ends)])
        tips, roots = outer[:, 1], outer[:, 0]
    else:
        name = _fastest(puppet, before)
        centers = np.stack([np.array(each.joint(name)[:2]) for each in between])
        away = _normal(centers) * puppet.px(13.0)
        tips, roots = centers + away, centers - away
    travelled = float(np.linalg.norm(np.diff(tips, axis=0), axis=1).sum())
    if travelled < puppet.px(_SMEARED_LEAST):
        return []
    share = np.linspace(0.0, 1.0, _ARC_STEPS)[:, None]
    inner = tips + (roots - tips) * share**1.2
    edge = tips + (roots - tips) * (0.34 * share**1.2)
    order = _smear_order(puppet)
    return [
        _light(_ribbon(tips, inner), "spark", 0, order, "smear"),
        _light(_ribbon(tips, edge), "spark", 2, order + 0.1, "smear"),
    ]


def _smear_order(puppet: Puppet) -> float:
    """Before the body, but under a blade that is before it."""
    trunk = trunk_order(puppet)
    blade = [shape.order for shape in carried_shapes(puppet)]
    return min(blade) - 0.3 if blade and min(blade) > trunk else trunk + 40.0


def _at_share(puppet: Puppet, before: Puppet, poses: Sequence[PoseAngles], share: float) -> Puppet:
    skeleton = posed(blended(poses[0], poses[1], float(share)), puppet.chibi.rig)
    one, two = np.array(before.camera.origin), np.array(puppet.camera.origin)
    x, y = (one + (two - one) * share).tolist()
    return replace(
        puppet,
        skeleton=skeleton,
        at=before.at + (puppet.at - before.at) * share,
        camera=replace(puppet.camera, origin=(x, y)),
    )


def _zip(
    puppets: Sequence[Puppet], ends: Sequence[tuple[Vector, Vector]]
) -> list[tuple[Puppet, tuple[Vector, Vector]]]:
    return list(zip(puppets, ends, strict=True))


def _blade(puppet: Puppet) -> tuple[Vector, Vector]:
    """From where a blade smears to its tip."""
    thing = held(puppet)
    assert thing is not None
    reach = thing.sketch.reach[1]
    return thing.grip + thing.along * reach * 0.45, thing.grip + thing.along * reach * 0.98


def _fastest(puppet: Puppet, before: Puppet) -> str:
    names = [f"{tip}_{side}" for tip in ("hand", "toe") for side in SIDES]

    def moved(name: str) -> float:
        shift = puppet.point(name) + puppet.at - before.point(name) - before.at
        return float(np.linalg.norm(shift))

    return max(names, key=moved)


def _normal(line: Points) -> Points:
    way = np.gradient(line, axis=0)
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    return np.stack((way[:, 1], -way[:, 0]), axis=1)


def _ribbon(one: Points, two: Points) -> Points:
    return np.concatenate((curve(one, closed=False, steps=3), curve(two, closed=False)[::-1]))


def _light(outline: Points, ramp: str, tone: int, order: float, part: str) -> Shape:
    return Shape(
        outline=outline, ramp=ramp, part=part, tone=tone, order=order, outlined=False,
        glowing=True,
    )  # fmt: skip


def _star(puppet: Puppet, place: tuple[float, float], size: float, ramp: str) -> list[Shape]:
    """A burst of long and short rays with a bright heart."""
    shapes: list[Shape] = []
    for tone, share in ((0, 1.0), (2, 0.58)):
        angles = np.linspace(0.0, math.tau, 2 * _STAR, endpoint=False) + 0.2
        radius = np.where(np.arange(2 * _STAR) % 2 == 0, 1.0, 0.36) * puppet.px(size) * share
        radius[2::4] *= 0.62
        outline = np.array(place) + np.stack((np.cos(angles), np.sin(angles)), 1) * radius[:, None]
        shapes.append(_light(outline, ramp, tone, FOREMOST + tone, "burst"))
    return shapes


def _struck(puppet: Puppet, frame: AnimationFrame, before: Puppet | None) -> tuple[float, float]:
    """Where a blow lands: at the tip of one's own weapon or limb, or on one's own chest."""
    if frame.phase not in ("Contact", "Follow-through"):
        deep = puppet.chibi.rig.chest_half * puppet.chibi.chest_deep
        return puppet.spot(puppet.skeleton.place("chest", 0.0, -10.0, deep + 8.0))[:2]
    thing = held(puppet)
    if thing and thing.sketch.mode in ("swing", "pole"):
        return puppet.spot(thing.grip + thing.along * thing.sketch.reach[1] * 0.86)[:2]
    return puppet.joint(_fastest(puppet, before) if before else "hand_r")[:2]


def _guard(puppet: Puppet) -> tuple[float, float]:
    thing = held(puppet)
    if thing:
        return puppet.spot(thing.grip + thing.along * thing.sketch.reach[1] * 0.45)[:2]
    hands = puppet.point("hand_l") + puppet.point("hand_r")
    return puppet.spot(hands / 2 + puppet.frame("chest")[:, 2] * 8.0)[:2]


def _dust(puppet: Puppet, frame: AnimationFrame) -> list[Shape]:
    """Puffs at both feet, more where the figure slides."""
    sliding = abs(frame.travel.forward) > 0.05
    shapes: list[Shape] = []
    for at, side in enumerate(SIDES):
        heel, toe = puppet.point(f"heel_{side}"), puppet.point(f"toe_{side}")
        ground = np.array((0.0, -float(puppet.at[1]), 0.0))
        for k in range(3 if sliding else 2):
            back = (heel - toe) * (0.55 + 0.5 * k) + heel
            spot = np.array((back[0], ground[1] - 3.0 - 3.5 * k, back[2]))
            x, y, _ = puppet.spot(spot)
            size = max(1.0, puppet.px(9.0 - 2.0 * k))
            outline = ellipse((x, y), size, size * 0.72)
            shapes.append(
                Shape(
                    outline=outline, ramp="dust", part=f"dust{at}", tone=1 if k else 0,
                    order=trunk_order(puppet) - 60.0, outlined=False,
                )
            )  # fmt: skip
    return shapes


def _magic(puppet: Puppet, frame: AnimationFrame) -> list[Shape]:
    """Light at the staff's head or between the hands; sparks drawn in before, thrown out after."""
    thing = held(puppet)
    if thing and thing.sketch.mode == "pole":
        center = thing.grip + thing.along * thing.sketch.reach[1] * 0.9
    else:
        center = (puppet.point("hand_l") + puppet.point("hand_r")) / 2
        center = center + puppet.frame("chest")[:, 2] * 10.0
    released = frame.phase in ("Contact", "Follow-through")
    x, y, _ = puppet.spot(center)
    size = puppet.px(24.0 if released else 15.0)
    order = FOREMOST if released else trunk_order(puppet) + 45.0
    shapes = [
        _light(ellipse((x, y), size * share), "magic", tone, order + share, "magic")
        for share, tone in ((1.0, 0), (0.66, 1), (0.36, 2))
    ]
    turn = 0.7 * frame.frame_index
    for k in range(6):
        angle = turn + math.tau * k / 6
        far = size * (1.5 + 0.35 * (k % 2))
        dot = np.array((x + far * math.cos(angle), y + far * 0.8 * math.sin(angle)))
        half = max(0.75, puppet.px(4.0 if k % 2 else 2.6))
        diamond = dot + np.array(((0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)))
        shapes.append(_light(diamond, "magic", 1 + k % 2, order + 1.0, "magic"))
    return shapes


def _projectile(puppet: Puppet) -> list[Shape]:
    """An arrow in flight, the flash of a shot, or a ball of magic before the hands."""
    thing = held(puppet)
    ahead = puppet.frame("chest")[:, 2] * np.array((1.0, 0.0, 1.0))
    mode = thing.sketch.mode if thing else ""
    if thing and mode == "bow":
        return _arrow(puppet, thing)
    if thing and mode == "gun":
        return _star(puppet, puppet.spot(thing.tip + thing.along * 8.0)[:2], 22.0, "spark")
    front = max((puppet.point(f"hand_{side}") for side in SIDES), key=lambda p: float(p @ ahead))
    front = front + ahead * 26.0
    tail = puppet.spot(front - ahead * 40.0)[:2]
    x, y, _ = puppet.spot(front)
    size = puppet.px(15.0)
    trail = np.array(((x, y - size * 0.8), (x, y + size * 0.8), tail))
    return [
        _light(trail, "magic", 0, FOREMOST, "magic"),
        _light(ellipse((x, y), size), "magic", 0, FOREMOST + 1, "magic"),
        _light(ellipse((x, y), size * 0.6), "magic", 2, FOREMOST + 2, "magic"),
    ]


def _arrow(puppet: Puppet, thing: Held) -> list[Shape]:
    hand = puppet.skeleton.place("wrist_l", 0.0, GRIP_DOWN, 0.0)
    start, end = (np.array(puppet.spot(hand + thing.edge * far)[:2]) for far in (16.0, 58.0))
    way: NDArray[np.float64] = end - start
    length = float(np.hypot(*way))
    if length < 1.0:
        return []
    way = way / length
    side = np.array((-way[1], way[0])) * max(1.0, puppet.px(5.0))
    head = np.stack((end + way * puppet.px(12.0), end + side, end - side))
    return [
        Shape(
            outline=np.stack((start, end)), ramp="wood", part="flight", order=FOREMOST,
            width=max(1.0, puppet.px(3.0)), outlined=False,
        ),
        Shape(outline=head, ramp="metal", part="flight", order=FOREMOST, tone=1, outlined=False),
        _light(
            np.stack((start - way * puppet.px(30.0), start + side * 0.6, start - side * 0.6)),
            "spark", 2, FOREMOST - 1, "flight",
        ),
    ]  # fmt: skip
