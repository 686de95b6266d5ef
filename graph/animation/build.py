"""The single and the dual pipeline: two graphs that share their nodes (seed 004, section 2)."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.animation.budget import set_budget
from graph.animation.dna import read_dna
from graph.animation.gates import await_choice, await_sprites
from graph.animation.instigator_script import write_instigator
from graph.animation.post_process import post_process
from graph.animation.responder_scripts import write_responders
from graph.animation.settle import settle
from graph.animation.sheets import draw_instigator, draw_responders
from graph.animation.state import AnimationContext, AnimationState
from graph.animation.suggest import suggest
from graph.animation.verify import verify

AnimationGraph = CompiledStateGraph[
    AnimationState, AnimationContext, AnimationState, AnimationState
]


def build_single(checkpoints: BaseCheckpointSaver[Any] | None) -> AnimationGraph:
    """Stages 1, 2, 3, 5, a gate, 6, 7; the run's id is its LangGraph thread id."""
    graph = StateGraph(AnimationState, context_schema=AnimationContext)
    graph.add_node("dna", read_dna)
    graph.add_node("verify", verify)
    graph.add_node("budget", set_budget)
    graph.add_node("instigator_script", write_instigator)
    graph.add_node("await_sprites", await_sprites)
    graph.add_node("instigator_sheets", draw_instigator)
    graph.add_node("post_process", post_process)
    graph.add_node("settle", settle)
    graph.add_edge(START, "dna")
    graph.add_edge("dna", "verify")
    graph.add_edge("verify", "budget")
    graph.add_edge("budget", "instigator_script")
    graph.add_edge("instigator_script", "await_sprites")
    graph.add_edge("await_sprites", "instigator_sheets")
    graph.add_edge("instigator_sheets", "post_process")
    graph.add_edge("post_process", "settle")
    graph.add_edge("settle", END)
    return graph.compile(checkpointer=checkpoints, name="single_animation")


def build_dual(checkpoints: BaseCheckpointSaver[Any] | None) -> AnimationGraph:
    """Stages 1b, 3, 4, a gate, 6, 7, a gate, 8 beside 9, 10."""
    graph = StateGraph(AnimationState, context_schema=AnimationContext)
    graph.add_node("dna", read_dna)
    graph.add_node("verify", verify)
    graph.add_node("budget", set_budget)
    graph.add_node("suggest", suggest)
    graph.add_node("await_choice", await_choice)
    graph.add_node("instigator_script", write_instigator)
    graph.add_node("responder_scripts", write_responders)
    graph.add_node("await_sprites", await_sprites)
    graph.add_node("instigator_sheets", draw_instigator)
    graph.add_node("responder_sheets", draw_responders)
    graph.add_node("post_process", post_process)
    graph.add_node("settle", settle)
    graph.add_edge(START, "dna")
    graph.add_edge("dna", "verify")
    graph.add_edge("verify", "budget")
    graph.add_edge("budget", "suggest")
    graph.add_edge("suggest", "await_choice")
    graph.add_edge("await_choice", "instigator_script")
    graph.add_edge("instigator_script", "responder_scripts")
    graph.add_edge("responder_scripts", "await_sprites")
    graph.add_edge("await_sprites", "instigator_sheets")
    graph.add_edge("await_sprites", "responder_sheets")
    graph.add_edge(["instigator_sheets", "responder_sheets"], "post_process")
    graph.add_edge("post_process", "settle")
    graph.add_edge("settle", END)
    return graph.compile(checkpointer=checkpoints, name="dual_animation")
