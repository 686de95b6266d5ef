"""Who a finding is about."""

from __future__ import annotations

from tools.domain.analysis.facts import CastFact, ProjectFacts
from tools.domain.analysis.finding import Subject
from tools.domain.characters import Character
from tools.domain.scenes import Scene


def character_subject(character: Character | CastFact) -> Subject:
    return Subject(kind="character", id=character.id, name=character.name)


def project_subject(facts: ProjectFacts) -> Subject:
    return Subject(kind="project", id=facts.project_id, name=facts.title)


def scene_subject(scene: Scene) -> Subject:
    name = f"scene {scene.scene_number} of {scene.branch_name}"
    return Subject(kind="scene", id=scene.id, name=name)
