"""Where a body zone is in a picture, for crops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.domain.consistency import Place
from tools.imaging.anatomy import Zone
from tools.imaging.foreground import bounds
from tools.imaging.measured import Measured
from tools.imaging.parser import Part
from tools.imaging.picture import Box

_PARTS = {
    Zone.CROWN: (Part.HAIR,),
    Zone.FACE: (Part.SKIN, Part.EYES),
    Zone.TORSO: (Part.TORSO,),
    Zone.LEGS: (Part.LEGS,),
    Zone.FEET: (Part.FEET,),
    Zone.EXTRA: (Part.EXTRA,),
}


def zone_place(measured: Measured, zone: Zone | None) -> Place:
    """The bounds of a zone, or of the whole figure, in the picture's own pixels."""
    figure = measured.figure
    box = figure.box
    if zone is not None:
        box = _by_rows(measured, zone) if figure.parts is None else _by_parts(measured, zone)
    left, top, right, bottom = (edge * figure.scale for edge in box)
    height, width = measured.picture.shape[:2]
    return Place(
        left=max(0, int(left)),
        top=max(0, int(top)),
        right=min(width, int(np.ceil(right))),
        bottom=min(height, int(np.ceil(bottom))),
    )


def pixels_place(boxes: Sequence[Box]) -> Place:
    """The bounds of one or more boxes of the picture's own pixels."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Place(left=min(left), top=min(top), right=max(right), bottom=max(bottom))


def _by_parts(measured: Measured, zone: Zone) -> Box:
    figure = measured.figure
    if figure.parts is None:
        return figure.box
    shown = np.isin(figure.parts.argmax(axis=2), _PARTS[zone])
    return bounds(shown & figure.mask)


def _by_rows(measured: Measured, zone: Zone) -> Box:
    figure, plan = measured.figure, measured.description.plan
    left, top, right, bottom = figure.box
    begins = [0.0, plan.top + 0.5 * plan.head, plan.top + plan.head, plan.hip, plan.ankle]
    ends = [*begins[1:], float(bottom - top)]
    begin = min(top + int(begins[zone]), bottom - 1)
    end = max(begin + 1, min(bottom, top + int(np.ceil(ends[zone]))))
    columns = np.flatnonzero(figure.mask[begin:end, left:right].any(axis=0))
    if columns.size:
        left, right = left + int(columns[0]), left + int(columns[-1]) + 1
    return (left, begin, right, end)
