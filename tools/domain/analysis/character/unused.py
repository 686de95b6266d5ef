"""Whether the character is in the story at all."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Finding, count, plural
from tools.domain.analysis.subjects import character_subject


def unused(facts: CharacterFacts) -> Iterator[Finding]:
    """A character that no scene has in its cast."""
    name, n = facts.character.name, len(facts.scenes)
    branches = sorted({scene.branch_name for scene in facts.scenes})
    figures = {
        "scenes": count(n, "scenes with the character", scenes=[s.id for s in facts.scenes]),
        "pictures": count(
            sum(len(g.attempts) for g in facts.generations), "pictures of the last generations"
        ),
    }
    if n:
        yield Finding(
            code="IN_SCENES",
            rule="unused",
            severity="info",
            subject=character_subject(facts.character),
            sentence=(
                f"{name} is in {plural(n, 'scene')} on "
                f"{plural(len(branches), 'branch', 'branches')}."
            ),
            figures=figures,
        )
        return
    yield Finding(
        code="IN_NO_SCENE",
        rule="unused",
        severity="warning",
        subject=character_subject(facts.character),
        sentence=f"{name} is in no scene.",
        figures=figures,
        action=Action(
            sentence=f"Write a scene with {name}, or put {name} into one.",
            tool="create_scene",
            args={"characters": [name]},
            needs=["description"],
        ),
    )
