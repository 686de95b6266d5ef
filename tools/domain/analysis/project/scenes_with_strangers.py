"""Scenes with characters that the project does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, plural
from tools.domain.analysis.subjects import project_subject
from tools.domain.naming import fold, resolve


def scenes_with_strangers(facts: ProjectFacts) -> Iterator[Finding]:
    """Names in casts that are no character's of the project; in the bible alone or nowhere."""
    strange = Counter(
        name
        for scene in facts.scenes
        for name in dict.fromkeys(scene.characters)
        if fold(name) not in facts.cast_by_name
    )
    if not strange:
        return
    scenes = [s for s in facts.scenes if any(name in strange for name in s.characters)]
    in_bible = {fold(entry.name): entry.name for entry in facts.entries}
    only_bible = [name for name in strange if fold(name) in in_bible]
    name = strange.most_common(1)[0][0]
    yield Finding(
        code="SCENES_WITH_UNKNOWN_CHARACTERS",
        rule="scenes_with_strangers",
        severity="warning" if len(only_bible) == len(strange) else "error",
        subject=project_subject(facts),
        sentence=(
            f"{plural(len(strange), 'name')} in the casts of {plural(len(scenes), 'scene')} "
            f"{'is' if len(strange) == 1 else 'are'} no character's of the project: "
            f"{listed(strange)}"
            + (f"; {listed(only_bible)} in the bible only." if only_bible else ".")
        ),
        figures={
            "unknown_characters": count(len(strange), "names"),
            "scenes_with_unknown_characters": count(
                len(scenes), "scenes", scenes=[s.id for s in scenes]
            ),
            "only_in_bible": count(len(only_bible), "names"),
        },
        action=_action(facts, name, fold(name) in in_bible),
    )


def _action(facts: ProjectFacts, name: str, in_bible: bool) -> Action:
    near = resolve(name, [one.name for one in facts.cast]).name
    meant = f", or call it {near}" if near and not in_bible else ""
    return Action(
        sentence=f"Create {name}{' from the bible' if in_bible else ''}{meant}.",
        tool="create_character",
        args={"name": name, **({"from_bible": True} if in_bible else {})},
    )
