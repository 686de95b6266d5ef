"""Props in the hand: how each is carried, at what angle, and worn where hands are busy."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from tools.backends.sketch.figure.body import SIDES, Side
from tools.backends.sketch.figure.draw import HEAD_ORDER, arm_orders
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.figure.hands import in_hand
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.parts import Part, load_part
from tools.backends.sketch.posebook import PoseFile
from tools.domain.look import Hex, Prop, PropKind
from tools.domain.rig import Angles, Joint, Skeleton
from tools.domain.staging import Pose

GRIP = (0.0, 21.0)
"""The middle of a closed hand in the hand's part space."""
BACK_ORDER = -78.0
_ALONG, _ACROSS = 0.5, 0.87
"""How a blade leaves a fist: along the forearm, and across it to the thumb."""
_WIELDED: tuple[PropKind, ...] = ("katana", "sword", "dagger", "spear", "staff", "axe")
HIGH_GRIP = 110.0
"""How far above its usual grip a long shaft is held in poses with arms of their own."""
LONG: tuple[PropKind, ...] = ("katana", "sword", "spear", "staff", "bow", "rifle", "axe", "guitar")
"""What is worn on the back in poses that need both hands."""


class PropFacts(BaseModel):
    """How a prop is carried: its `hang` in degrees clockwise from up (for a figure that faces
    the viewer's right), the arms' `carry`, whether it lies before the hand or hangs upright."""

    model_config = ConfigDict(frozen=True)

    color: Hex
    hang: float
    carry: str | None = None
    front: bool = False
    upright: bool = False
    above: float = 0.0
    """How far it reaches above the hand that carries it, in hundredths of a head."""
    butt: float = 0.0
    """How far its lower end is from the hand; it stands on the ground where the pose lets it."""


class PropBook(BaseModel):
    """`swings` are the angles of `swung` props by pose; poses in `own_arms` keep their arms."""

    model_config = ConfigDict(frozen=True)

    props: dict[PropKind, PropFacts]
    carries: dict[str, dict[Joint, Angles]]
    swings: dict[Pose, float]
    swung: tuple[PropKind, ...]
    own_arms: tuple[Pose, ...]
    colors: dict[str, Hex]


@cache
def prop_book() -> PropBook:
    """The facts of all props."""
    place = files("tools.backends.sketch").joinpath("parts", "props", "props.json")
    return PropBook.model_validate_json(place.read_text("utf-8"))


def carrying(pose: PoseFile, name: Pose, prop: Prop) -> PoseFile:
    """The pose with the arms that carry this prop, and the right hand closed on it."""
    book = prop_book()
    facts = book.props[prop.kind]
    worn = pose.busy and prop.kind in LONG
    if worn or name == "lying":
        return pose
    joints = dict(pose.angles.joints)
    hands = {"right_hand": "gripping"}
    if facts.carry and name not in book.own_arms:
        arms = book.carries[facts.carry]
        joints = {joint: angles for joint, angles in joints.items() if not _of_arm(joint, arms)}
        joints |= arms
        if "elbow_l" in arms:
            hands["left_hand"] = "fist" if prop.kind != "book" else "relaxed"
    elif name in ("thinking", "arms_crossed", "leaning", "confident"):
        joints = {
            joint: angles
            for joint, angles in joints.items()
            if not _of_arm(joint, book.carries["low"])
        }
        joints |= book.carries["low"]
    angles = pose.angles.model_copy(update={"joints": joints, **hands})
    return pose.model_copy(update={"angles": angles, "busy": False})


def reach_above(name: Pose, prop: Prop | None) -> float:
    """How far a carried prop reaches above the hand, in hundredths of a head."""
    book = prop_book()
    if prop is None or name == "lying":
        return 0.0
    if name in book.own_arms:
        return (
            180.0 if prop.kind in book.swung and name in ("cheering", "jumping", "casting") else 0.0
        )
    return book.props[prop.kind].above


def draw_prop(figure: Figure, pose: PoseFile, name: Pose, prop: Prop, pieces: Pieces) -> None:
    """The prop in the right hand; on the back where a pose keeps both hands busy."""
    book = prop_book()
    facts = book.props[prop.kind]
    part = load_part(f"props/{prop.kind}.svg")
    colors = {**book.colors, "main": prop.color or facts.color}
    facing = figure.body.camera.matrix() @ figure.body.skeleton.frames["chest"][:, 2]
    flip = -1.0 if float(facing[2]) < -0.4 or float(facing[0]) < -0.3 else 1.0
    if pose.busy and prop.kind in LONG:
        _worn(figure, part, colors, flip, float(facing[2]), pieces)
        return
    if name == "lying":
        _laid_down(figure, part, colors, pieces)
        return
    x, y = in_hand(figure.body, "r", GRIP)
    own = name in book.own_arms
    swing = book.swings.get(name) if prop.kind in book.swung else None
    angle = swing if swing is not None and (own or facts.carry is None) else facts.hang
    if prop.kind == "bow" and name == "aiming":
        angle = 0.0
    if pose.wields and prop.kind in _WIELDED:
        angle = flip * _blade(figure)
    scale = figure.body.camera.scale
    if facts.butt and not own and not pose.wields and pose.angles.stance != "air":
        floor = max(float(figure.body.dot(f"heel_{side}")[1]) for side in SIDES) - 2.0
        y = max(y - 60 * scale, min(y + 110 * scale, floor - facts.butt * scale))
    place = (
        f"translate({number(x)} {number(y)}) rotate({flip * angle:.1f})"
        f" scale({flip * scale:.3f} {scale:.3f})"
    )
    layers = ["glow", "main"]
    if prop.kind == "bow" and name == "aiming":
        layers.append("arrow")
    svg = "".join(part.layer(layer, colors, "prop-") for layer in layers)
    if facts.butt and own:
        place += f" translate(0 {HIGH_GRIP})"
    order = arm_orders(figure, "r")[1]
    order += 0.4 if facts.front else -0.004
    if facts.butt and not own:
        order = min(order, HEAD_ORDER - 1.0)
    pieces.add(order, "prop", "prop", f'<g transform="{place}">{svg}</g>', thin=1 / scale)


def blade_way(skeleton: Skeleton) -> Array:
    """The way of what the right hand wields, in space."""
    hand = skeleton.frames["wrist_r"]
    return _ALONG * hand[:, 1] + _ACROSS * hand[:, 2]


def _blade(figure: Figure) -> float:
    """Where what the right hand holds points, in degrees clockwise from up."""
    way = figure.body.camera.matrix() @ blade_way(figure.body.skeleton)
    return math.degrees(math.atan2(float(way[0]), -float(way[1])))


def _worn(
    figure: Figure, part: Part, colors: dict[str, str], flip: float, facing: float, pieces: Pieces
) -> None:
    body = figure.body
    x, y = body.skeleton.place("chest", -26.0 * 1.0, -64.0, -30.0), 0
    spot = body.camera.project(x)
    del y
    scale = body.camera.scale
    place = (
        f"translate({number(float(spot[0]))} {number(float(spot[1]))}) rotate({-flip * 28:.1f})"
        f" scale({scale:.3f} {-scale:.3f})"
    )
    order = 58.0 if facing < -0.2 else BACK_ORDER
    svg = part.layer("main", colors, "prop-")
    pieces.add(order, "prop", "prop", f'<g transform="{place}">{svg}</g>', thin=1 / scale)


def _laid_down(figure: Figure, part: Part, colors: dict[str, str], pieces: Pieces) -> None:
    body = figure.body
    scale = body.camera.scale
    x = float(body.dot("waist")[0])
    y = max(float(body.dot(f"hip_{side}")[1]) for side in SIDES) + body.unit(44)
    place = f"translate({number(x)} {number(y)}) rotate(84) scale({scale:.3f})"
    svg = part.layer("main", colors, "prop-")
    pieces.add(70.0, "prop", "prop", f'<g transform="{place}">{svg}</g>', thin=1 / scale)


def _of_arm(joint: Joint, arms: dict[Joint, Angles]) -> bool:
    stem, _, side = joint.partition("_")
    sides: set[Side | str] = {name.partition("_")[2] for name in arms}
    return side in sides and stem in ("clavicle", "shoulder", "elbow", "wrist")
