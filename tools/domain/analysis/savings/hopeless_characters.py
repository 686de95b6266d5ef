"""Characters whose generations spend all their attempts and never pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import GenerationFact, ProjectFacts
from tools.domain.analysis.finding import Action, Finding, Subject, count, measure
from tools.domain.analysis.savings.spent import failed

_LEAST = 2


def hopeless_characters(facts: ProjectFacts) -> Iterator[Finding]:
    """Who never passed in two generations or more: the reference, not the attempts, is at fault."""
    by_character: defaultdict[int, list[GenerationFact]] = defaultdict(list)
    for generation in facts.generations:
        scored = [a for a in generation.attempts if a.score is not None]
        if generation.character_id is not None and scored:
            by_character[generation.character_id].append(generation)
    for character_id, made in by_character.items():
        never = [g for g in made if len(failed(g)) == len(g.attempts)]
        if len(never) < _LEAST or len(never) < len(made):
            continue
        spent = sum(g.worked_s for g in never)
        scores = [a.score for g in never for a in g.attempts if a.score is not None]
        name = facts.name_of(character_id)
        yield Finding(
            code="NEVER_PASSES",
            rule="hopeless_characters",
            severity="warning",
            subject=Subject(kind="character", id=character_id, name=name),
            sentence=(
                f"None of {len(never)} generations of {name} passed: the best score was "
                f"{max(scores):.2f}, {spent:.1f} s of work."
            ),
            figures={
                "generations": count(
                    len(never), "generations", generations=[str(g.id) for g in never]
                ),
                "best_score": measure(max(scores), "probability, 0 to 1", len(scores)),
                "worked": measure(spent, "s", len(never)),
            },
            action=Action(
                sentence=f"Approve another reference of {name}: the present one may be at fault.",
                tool="approve_reference",
                args={"character": name},
                needs=["image"],
            ),
        )
