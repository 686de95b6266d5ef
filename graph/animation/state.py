"""What an animation's pipelines carry from node to node, and who they work with."""

from __future__ import annotations

import asyncio
import operator
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from graph.at_work import AtWork
from graph.pacing import Pace
from tools.domain.actor import Actor
from tools.domain.runs import Run
from tools.studio.studio import Studio

GRAPH_VERSION = 1


class AnimationState(TypedDict, total=False):
    """Plain and checkpointed at every step: what was found out stands in the take itself.

    `drawn` are the sheets that are kept as drawn, `finished` those that are post-processed, each
    as `who@facing`.
    """

    graph_version: int
    frame_count: int
    drawn: Annotated[list[str], operator.add]
    finished: list[str]


@dataclass(frozen=True, kw_only=True)
class AnimationContext:
    """The collaborators of one take; never checkpointed. `run` holds the attempt that fences it,
    `sheets` are those that are being drawn."""

    studio: Studio
    actor: Actor
    run: Run
    at_work: AtWork = field(default_factory=AtWork)
    pace: Pace = field(default_factory=Pace)
    sheets: set[asyncio.Task[Any]] = field(default_factory=set[asyncio.Task[Any]])
