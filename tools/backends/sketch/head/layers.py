"""A drawn head, cut into the pieces between which the body is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HeadLayers:
    """SVG fragments in head space: 100 units = head height, origin at the neck joint, y down.

    `behind_body` lies behind the torso, `behind_head` before the torso's back but behind neck
    and head, `head` is the head itself, `front` hangs over shoulders
    and chest. `extent` bounds them all: left, top, right, bottom.
    """

    behind_body: str
    behind_head: str
    head: str
    front: str
    extent: tuple[float, float, float, float]
