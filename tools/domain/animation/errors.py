"""What can go wrong when scripts are bound, named for what the catcher does next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.domain.animation.violations import Violation
from tools.domain.errors import ConflictError, InvalidError


class NoContactError(InvalidError):
    """The instigator's script cannot drive another's; `violations` say why."""

    code = "ACTION_HAS_NO_CONTACT"
    title = "Nothing to answer"

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        details = " ".join(violation.detail for violation in violations)
        super().__init__(
            f"This script cannot drive another's timeline. {details}",
            **_facts(violations),
        )


class NoRoomToCounterError(InvalidError):
    """Too few frames stand behind the blow to strike back in."""

    code = "NO_ROOM_TO_COUNTER"
    title = "No room to counter"


class SecondSwapError(ConflictError):
    """Two responders would take over the same instigator's blow."""

    code = "ONE_COUNTER_ONLY"
    title = "Only one can strike back"


class ShiftRefusedError(InvalidError):
    """The shift would put an effect before its cause, or its cause beyond the end."""

    code = "TEMPORAL_CAUSALITY_VIOLATION"
    title = "Temporal causality violation"


class MalformedScriptError(InvalidError):
    """A document is no script; `violations` name the places."""

    code = "SCRIPT_MALFORMED"
    title = "Not a script"

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__(
            " ".join(violation.detail for violation in violations),
            **_facts(violations),
        )


def _facts(violations: Sequence[Violation]) -> dict[str, Any]:
    """All violations, and the frame of the first that has one."""
    frame = next((v.frame for v in violations if v.frame is not None), None)
    facts: dict[str, Any] = {"violations": [violation.model_dump() for violation in violations]}
    return facts if frame is None else {"frame": frame, **facts}
