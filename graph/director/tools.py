"""Fourth node: the calls are made, in order; a failure is a result that the model can read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from langchain_core.messages import AIMessage, ToolCall, ToolMessage
from langgraph.runtime import Runtime

from graph.director.context import briefed_prompt
from graph.director.history import result_text
from graph.director.state import DirectorContext, DirectorState
from tools.catalog.answering import answered, failure
from tools.catalog.tool import Call, Outcome, Tool
from tools.domain.actor import Actor
from tools.domain.documents import digest
from tools.domain.errors import EffectDoneError


async def use_tools(state: DirectorState, runtime: Runtime[DirectorContext]) -> DirectorState:
    """Make every call of the last message; each answers, whatever happens."""
    context = runtime.context
    said = cast(AIMessage, state.get("messages", [])[-1])
    update = DirectorState(messages=[], calls=[], artifacts=[])
    project_id, wrote = state.get("project_id"), False
    for number, call in enumerate(said.tool_calls):
        place = f"{state.get('steps', 0)}.{number}"
        decision = state.get("decisions", {}).get(str(call["id"]), {})
        arguments = decision.get("args") or call["args"]
        status, outcome = await _make(context, state, call, arguments, decision, project_id, place)
        if outcome.opened_project is not None:
            project_id = outcome.opened_project
        if outcome.generation_id:
            update["generation_id"] = outcome.generation_id
        update["asks"] = outcome.asks.model_dump(mode="json") if outcome.asks else None
        wrote = wrote or not _reads(context, call["name"])
        _note(context, update, call, arguments, status, outcome, unasked=not decision)
    update["project_id"] = project_id
    if wrote:
        update["prompt"] = await briefed_prompt(context, project_id)
    return update


async def _make(
    context: DirectorContext,
    state: DirectorState,
    call: ToolCall,
    arguments: dict[str, Any],
    decision: dict[str, Any],
    project_id: int | None,
    place: str,
) -> tuple[str, Outcome]:
    """One call's status (`ok error rejected`) and outcome."""
    if decision.get("decision") == "reject":
        reason = decision.get("reason") or "no reason given"
        return "rejected", Outcome(content={"rejected": True, "reason": reason})
    tool = context.catalog.get(call["name"])
    if tool is None:
        return "error", _missing(context, call["name"])
    given = {name: value for name, value in arguments.items() if value is not None}
    asked = Call(
        studio=context.studio,
        actor=_acting(context, tool, given, place),
        project_id=project_id,
        pictures=tuple(state.get("pictures", ())),
        defaults=context.defaults,
        patience_s=context.patience_s,
    )
    try:
        worked, outcome = await answered(tool, asked, given, _keep)
    except EffectDoneError:
        return await _done_before(asked)
    return ("ok" if worked else "error"), outcome


def _missing(context: DirectorContext, name: str) -> Outcome:
    if name in context.withheld:
        return failure("NOT_A_GENERATION", f"{name} is not done here: only pictures are ordered.")
    return failure("UNKNOWN_TOOL", f"There is no tool {name}.")


def _acting(context: DirectorContext, tool: Tool[Any], given: dict[str, Any], place: str) -> Actor:
    """The actor, with the key under which a writing call happens once in this run."""
    if tool.reads or context.actor.run_id is None:
        return context.actor
    key = digest([str(context.actor.run_id), place, tool.name, given])
    return context.actor.on_behalf_of(context.actor.run_id, key)


async def _keep(asked: Call, outcome: Outcome) -> None:
    """Keep what a writing call answered, for a turn that is driven again."""
    actor = asked.actor
    if actor.effect and actor.may_write:
        async with asked.studio.store.begin(replace(actor, effect=None)) as work:
            await work.effects.keep(actor, actor.effect, "tools", dict(outcome.content))


async def _done_before(asked: Call) -> tuple[str, Outcome]:
    key = asked.actor.effect or ""
    async with asked.studio.store.read(asked.actor) as work:
        _, result = await work.effects.result(asked.actor, key)
    if result is not None:
        return "ok", Outcome(content=result)
    lost = "This was done before the service was interrupted, and its answer was lost. Look it up."
    return "ok", Outcome(content={"done": True, "message": lost})


def _note(
    context: DirectorContext,
    update: DirectorState,
    call: ToolCall,
    arguments: dict[str, Any],
    status: str,
    outcome: Outcome,
    *,
    unasked: bool,
) -> None:
    """Keep the call for the answer and the log; one that destroys `unasked` says who allowed it."""
    content = dict(outcome.content)
    artifacts = [artifact.model_dump(mode="json") for artifact in outcome.artifacts]
    record = {
        "id": call["id"],
        "tool": call["name"],
        "args": arguments,
        "status": status,
        "result": content,
    }
    tool = context.catalog.get(call["name"])
    allowed = {"pre_approved_by": context.actor.user} if tool and tool.destroys and unasked else {}
    context.log.note("tool.result", **record, **allowed, artifacts=artifacts)
    update.setdefault("calls", []).append(record)
    update.setdefault("artifacts", []).extend(artifacts)
    update.setdefault("messages", []).append(
        ToolMessage(
            content=result_text(content),
            tool_call_id=str(call["id"]),
            name=call["name"],
            status="success" if status == "ok" else "error",
        )
    )


def _reads(context: DirectorContext, name: str) -> bool:
    tool = context.catalog.get(name)
    return tool is None or tool.reads
