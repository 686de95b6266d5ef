"""A scene's cast side by side: what is known of each, of each pair, and of the scene's pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, computed_field

from tools.domain.assessments import Assessment, CanonicalReference
from tools.domain.characters import Character
from tools.domain.consistency import REVISION_THRESHOLD, Region
from tools.domain.ensembles import CharacterFinding
from tools.domain.naming import fold
from tools.domain.pictures import Picture
from tools.domain.scenes import Scene
from tools.domain.validation.production import Production


class Pair(BaseModel):
    """The canonical references of two characters held against each other.

    `cosine` (-1 to 1) is that of their vectors in `space`, `similarity` (0 to 1) the space's own
    measure, `score` the calibrated probability that both show one character, null without a
    calibration (`calibration_id`). `told_apart_by` are the regions that differ, the furthest
    first; `differences` (0 to 1) what was measured of each that both show.
    """

    model_config = ConfigDict(frozen=True)

    first: str
    second: str
    space: str
    cosine: float
    similarity: float
    score: float | None
    calibration_id: int | None
    told_apart_by: tuple[Region, ...]
    differences: Mapping[Region, float]

    @computed_field
    @property
    def too_alike(self) -> bool:
        """By the score where there is one; else where no region tells them apart."""
        if self.score is not None:
            return self.score >= REVISION_THRESHOLD
        return not self.told_apart_by


@dataclass(frozen=True, kw_only=True)
class CastMember:
    """One name of a scene's cast, `place` its index; `character` is None where the project has
    no such one. `newest` is the character's newest picture, `assessed` what was found of it."""

    place: int
    name: str
    character: Character | None = None
    in_bible: bool = False
    reference: CanonicalReference | None = None
    newest: Picture | None = None
    assessed: Assessment | None = None

    @property
    def names(self) -> frozenset[str]:
        """The folded names under which the scene and the bible may know it."""
        own = [self.character.name, self.character.bible_name] if self.character else []
        return frozenset(fold(name) for name in (self.name, *own))

    @property
    def bible_report(self) -> Mapping[str, Any]:
        """How the newest picture fits the bible (`BibleFit`), empty where that is not known."""
        return (self.assessed.report.get("bible") if self.assessed else None) or {}


@dataclass(frozen=True, kw_only=True)
class ScenePicture:
    """A picture of the scene: who was looked for in it, and what was found.

    `cannot_tell` are sentences on what its pixels leave open.
    """

    picture: Picture
    found: tuple[CharacterFinding, ...] = ()
    cannot_tell: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lineup:
    """All that the rules on a scene look at; `production` is the bible with this scene and its
    cast, None without a bible."""

    scene: Scene
    production: Production | None
    cast: Sequence[CastMember]
    pairs: Sequence[Pair] = ()
    pictures: Sequence[ScenePicture] = ()

    @property
    def path(self) -> str:
        return f"$.scenes['{self.scene.branch_name}/{self.scene.scene_number}']"
