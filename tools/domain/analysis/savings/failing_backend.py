"""The backend that fails most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import GenerationFact, ProjectFacts
from tools.domain.analysis.finding import Action, Effect, Finding, Subject, count, measure


def failing_backend(facts: ProjectFacts) -> Iterator[Finding]:
    """Where generations fail, by share; the expected saving is that of the best other backend."""
    by_backend: defaultdict[str, list[GenerationFact]] = defaultdict(list)
    for generation in facts.generations:
        if generation.status in ("completed", "failed"):
            by_backend[generation.backend or "unknown"].append(generation)
    shares = {name: _share(made) for name, made in by_backend.items()}
    for name in sorted(shares, key=lambda n: (-shares[n], n)):
        if shares[name] > 0:
            yield _finding(name, by_backend, shares)


def _share(made: list[GenerationFact]) -> float:
    return sum(g.status == "failed" for g in made) / len(made)


def _finding(
    name: str, by_backend: dict[str, list[GenerationFact]], shares: dict[str, float]
) -> Finding:
    made = by_backend[name]
    failed = [g for g in made if g.status == "failed"]
    codes = Counter(g.error_code or "unknown" for g in failed)
    wasted = sum(g.worked_s for g in failed)
    why, times = codes.most_common(1)[0]
    others = {other: share for other, share in shares.items() if other != name}
    best = min(others, key=lambda other: (others[other], other)) if others else None
    better = best is not None and others[best] < shares[name]
    return Finding(
        code="BACKEND_FAILS",
        rule="failing_backend",
        severity="warning",
        subject=Subject(kind="backend", name=name),
        sentence=(
            f"{len(failed)} of {len(made)} generations of {name} failed, most often with {why} "
            f"({times}); {wasted:.1f} s of work were lost."
        ),
        figures={
            "failure_share": measure(
                shares[name],
                "share of generations",
                len(made),
                generations=[str(g.id) for g in failed],
            ),
            "failed": count(len(failed), "generations"),
            "wasted": measure(wasted, "s", len(failed)),
            **{code: count(n, "failures") for code, n in codes.most_common(3)},
        },
        action=Action(
            sentence=(
                f"Put {best} before {name} in ECHO_DIRECTOR_BACKEND, or name it in the order."
                if better
                else f"See what {name} lacks: `echo-director doctor` says it."
            ),
            request={
                "method": "POST",
                "path": "/api/generate",
                "body": {"backend": best},
            }
            if better
            else {"method": "GET", "path": "/readyz"},
            effect=Effect(
                of="failed generations",
                unit="generations",
                before=float(len(failed)),
                after=round(len(made) * others[best], 2),
                basis=(
                    f"{best} failed in {others[best]:.0%} of {len(by_backend[best])} generations."
                ),
            )
            if better and best is not None
            else None,
        ),
    )
