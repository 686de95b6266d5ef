"""Whether generations wait longer than they are worked on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import GenerationFact, ProjectFacts
from tools.domain.analysis.finding import Action, Finding, Subject, measure

_LEAST = 3
"""Fewer generations tell no habit."""


def waiting(facts: ProjectFacts) -> Iterator[Finding]:
    """By backend, where the queue takes more time than the work; the longest wait first."""
    by_backend: defaultdict[str, list[GenerationFact]] = defaultdict(list)
    for generation in facts.generations:
        if generation.waited_s is not None and generation.ended:
            by_backend[generation.backend or "unknown"].append(generation)
    told: list[tuple[float, Finding]] = []
    for name, made in by_backend.items():
        waited = sum(g.waited_s or 0.0 for g in made)
        worked = sum(g.worked_s for g in made)
        if len(made) >= _LEAST and waited > worked:
            told.append((waited, _finding(name, made, waited, worked)))
    for _, finding in sorted(told, key=lambda one: -one[0]):
        yield finding


def _finding(name: str, made: list[GenerationFact], waited: float, worked: float) -> Finding:
    n = len(made)
    return Finding(
        code="QUEUE_WAITS",
        rule="waiting",
        severity="warning",
        subject=Subject(kind="backend", name=name),
        sentence=(
            f"{n} generations of {name} waited {waited / n:.1f} s on average and were worked on "
            f"for {worked / n:.1f} s."
        ),
        figures={
            "waited_mean": measure(
                waited / n, "s in the queue", n, generations=[str(g.id) for g in made]
            ),
            "worked_mean": measure(worked / n, "s", n),
            "waited": measure(waited, "s in the queue", n),
        },
        action=Action(
            sentence=(
                "Start another worker (`echo-director worker`), or raise "
                "ECHO_DIRECTOR_WORKER_CONCURRENCY."
            )
        ),
    )
