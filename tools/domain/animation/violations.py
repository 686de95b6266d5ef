"""What breaks a rule: the code, where, and a sentence that says what to do."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

ViolationCode = Literal[
    "FRAME_COUNT_MISMATCH",
    "TEMPORAL_CAUSALITY_VIOLATION",
    "IMPACT_WINDOW_MISMATCH",
    "DURATION_MISMATCH",
    "KNOCKBACK_MISMATCH",
    "PHASE_MISMATCH",
    "JOINT_OUT_OF_RANGE",
    "POSE_JUMP",
    "FEET_OFF_GROUND",
    "SCRIPT_MALFORMED",
]


class Violation(BaseModel):
    """A broken rule; `frame` is the frame's index, None where it concerns the whole script."""

    model_config = ConfigDict(frozen=True)

    code: ViolationCode
    who: str
    frame: int | None = None
    detail: str


class RuleReport(BaseModel):
    """The report of all rules over the scripts of an animation: which were checked, what broke."""

    model_config = ConfigDict(frozen=True)

    rules: tuple[str, ...]
    violations: tuple[Violation, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.violations
