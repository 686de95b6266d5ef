"""What the generation pipeline carries from node to node, and who it works with."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from graph.at_work import AtWork
from graph.pacing import Pace
from tools.domain.actor import Actor
from tools.domain.generations import ImageOrder
from tools.domain.runs import Run
from tools.ports.rendering import Renderer
from tools.studio.studio import Studio

GRAPH_VERSION = 1


class Attempt(TypedDict, total=False):
    """One picture and what was found about it; ids only, the pixels are in the asset store.

    `quality` and `alignment` are 0 to 1, `measured_by` says what the alignment rests on; `broken`
    is the code of what makes the picture useless; `characters` are the findings on each character
    of a picture of several; `changes` is what it changed for the next attempt, each with
    `code adjustment value`. The ranking adds `rank`, `total`, `figures` and `why`.
    """

    number: int
    picture_id: str
    sha256: str
    label: str
    seed: int
    score_id: int | None
    score: float | None
    similarity: float | None
    verdict: str
    reasons: list[str]
    codes: list[str]
    undrawn: list[str]
    adjustments: dict[str, Any]
    crops: dict[str, Any]
    quality: float | None
    alignment: float | None
    measured_by: str | None
    broken: str | None
    passes: bool
    video: dict[str, Any] | None
    characters: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    rank: int
    total: float | None
    figures: dict[str, float]
    why: str


class GenerationState(TypedDict, total=False):
    """Plain and checkpointed at every step.

    `companions` are the further characters, each with `character_id name design definition` and
    `references`; `words` the prompt and the negative prompt as built or reworded, before an
    attempt's emphasis. `step` is the stage of the orchestration that was begun last,
    `requirements` what was understood of the order, `improvements` what each failed attempt
    changed, with the attempt's number as `after`.
    """

    graph_version: int
    step: str
    requirements: dict[str, Any]
    improvements: Annotated[list[dict[str, Any]], operator.add]
    order: dict[str, Any]
    character_id: int
    project_id: int
    design: str
    palette: list[str]
    definition: dict[str, Any]
    companions: list[dict[str, Any]]
    words: dict[str, Any]
    parameters: dict[str, Any]
    adjustments: dict[str, Any]
    rendered: dict[str, Any]
    attempts: Annotated[list[Attempt], operator.add]
    passed: bool
    ranking: list[Attempt]
    echo_assessment: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class GenerationContext:
    """The collaborators of one run; never checkpointed. `run` holds the attempt that fences it."""

    studio: Studio
    actor: Actor
    run: Run
    renderer: Renderer
    at_work: AtWork = field(default_factory=AtWork)
    pace: Pace = field(default_factory=Pace)


def order_in(state: GenerationState) -> ImageOrder:
    """The order, as the run keeps it."""
    return ImageOrder.model_validate(state.get("order"))
