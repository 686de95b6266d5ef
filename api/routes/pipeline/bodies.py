"""What the stage endpoints take, and what they answer (seed 004, section 5)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.routes.parameters import RowNumber
from api.routes.pipeline.answers import ChoiceAnswer, SpritesAnswer
from tools.domain.animation.alignment import Alignment
from tools.domain.animation.claim import ClaimReport
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints, ResponderSuggestion
from tools.domain.animation.kinds import ActionType, DifficultyTier, Directions, Perspective
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import RESPONDERS_MOST, Budget, Note

Words = Annotated[str, Field(max_length=200)]


class StageBody(BaseModel):
    """`project_id` is the sprite pipeline project; what is left out is as that has it."""

    model_config = ConfigDict(extra="ignore")

    project_id: RowNumber
    difficulty_tier: DifficultyTier | None = None
    perspective: Perspective | None = None
    directions: Directions | None = None


class ScriptBody(StageBody):
    action_type: ActionType


class SpritesBody(StageBody):
    """The values, where given, must be the script's. `take` asks for an older take."""

    action_type: ActionType | None = None
    take: RowNumber | None = None


class ConfirmBody(BaseModel):
    """How the responders answer: a suggestion's name, a kind, or the user's own words.

    One for all responders, a list in their order, or an object by `who`.
    """

    model_config = ConfigDict(extra="ignore")

    project_id: RowNumber
    responder_action: (
        Words
        | Annotated[list[Words], Field(min_length=1, max_length=RESPONDERS_MOST)]
        | Annotated[dict[str, Words], Field(min_length=1, max_length=RESPONDERS_MOST)]
    )
    take: RowNumber | None = None


class ResponderFacts(BaseModel):
    """One responder's DNA, what follows from it, and how it may answer."""

    who: str
    name: str
    dna: CharacterDNA
    interaction: InteractionConstraints
    suggested_actions: list[ResponderSuggestion] = []


class DnaAnswer(BaseModel):
    """The DNAs; `interaction` is the first responder's, null in single mode."""

    project_id: int
    dna: CharacterDNA
    instigator_dna: CharacterDNA
    responder_dna: CharacterDNA | None = None
    interaction: InteractionConstraints | None = None
    instigator: CharacterDNA
    responder: CharacterDNA | None = None
    responders: list[ResponderFacts] = []
    claims: dict[str, ClaimReport] = {}
    warnings: list[Note] = []


class SuggestionsAnswer(BaseModel):
    """Stages 1b, 3 and 4; `suggested_responder_actions` are the first responder's."""

    project_id: int
    take: int
    generation_id: str
    instigator_dna: CharacterDNA
    responder_dna: CharacterDNA
    interaction: InteractionConstraints
    suggested_responder_actions: list[ResponderSuggestion]
    responders: list[ResponderFacts]
    budget: Budget
    frame_count: int
    warnings: list[Note]


class ResponderScript(BaseModel):
    who: str
    name: str
    confirmed_action: ChoiceAnswer
    script: AnimationScript
    alignment: Alignment


class ScriptsAnswer(BaseModel):
    """Stages 6 and 7; `responder_script` and `alignment` are the first responder's."""

    project_id: int
    take: int
    generation_id: str
    instigator_script: AnimationScript
    responder_script: AnimationScript
    responder_scripts: list[ResponderScript]
    frame_count: int
    alignment: Alignment
    report: RuleReport
    warnings: list[Note]


class SingleScriptAnswer(BaseModel):
    """Stages 1, 2, 3 and 5 of the single pipeline."""

    project_id: int
    take: int
    generation_id: str
    dna: CharacterDNA
    budget: Budget
    script: AnimationScript
    frame_count: int
    report: RuleReport
    warnings: list[Note]


class SingleSpritesAnswer(SpritesAnswer):
    """Stages 6 and 7 of the single pipeline."""

    project_id: int
    take: int
    generation_id: str
    warnings: list[Note]


class DualSpritesAnswer(BaseModel):
    """Stages 8, 9 and 10; `responder` is the first, `responders` are all."""

    project_id: int
    take: int
    generation_id: str
    instigator: SpritesAnswer
    responder: SpritesAnswer
    responders: list[SpritesAnswer]
    frame_count: int
    report: RuleReport | None
    warnings: list[Note]


class StatusAnswer(BaseModel):
    """How far the newest take is, in the seed's words; `missing` is what comes next."""

    project_id: int
    is_dual: bool
    has_instigator_dna: bool
    has_responder_dna: bool
    has_instigator_script: bool
    has_responder_script: bool
    has_instigator_frames: bool
    has_responder_frames: bool
    take: int | None = None
    generation_id: str | None = None
    status: str | None = None
    stage: str | None = None
    progress: float = 0.0
    missing: list[str] = []
