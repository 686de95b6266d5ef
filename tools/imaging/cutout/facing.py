"""Which way a figure looks, from its face, its feet and its symmetry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from tools.imaging.parser import Part
from tools.imaging.picture import Floats, Mask, floats

FigureView = Literal["front", "three_quarter", "side", "back"]
_UNLIKE_HAIR = 0.11
_LEAST_FACE, _NO_FACE = 0.07, 0.03
_TURNED, _PROFILE = 0.16, 0.46
_SPRITE_ASYMMETRY = 0.405


@dataclass(frozen=True, kw_only=True)
class Facing:
    """`yaw` as a camera's: 0 to the viewer, 90 to the picture's right, 270 left, 180 away."""

    view: FigureView
    yaw: float
    confidence: float


@dataclass(frozen=True, kw_only=True)
class FacingCues:
    """What was measured: offsets are shares of half a width, positive to the right."""

    face: float
    """How far the face lies from the middle of the head."""
    face_share: float
    feet: float
    """How far the feet stand out before the shins."""
    asymmetry: float
    """0 where head and body are their own mirror image, 1 where nothing is."""


def facing_cues(mask: Mask, lab: Floats, parts: Floats | None, chin: float) -> FacingCues:
    """The cues of a figure whose head ends at the row `chin`; weapons taken off the mask."""
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    chin_row = max(top + 2, round(chin))
    face = _face(mask, lab, parts, top, chin_row)
    head = mask.copy()
    head[chin_row:] = False
    middle, half = _span(head)
    offset = (float(np.nonzero(face)[1].mean()) + 0.5 - middle) / half if face.any() else 0.0
    return FacingCues(
        face=offset,
        face_share=float(face.sum()) / max(float(head.sum()), 1.0),
        feet=_feet_offset(mask, top, bottom),
        asymmetry=_asymmetry(mask, lab, chin_row, bottom),
    )


def facing_of(cues: FacingCues, *, chibi: bool) -> Facing:
    """The way the figure looks.

    A sprite's body is its own mirror image from the front and far from it in profile (measured
    on 160 sprites: at most .38 and at least .43). Tall figures are told by where the face lies
    in the head and the feet stand out.
    """
    seen = cues.face_share >= _LEAST_FACE
    turn = (cues.face if seen else 0.0) + 0.45 * float(np.clip(cues.feet, -0.8, 0.8))
    side = 1 if turn >= 0 else -1
    profile = abs(turn) > _PROFILE
    if chibi:
        profile = cues.asymmetry > _SPRITE_ASYMMETRY
        sure = min(1.0, abs(cues.asymmetry - _SPRITE_ASYMMETRY) / 0.15)
    else:
        sure = float(np.clip(abs(abs(turn) - _PROFILE) / 0.25, 0.1, 1.0))
    if profile:
        return Facing(view="side", yaw=90.0 if side > 0 else 270.0, confidence=sure)
    if cues.face_share < _NO_FACE and abs(turn) < _TURNED:
        return Facing(view="back", yaw=180.0, confidence=0.3)
    if chibi or abs(turn) < _TURNED:
        return Facing(view="front", yaw=0.0, confidence=sure)
    return Facing(view="three_quarter", yaw=40.0 if side > 0 else 320.0, confidence=0.5)


def _face(mask: Mask, lab: Floats, parts: Floats | None, top: int, chin: int) -> Mask:
    zone = np.zeros_like(mask)
    zone[top + round(0.3 * (chin - top)) : chin] = True
    zone &= mask
    if parts is not None:
        return zone & (parts[:, :, Part.SKIN] + parts[:, :, Part.EYES] > 0.5)
    crown = mask.copy()
    crown[top + max(1, round(0.3 * (chin - top))) :] = False
    inner = cv2.erode(crown.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    hair = lab[inner if inner.any() else crown]
    tones = floats([np.quantile(hair, q, axis=0) for q in (0.25, 0.5, 0.75)])
    apart = np.linalg.norm(lab[:, :, None] - tones[None, None], axis=3).min(axis=2)
    found = zone & (apart > _UNLIKE_HAIR) & (lab[:, :, 0] > 0.3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        found.astype(np.uint8), connectivity=8
    )
    if count < 2:
        return found
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def _span(mask: Mask) -> tuple[float, float]:
    """Middle and half width of a mask's dense columns."""
    columns = np.flatnonzero(mask.sum(axis=0) >= 0.25 * max(1, mask.sum(axis=0).max()))
    if not columns.size:
        return mask.shape[1] / 2, 1.0
    return (columns[0] + columns[-1] + 1) / 2, max(1.0, (columns[-1] + 1 - columns[0]) / 2)


def _feet_offset(mask: Mask, top: int, bottom: int) -> float:
    """How far the feet reach out before the shins, more to the right than to the left."""
    height = bottom - top
    feet = np.flatnonzero(mask[bottom - max(2, round(0.09 * height)) : bottom].any(axis=0))
    above = mask[bottom - round(0.25 * height) : bottom - round(0.13 * height)]
    shins = np.flatnonzero(above.mean(axis=0) > 0.5)
    if not feet.size or not shins.size:
        return 0.0
    right, left = int(feet[-1] - shins[-1]), int(shins[0] - feet[0])
    return (right - left) / max(1.0, (feet[-1] + 1 - feet[0]) / 2)


def _asymmetry(mask: Mask, lab: Floats, top: int, below: int) -> float:
    """Of the body below the head, held against its mirror image about its best axis."""
    body, colors = mask[top:below], lab[top:below]
    columns = np.flatnonzero(body.any(axis=0))
    if not columns.size:
        return 0.0
    core = float(np.nonzero(body)[1].mean()) + 0.5
    reach = 0.06 * len(columns)
    return min(_unlike(body, colors, core + shift * reach) for shift in (-2, -1, 0, 1, 2))


def _unlike(mask: Mask, lab: Floats, middle: float) -> float:
    width = mask.shape[1]
    mirror = np.round(2 * middle - 1 - np.arange(width)).astype(int)
    inside = (mirror >= 0) & (mirror < width)
    there, other = np.zeros_like(mask), np.zeros_like(lab)
    there[:, inside] = mask[:, mirror[inside]]
    other[:, inside] = lab[:, mirror[inside]]
    both, either = mask & there, mask | there
    unlike = np.clip(np.linalg.norm(lab - other, axis=2) / 0.3, 0, 1)
    apart = float((unlike * both).sum() + (either & ~both).sum())
    return apart / max(float(either.sum()), 1.0)
