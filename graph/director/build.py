"""The director: context -> model -> tools -> model … -> answer."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.director.approval import approve
from graph.director.context import brief
from graph.director.model import decide, wants_tools
from graph.director.state import DirectorContext, DirectorState
from graph.director.tools import use_tools

DirectorGraph = CompiledStateGraph[DirectorState, DirectorContext, DirectorState, DirectorState]


def build_director(checkpoints: BaseCheckpointSaver[Any] | None) -> DirectorGraph:
    """The compiled machine; the run's id is its LangGraph thread id."""
    graph = StateGraph(DirectorState, context_schema=DirectorContext)
    graph.add_node("context", brief)
    graph.add_node("model", decide)
    graph.add_node("approval", approve)
    graph.add_node("tools", use_tools)
    graph.add_edge(START, "context")
    graph.add_edge("context", "model")
    graph.add_conditional_edges("model", wants_tools, {True: "approval", False: END})
    graph.add_edge("approval", "tools")
    graph.add_edge("tools", "model")
    return graph.compile(checkpointer=checkpoints, name="director")
