"""The skeleton of a timeline before its poses: one beat a frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.domain.animation.kinds import Phase
from tools.domain.animation.script import Force, Travel


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What one frame is about: its phase and how far into the phase's own run of frames it is.

    `share` is 0 at the first frame of the run and 1 at its last (0.5 for a run of one).
    `travel` is where the figure has been driven to by then (a knockback, a backstep).
    """

    phase: Phase
    share: float
    duration_ms: int
    impact_window: bool = False
    force: Force | None = None
    travel: Travel = field(default_factory=Travel)
