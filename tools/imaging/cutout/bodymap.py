"""A cutting at the size in which its body is read: silhouette, colours, head, weapon."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from tools.imaging.anatomy import body_plan
from tools.imaging.cutout.cutting import MAP_HEIGHT, Cutting
from tools.imaging.cutout.facing import Facing, facing_cues, facing_of
from tools.imaging.oklab import oklab
from tools.imaging.parser import Part
from tools.imaging.picture import Floats, Mask, floats
from tools.imaging.protrusions import parted

CHIBI = 0.28
"""Heads above this share of the height are a sprite's."""
_FACE_SHARE = 0.012
"""The share of a figure that a face takes at least."""
_NECK = 0.62
"""A neck is narrower than so much of the face."""
_WEAPON_HEIGHT = 200
_WEAPON_LENGTH = 0.15


@dataclass(frozen=True, kw_only=True)
class BodyMap:
    """What is read from a figure, rows from the top.

    `scale` is pixels of the cutting for each here. `body` is the mask without the weapon, `thing`
    the weapon's pixels. `chin` is the row at which the head ends, `skin` how much each pixel
    looks like the face (0 to 1; all 0 where no face shows).
    """

    mask: Mask
    body: Mask
    thing: Mask
    lab: Floats
    parts: Floats | None
    skin: Floats
    top: int
    bottom: int
    chin: float
    axis: float
    facing: Facing
    scale: float

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def chibi(self) -> float:
        """0 for an adult's proportions, 1 for a sprite of two and a half heads."""
        share = (self.chin - self.top) / self.height
        return float(np.clip((share - 0.16) / 0.24, 0.0, 1.0))


def body_map(cutting: Cutting) -> BodyMap:
    """Read a cutting's figure."""
    mask, lab, parts, scale = _small(cutting)
    thing = _thing(cutting, body_plan(cutting.mask).head, mask.shape)
    body = mask & ~thing
    plan = body_plan(body)
    rows = np.flatnonzero(body.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    skin = (None, None) if cutting.pixel_art else (_bare(lab, parts), _bare(lab, None))
    chin = _chin(body, parts, skin, plan.top + plan.head, top, bottom)
    cues = facing_cues(body, lab, parts, chin)
    return BodyMap(
        mask=mask,
        body=body,
        thing=thing,
        lab=lab,
        parts=parts,
        skin=_skin(body, lab, parts, top, chin),
        top=top,
        bottom=bottom,
        chin=chin,
        axis=plan.axis,
        facing=facing_of(cues, chibi=(chin - top) / (bottom - top) > CHIBI),
        scale=scale,
    )


def _small(cutting: Cutting) -> tuple[Mask, Floats, Floats | None, float]:
    height, width = cutting.mask.shape
    scale = max(1.0, height / MAP_HEIGHT)
    lab = oklab(cutting.pixels)
    if scale == 1:
        return cutting.mask, lab, cutting.parts, 1.0
    size = (max(1, round(width / scale)), MAP_HEIGHT)
    weight = floats(cutting.mask)
    small = floats(cv2.resize(weight, size, interpolation=cv2.INTER_AREA))
    color = floats(cv2.resize(lab * weight[:, :, None], size, interpolation=cv2.INTER_AREA))
    color = floats(color / np.maximum(small, 1e-3)[:, :, None])
    parts = cutting.parts
    if parts is not None:
        parts = floats(cv2.resize(parts, size, interpolation=cv2.INTER_LINEAR))
    return small > 0.3, color, parts, height / MAP_HEIGHT


def _thing(cutting: Cutting, head: float, shape: tuple[int, ...]) -> Mask:
    """The map's pixels of a held thing that is thin and stands out.

    Read at the cutting's own size, or larger, for a blade is a pixel or two wide.
    """
    mask = cutting.mask
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    window = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    factor = max(1, -(-_WEAPON_HEIGHT // (rows[-1] + 1 - rows[0])))
    large = mask[window].repeat(factor, axis=0).repeat(factor, axis=1)
    lab = oklab(cutting.pixels)[window]
    colors = floats(lab.repeat(factor, axis=0).repeat(factor, axis=1))
    found = parted(large, colors, head * factor)
    if found.weapon is None or found.weapon.length < _WEAPON_LENGTH:
        return np.zeros(shape, dtype=np.bool_)
    thing = np.zeros(mask.shape, dtype=np.float32)
    thing[window] = (large & ~found.body)[factor // 2 :: factor, factor // 2 :: factor]
    small = cv2.resize(thing, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small > 0.25)


def _bare(lab: Floats, parts: Floats | None) -> Mask:
    """Skin as the body-part network sees it, or by the usual colours of painted skin."""
    if parts is not None:
        return np.asarray(parts[:, :, Part.SKIN] + parts[:, :, Part.EYES] > 0.5)
    light, red, yellow = (lab[:, :, axis] for axis in range(3))
    warm = (red > 0.01) & (yellow > 0.015) & (yellow < 0.12) & (red < 0.1)
    return np.asarray((light > 0.5) & warm & (yellow < 2.5 * red + 0.02))


def _chin(
    body: Mask,
    parts: Floats | None,
    skin: tuple[Mask | None, Mask | None],
    lobe: float,
    top: int,
    bottom: int,
) -> float:
    """The row of the chin: where clothes begin under hair and skin, or the head's lobe ends.

    A face that shows has the last word: hats end above it, and hair may hang to the hips.
    """
    row = _dressed_chin(body, parts, lobe, top, bottom)
    face = face_rows(body, skin[0], top, bottom) or face_rows(body, skin[1], top, bottom)
    if face is None:
        return row
    first, last = face
    within = first + 0.5 * (last - first) <= row <= last + 0.06 * (bottom - top)
    return row if within else float(last)


def face_rows(body: Mask, skin: Mask | None, top: int, bottom: int) -> tuple[int, int] | None:
    """The rows from brow to chin of the most skin in the upper half; None without any."""
    if skin is None:
        return None
    seen = body & skin
    seen[top + round(0.42 * (bottom - top)) :] = False
    _, labels, stats, _ = cv2.connectedComponentsWithStats(seen.astype(np.uint8), connectivity=8)
    if len(stats) < 2:
        return None
    one = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[one, cv2.CC_STAT_AREA] < _FACE_SHARE * float(body.sum()):
        return None
    wide = (np.asarray(labels) == one).sum(axis=1)
    rows = np.flatnonzero(wide)
    widest = int(np.argmax(wide))
    narrow = rows[(rows > widest) & (wide[rows] < _NECK * wide[widest])]
    return int(rows[0]), int(narrow[0] if narrow.size else rows[-1] + 1)


def _dressed_chin(body: Mask, parts: Floats | None, lobe: float, top: int, bottom: int) -> float:
    if parts is not None:
        seen = np.where(body, parts.argmax(axis=2), int(Part.BACKGROUND))
        dressed = np.flatnonzero((seen == Part.TORSO).sum(axis=1) >= 3)
        face = np.flatnonzero(((seen == Part.SKIN) | (seen == Part.EYES)).sum(axis=1) >= 2)
        eyes = np.flatnonzero((seen == Part.EYES).any(axis=1))
        eyes = eyes[eyes < top + 0.4 * (bottom - top)]
        dressed = dressed[dressed > eyes[-1]] if eyes.size else dressed
        if dressed.size and face.size and top + 4 < dressed[0] < top + 0.45 * (bottom - top):
            return float(dressed[0] - 0.03 * (bottom - top))
    if lobe - top < 0.33 * (bottom - top) and parts is None:
        lobe = _lobe_without_crest(body, lobe)
    return float(np.clip(lobe, top + 0.1 * (bottom - top), top + 0.55 * (bottom - top)))


def _lobe_without_crest(body: Mask, lobe: float) -> float:
    """Where the head ends once crests, hats' tips and plumes are opened away."""
    size = max(3, round(0.16 * body.shape[0])) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    thick = cv2.morphologyEx(body.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
    if not thick.any():
        return lobe
    plan = body_plan(np.asarray(thick))
    end = plan.top + plan.head
    hidden = plan.top > 0.25 * body.shape[0]
    return lobe if hidden or end > 0.55 * body.shape[0] else max(lobe, end)


def _skin(body: Mask, lab: Floats, parts: Floats | None, top: int, chin: float) -> Floats:
    if parts is not None:
        return floats(parts[:, :, Part.SKIN] * body)
    head = chin - top
    face = np.zeros_like(body)
    face[round(top + 0.55 * head) : round(top + 0.92 * head)] = True
    face &= body & (lab[:, :, 0] > 0.35)
    crown = lab[top : round(top + 0.3 * head)][body[top : round(top + 0.3 * head)]]
    if not face.any() or not len(crown):
        return floats(np.zeros(body.shape))
    hair = np.median(crown, axis=0)
    face &= np.linalg.norm(lab - hair, axis=2) > 0.1
    if face.sum() < 4:
        return floats(np.zeros(body.shape))
    tone = np.median(lab[face], axis=0)
    apart = np.linalg.norm((lab - tone) * (0.6, 1, 1), axis=2)
    return floats(np.exp(-((apart / 0.07) ** 2)) * body)
