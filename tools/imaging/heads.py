"""How many heads tall a figure is."""

from __future__ import annotations

import numpy as np

from tools.imaging.anatomy import BodyPlan, body_plan
from tools.imaging.parser import Part, part_shares
from tools.imaging.picture import Floats, Mask, floats

_GREY = floats([0.8, 0, 0])
SPRITE_MASS = 0.3
"""From this area over height squared on a figure is a sprite with a large head; adults in long
coats stay below .25, children below .28."""
_TORSO_TO_CHIN = 1.24
"""From the crown to where the clothes begin is this many heads (hair on top, neck below), in the
median over 70 figures of the embedded renderer of every age and hair; their spread is 8 %."""
_TALL_LOBE, _SPRITE_LOBE = 0.94, 1.1
"""What hair does to the lobe of the silhouette: it seems lower than the head of a tall figure,
and is a tenth higher than a sprite's."""
_CHIN = 0.4
"""The chin is where the width has fallen from the head's to this share above the neck's."""


def heads_tall(body: Mask, lab: Floats) -> float | None:
    """The figure's height over its head's, crown to chin; `body` is cut to its bounds.

    The median of three estimates: the lobe that the silhouette shows, the narrowing below it,
    and where the body-part network sees the clothes begin under hair and skin (tall figures
    only: it has not seen sprites). Right for a figure that stands.
    """
    height = body.shape[0]
    if height < 12:
        return None
    plan = body_plan(body)
    lobe = (height - plan.top) / max(plan.head, 1.0)
    sprite = float(body.sum()) / height**2 > SPRITE_MASS
    estimates = [lobe * (_SPRITE_LOBE if sprite else _TALL_LOBE)]
    chin = _by_chin(body, plan)
    if chin is not None:
        estimates.append(chin)
    clothed = None if sprite else _by_parts(body, lab)
    if clothed is not None:
        estimates.append(clothed)
    low, high = (1.5, 4.2) if sprite else (3.0, 9.5)
    sound = [one for one in estimates if low <= one <= high]
    return round(float(np.median(sound)), 2) if sound else None


def _by_chin(body: Mask, plan: BodyPlan) -> float | None:
    """By the narrowing between the head's widest row and the shoulders, where there is one."""
    widths = floats(body.sum(axis=1))
    begin, head = round(plan.top), plan.head
    widest = begin + int(np.argmax(widths[begin : begin + max(2, round(head))]))
    below = widths[widest : begin + round(1.7 * head) + 1]
    neck = widest + int(np.argmin(below))
    if widths[neck] > 0.85 * widths[widest]:
        return None
    limit = widths[neck] + _CHIN * (widths[widest] - widths[neck])
    chin = widest + int(np.flatnonzero(widths[widest : neck + 1] <= limit)[0])
    return float((body.shape[0] - begin) / max(chin - begin + 0.5, 1.0))


def _by_parts(body: Mask, lab: Floats) -> float | None:
    """By where the clothes begin below hair and skin."""
    shares = part_shares(floats(np.where(body[:, :, None], lab, _GREY)))
    parts = np.where(body, shares.argmax(axis=2), int(Part.BACKGROUND))
    head = np.flatnonzero(np.isin(parts, (Part.HAIR, Part.SKIN)).sum(axis=1) >= 2)
    dressed = np.flatnonzero((parts == Part.TORSO).sum(axis=1) >= 3)
    if not head.size or not dressed.size or dressed[0] <= head[0]:
        return None
    return _TORSO_TO_CHIN * float(body.shape[0] - head[0]) / float(dressed[0] - head[0])
