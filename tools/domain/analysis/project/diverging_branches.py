"""Branches of the story that lead away from the main one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Finding, Subject, count, measure, plural
from tools.domain.scenes import MAIN_BRANCH, Scene

_AWAY = 0.5


def diverging_branches(facts: ProjectFacts) -> Iterator[Finding]:
    """Of each branch, how many scenes are not as on main: other words or cast, added, left out."""
    branches: defaultdict[str, dict[int, Scene]] = defaultdict(dict)
    for scene in facts.scenes:
        branches[scene.branch_name][scene.scene_number] = scene
    main = branches.pop(MAIN_BRANCH, {})
    for name, scenes in sorted(branches.items()):
        numbers = main.keys() | scenes.keys()
        other = [n for n in numbers if not _same(main.get(n), scenes.get(n))]
        share = len(other) / len(numbers)
        added, left = len(scenes.keys() - main.keys()), len(main.keys() - scenes.keys())
        changed = len(other) - added - left
        yield Finding(
            code="BRANCH_DIVERGES" if other else "BRANCH_EQUALS_MAIN",
            rule="diverging_branches",
            severity="warning" if share > _AWAY and main else "info",
            subject=Subject(kind="branch", name=name),
            sentence=(
                f"The branch {name} differs from {MAIN_BRANCH} in {len(other)} of "
                f"{plural(len(numbers), 'scene')} ({changed} changed, {added} added, "
                f"{left} left out)."
            ),
            figures={
                "divergence": measure(share, "share of scenes", len(numbers)),
                "changed": count(
                    changed,
                    "scenes",
                    scenes=[scenes[n].id for n in sorted(other) if n in scenes],
                ),
                "added": count(added, "scenes"),
                "left_out": count(left, "scenes"),
            },
        )


def _same(one: Scene | None, other: Scene | None) -> bool:
    if one is None or other is None:
        return False
    return (one.description.split(), sorted(one.characters)) == (
        other.description.split(),
        sorted(other.characters),
    )
