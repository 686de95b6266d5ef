"""The character sheet: requirements, bible, definition, reference, cells, score, layout, settle."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.generation.definition import define_character, look_up_bible
from graph.sheet.cells import draw_cells
from graph.sheet.layout import lay_out
from graph.sheet.reference import find_reference
from graph.sheet.requirements import read_requirements
from graph.sheet.score import score_cells
from graph.sheet.settle import settle
from graph.sheet.state import SheetContext, SheetState

SheetGraph = CompiledStateGraph[SheetState, SheetContext, SheetState, SheetState]


def build_sheet(checkpoints: BaseCheckpointSaver[Any] | None) -> SheetGraph:
    """The compiled pipeline; the run's id is its LangGraph thread id."""
    graph = StateGraph(SheetState, context_schema=SheetContext)
    graph.add_node("requirements", read_requirements)
    graph.add_node("bible", look_up_bible)
    graph.add_node("definition", define_character)
    graph.add_node("reference", find_reference)
    graph.add_node("cells", draw_cells)
    graph.add_node("score", score_cells)
    graph.add_node("layout", lay_out)
    graph.add_node("settle", settle)
    graph.add_edge(START, "requirements")
    graph.add_edge("requirements", "bible")
    graph.add_edge("bible", "definition")
    graph.add_edge("definition", "reference")
    graph.add_edge("reference", "cells")
    graph.add_edge("cells", "score")
    graph.add_edge("score", "layout")
    graph.add_edge("layout", "settle")
    graph.add_edge("settle", END)
    return graph.compile(checkpointer=checkpoints, name="sheet")
