"""What the rules of an analysis look at: rows of the store, bounded and without what they skip."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.assessments import Assessment, CanonicalReference
from tools.domain.bible import Bible, BibleCharacter
from tools.domain.characters import Character
from tools.domain.naming import fold
from tools.domain.scenes import Scene
from tools.domain.trends import Tendency, point_of, tendency


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class VersionFact(_Row):
    """One kept version of a character, by its number and its design."""

    version: int
    design: str | None = None
    at: datetime


class AttemptFact(_Row):
    """One attempt of a generation as its result keeps it.

    `because` are the reason codes whose adjustments it began with.
    """

    number: int
    score: float | None = None
    verdict: str | None = None
    codes: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()
    passes: bool = False
    broken: str | None = None
    rank: int | None = None


class GenerationFact(_Row):
    """One generation: what it was ordered with, what became of it, how long it took.

    `worked_s` are seconds that somebody drove it, `waited_s` those in the queue before; `cost_usd`
    is null where nothing was paid.
    """

    id: UUID
    character_id: int | None = None
    character: str | None = None
    status: str
    backend: str | None = None
    mode: str = "consistency_priority"
    style: str = ""
    scene_description: str = ""
    max_iterations: int = 1
    candidates: int | None = None
    seed: int | None = None
    retries: int = 0
    worked_s: float = 0.0
    waited_s: float | None = None
    cost_usd: float | None = None
    error_code: str | None = None
    attempts: tuple[AttemptFact, ...] = ()
    created_at: datetime

    @property
    def ended(self) -> bool:
        return self.status in ("completed", "failed", "cancelled")


class CastFact(_Row):
    """A character of a project with what is known of its pictures; `mean_score` of its newest
    scores in the present design, at most twenty."""

    id: int
    name: str
    bible_name: str | None = None
    design: str
    canonical_id: int | None = None
    candidates: int = 0
    older_canonical: int = 0
    scores: int = 0
    mean_score: float | None = None
    updated_at: datetime


class TemplateFact(_Row):
    """A template and how often it was used, by the rows that say so."""

    id: int
    kind: str
    name: str
    uses: int
    created_at: datetime


class CanonicalVector(_Row):
    """The vector of a character's canonical picture; `domain` is the picture's."""

    character_id: int
    sha256: str
    picture_id: UUID
    domain: str
    vector: list[float]


class PairFact(_Row):
    """Two characters held against each other by their canonical pictures.

    `cosine` is that of their vectors in `space`; `probability` that both show one character in
    one design, null without a calibration; `alike` are the regions that do not differ.
    """

    one: int
    other: int
    one_picture: str
    other_picture: str
    space: str
    cosine: float
    probability: float | None = None
    calibration_id: int | None = None
    alike: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CharacterFacts:
    """One character, and all that is kept of it that the rules need; newest first."""

    character: Character
    definition: dict[str, Any]
    bible: Bible | None = None
    entry: BibleCharacter | None = None
    entries: tuple[BibleCharacter, ...] = ()
    scores: tuple[Assessment, ...] = ()
    references: tuple[CanonicalReference, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    scenes: tuple[Scene, ...] = ()
    generations: tuple[GenerationFact, ...] = ()

    @cached_property
    def present(self) -> tuple[Assessment, ...]:
        """The scores of the present design."""
        return tuple(s for s in self.scores if s.design == self.character.design)

    @cached_property
    def tendency(self) -> Tendency:
        """What the scores of the present design say together."""
        return tendency([point_of(score) for score in self.present])

    @property
    def canonical(self) -> CanonicalReference | None:
        """The reference of the present design."""
        return next(
            (
                r
                for r in self.references
                if r.status == "canonical" and r.design == self.character.design
            ),
            None,
        )


@dataclass(frozen=True, kw_only=True)
class ProjectFacts:
    """A project, bounded: `counts` say how many of what there are beyond what is looked at.

    `same_cosines` are cosines of approved pictures to their own reference, `between` those of the
    canonical pictures of different characters, of which `pairs` are the nearest.
    """

    project_id: int
    title: str
    bible: Bible | None = None
    entries: tuple[BibleCharacter, ...] = ()
    characters: tuple[Character, ...] = ()
    cast: tuple[CastFact, ...] = ()
    scenes: tuple[Scene, ...] = ()
    generations: tuple[GenerationFact, ...] = ()
    templates: tuple[TemplateFact, ...] = ()
    pairs: tuple[PairFact, ...] = ()
    same_cosines: tuple[float, ...] = ()
    between: tuple[float, ...] = ()
    scores: tuple[Assessment, ...] = ()
    counts: dict[str, int] = field(default_factory=dict[str, int])

    @cached_property
    def cast_by_name(self) -> dict[str, CastFact]:
        """Who a scene's name means: the character's own, or the one the bible calls so."""
        known = {fold(one.bible_name): one for one in self.cast if one.bible_name}
        return known | {fold(one.name): one for one in self.cast}

    def name_of(self, character_id: int) -> str:
        found = next((one.name for one in self.cast if one.id == character_id), None)
        return found or f"character {character_id}"
