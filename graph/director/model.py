"""Second node: the model decides, by tool calls or by an answer."""

from __future__ import annotations

from typing import cast

from langchain_core.messages import AIMessage, AIMessageChunk, SystemMessage
from langgraph.runtime import Runtime

from graph.director.state import STEPS_MOST, DirectorContext, DirectorState
from tools.domain.storable import storable, storable_text

_AT_THE_BOUND = (
    "I stopped here: this took more steps than one turn may have. What was done so far stays; "
    "say how to go on."
)


async def decide(state: DirectorState, runtime: Runtime[DirectorContext]) -> DirectorState:
    """Ask the model; at the bound of steps, end the turn with a sentence instead."""
    context = runtime.context
    if state.get("steps", 0) >= STEPS_MOST:
        return DirectorState(messages=[AIMessage(_AT_THE_BOUND)])
    said = await _ask(context, state)
    for call in said.tool_calls:
        context.log.note("tool.call", id=call["id"], tool=call["name"], args=call["args"])
    return DirectorState(messages=[said], steps=state.get("steps", 0) + 1)


def wants_tools(state: DirectorState) -> bool:
    last = state.get("messages", [])[-1]
    return isinstance(last, AIMessage) and bool(last.tool_calls)


async def _ask(context: DirectorContext, state: DirectorState) -> AIMessage:
    messages = [SystemMessage(state.get("prompt", "")), *state.get("messages", [])]
    said: AIMessageChunk | None = None
    async for chunk in context.model.astream(messages):
        piece = cast(AIMessageChunk, chunk)
        said = piece if said is None else said + piece
        if piece.text:
            context.log.note("text.delta", text=storable_text(piece.text))
    if said is None:
        return AIMessage("")
    return AIMessage(content=storable(said.content), tool_calls=_identified(said), id=said.id)


def _identified(said: AIMessage) -> list[dict[str, object]]:
    """The calls, each with an id, for some servers send none, and arguments that can be kept."""
    return [
        {**call, "args": storable(call["args"]), "id": call["id"] or f"call-{number}"}
        for number, call in enumerate(said.tool_calls)
    ]
