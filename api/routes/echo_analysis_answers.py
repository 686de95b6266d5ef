"""What analyses are asked with, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AliasChoices, BaseModel, Field

from api.routes.generation_answers import GenerationAnswer
from api.routes.parameters import RowNumber
from tools.domain.analysis.report import Report, Suggestion
from tools.domain.analysis.story.alignment import ArcAlignment
from tools.domain.analysis.story.evolution import ReachedStep, Reason
from tools.domain.changes import FieldChange
from tools.domain.generations import Mode
from tools.domain.scenes import MAIN_BRANCH
from tools.domain.webhooks import URL_CHARACTERS_MOST
from tools.studio.ordering import ImageWish


class CharacterNamed(BaseModel):
    """A character, by number or by name; without `project_id` the name must be unique."""

    character_name: str | None = Field(
        None,
        validation_alias=AliasChoices("character_name", "character"),
        examples=["Kai Nakamura"],
    )
    character_id: RowNumber | None = None
    project_id: RowNumber | None = None


class ImproveBody(CharacterNamed):
    """An improvement cycle. The scene, the style and the seed are those of the newest picture that
    drifted, unless they are given."""

    scene_description: str = ""
    style: str = ""
    generation_mode: Mode | None = Field(
        None, validation_alias=AliasChoices("generation_mode", "mode")
    )
    quality_threshold: float | None = None
    max_iterations: int | None = None
    user_preferences: dict[str, Any] | None = None
    callback_url: str | None = Field(None, max_length=URL_CHARACTERS_MOST)

    def wish(self) -> ImageWish:
        return ImageWish(
            scene_description=self.scene_description,
            style=self.style,
            mode=self.generation_mode,
            quality_threshold=self.quality_threshold,
            max_iterations=self.max_iterations,
            user_preferences=self.user_preferences,
            callback_url=self.callback_url,
            orchestrated=True,
        )


class ProjectNamed(BaseModel):
    """A project by its number."""

    project_id: RowNumber


class StoryBody(ProjectNamed):
    """A branch of a project's story."""

    branch: str = Field(
        MAIN_BRANCH, validation_alias=AliasChoices("branch", "branch_name"), max_length=1_000
    )


class EvolveBody(BaseModel):
    """What is read: a narrative, scenes, or both. Without either, the scenes of the main branch in
    which the character appears."""

    narrative: str | None = None
    scene_ids: list[RowNumber] | None = None


class CharacterAnalysisAnswer(Report):
    """An assessment of a character; `assessed_at` is when it was kept as the character's
    `echo_assessment`, null for readers who may not write."""

    character_id: int
    character_name: str
    project_id: int
    version: int
    design: str
    assessed_at: datetime | None


class ImprovementsAnswer(Report):
    """What to do about a character, the gravest first."""

    character_id: int
    suggestions: list[Suggestion]


class ProjectAnalysisAnswer(Report):
    """How a production stands."""

    project_id: int


class OptimizationsAnswer(Report):
    """What would save attempts, time or money, the largest estimate first."""

    project_id: int
    suggestions: list[Suggestion]


class StoryAnswer(Report):
    """A branch of the story beside the arcs of the bible, step by step."""

    project_id: int
    branch: str
    arcs: list[ArcAlignment]


class ProposalAnswer(BaseModel):
    """A next version that is not applied: `patch` merges into the character (RFC 7396).

    `regions` are those of a picture that would be drawn differently; `reached` is the step of the
    arc to which the words come.
    """

    patch: dict[str, Any]
    changes: list[FieldChange]
    reasons: list[Reason]
    reached: ReachedStep | None
    new_design: bool
    regions: list[str]


class HowToApply(BaseModel):
    """The request that would make the proposal the next version."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class EvolutionAnswer(Report):
    """What the words make of a character."""

    character_id: int
    character_name: str
    version: int
    proposal: ProposalAnswer
    apply: HowToApply | None


class ImproveAnswer(GenerationAnswer):
    """The ordered generation, what its first attempt begins with, and what that rests on.

    `codes` are the reason codes of the newest scores (`scores`, their numbers); `repeats` is the
    generation whose scene and seed are taken again.
    """

    adjustments: dict[str, Any]
    codes: list[str]
    scores: list[int]
    repeats: str | None
    suggestions: list[Suggestion]
    analysis: Report
