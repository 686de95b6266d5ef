"""A picture made movable: its layers, their meshes, and how each follows the bones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.cutout.retargeting import Moves, PictureBones, waist_of
from tools.imaging.cutout.joints import Found
from tools.imaging.cutout.layers import Layer, layers_of
from tools.imaging.cutout.mesh import Chain, Mesh, bend_weights, bent, mesh_of
from tools.imaging.cutout.parts import Parting, parted_body
from tools.imaging.cutout.seeds import PartName, hand_tip
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.picture import Mask

Doubles = NDArray[np.float64]
_HELD_IN_MIDDLE, _HEAVIER = 0.3, 1.2
_HAIR = 0.08
"""The share of the figure's height that hair hangs below the chin, from which it swings."""
_STEP = 30
"""Squares of a mesh along a figure's height."""
_LEG = ("hip", "knee", "ankle", "toes")
_CARRIERS: tuple[PartName, ...] = ("head", "trunk", "arm_l", "arm_r", "leg_l", "leg_r")
"""What a figure can stand or lie on."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One layer with its mesh; `weights` belongs to `chain`, `probes` are places of its outline.

    Corners and probes are moved together: the first `len(mesh.corners)` are the corners.
    """

    layer: Layer
    mesh: Mesh
    chain: Chain
    places: Doubles
    weights: Doubles


@dataclass(frozen=True, kw_only=True)
class Puppet:
    """What is drawn again and again, in the pixels of the picture's cutting."""

    pieces: Mapping[PartName, Piece]
    bones: PictureBones
    holder: str
    waist: float
    hem: float
    top: float
    bottom: float
    head: float
    middle: float
    pixel_art: bool
    thing_length: float
    """From end to end, 0 where nothing is held."""
    whole: bool
    """Whether the picture's figure hangs together in one piece."""

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A piece's corners and outline in one frame."""

    corners: Doubles
    outline: Doubles


def puppet_of(found: Found) -> Puppet:
    """Part the figure and lay meshes over the parts."""
    body = found.body
    joints: dict[JointName, Place] = {
        name: (x / body.scale, y / body.scale) for name, (x, y) in found.joints.items()
    }
    parting = parted_body(body, joints, found.confidence)
    layers = layers_of(found.cutting, parting, body.scale)
    step = max(1.5, (body.bottom - body.top) * body.scale / _STEP)
    pieces: dict[PartName, Piece] = {
        name: _piece(layer, parting, found.joints, step, body.scale)
        for name, layer in layers.items()
    }
    skirt = parting.skirt
    top, bottom = body.top * body.scale, body.bottom * body.scale
    head_x = float(found.joints["head"][0])
    return Puppet(
        pieces=pieces,
        bones=PictureBones(
            joints=_as_drawn(found.joints, layers),
            crown=(head_x, top),
            thing=_thing_axis(layers, found, parting),
            chibi=body.chibi,
            skirt=_covered(parting),
        ),
        holder=parting.holder or "r",
        waist=(skirt.waist if skirt else parting.joints["chest"][1]) * body.scale,
        hem=(skirt.hem if skirt else body.bottom) * body.scale,
        top=top,
        bottom=bottom,
        head=(body.chin - body.top) * body.scale,
        middle=float(found.joints["pelvis"][0]),
        pixel_art=found.cutting.pixel_art,
        thing_length=_extent(layers["thing"].shown) if "thing" in layers else 0.0,
        whole=cv2.connectedComponents(found.cutting.mask.astype(np.uint8), connectivity=8)[0] <= 2,
    )


def moved(puppet: Puppet, name: PartName, moves: Moves, lag: float) -> Moved:
    """Where a piece lies in a frame; `lag` is the angle in radians by which cloth trails."""
    piece = puppet.pieces[name]
    match name:
        case "trunk":
            places = bent(piece.places, piece.chain, piece.weights, moves.trunk)
        case "head":
            places = bent(piece.places, piece.chain, piece.weights, (moves.head,))
            places = _hair(puppet, piece, places, lag)
        case "arm_l" | "arm_r":
            places = bent(piece.places, piece.chain, piece.weights, moves.arms[name[-1]])
        case "leg_l" | "leg_r":
            places = bent(piece.places, piece.chain, piece.weights, moves.legs[name[-1]])
        case "thing":
            move = moves.thing or moves.arms[puppet.holder][2]
            places = bent(piece.places, piece.chain, piece.weights, (move,))
        case "skirt":
            places = _swung(puppet, piece.places, moves)
        case "drape":
            places = _trailing(puppet, piece, moves, lag)
    corners = len(piece.mesh.corners)
    return Moved(corners=places[:corners], outline=places[corners:])


def carries(name: PartName) -> bool:
    """Whether a part can touch the ground and hold the figure up."""
    return name in _CARRIERS


def _piece(
    layer: Layer,
    parting: Parting,
    joints: Mapping[JointName, Place],
    step: float,
    scale: float,
) -> Piece:
    mesh = mesh_of(layer.whole | layer.shown, step)
    chain = _chain(layer.source, joints, layer.shown)
    places = np.concatenate([mesh.corners, _outline(layer.shown)])
    limb = parting.radius.get(layer.source)
    zone = 1.1 * limb * scale if limb else 0.35 * _length(chain)
    return Piece(
        layer=layer, mesh=mesh, chain=chain, places=places,
        weights=bend_weights(places, chain, zone),
    )  # fmt: skip


def _chain(part: PartName, joints: Mapping[JointName, Place], shown: Mask) -> Chain:
    limb, _, side = part.partition("_")
    if limb == "arm":
        start, elbow, wrist = (joints[named_joint(s, side)] for s in ("shoulder", "elbow", "wrist"))
        return Chain(joints=(start, elbow, wrist, hand_tip(elbow, wrist)))
    if limb == "leg":
        return Chain(joints=tuple(joints[named_joint(stem, side)] for stem in _LEG))
    if part == "head":
        neck = joints["neck"]
        return Chain(joints=(neck, (neck[0], float(np.flatnonzero(shown.any(axis=1))[0]))))
    if part == "thing":
        grip, end = _axis(shown, joints)
        return Chain(joints=(grip, end))
    return Chain(joints=(joints["pelvis"], waist_of(joints), joints["neck"]))


def _thing_axis(
    layers: Mapping[PartName, Layer], found: Found, parting: Parting
) -> tuple[Place, Place] | None:
    if "thing" not in layers or parting.holder is None:
        return None
    return _axis(layers["thing"].shown, found.joints)


def _axis(shown: Mask, joints: Mapping[JointName, Place]) -> tuple[Place, Place]:
    """The held thing's grip, by the nearer hand, and its end that is farther from there."""
    rows, columns = np.nonzero(shown)
    points = np.column_stack([columns, rows]) + 0.5
    hands = [
        np.array(hand_tip(joints[named_joint("elbow", side)], joints[named_joint("wrist", side)]))
        for side in ("l", "r")
    ]
    wrists = [np.array(joints[named_joint("wrist", side)]) for side in ("l", "r")]
    grips = [0.5 * (w + h) for w, h in zip(wrists, hands, strict=True)]
    gaps = [float(np.linalg.norm(points - grip, axis=1).min()) for grip in grips]
    grip = grips[int(np.argmin(gaps))]
    way = np.linalg.eigh(np.cov(points.T))[1][:, -1] if len(points) > 2 else np.array((0.0, 1.0))
    along = (points - grip) @ way
    end = grip + way * _business_end(along)
    return (float(grip[0]), float(grip[1])), (float(end[0]), float(end[1]))


def _as_drawn(
    joints: Mapping[JointName, Place], layers: Mapping[PartName, Layer]
) -> dict[JointName, Place]:
    """The joints, where those of a copied limb lie as those of the limb that it is copied from."""
    result: dict[JointName, Place] = dict(joints)
    for name, layer in layers.items():
        if layer.source != name:
            stems = ("shoulder", "elbow", "wrist") if name.startswith("arm") else _LEG
            for stem in stems:
                result[named_joint(stem, name[-1])] = joints[named_joint(stem, layer.source[-1])]
    return result


def _covered(parting: Parting) -> float:
    """How much of the way from hip to ankle a skirt hides."""
    if parting.skirt is None:
        return 0.0
    hip, ankle = parting.joints["hip_r"][1], parting.joints["ankle_r"][1]
    return float(np.clip((parting.skirt.hem - hip) / max(ankle - hip, 1.0), 0.0, 1.0))


def _business_end(along: Doubles) -> float:
    """Which end of a thing strikes, from its pixels' places along it, 0 at the grip: the farther
    one, or of a pole that is held in its middle the one with more to it.
    """
    ends = float(along.min()), float(along.max())
    near, far = sorted(ends, key=abs)
    if abs(near) < _HELD_IN_MIDDLE * abs(far):
        return far
    reach = 0.2 * (ends[1] - ends[0])
    heavy = [int((np.abs(along - end) < reach).sum()) for end in (near, far)]
    return near if heavy[0] > _HEAVIER * heavy[1] else far


def _extent(shown: Mask) -> float:
    rows, columns = np.nonzero(shown)
    return float(np.hypot(np.ptp(rows), np.ptp(columns)))


def _outline(shown: Mask) -> Doubles:
    contours, _ = cv2.findContours(
        shown.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_TC89_L1
    )
    points = [np.asarray(contour, dtype=np.float64).reshape(-1, 2) + 0.5 for contour in contours]
    return np.concatenate(points) if points else np.zeros((0, 2))


def _length(chain: Chain) -> float:
    places = np.array(chain.joints)
    return float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())


def _swung(puppet: Puppet, places: Doubles, moves: Moves) -> Doubles:
    """A skirt: its left edge goes with the leg that is farther left, its right edge with the
    other, the more the lower.
    """
    pelvis = np.array(puppet.bones.joints["pelvis"])
    lower = moves.trunk[0]
    swings = sorted(_swing(puppet, moves, side) for side in ("l", "r"))
    down = np.clip((places[:, 1] - puppet.waist) / max(puppet.hem - puppet.waist, 1.0), 0, 1)
    half = max(1.0, float(np.abs(places[:, 0] - pelvis[0]).max()))
    across = np.clip(0.5 + (places[:, 0] - pelvis[0]) / (1.4 * half), 0, 1)
    swing = swings[1] + (swings[0] - swings[1]) * across
    turn = 0.5 * lower.turn * (1 - down) + 0.75 * swing * np.sqrt(down)
    offset = places - pelvis
    cosine, sine = np.cos(turn), np.sin(turn)
    turned = np.stack(
        [cosine * offset[:, 0] - sine * offset[:, 1], sine * offset[:, 0] + cosine * offset[:, 1]],
        axis=1,
    )
    return turned + np.array(lower.start)


def _swing(puppet: Puppet, moves: Moves, side: str) -> float:
    """The turn of the line from hip to ankle; clockwise on screen moves a foot to the left, so
    the greater turn is the farther left.
    """
    joints = puppet.bones.joints
    hip = np.array(joints[named_joint("hip", side)])
    ankle = np.array(joints[named_joint("ankle", side)])
    now = np.array(moves.legs[side][2].start) - np.array(moves.legs[side][0].start)
    rest = ankle - hip
    return float(_wrapped(np.arctan2(now[1], now[0]) - np.arctan2(rest[1], rest[0])))


def _trailing(puppet: Puppet, piece: Piece, moves: Moves, lag: float) -> Doubles:
    """A cape: hangs from the shoulders, its lower end behind in time."""
    neck = np.array(puppet.bones.joints["neck"])
    upper = moves.trunk[1]
    base = bent(piece.places, piece.chain, piece.weights, moves.trunk)
    down = np.clip((piece.places[:, 1] - neck[1]) / max(puppet.bottom - neck[1], 1.0), 0, 1)
    anchor = _neck_now(puppet, moves)
    turn = (lag - 0.7 * upper.turn) * down
    offset = base - anchor
    cosine, sine = np.cos(turn), np.sin(turn)
    turned = np.stack(
        [cosine * offset[:, 0] - sine * offset[:, 1], sine * offset[:, 0] + cosine * offset[:, 1]],
        axis=1,
    )
    return turned + anchor


def _hair(puppet: Puppet, piece: Piece, places: Doubles, lag: float) -> Doubles:
    """Of a head what hangs below the chin, dragged aside the more the lower it is."""
    chin = puppet.top + puppet.head
    longest = float(piece.places[:, 1].max()) - chin
    if longest < _HAIR * puppet.height:
        return places
    down = np.clip((piece.places[:, 1] - chin) / longest, 0, 1)
    aside = -math.sin(lag) * longest * down * down
    if puppet.pixel_art:
        aside = np.round(aside)
    return places + np.stack([aside, np.zeros_like(aside)], axis=1)


def _neck_now(puppet: Puppet, moves: Moves) -> Doubles:
    return np.array(moves.head.start)


def _wrapped(angle: float) -> float:
    return (angle + np.pi) % (2 * np.pi) - np.pi
