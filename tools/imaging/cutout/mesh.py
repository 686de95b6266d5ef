"""A part as triangles, and how far each of its corners follows each bone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.skeleton import Place
from tools.imaging.picture import Mask

Doubles = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """`corners` is n x 2 in the cutting's pixels, `triangles` m x 3 of their indices."""

    corners: Doubles
    triangles: NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Bones one after the other: `joints` holds the start of each and the end of the last."""

    joints: tuple[Place, ...]

    @property
    def starts(self) -> Doubles:
        return np.array(self.joints[:-1], dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class BoneMove:
    """How one bone lies now: its start, its turn (radians, clockwise on screen) and stretch."""

    start: tuple[float, float]
    turn: float
    stretch: float


def mesh_of(mask: Mask, step: float) -> Mesh:
    """Squares of `step` pixels, each two triangles, over all pixels of the mask and a rim."""
    height, width = mask.shape
    rim = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    rows, columns = int(np.ceil(height / step)), int(np.ceil(width / step))
    ys, xs = np.nonzero(rim)
    used = np.zeros((rows, columns), dtype=np.bool_)
    used[
        np.minimum((ys / step).astype(int), rows - 1),
        np.minimum((xs / step).astype(int), columns - 1),
    ] = True
    down, right = np.nonzero(used)
    wide = columns + 1
    a = down * wide + right
    quads = np.stack([a, a + 1, a + wide, a + wide + 1], axis=1)
    named, index = np.unique(quads, return_inverse=True)
    index = index.reshape(quads.shape)
    corners = np.stack([named % wide, named // wide], axis=1) * step
    triangles = np.concatenate([index[:, [0, 1, 2]], index[:, [1, 3, 2]]])
    return Mesh(corners=corners.astype(np.float64), triangles=triangles)


def bend_weights(corners: Doubles, chain: Chain, zone: float) -> Doubles:
    """For each corner (n) and inner joint of the chain (k) how far it is beyond it: n x k.

    It rises smoothly from 0 to 1 within `zone` pixels to either side of the joint, measured
    along the line that halves the bend, so that both bones give way alike.
    """
    places = np.array(chain.joints, dtype=np.float64)
    weights = np.zeros((len(corners), len(places) - 2))
    for joint in range(1, len(places) - 1):
        before = _unit(places[joint] - places[joint - 1])
        after = _unit(places[joint + 1] - places[joint])
        along = (corners - places[joint]) @ _unit(before + after + 1e-9)
        reach = min(zone, 0.45 * _least_length(places, joint))
        share = np.clip(0.5 + along / (2 * max(reach, 1e-3)), 0, 1)
        weights[:, joint - 1] = share * share * (3 - 2 * share)
    return np.minimum.accumulate(weights, axis=1) if weights.shape[1] else weights


def bent(corners: Doubles, chain: Chain, weights: Doubles, moves: Sequence[BoneMove]) -> Doubles:
    """The corners (n x 2) where the bones have taken them.

    Between two bones the angle is blended, not the places: a bend stays as thick as the limb.
    """
    places = np.array(chain.joints, dtype=np.float64)
    result = _moved(corners, places[0], places[1], moves[0])
    for joint in range(1, len(places) - 1):
        share = weights[:, joint - 1]
        touched = share > 0
        if not touched.any():
            continue
        before, after = moves[joint - 1], moves[joint]
        w = share[touched]
        turn = before.turn + w * _wrapped(after.turn - before.turn)
        first = _stretcher(places[joint] - places[joint - 1], before.stretch)
        second = _stretcher(places[joint + 1] - places[joint], after.stretch)
        pull = first[None] * (1 - w)[:, None, None] + second[None] * w[:, None, None]
        from_joint = np.einsum("nij,nj->ni", pull, corners[touched] - places[joint])
        cosine, sine = np.cos(turn), np.sin(turn)
        turned = np.stack(
            [
                cosine * from_joint[:, 0] - sine * from_joint[:, 1],
                sine * from_joint[:, 0] + cosine * from_joint[:, 1],
            ],
            axis=1,
        )
        result[touched] = turned + np.array(after.start)
    return result


def _moved(corners: Doubles, start: Doubles, end: Doubles, move: BoneMove) -> Doubles:
    pulled = (corners - start) @ _stretcher(end - start, move.stretch).T
    cosine, sine = np.cos(move.turn), np.sin(move.turn)
    return pulled @ np.array(((cosine, -sine), (sine, cosine))).T + np.array(move.start)


def _stretcher(way: Doubles, stretch: float) -> Doubles:
    """The matrix that stretches along the bone and leaves its thickness."""
    along = _unit(way)
    return np.eye(2) + (stretch - 1) * np.outer(along, along)


def _unit(way: Doubles) -> Doubles:
    length = float(np.linalg.norm(way))
    return way / length if length > 1e-6 else np.array((0.0, 1.0))


def _least_length(places: Doubles, joint: int) -> float:
    return float(
        min(
            np.linalg.norm(places[joint] - places[joint - 1]),
            np.linalg.norm(places[joint + 1] - places[joint]),
        )
    )


def _wrapped(angle: float) -> float:
    return (angle + np.pi) % (2 * np.pi) - np.pi
