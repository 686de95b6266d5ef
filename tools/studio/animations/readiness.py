"""Whether a take has come far enough for what is asked of it."""

from __future__ import annotations

from tools.domain.animations import Take
from tools.domain.errors import ConflictError


def expect_written(take: Take) -> None:
    """Raises `ConflictError` (`RESPONDER_ACTION_NOT_CONFIRMED`, `STAGE_NOT_READY`)."""
    if take.dual and take.choices is None:
        raise ConflictError(
            "The responder's action is not confirmed yet.",
            code="RESPONDER_ACTION_NOT_CONFIRMED",
            missing=["confirm-responder"],
        )
    if not take.written:
        raise ConflictError(
            "The scripts are not written yet.",
            code="STAGE_NOT_READY",
            missing=["generate-script"],
        )


def expect_one_sequence(take: Take) -> None:
    """Raises `ConflictError` (`COMBO_IS_BOUND`): the parts of a chain were bound on their own."""
    if take.chained:
        raise ConflictError(
            "The sequences of a combo are bound already. Change them in their own animations, "
            "then chain them again.",
            code="COMBO_IS_BOUND",
        )
