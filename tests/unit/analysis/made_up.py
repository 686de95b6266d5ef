"""Facts for the rules of an analysis, as the store would give them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tools.domain.analysis.facts import (
    AttemptFact,
    CastFact,
    CharacterFacts,
    GenerationFact,
    ProjectFacts,
    VersionFact,
)
from tools.domain.assessments import Assessment, CanonicalReference
from tools.domain.bible import Bible, BibleCharacter
from tools.domain.characters import Character
from tools.domain.definition import definition_of
from tools.domain.scenes import Scene

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DESIGN = "0" * 16
KAI: dict[str, Any] = {
    "gender": "male",
    "hair": "short black hair",
    "eyes": "blue eyes",
    "style": "black vest",
}


def character(**fields: Any) -> Character:
    given: dict[str, Any] = {
        "id": 1,
        "project_id": 1,
        "name": "Kai Nakamura",
        "version": 1,
        "design": DESIGN,
        "appearance": KAI,
        "created_by": "local",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Character.model_validate(given | fields)


def score(number: int, value: float | None, *drifted: str, **fields: Any) -> Assessment:
    """The number-th score; `drifted` regions differ by 0.6, the others by 0.1."""
    regions = [
        {"region": region, "difference": 0.6 if region in drifted else 0.1}
        for region in ("hair", "eyes", "outfit")
    ]
    given: dict[str, Any] = {
        "id": number,
        "picture_id": UUID(int=number),
        "reference_id": 1,
        "reference_sha256": "a" * 64,
        "score": value,
        "similarity": value,
        "verdict": "approved" if value is not None and value >= 0.85 else "needs_revision",
        "space": "embedded-1",
        "domain": "rendered",
        "calibration_id": 3,
        "design": DESIGN,
        "report": {"codes": [f"{region.upper()}_DRIFT" for region in drifted], "regions": regions},
        "at": NOON + timedelta(hours=number),
    }
    return Assessment.model_validate(given | fields)


def reference(number: int = 1, **fields: Any) -> CanonicalReference:
    given: dict[str, Any] = {
        "id": number,
        "character_id": 1,
        "design": DESIGN,
        "sha256": "a" * 64,
        "status": "canonical",
        "created_by": "local",
        "created_at": NOON,
    }
    return CanonicalReference.model_validate(given | fields)


def version(number: int, design: str = DESIGN) -> VersionFact:
    return VersionFact(version=number, design=design, at=NOON + timedelta(days=number))


def scene(number: int, description: str = "", *cast: str, **fields: Any) -> Scene:
    given: dict[str, Any] = {
        "id": number,
        "project_id": 1,
        "scene_number": number,
        "description": description,
        "characters": list(cast),
        "user_id": "local",
        "version": 1,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Scene.model_validate(given | fields)


def bible(**visual_style: Any) -> Bible:
    return Bible(
        id=1,
        project_id=1,
        version=1,
        visual_style=visual_style,
        created_at=NOON,
        updated_at=NOON,
    )


def entry(name: str = "Kai Nakamura", **fields: Any) -> BibleCharacter:
    return BibleCharacter(id=1, name=name, created_at=NOON, updated_at=NOON, **fields)


def attempt(number: int = 1, *codes: str, **fields: Any) -> AttemptFact:
    given: dict[str, Any] = {"number": number, "codes": codes, "passes": not codes, "rank": number}
    return AttemptFact.model_validate(given | fields)


def generation(number: int, *attempts: AttemptFact, **fields: Any) -> GenerationFact:
    given: dict[str, Any] = {
        "id": UUID(int=number),
        "character_id": 1,
        "character": "Kai Nakamura",
        "status": "completed",
        "backend": "sketch",
        "worked_s": 2.0 * max(1, len(attempts)),
        "attempts": attempts,
        "created_at": NOON + timedelta(minutes=number),
    }
    return GenerationFact.model_validate(given | fields)


def member(number: int, name: str, **fields: Any) -> CastFact:
    given: dict[str, Any] = {"id": number, "name": name, "design": DESIGN, "updated_at": NOON}
    return CastFact.model_validate(given | fields)


def facts(
    someone: Character | None = None, scores: Sequence[Assessment] = (), **fields: Any
) -> CharacterFacts:
    """Of Kai, with his definition; scores in any order."""
    who = someone or character()
    newest = tuple(sorted(scores, key=lambda s: s.at or NOON, reverse=True))
    definition = definition_of(fields.get("bible"), fields.get("entry"), who)
    return CharacterFacts(character=who, definition=definition, scores=newest, **fields)


def project(**fields: Any) -> ProjectFacts:
    return ProjectFacts(project_id=1, title="Neon Ronin", **fields)
