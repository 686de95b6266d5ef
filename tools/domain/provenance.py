"""Where a made picture comes from, whole enough to make it again."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

MetadataChoice = Literal["strip", "keep"]
PreferredBy = Literal["request", "character", "user"]
"""Whose preference it was: given with the order, kept with the character, saved by the user."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Tokens(_Fact):
    """What a hosted model counted."""

    input: int = 0
    output: int = 0


class DrawnAs(_Fact):
    """A character as it was when it was drawn.

    `definition` is the sha256 of the definition's canonical JSON, and of the asset that keeps it;
    `references` are the canonical pictures that the backend was given, by sha256.
    """

    character_id: int
    name: str
    design: str = ""
    definition: str
    references: tuple[str, ...] = ()


class Refined(_Fact):
    """Words that an adviser put in place of those that were built; `before` are these."""

    by: str
    before: str
    after: str


class Preferred(_Fact):
    """A parameter that a preference set, where the order left it open.

    `template` is the saved style that it stands in, named by that source.
    """

    preference: str
    parameter: str
    value: Any
    source: PreferredBy
    template: str = ""


class Provenance(_Fact):
    """How one picture was made.

    `prompt` and `negative_prompt` are as they were sent; where the backend draws from the
    definition and sends none, as they were handed to it. `asked_prompt` and
    `asked_negative_prompt` are as they were handed over, before the backend's own wording.
    `workflow_digest` is that of the graph as it was sent, which the asset `workflow` keeps;
    without a graph that of backend, model and parameters. `parent` is the generation that this
    one repeats, `attempt` counts within the run, `release` is the version of Echo Director.
    Sides in pixels, `time_s` in seconds.
    """

    backend: str
    model: str = ""
    release: str = ""
    workflow_digest: str | None = None
    workflow: str | None = None
    workflow_name: str | None = None
    prompt: str | None = None
    negative_prompt: str | None = None
    asked_prompt: str | None = None
    asked_negative_prompt: str | None = None
    refined_by: Refined | None = None
    scene: str = ""
    style: str = ""
    seed: int | None = None
    drawn_as: DrawnAs | None = None
    companions: tuple[DrawnAs, ...] = ()
    references: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    adjustments: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    guides: dict[str, str] = {}
    """The guides that the backend was given, name to the sha256 of the picture."""
    parent: UUID | None = None
    width: int | None = None
    height: int | None = None
    frames: int = 1
    frame_rate: int = 24
    video: str | None = None
    """The clip, by its sha256, where the picture is a clip's first frame."""
    metadata: MetadataChoice = "strip"
    preferences: tuple[Preferred, ...] = ()
    attempt: int = 1
    cell: str | None = None
    """Which cell of a character sheet it is, where it is one."""
    undrawn: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    time_s: float | None = None
    cost_usd: float | None = None
    tokens: Tokens | None = None
    run_id: UUID | None = None
