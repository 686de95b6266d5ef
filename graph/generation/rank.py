"""Ninth node: the attempts in order, the best first, and why."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import entered
from graph.generation.state import Attempt, GenerationContext, GenerationState, order_in
from tools.domain.ranking import CONSISTENT, EXPLORING, Candidate, ranked

_STAGE_AT = 0.92


async def rank(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Every attempt with its place, its figures and the reason in a sentence."""
    step = await entered(runtime.context, state, "rank", _STAGE_AT, stage="ranking")
    changed = {one["after"]: one["changes"] for one in state.get("improvements", [])}
    attempts = {
        number: one | Attempt(changes=changed.get(number, []))
        for one in state.get("attempts", [])
        for number in [one.get("number", 0)]
    }
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
    return GenerationState(ranking=ranking, step=step)


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
