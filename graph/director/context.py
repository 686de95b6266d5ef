"""First node: what exists, told to the model before the conversation so far."""

from __future__ import annotations

from importlib.resources import files

from langgraph.runtime import Runtime

from graph.director.state import GRAPH_VERSION, DirectorContext, DirectorState

_PROMPT = files("prompts").joinpath("director.txt").read_text("utf-8").rstrip()


async def brief(state: DirectorState, runtime: Runtime[DirectorContext]) -> DirectorState:
    """Open the turn: the prompt with the briefing, and the window of the conversation."""
    return DirectorState(
        graph_version=GRAPH_VERSION,
        prompt=await briefed_prompt(runtime.context, state.get("project_id")),
        messages=list(runtime.context.history),
        steps=0,
        decisions={},
    )


async def briefed_prompt(context: DirectorContext, project_id: int | None) -> str:
    """The director's prompt, closed by the names of what exists as a fenced block of JSON."""
    async with context.studio.store.read(context.actor) as work:
        briefing = await work.briefings.of(context.actor, project_id)
    return f"{_PROMPT}\n```json\n{briefing.model_dump_json()}\n```"
