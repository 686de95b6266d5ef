"""What attempts cost, by the generations that were made."""

from __future__ import annotations

from collections.abc import Iterable

from tools.domain.analysis.facts import AttemptFact, GenerationFact


def seconds_an_attempt(generations: Iterable[GenerationFact]) -> float | None:
    """Seconds of work for one attempt, over all generations that made any."""
    made = [g for g in generations if g.attempts]
    attempts = sum(len(g.attempts) for g in made)
    return sum(g.worked_s for g in made) / attempts if attempts else None


def failed(generation: GenerationFact) -> list[AttemptFact]:
    """The attempts that did not pass, of a generation that tried until one does."""
    if generation.mode != "consistency_priority" or (generation.candidates or 1) > 1:
        return []
    return [attempt for attempt in generation.attempts if not attempt.passes]
