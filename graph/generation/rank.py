"""Ninth node: the attempts in order, the best first, and why."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.generation.state import Attempt, GenerationContext, GenerationState, order_in
from tools.domain.ranking import CONSISTENT, EXPLORING, Candidate, ranked

_STAGE_AT = 0.92


async def rank(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Every attempt with its place, its figures and the reason in a sentence."""
    await reached(runtime.context, "ranking", _STAGE_AT)
    attempts = {one.get("number", 0): one for one in state.get("attempts", [])}
    weights = EXPLORING if order_in(state).explores else CONSISTENT
    places = ranked([_candidate(one) for one in attempts.values()], weights)
    ranking = [
        attempts[place.number]
        | Attempt(
            rank=place.rank,
            total=place.total,
            figures={str(name): value for name, value in place.figures.items()},
            why=place.why,
        )
        for place in places
    ]
    return GenerationState(ranking=ranking)


def _candidate(attempt: Attempt) -> Candidate:
    return Candidate(
        number=attempt.get("number", 0),
        score=attempt.get("score"),
        similarity=attempt.get("similarity"),
        alignment=attempt.get("alignment"),
        quality=attempt.get("quality"),
        passes=bool(attempt.get("passes", False)),
        broken=attempt.get("broken"),
    )
