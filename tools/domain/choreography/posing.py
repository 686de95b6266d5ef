"""A moment of a movement in the manner of a character: the pose that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tools.domain.animation.kinds import Perspective
from tools.domain.animation.script import Effect
from tools.domain.choreography.channels import Row, angles_of, mask, within_ranges
from tools.domain.choreography.manner import Manner
from tools.domain.choreography.movement import Section, Shelf, movement
from tools.domain.choreography.sampling import base_row, sampled
from tools.domain.rig import Angles, Hand, Joint, Stance
from tools.domain.staging import Expression

_SIDEWAYS = mask(("waist", "chest", "shoulder", "clavicle"), ("abduct", "twist"))
_WIDER: dict[Perspective, float] = {"side": 1.0, "front": 1.15, "top_down": 1.12, "isometric": 1.05}
"""Where the picture's plane is not the one that a figure moves in, turns and arms go wider."""
_AIR_LIFT = 0.03
"""Head heights above which a figure is in the air."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a frame shows, apart from its time and place."""

    joints: dict[Joint, Angles]
    left_hand: Hand
    right_hand: Hand
    stance: Stance
    lift: float
    travel: float
    expression: Expression
    effects: tuple[Effect, ...]
    says: str
    section: Section


@lru_cache(maxsize=16384)
def drawn(shelf: Shelf, name: str, section: int, share: float, manner: Manner) -> Drawn:
    """The pose at this share of a section, scaled and held within the ranges of the joints."""
    whole = movement(shelf, name)
    sample = sampled(shelf, name, section, share)
    pose = whole.poses[sample.key.pose]
    lift = sample.lift * manner.size if whole.base else sample.lift
    return Drawn(
        joints=angles_of(within_ranges(_scaled(sample.row, base_row(shelf, name), manner))),
        left_hand=pose.left_hand,
        right_hand=pose.right_hand,
        stance="air" if lift > _AIR_LIFT else "ground",
        lift=round(lift, 3) if lift > _AIR_LIFT else 0.0,
        travel=round(sample.travel * (manner.size if whole.base else 1.0), 3),
        expression=sample.key.expression,
        effects=sample.key.effects,
        says=sample.key.says,
        section=whole.sections[section],
    )


def _scaled(row: Row, base: Row | None, manner: Manner) -> Row:
    if base is not None:
        row = base + (row - base) * manner.size
    wider = _WIDER[manner.perspective]
    return row if wider == 1.0 else np.where(_SIDEWAYS, row * wider, row)
