"""Sixth node: the picture is held against the reference, and the finding is kept."""

from __future__ import annotations

from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.progress import reached, share_done
from graph.generation.state import Attempt, GenerationContext, GenerationState
from tools.domain.consistency import verdict
from tools.studio.consistency import assess_picture


async def assess(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Score the attempt. Without a reference or a calibration the verdict says so."""
    context, rendered = runtime.context, state.get("rendered", {})
    order = state.get("order", {})
    await reached(context, "consistency", share_done(state, 0.7))
    found = await assess_picture(
        context.studio,
        context.actor,
        character_id=state.get("character_id", 0),
        picture_id=UUID(rendered["picture_id"]),
        threshold=order["quality_threshold"],
    )
    attempt = Attempt(
        number=len(state.get("attempts", [])) + 1,
        picture_id=rendered["picture_id"],
        sha256=rendered["sha256"],
        score_id=found.id,
        score=found.score,
        similarity=found.similarity,
        verdict=found.verdict,
        reasons=found.report.get("reasons", []),
        codes=found.report.get("codes", []),
        undrawn=rendered["undrawn"],
        adjustments=state.get("adjustments", {}),
    )
    return GenerationState(attempts=[attempt], passed=_passes(attempt, order["quality_threshold"]))


def finished(state: GenerationState) -> bool:
    """Whether no further attempt is due: one passed, or there were enough.

    In creative exploration all attempts are made, to choose among them.
    """
    order, made = state.get("order", {}), len(state.get("attempts", []))
    if made >= order["max_iterations"]:
        return True
    return order["mode"] != "creative_exploration" and bool(state.get("passed"))


def _passes(attempt: Attempt, threshold: float) -> bool:
    """A picture that cannot be scored has nothing that a further attempt could improve by rule."""
    if attempt["score"] is None:
        return True
    return verdict(attempt["score"], threshold=threshold) == "approved"
