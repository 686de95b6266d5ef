"""Scenes whose characters have no reference that a picture could be held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tools.domain.analysis.facts import CastFact, ProjectFacts
from tools.domain.analysis.finding import Action, Finding, count, listed, plural
from tools.domain.analysis.subjects import project_subject
from tools.domain.naming import fold
from tools.domain.scenes import Scene


def scenes_without_reference(facts: ProjectFacts) -> Iterator[Finding]:
    """Scenes in which somebody of the cast has no canonical reference in the present design."""
    if not facts.scenes:
        return
    bare = {scene.id: _bare(facts, scene) for scene in facts.scenes}
    lacking = [scene for scene in facts.scenes if bare[scene.id]]
    if not lacking:
        return
    wanted = Counter(one.name for scene in lacking for one in bare[scene.id])
    name, scenes = wanted.most_common(1)[0]
    everyone = listed(name for name, _ in wanted.most_common())
    numbers = listed((f"{s.branch_name}/{s.scene_number}" for s in lacking), 6)
    lack = "lacks" if len(wanted) == 1 else "lack"
    yield Finding(
        code="SCENES_WITHOUT_REFERENCE",
        rule="scenes_without_reference",
        severity="warning",
        subject=project_subject(facts),
        sentence=(
            f"{len(lacking)} of {plural(len(facts.scenes), 'scene')} cannot be checked, because "
            f"{everyone} {lack} a canonical reference in the present design: {numbers}."
        ),
        figures={
            "scenes_without_reference": count(
                len(lacking), "scenes", scenes=[s.id for s in lacking]
            ),
            "scenes": count(len(facts.scenes), "scenes"),
            "characters_without_reference": count(
                len(wanted), "characters", characters=_ids(facts, list(wanted))
            ),
        },
        action=Action(
            sentence=(f"Begin with {name}, who is in {scenes} of them."),
            tool="generate_image",
            args={"character": name},
        ),
    )


def _bare(facts: ProjectFacts, scene: Scene) -> list[CastFact]:
    cast = [facts.cast_by_name.get(fold(name)) for name in scene.characters]
    return [one for one in cast if one is not None and one.canonical_id is None]


def _ids(facts: ProjectFacts, names: list[str]) -> list[int]:
    return [one.id for one in facts.cast if one.name in names]
