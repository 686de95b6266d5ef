"""What the generation pipeline carries from node to node, and who it works with."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from graph.at_work import AtWork
from tools.domain.actor import Actor
from tools.domain.runs import Run
from tools.ports.rendering import Renderer
from tools.studio.studio import Studio

GRAPH_VERSION = 1


class Attempt(TypedDict):
    """One picture and what was found about it; ids only, the pixels are in the asset store."""

    number: int
    picture_id: str
    sha256: str
    score_id: int | None
    score: float | None
    similarity: float | None
    verdict: str
    reasons: list[str]
    codes: list[str]
    undrawn: list[str]
    adjustments: dict[str, Any]


class GenerationState(TypedDict, total=False):
    """Plain and checkpointed at every step."""

    graph_version: int
    order: dict[str, Any]
    character_id: int
    project_id: int
    design: str
    palette: list[str]
    definition: dict[str, Any]
    parameters: dict[str, Any]
    adjustments: dict[str, Any]
    rendered: dict[str, Any]
    attempts: Annotated[list[Attempt], operator.add]
    passed: bool


@dataclass(frozen=True, kw_only=True)
class GenerationContext:
    """The collaborators of one run; never checkpointed. `run` holds the attempt that fences it."""

    studio: Studio
    actor: Actor
    run: Run
    renderer: Renderer
    at_work: AtWork = field(default_factory=AtWork)
