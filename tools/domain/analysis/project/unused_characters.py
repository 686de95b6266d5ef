"""Characters that no scene has, and those that only the bible has."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, count, listed
from tools.domain.analysis.subjects import project_subject
from tools.domain.naming import fold


def unused_characters(facts: ProjectFacts) -> Iterator[Finding]:
    """Who is in no scene of any branch."""
    played = {fold(name) for scene in facts.scenes for name in scene.characters}
    idle = [
        one
        for one in facts.cast
        if fold(one.name) not in played and fold(one.bible_name or one.name) not in played
    ]
    if not idle:
        return
    are = "is" if len(idle) == 1 else "are"
    yield Finding(
        code="UNUSED_CHARACTERS",
        rule="unused_characters",
        severity="warning" if facts.scenes else "info",
        subject=project_subject(facts),
        sentence=(
            f"{len(idle)} of {len(facts.cast)} characters {are} in no scene: "
            f"{listed(one.name for one in idle)}."
        ),
        figures={
            "unused_characters": count(
                len(idle), "characters", characters=[one.id for one in idle]
            ),
            "characters": count(len(facts.cast), "characters"),
        },
        action=Action(
            sentence=f"Write a scene with {idle[0].name}.",
            tool="create_scene",
            args={"characters": [idle[0].name]},
            needs=["description"],
        ),
    )
