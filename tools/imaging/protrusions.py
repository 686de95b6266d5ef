"""Thin straight things that stand out of a silhouette: blades, shafts, barrels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.domain.animation.measures import WeaponMeasure
from tools.imaging.heads import SPRITE_MASS
from tools.imaging.oklab import to_hex
from tools.imaging.picture import Floats, Mask, floats

_THIN, _THIN_SPRITE = 0.036, 0.06
"""Thinner than this share of the height is no limb: arms of drawn people are from .04 on, those
of sprites with large heads from .08."""
_SHORTEST, _THICKEST = 0.11, 0.16
_SLENDER = 3.2
"""Length over mean thickness from which a thing is called long and thin."""
_GREY_CHROMA, _GREY_LIGHT = 0.055, (0.42, 0.97)
_COLD = 0.015
_SAME_HAIR, _SAME_SKIN = 0.075, 0.08
_LONGEST_ARM, _LONGEST_STRAND = 0.3, 0.5
"""What has the colour of skin or hair and is no longer than this is an arm or a strand."""
_SPECK, _BLADE_WIDE, _BLADE_IN_LINE = 0.001, 0.05, 0.05
_IN_LINE = 0.035
_LYING = 20.0
"""Flatter than this, in degrees, what stands out at the feet is a shadow on the ground."""


@dataclass(frozen=True, kw_only=True)
class Parting:
    """A silhouette parted into the body and what stands out of it, all height x width."""

    body: Mask
    weapon: WeaponMeasure | None


def parted(mask: Mask, lab: Floats, head: float) -> Parting:
    """The body without what it holds, and the longest thin straight thing that it holds.

    `mask` and `lab` are of the figure's bounds; `head` is the height of the head in pixels. Hair
    is left with the body by its place and colour, feet by their place.
    """
    height = mask.shape[0]
    sprite = float(mask.sum()) > SPRITE_MASS * height**2
    thick = _opened(mask, (_THIN_SPRITE if sprite else _THIN) * height)
    trunk = _largest(thick)
    if not trunk.any():
        return Parting(body=mask, weapon=None)
    near = cv2.dilate(trunk.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (mask & ~near).astype(np.uint8), connectivity=8
    )
    crown = _colors_in(mask, lab, 0, 0.35 * head)
    face = _colors_in(mask, lab, 0.4 * head, 1.05 * head)
    metal = _metal(mask, lab)
    found: list[tuple[WeaponMeasure, Mask]] = []
    pieces: list[Mask] = []
    for index in range(1, count):
        if int(stats[index, cv2.CC_STAT_AREA]) < _SPECK * mask.sum():
            continue
        part = np.asarray(labels == index, dtype=np.bool_)
        pieces.append(part)
        thing = _measured(part, mask, lab)
        if thing is None:
            part = _with_blade(part, metal)
            thing = _measured(part, mask, lab)
            if thing and (thing.thickness > _BLADE_WIDE or _off_line(part) > _BLADE_IN_LINE):
                continue
        if thing and not _of_the_body(part, lab, head, crown, face, thing):
            found.append((thing, part))
    if not found:
        return Parting(body=mask, weapon=None)
    weapon, part = _continued(*max(found, key=lambda one: one[0].length), pieces, mask, lab)
    body = _largest(mask & ~(part & ~near))
    return Parting(body=body, weapon=weapon)


def _opened(mask: Mask, size: float) -> Mask:
    side = max(2, round(size)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), side, side, side, side, cv2.BORDER_CONSTANT)
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, kernel)
    return np.asarray(opened[side:-side, side:-side] > 0)


def _largest(mask: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    if count < 2:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def _measured(part: Mask, mask: Mask, lab: Floats) -> WeaponMeasure | None:
    """The part's length and thickness along its main axis; None where it is no straight thing."""
    height = mask.shape[0]
    rows, columns = np.nonzero(part)
    points = np.column_stack([columns, rows]).astype(np.float64)
    if len(points) < 8:
        return None
    axis = np.linalg.eigh(np.cov(points.T))[1][:, -1]
    along = (points - points.mean(axis=0)) @ axis
    length = float(along.max() - along.min()) + 1
    thickness = len(points) / length
    if not _SHORTEST * height <= length or thickness > _THICKEST * height:
        return None
    if length < _SLENDER * thickness or _bent(points, along, axis):
        return None
    color = floats(np.median(lab[part], axis=0))
    chroma = np.hypot(lab[part][:, 1], lab[part][:, 2])
    light = lab[part][:, 0]
    grey = (chroma < _GREY_CHROMA) & (light > _GREY_LIGHT[0]) & (light < _GREY_LIGHT[1])
    return WeaponMeasure(
        length=round(length / height, 3),
        thickness=round(thickness / height, 4),
        area=round(len(points) / float(mask.sum()), 4),
        angle=round(float(np.degrees(np.arctan2(abs(axis[1]), abs(axis[0])))), 1),
        color=to_hex(color),
        metallic=bool(grey.mean() > 0.5),
    )


def _metal(mask: Mask, lab: Floats) -> Mask:
    """Pixels of the figure in a light grey without hue, or a cold one: pale skin is warm."""
    chroma = np.hypot(lab[:, :, 1], lab[:, :, 2])
    light = lab[:, :, 0]
    steel = (chroma < _GREY_CHROMA) & (lab[:, :, 2] < _COLD)
    return mask & steel & (light > _GREY_LIGHT[0]) & (light < _GREY_LIGHT[1])


def _with_blade(part: Mask, metal: Mask) -> Mask:
    """The part with the metal that it is the tip of: a blade held before the body."""
    if (metal & part).sum() < 0.35 * part.sum():
        return part
    _, labels = cv2.connectedComponents(metal.astype(np.uint8), connectivity=8)
    touched = np.unique(labels[part & metal])
    blade = np.isin(labels, touched[touched > 0])
    return np.asarray(part | blade)


def _continued(
    weapon: WeaponMeasure, part: Mask, pieces: list[Mask], mask: Mask, lab: Floats
) -> tuple[WeaponMeasure, Mask]:
    """The weapon with what goes on beyond the hand that holds it: pieces in its line."""
    for piece in pieces:
        if (piece & part).any():
            continue
        both = part | piece
        whole = _measured(both, mask, lab)
        if whole is None or whole.length < weapon.length * 1.05:
            continue
        if _off_line(both) < _IN_LINE and whole.thickness < 1.6 * weapon.thickness:
            weapon, part = whole, both
    return weapon, part


def _off_line(part: Mask) -> float:
    """How far pixels are from the part's main axis, root mean square over its length."""
    rows, columns = np.nonzero(part)
    spread = np.linalg.eigvalsh(np.cov(np.column_stack([columns, rows]).T))
    return float(np.sqrt(max(spread[0], 0.0)) / max(np.sqrt(12 * spread[1]), 1.0))


def _bent(
    points: NDArray[np.float64], along: NDArray[np.float64], axis: NDArray[np.float64]
) -> bool:
    """Whether the middle line leaves the straight one by more than a tenth of the length."""
    across = (points - points.mean(axis=0)) @ np.array([-axis[1], axis[0]])
    edges = np.linspace(along.min(), along.max() + 1e-6, 9)
    bins = np.digitize(along, edges) - 1
    middles = [float(across[bins == b].mean()) for b in range(8) if (bins == b).any()]
    return len(middles) < 6 or max(middles) - min(middles) > 0.13 * float(np.ptp(along))


def _colors_in(mask: Mask, lab: Floats, top: float, bottom: float) -> Floats:
    """The colours (n x 3) of the figure in those rows: hair above, hair and face below."""
    rows = slice(max(0, round(top)), max(1, round(bottom)))
    return floats(lab[rows][mask[rows]])


def _of_the_body(
    part: Mask,
    lab: Floats,
    head: float,
    crown: Floats,
    face: Floats,
    thing: WeaponMeasure,
) -> bool:
    """Whether it is a strand of hair, a bare arm, a foot or something on the hat."""
    rows = np.flatnonzero(part.any(axis=1))
    height = part.shape[0]
    if rows[0] > 0.9 * height or (rows[0] > 0.8 * height and thing.angle < _LYING):
        return True
    color = floats(np.median(lab[part], axis=0))
    strand = thing.length < _LONGEST_STRAND and rows[0] < 2.2 * head and not thing.metallic
    if strand and _alike(color, crown, _SAME_HAIR):
        return True
    if _alike(color, face, _SAME_SKIN) and thing.length < _LONGEST_ARM:
        return True
    return bool(rows[-1] < 1.05 * head and thing.length < 0.2)


def _alike(color: Floats, others: Floats, distance: float) -> bool:
    """Whether at least a seventh of the others have that colour."""
    return bool(len(others)) and bool(
        (np.linalg.norm(others - color, axis=1) < distance).mean() > 1 / 7
    )
