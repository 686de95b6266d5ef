"""Animations as they are kept: who acts on whom, and every take of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.animation.alignment import Alignment
from tools.domain.animation.claim import ClaimReport
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints, ResponderSuggestion
from tools.domain.animation.kinds import (
    ActionType,
    DifficultyTier,
    Directions,
    GenerationMode,
    Perspective,
    ResponderKind,
    SpriteStyle,
    responder_named,
)
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.runs import ENDED, RunStatus

RESPONDERS_MOST = 9
SPRITE_PX = 128
SPRITE_PX_LEAST, SPRITE_PX_MOST = 64, 512
INSTIGATOR = "instigator"

Joints = dict[str, tuple[float, float]]
"""Joint name to its place in pixels of the reference picture."""
SpriteSide = Annotated[int, Field(ge=SPRITE_PX_LEAST, le=SPRITE_PX_MOST)]
Gate = Literal["choice", "sprites"]
"""What a take waits for: the responders' actions, or the order to draw."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Figure(_Record):
    """One character of an animation; `place` 0 is the instigator, 1 the first responder.

    `character` is the present name of the character with `character_id`. `dna_source` is a digest
    of what `dna` was read from, so that a changed picture or definition is noticed.
    """

    place: Annotated[int, Field(ge=0, le=RESPONDERS_MOST)]
    character_id: int | None = None
    character: str | None = None
    reference_sha256: str | None = None
    joints: Joints = {}
    claims: str = ""
    dna: CharacterDNA | None = None
    dna_source: str | None = None
    interaction: InteractionConstraints | None = None

    @property
    def who(self) -> str:
        return who_at(self.place)

    @property
    def reference_url(self) -> str | None:
        return f"/api/assets/{self.reference_sha256}" if self.reference_sha256 else None


class Animation(_Record):
    """A sprite pipeline project. `project_id` is the anime project that it belongs to, if any."""

    id: int
    name: str = ""
    project_id: int | None = None
    generation_mode: GenerationMode
    perspective: Perspective = "side"
    directions: Directions = 1
    sprite_px: SpriteSide = SPRITE_PX
    style: SpriteStyle = "pixel"
    metadata: dict[str, Any] = {}
    figures: tuple[Figure, ...] = ()
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime

    @property
    def instigator(self) -> Figure:
        return self.figure(INSTIGATOR) or Figure(place=0)

    @property
    def responders(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.place > 0)

    def figure(self, who: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.who == who), None)


class CastMember(_Record):
    """One character as a take draws it: its definition or its picture as they were then.

    `source` is the digest of what its DNA is read from.
    """

    who: str
    name: str
    character_id: int | None = None
    definition: dict[str, Any] | None = None
    reference_sha256: str | None = None
    joints: Joints = {}
    claims: str = ""
    source: str


class TakeOrder(_Record):
    """What a take was asked to show."""

    action_type: ActionType
    difficulty_tier: DifficultyTier = "LIGHT"
    perspective: Perspective = "side"
    directions: Directions = 1
    sprite_px: SpriteSide = SPRITE_PX
    style: SpriteStyle = "pixel"


class TakeInput(_Record):
    order: TakeOrder
    cast: tuple[CastMember, ...]


class Choice(_Record):
    """How one responder answers; `action` is the suggestion's name or the user's own words."""

    who: str
    action: str
    kind: ResponderKind


class Budget(_Record):
    """How many frames the action gets, and why."""

    frame_count: int
    reasons: tuple[str, ...] = ()


class Note(_Record):
    """Something that did not stop a take, and that whoever asked should know.

    `repaired_by` says what mended it, where it was mended: the model asked again, or the rules.
    """

    code: str
    detail: str
    who: str | None = None
    frame: int | None = None
    repaired_by: Literal["model", "rule"] | None = None


class TakeFacts(_Record):
    """What the stages of a take found out, by `who` where it concerns one character.

    `driving` is the instigator's script before anybody struck back; `backends` who draws whom,
    as chosen when the take was opened.
    """

    backends: dict[str, str] = {}
    dnas: dict[str, CharacterDNA] = {}
    interactions: dict[str, InteractionConstraints] = {}
    budget: Budget | None = None
    suggestions: dict[str, tuple[ResponderSuggestion, ...]] = {}
    alignments: dict[str, Alignment] = {}
    report: RuleReport | None = None
    driving: AnimationScript | None = None
    claims: dict[str, ClaimReport] = {}


class Take(_Record):
    """One run through the pipeline of an animation. `status` to `error` are its run's.

    `shifts` are the alignments that the user set, in frames. `scripts` are null until they are
    written; those that a person wrote or moved stay as they are.
    """

    run_id: UUID
    animation_id: int
    number: int
    status: RunStatus
    stage: str = ""
    progress: float = 0.0
    error: dict[str, Any] | None = None
    input: TakeInput
    facts: TakeFacts = TakeFacts()
    notes: dict[str, tuple[Note, ...]] = {}
    choices: tuple[Choice, ...] | None = None
    shifts: dict[str, int] = {}
    scripts: dict[str, AnimationScript] | None = None
    sprites_ordered: bool = False
    created_at: datetime

    @property
    def order(self) -> TakeOrder:
        return self.input.order

    @property
    def cast(self) -> tuple[CastMember, ...]:
        return self.input.cast

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def dual(self) -> bool:
        return len(self.cast) > 1

    @property
    def responders(self) -> tuple[str, ...]:
        return tuple(member.who for member in self.cast if member.who != INSTIGATOR)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """The notes of all stages, in the order of the stages' names, each once."""
        return tuple(
            dict.fromkeys(note for stage in sorted(self.notes) for note in self.notes[stage])
        )

    @property
    def written(self) -> bool:
        """Whether everybody has a script."""
        return self.scripts is not None and set(self.scripts) >= {m.who for m in self.cast}

    @property
    def chained(self) -> bool:
        """Whether several sequences were joined in it."""
        return any(script.joins for script in (self.scripts or {}).values())

    @property
    def broken_off(self) -> bool:
        return self.status in ("failed", "cancelled")

    def member(self, who: str) -> CastMember | None:
        return next((member for member in self.cast if member.who == who), None)


class Box(_Record):
    """A rectangle in pixels of the frame's canvas."""

    x: int
    y: int
    width: int
    height: int


class FrameRecord(_Record):
    """One finished frame: a PNG of the whole canvas. `pivot` is in pixels of the canvas."""

    index: int
    sha256: str
    box: Box
    pivot: tuple[float, float]
    duration_ms: int

    @property
    def url(self) -> str:
        return f"/api/assets/{self.sha256}"


class SheetDocument(_Record):
    """How a sheet was drawn and what came of it; `frames` are empty until it is processed.

    `width` and `height` are the canvas of one frame, and `offset` where the cell as drawn lies
    on it; the processed sheet is `columns` of them wide. `notes` are the backend's sentences on
    what it did in another way than asked.
    """

    columns: int
    rows: int
    cell_px: int
    backend: str
    model: str
    key_color: str
    exact: bool = False
    undrawn: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parameters: dict[str, Any] = {}
    time_s: float = 0.0
    cost_usd: float | None = None
    seed: int = 0
    width: int = 0
    height: int = 0
    offset: tuple[int, int] = (0, 0)
    frames: tuple[FrameRecord, ...] = ()


class SheetRecord(_Record):
    """One character's sheet in one facing (degrees: 0 to the viewer, 90 to the right)."""

    run_id: UUID
    who: str
    facing: int
    request_key: str
    raw_sha256: str
    sha256: str | None = None
    document: SheetDocument

    @property
    def url(self) -> str | None:
        return f"/api/assets/{self.sha256}" if self.sha256 else None

    @property
    def frames(self) -> tuple[FrameRecord, ...]:
        return self.document.frames


def who_at(place: int) -> str:
    """`instigator` for place 0, else `responder`, `responder-2` …"""
    return INSTIGATOR if place == 0 else responder_named(place - 1)


def choice_of(choices: tuple[Choice, ...] | None, who: str) -> Choice | None:
    return next((choice for choice in choices or () if choice.who == who), None)
