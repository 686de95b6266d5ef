"""What the director's machine carries from node to node, and who it works with."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import Runnable

from graph.director.log import TurnLog
from tools.catalog.tool import Tool
from tools.domain.actor import Actor
from tools.studio.studio import Studio

GRAPH_VERSION = 1
STEPS_MOST = 12
"""How often the model may be asked in one turn."""


class DirectorState(TypedDict, total=False):
    """Plain and checkpointed: messages of the window and of this turn, and what it has done."""

    graph_version: int
    project_id: int | None
    pictures: list[str]
    prompt: str
    messages: Annotated[list[AnyMessage], operator.add]
    steps: int
    calls: Annotated[list[dict[str, Any]], operator.add]
    artifacts: Annotated[list[dict[str, Any]], operator.add]
    decisions: dict[str, dict[str, Any]]
    generation_id: str | None
    asks: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class DirectorContext:
    """Identity and collaborators of one turn; never checkpointed.

    `pre_approved` holds the names of the `!` tools that the key or the request body allows,
    `withheld` those that exist and are not in this turn's catalogue.
    """

    studio: Studio
    actor: Actor
    model: Runnable[LanguageModelInput, AIMessage]
    catalog: Mapping[str, Tool[Any]]
    log: TurnLog
    history: Sequence[AnyMessage]
    pre_approved: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    patience_s: float | None = None
    withheld: frozenset[str] = frozenset()
