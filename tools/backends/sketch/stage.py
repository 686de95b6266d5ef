"""Where the figure stands in the picture: camera, size and framing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tools.backends.sketch.figure.body import SIDES, Body
from tools.backends.sketch.figure.feet import Foot
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.posebook import PoseFile, pose_named
from tools.backends.sketch.props.held import carrying, reach_above
from tools.domain.faces import Expression
from tools.domain.rig import Camera, Skeleton, posed, proportions_of
from tools.domain.staging import Drawing, Framing, View

SIDE = 1024.0
"""The side of the square in which pictures are composed, in user units."""
YAW: dict[View, float] = {"front": 0.0, "three_quarter": 36.0, "side": 88.0, "back": 180.0}
PITCH = 5.0
"""Degrees from which the camera looks down."""
SCALE = 1.28
"""User units for a hundredth of a head in a full-length picture: some 830 for an adult, with
room above for a tall hat."""
ZOOM: dict[Framing, float] = {"full": 1.0, "knees": 1.5, "portrait": 2.75, "face": 4.2}
INK = 2.1
"""The width of outlines in a full-length picture, in user units."""
HEADROOM: dict[Framing, float] = {"full": 40.0, "knees": 80.0, "portrait": 120.0, "face": 96.0}
"""User units kept above the crown."""

_THICK = {"knee": 16.0, "hip": 26.0, "shoulder": 17.0, "elbow": 12.0, "wrist": 9.0, "hand": 4.0}
"""How far the body reaches below a joint that may touch the ground."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """What of a figure lives beside its pose.

    `eyes_open` is 1 to 0, `mouth` another expression's, `hair` how far the tips of long hair are
    left behind (hundredths of a head, to the picture's right), `view` holds the head's drawn side.
    """

    eyes_open: float = 1.0
    mouth: Expression | None = None
    hair: float = 0.0
    view: tuple[View, bool] | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The figure before the camera; `zoom` is 1 for a full-length picture."""

    figure: Figure
    pose: PoseFile
    zoom: float
    ground: tuple[float, float]
    """The least and the greatest x over which the figure touches, or hovers over, the ground."""
    life: Life = Life()


def staged(drawing: Drawing, ground_y: float, *, turned: bool = False) -> Stage:
    """The figure posed, turned, and set on the ground or, closer, framed by its head.

    `turned` figures look to the picture's left where others look to its right.
    """
    look, staging = drawing.look, drawing.staging
    pose = pose_named(staging.pose)
    prop = staging.prop or look.prop
    sizes = proportions_of(look.presentation, look.build, look.height, look.age)
    skeleton = posed(pose.angles, sizes)
    yaw = pose.yaw.get(staging.view, YAW[staging.view]) * (-1.0 if turned else 1.0)
    zoom = ZOOM[staging.framing]
    above = reach_above(staging.pose, prop)
    start = Camera(yaw=yaw, pitch=PITCH, scale=SCALE)
    camera = grounded(skeleton, pose, start, ground_y, above)
    if zoom > 1.0:
        camera = closer(skeleton, camera, zoom, staging.framing)
    if prop:
        pose = carrying(pose, staging.pose, prop)
        skeleton = posed(pose.angles, sizes)
    body = Body(skeleton, camera)
    hips = [float(body.dot(f"hip_{side}")[0]) for side in SIDES]
    xs = hips if pose.angles.stance == "air" else touching(body)
    figure = Figure(look=look, body=body, ink=INK * zoom**0.5)
    return Stage(figure=figure, pose=pose, zoom=zoom, ground=(min(xs), max(xs)))


def touching(body: Body) -> list[float]:
    """The x of every joint that is on the ground, or lowest above it."""
    dots = [body.dot(f"{name}_{side}") for name in _TOUCH for side in SIDES]
    low = max(float(dot[1]) for dot in dots) - body.unit(46.0)
    return [float(dot[0]) for dot in dots if dot[1] >= low]


_TOUCH = ("toe", "ankle", "knee", "hip", "shoulder", "elbow")


def grounded(
    skeleton: Skeleton, pose: PoseFile, camera: Camera, ground_y: float, above: float
) -> Camera:
    """The camera at whose scale the whole figure is in the picture, its feet on the ground."""
    lift = pose.angles.lift * 100.0
    for _ in range(2):
        left, top, right, low = reach(Body(skeleton, camera), above)
        tall, wide = low - top, right - left
        room = (ground_y - HEADROOM["full"]) / (tall + lift * camera.scale)
        fit = min(1.0, room, 940.0 / wide)
        camera = replace(camera, scale=camera.scale * fit)
    left, _, right, low = reach(Body(skeleton, camera), above)
    return replace(
        camera,
        origin=(SIDE / 2 - (left + right) / 2, ground_y - low - lift * camera.scale),
    )


def closer(skeleton: Skeleton, camera: Camera, zoom: float, framing: Framing) -> Camera:
    """The camera so much nearer, framed by the head."""
    near = replace(camera, scale=SCALE * zoom, origin=(0.0, 0.0))
    body = Body(skeleton, near)
    crown, head, pelvis = (body.dot(name) for name in ("crown", "head", "pelvis"))
    middle = float(head[0] + crown[0]) / 2
    if framing == "knees":
        middle = 0.6 * middle + 0.4 * float(pelvis[0])
    top = min(float(crown[1]), float(head[1]) - body.unit(60))
    return replace(near, origin=(SIDE / 2 - middle, HEADROOM[framing] + body.unit(14) - top))


def reach(body: Body, above: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the body, hair and thickness allowed for."""
    crown, head = body.dot("crown"), body.dot("head")
    middle = (crown + head) / 2
    round_head = body.unit(58)
    xs = [float(middle[0]) - round_head, float(middle[0]) + round_head]
    ys = [float(middle[1]) - round_head, float(middle[1]) + body.unit(40)]
    if above:
        ys.append(float(body.dot("wrist_r")[1]) - body.unit(above))
    for side in SIDES:
        ys.append(Foot(body, side).ground())
        for name, thick in _THICK.items():
            x, y, _ = body.dot(f"{name}_{side}")
            around = body.unit(thick)
            xs += [float(x) - around, float(x) + around]
            ys += [float(y) - around, float(y) + around]
        x, _, _ = body.dot(f"toe_{side}")
        xs.append(float(x))
    return min(xs), min(ys), max(xs), max(ys)
