"""Generations: the public view of the runs that make pictures."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.batches import Share, Tally, tally
from tools.domain.pictures import Picture
from tools.domain.preferred_words import preferences_told
from tools.domain.provenance import DrawnAs, MetadataChoice, Preferred, Refined
from tools.domain.runs import Run, RunStatus
from tools.domain.workflows import Workflow

Mode = Literal["consistency_priority", "creative_exploration"]
QUALITY_THRESHOLD = 0.85
ITERATIONS = 3
ITERATIONS_MOST = 10
CANDIDATES_MOST = 10
FRAME_RATE = 24
FRAMES_MOST = 720
CLIP_S_MOST = 30
STEPS_MOST = 150
CFG_MOST = 30.0
SEED_MOST = 2**53 - 1
"""The largest integer that every JSON reader takes."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class PassedOver(_Record):
    """A backend that was preferred and could not draw when the picture was ordered."""

    backend: str
    reason: str

    @property
    def sentence(self) -> str:
        return f"{self.backend} was passed over: {self.reason.rstrip('.')}."


class Repeated(_Record):
    """What a repetition takes from the picture that it repeats instead of looking it up anew.

    `adjustments` are those of the attempt that made it.
    """

    drawn_as: DrawnAs
    companions: tuple[DrawnAs, ...] = ()
    palette: tuple[str, ...] = ()
    adjustments: dict[str, Any] = {}
    prompt: str | None = None
    """The words as they were handed over, where nothing that makes them was overridden."""
    negative_prompt: str | None = None
    refined_by: Refined | None = None


class ImageOrder(_Record):
    """What was ordered, as the run keeps it: enough to make the same picture again.

    `seed` decides everything that chance would; sides are in pixels. `prompt` stands in place of
    the built words. `backend` was chosen when it was ordered, `passed_over` says who was preferred
    and why not. More than one of `frames` make a clip. `candidates` pictures are made, whatever
    they score; None makes attempts up to `max_iterations`. `denoise` (0 to 1), `steps` and `cfg`
    go to backends that know them. `parent` is the generation that this one repeats, with
    `overrides`, the names of what was asked to be different. `notes` are sentences for the user.
    `scene_id` is the scene of the story that is drawn, where it is one; with `orchestrated` Echo
    Brain is asked what the scene means, where it is configured.
    `lighting` stands in place of the bible's, `palette` (`#rrggbb`) of its palette; `kept_out` is
    added to the negative words, `rendering` goes over the character's own. `preferences` say which
    preference set what.
    """

    character: str
    companions: tuple[str, ...] = ()
    companion_ids: tuple[int, ...] = ()
    scene_description: str = ""
    style: str = ""
    prompt: str = ""
    negative_prompt: str | None = None
    mode: Mode = "consistency_priority"
    quality_threshold: float = QUALITY_THRESHOLD
    max_iterations: int = ITERATIONS
    candidates: int | None = None
    seed: int
    width: int
    height: int
    frames: int = 1
    frame_rate: int = FRAME_RATE
    denoise: float | None = None
    steps: int | None = None
    cfg: float | None = None
    backend: str | None = None
    passed_over: tuple[PassedOver, ...] = ()
    workflow: Workflow | None = None
    metadata: MetadataChoice = "strip"
    parent: UUID | None = None
    overrides: tuple[str, ...] = ()
    repeats: Repeated | None = None
    notes: tuple[str, ...] = ()
    scene_id: int | None = None
    orchestrated: bool = False
    lighting: str = ""
    palette: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()
    rendering: dict[str, Any] = {}
    preferences: tuple[Preferred, ...] = ()
    begins_with: dict[str, Any] = {}
    """The adjustments of the first attempt (`tools.domain.adjustments`)."""

    @property
    def explores(self) -> bool:
        return self.mode == "creative_exploration"

    @property
    def tries(self) -> int:
        """How many pictures are made at most."""
        return self.candidates or self.max_iterations

    @property
    def makes_all(self) -> bool:
        """Whether all are made, to choose among them, each with a seed of its own."""
        return self.explores or (self.candidates or 1) > 1


class Changes(BaseModel):
    """What a repetition shall have different from the generation that it repeats."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: Annotated[int, Field(ge=0, le=SEED_MOST)] | None = None
    scene_description: str | None = None
    style: str | None = None
    prompt: str | None = None
    negative_prompt: str | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    duration: Annotated[float, Field(gt=0)] | None = None
    mode: Mode | None = None
    quality_threshold: float | None = None
    max_iterations: int | None = None
    candidates: int | None = None
    backend: str | None = None
    workflow: str | None = None
    denoise: float | None = None
    steps: int | None = None
    cfg: float | None = None
    metadata: MetadataChoice | None = None
    definition: Literal["kept", "current"] = "kept"
    """Draw the character as it was drawn then, or as it is defined now."""
    priority: Literal["person", "batch"] = "person"

    @property
    def overrides(self) -> dict[str, Any]:
        """The fields that are given, but for how it is queued."""
        given = self.model_dump(exclude_unset=True, exclude_none=True)
        return {k: v for k, v in given.items() if k != "priority" and (k, v) != _AS_IT_WAS}


_AS_IT_WAS = ("definition", "kept")


class Generation(_Record):
    """A run that makes pictures, with what it has made so far."""

    run: Run
    pictures: tuple[Picture, ...] = ()
    children: tuple[Run, ...] = ()
    """What a batch ordered."""
    created_character: str | None = None
    """The character that was first created from the bible for it, by name."""

    @property
    def id(self) -> UUID:
        return self.run.id

    @property
    def status(self) -> RunStatus:
        return self.run.status

    @property
    def order(self) -> ImageOrder:
        """Of a generation; other kinds of runs have orders of their own."""
        return ImageOrder.model_validate(self.run.input["order"])

    @property
    def ordered(self) -> dict[str, Any]:
        """The order as the run keeps it, whatever its kind."""
        return self.run.input.get("order") or {}

    @property
    def character(self) -> str:
        """Who is made, by name."""
        return str(self.ordered.get("character", ""))

    @property
    def backend(self) -> str | None:
        return self.ordered.get("backend")

    @property
    def passed_over(self) -> tuple[PassedOver, ...]:
        kept = self.ordered.get("passed_over") or ()
        return tuple(PassedOver.model_validate(one) for one in kept)

    @property
    def preferences(self) -> tuple[Preferred, ...]:
        kept = self.ordered.get("preferences") or ()
        return tuple(Preferred.model_validate(one) for one in kept)

    @property
    def result(self) -> dict[str, Any]:
        return self.run.result or {}

    @property
    def best(self) -> Picture | None:
        """The picture that was kept as the run's outcome."""
        if self.status != "completed":
            return None
        chosen = self.result.get("picture_id")
        return next((p for p in self.pictures if str(p.id) == chosen), None)

    @property
    def counts(self) -> Tally | None:
        """How a batch stands."""
        if self.run.kind != "batch":
            return None
        return tally([Share.of(one.status, one.result) for one in self.children])

    @property
    def cost_usd(self) -> float | None:
        """What all its pictures cost; None where none says."""
        costs = [p.provenance.get("cost_usd") for p in self.pictures]
        known = [cost for cost in costs if isinstance(cost, int | float)]
        return round(sum(known), 6) if known else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the user: on the backend, on the order, on what was done otherwise."""
        of_all = self.run.kind == "sheet"
        kept = self.pictures if of_all else tuple(one for one in (self.best,) if one)
        made = [note for one in kept for note in one.provenance.get("notes", ())]
        ordered = self.ordered.get("notes") or ()
        preferred = preferences_told(self.preferences)
        said = [*(one.sentence for one in self.passed_over), *ordered, *preferred, *made]
        return tuple(dict.fromkeys(str(note) for note in said))
