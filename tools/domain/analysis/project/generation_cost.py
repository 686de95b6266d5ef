"""What generations take, by backend: time, waiting, failures, attempts, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tools.domain.analysis.facts import GenerationFact, ProjectFacts
from tools.domain.analysis.finding import Figure, Finding, Subject, count, measure, plural


def generation_cost(facts: ProjectFacts) -> Iterator[Finding]:
    """One finding a backend; the one on which most time is lost first, and as a warning.

    Lost is what was worked on generations that failed or were cancelled, and on attempts that
    were not the one that was kept.
    """
    by_backend: defaultdict[str, list[GenerationFact]] = defaultdict(list)
    for generation in facts.generations:
        if generation.ended:
            by_backend[generation.backend or "unknown"].append(generation)
    order = sorted(by_backend, key=lambda name: (-lost_s(by_backend[name]), name))
    for place, name in enumerate(order):
        yield _finding(name, by_backend[name], most=place == 0)


def lost_s(generations: Sequence[GenerationFact]) -> float:
    """Seconds worked for nothing that was kept."""
    return sum(_lost(generation) for generation in generations)


def _lost(generation: GenerationFact) -> float:
    if generation.status != "completed":
        return generation.worked_s
    made = len(generation.attempts)
    return generation.worked_s * (made - 1) / made if made else 0.0


def _finding(name: str, made: Sequence[GenerationFact], *, most: bool) -> Finding:
    failed = [g for g in made if g.status == "failed"]
    worked, lost = sum(g.worked_s for g in made), lost_s(made)
    waits = [g.waited_s for g in made if g.waited_s is not None]
    costs = [g.cost_usd for g in made if g.cost_usd is not None]
    attempts = sum(len(g.attempts) for g in made)
    rows = [str(g.id) for g in made]
    figures: dict[str, Figure] = {
        "generations": count(len(made), "generations", generations=rows),
        "failed": count(len(failed), "generations", generations=[str(g.id) for g in failed]),
        "worked": measure(worked, "s", len(made)),
        "lost": measure(lost, "s", len(made)),
        "attempts": count(attempts, "attempts"),
        "retries": count(sum(g.retries for g in made), "times put back by a busy backend"),
    }
    if waits:
        figures["waited_mean"] = measure(sum(waits) / len(waits), "s in the queue", len(waits))
    if costs:
        figures["cost"] = measure(sum(costs), "US dollars", len(costs))
    paid = f", {sum(costs):.4f} US dollars" if costs else ""
    share = lost / worked if worked else 0.0
    return Finding(
        code="MOST_TIME_LOST" if most and lost > 0 else "BACKEND_FIGURES",
        rule="generation_cost",
        severity="warning" if most and share > 0.5 else "info",
        subject=Subject(kind="backend", name=name),
        sentence=(
            f"{name} made {plural(len(made), 'generation')} in {worked:.1f} s of work"
            f" ({attempts} attempts, {len(failed)} failed{paid}); {lost:.1f} s of it made nothing "
            "that was kept."
        ),
        figures=figures,
    )
