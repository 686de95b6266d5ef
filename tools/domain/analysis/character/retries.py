"""How many attempts a picture of the character takes, and what they fail for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Finding, count, measure
from tools.domain.analysis.subjects import character_subject

_MANY = 1.5


def retries(facts: CharacterFacts) -> Iterator[Finding]:
    """Attempts a generation, where its attempts follow each other until one passes."""
    made = [
        g
        for g in facts.generations
        if g.attempts and g.mode == "consistency_priority" and (g.candidates or 1) == 1
    ]
    if not made:
        return
    attempts = sum(len(g.attempts) for g in made)
    failed = sum(not a.passes for g in made for a in g.attempts)
    codes = Counter(code for g in made for a in g.attempts if not a.passes for code in a.codes)
    mean = attempts / len(made)
    first = codes.most_common(1)
    why = f", most often for {first[0][0]} ({first[0][1]} attempts)" if first else ""
    name = facts.character.name
    figures = {
        "attempts_per_generation": measure(
            mean, "attempts", len(made), generations=[str(g.id) for g in made]
        ),
        "failed_attempts": count(failed, "attempts"),
        "attempts": count(attempts, "attempts"),
    }
    figures |= {code: count(n, "failed attempts") for code, n in codes.most_common(5)}
    yield Finding(
        code="MANY_RETRIES" if mean >= _MANY else "RETRIES",
        rule="retries",
        severity="warning" if mean >= _MANY else "info",
        subject=character_subject(facts.character),
        sentence=(
            f"A picture of {name} takes {mean:.2f} attempts on average ({attempts} in {len(made)} "
            f"generations), {failed} failed{why}."
        ),
        figures=figures,
    )
