"""Attempts and candidates beyond the one that was kept."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import GenerationFact, ProjectFacts
from tools.domain.analysis.finding import Action, Effect, Finding, count, measure
from tools.domain.analysis.savings.spent import seconds_an_attempt
from tools.domain.analysis.subjects import project_subject

_LEAST = 3
"""Fewer generations with several attempts tell no habit."""
_KEEPS = 0.9


def surplus_attempts(facts: ProjectFacts) -> Iterator[Finding]:
    """How many attempts or candidates would have been enough: with so many, nine of ten of the
    pictures that were kept would have been made."""
    several = [g for g in facts.generations if len(g.attempts) > 1 and _kept(g) is not None]
    if len(several) < _LEAST:
        return
    kept = sorted(number for g in several if (number := _kept(g)) is not None)
    enough = kept[min(len(kept) - 1, int(_KEEPS * len(kept)))]
    surplus = sum(max(0, len(g.attempts) - enough) for g in several)
    attempts = sum(len(g.attempts) for g in several)
    each_s = seconds_an_attempt(several)
    if not surplus or each_s is None:
        return
    covered = sum(number <= enough for number in kept)
    yield Finding(
        code="SURPLUS_ATTEMPTS",
        rule="surplus_attempts",
        severity="warning",
        subject=project_subject(facts),
        sentence=(
            f"In {covered} of {len(several)} generations with several attempts the picture "
            f"that was kept was among the first {enough}; {surplus} of {attempts} attempts came "
            f"after, {surplus * each_s:.1f} s of work."
        ),
        figures={
            "enough_attempts": measure(enough, "attempts", len(several)),
            "surplus_attempts": count(
                surplus, "attempts", generations=[str(g.id) for g in several]
            ),
            "attempts": count(attempts, "attempts"),
            "spared": measure(surplus * each_s, "s", surplus),
        },
        action=Action(
            sentence=f"Order at most {enough} attempts or candidates.",
            tool="generate_image",
            args={"max_iterations": enough},
            needs=["character"],
            effect=Effect(
                of="attempts",
                unit="attempts",
                before=float(attempts),
                after=float(attempts - surplus),
                basis=f"{covered} of {len(several)} kept pictures were among the first {enough}.",
            ),
        ),
    )


def _kept(generation: GenerationFact) -> int | None:
    best = next((a for a in generation.attempts if a.rank == 1), None)
    return best.number if best is not None and generation.status == "completed" else None
