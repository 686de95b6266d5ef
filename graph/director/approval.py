"""Third node: calls that destroy wait for the user. It has no effects, so it may run again."""

from __future__ import annotations

from typing import Any, cast

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from graph.director.state import DirectorContext, DirectorState


async def approve(state: DirectorState, runtime: Runtime[DirectorContext]) -> DirectorState:
    """Ask for each `!` call that is not pre-approved; the decisions go to the tools node."""
    context = runtime.context
    said = cast(AIMessage, state.get("messages", [])[-1])
    decisions: dict[str, dict[str, Any]] = {}
    for call in said.tool_calls:
        tool = context.catalog.get(call["name"])
        if tool and tool.destroys and tool.name not in context.pre_approved:
            asked = {"id": call["id"], "tool": call["name"], "args": call["args"]}
            decisions[str(call["id"])] = interrupt({"kind": "approval", "tool_call": asked})
    return DirectorState(decisions=decisions)
