"""A command that must come to a picture: the director interprets it, and may do nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from graph.director.turns import Director, Message
from tools.catalog.catalog import CATALOG
from tools.domain.actor import Actor
from tools.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StudioError,
    UnavailableError,
)
from tools.domain.generations import Generation
from tools.domain.turns import ToolCallRecord, TurnAnswer
from tools.studio.generation import get_generation
from tools.studio.studio import Studio

MAKING = frozenset({"generate_image", "generate_scene", "generate_character_sheet"})
"""The tools that order pictures."""


@dataclass(frozen=True, kw_only=True)
class Commanded:
    """What a command came to: the call that ordered the pictures, and what it ordered."""

    answer: TurnAnswer
    call: ToolCallRecord
    generation: Generation


async def commanded(
    director: Director, studio: Studio, actor: Actor, thread_id: UUID, message: Message
) -> Commanded:
    """Say it in a turn in which only pictures can be ordered and things be looked up.

    Raises `InvalidError` (`NOT_A_GENERATION`) with what was understood where nothing was ordered,
    the tool's own error where it could not be, and as `Director.say` and `Director.answer` do.
    """
    said = replace(message, tools=_TOOLS)
    run_id = await director.say(actor, thread_id, said)
    answer = await director.answer(actor, run_id)
    async with studio.store.read(actor) as work:
        ordered = {str(run.id) for run in await work.runs.children(actor, run_id)}
    made = [call for call in answer.tool_calls if _generation_in(call) in ordered]
    if not made:
        raise _nothing(answer)
    call = made[-1]
    generation = await get_generation(studio, actor, UUID(_generation_in(call)))
    return Commanded(answer=answer, call=call, generation=generation)


_TOOLS = MAKING | {name for name, tool in CATALOG.items() if tool.reads}


def _generation_in(call: ToolCallRecord) -> str:
    """The id of what the call ordered, also where it failed later; empty for none."""
    result = call.result if isinstance(call.result, Mapping) else {}
    return str(result.get("generation_id") or "") if call.tool in MAKING else ""


def _nothing(answer: TurnAnswer) -> StudioError:
    """Why no picture was ordered: a tool's own error, else that none was asked for."""
    facts: dict[str, Any] = {
        "thread_id": str(answer.thread_id),
        "run_id": str(answer.run_id),
        "understood": {
            "message": answer.message,
            "tool_calls": [
                {"tool": call.tool, "args": call.args, "status": call.status}
                for call in answer.tool_calls
            ],
        },
    }
    failed = [c for c in answer.tool_calls if c.tool in MAKING and c.status == "error"]
    if failed and isinstance(failed[-1].result, Mapping):
        result = failed[-1].result
        code, detail = str(result.get("error", "INVALID")), str(result.get("message", ""))
        if candidates := result.get("candidates"):
            facts["candidates"] = candidates
        return _kind_of(code)(detail or answer.message, code=code, **facts)
    return InvalidError(
        f"This asks for no picture, so nothing was done. It was understood as: {answer.message}",
        code="NOT_A_GENERATION",
        **facts,
    )


def _kind_of(code: str) -> type[StudioError]:
    if code.endswith("_NOT_FOUND"):
        return NotFoundError
    if code in ("NO_RENDERER", "UNAVAILABLE"):
        return UnavailableError
    return ConflictError if code == "AMBIGUOUS_NAME" else InvalidError
