"""The generation pipeline: requirements, bible, definition, words, parameters, render, assess …"""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.generation.assess import assess, finished
from graph.generation.definition import define_character, look_up_bible
from graph.generation.improve import improve
from graph.generation.opinion import ask_opinion
from graph.generation.parameters import set_parameters
from graph.generation.rank import rank
from graph.generation.render import render
from graph.generation.requirements import read_requirements
from graph.generation.settle import settle
from graph.generation.state import GenerationContext, GenerationState
from graph.generation.wording import word

GenerationGraph = CompiledStateGraph[
    GenerationState, GenerationContext, GenerationState, GenerationState
]


def build_generation(checkpoints: BaseCheckpointSaver[Any] | None) -> GenerationGraph:
    """The compiled pipeline; the run's id is its LangGraph thread id."""
    graph = StateGraph(GenerationState, context_schema=GenerationContext)
    graph.add_node("requirements", read_requirements)
    graph.add_node("bible", look_up_bible)
    graph.add_node("definition", define_character)
    graph.add_node("wording", word)
    graph.add_node("parameters", set_parameters)
    graph.add_node("render", render)
    graph.add_node("assess", assess)
    graph.add_node("improve", improve)
    graph.add_node("rank", rank)
    graph.add_node("opinion", ask_opinion)
    graph.add_node("settle", settle)
    graph.add_edge(START, "requirements")
    graph.add_edge("requirements", "bible")
    graph.add_edge("bible", "definition")
    graph.add_edge("definition", "wording")
    graph.add_edge("wording", "parameters")
    graph.add_edge("parameters", "render")
    graph.add_edge("render", "assess")
    graph.add_conditional_edges("assess", finished, {True: "rank", False: "improve"})
    graph.add_edge("improve", "parameters")
    graph.add_edge("rank", "opinion")
    graph.add_edge("opinion", "settle")
    graph.add_edge("settle", END)
    return graph.compile(checkpointer=checkpoints, name="generation")
