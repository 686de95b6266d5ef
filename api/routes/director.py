"""A command for the director, in one request (seed 000, section 4.1)."""

from __future__ import annotations

from typing import Any, TypeGuard, get_args
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import DirectorPort, StudioPort, WhoAsks
from api.routes.parameters import RowNumber
from graph.director.turns import Message
from tools.domain.generations import Mode
from tools.domain.threads import MESSAGE_CHARACTERS_MOST
from tools.domain.turns import TurnAnswer
from tools.studio import threads
from tools.studio.limits import within_message_limit

router = APIRouter(prefix="/api/anime/director", tags=["director"])

_NUMBER_MOST = 1e6
"""Beyond, a number is no threshold and no count, and is left."""


class CommandContext(BaseModel):
    """Seed 000's context; `character_requirements` sets the mode of generations, as an object
    also their `quality_threshold` and `max_iterations`."""

    model_config = ConfigDict(extra="allow")

    project_id: RowNumber | None = None
    character_requirements: str | dict[str, Any] | None = None


class CommandBody(BaseModel):
    message: str = Field(max_length=MESSAGE_CHARACTERS_MOST)
    context: CommandContext = CommandContext()
    thread_id: UUID | None = None
    pre_approved: list[str] = Field([], max_length=64)


@router.post("/command")
async def command(
    body: CommandBody, studio: StudioPort, director: DirectorPort, actor: WhoAsks
) -> TurnAnswer:
    """Say it in a conversation (a new one without `thread_id`) and answer when the turn ends."""
    within_message_limit(body.message)
    thread_id = body.thread_id
    if thread_id is None:
        opened = await threads.open_thread(studio, actor, project_id=body.context.project_id)
        thread_id = opened.id
    said = Message(
        text=body.message,
        project_id=body.context.project_id,
        pre_approved=frozenset(body.pre_approved),
        defaults=defaults_of(body.context),
    )
    return await director.answer(actor, await director.say(actor, thread_id, said))


def mode_asked(context: CommandContext) -> Mode | None:
    """The mode that `character_requirements` sets: as it stands, or as its `mode`."""
    asked = context.character_requirements
    named = asked.get("mode", asked.get("generation_mode")) if isinstance(asked, dict) else asked
    return next((mode for mode in get_args(Mode) if mode == named), None)


def defaults_of(context: CommandContext) -> dict[str, Any]:
    """What a generation takes where the message leaves it open.

    An object's `quality_threshold` and `max_iterations` count too; ordering checks their range.
    """
    asked, mode = context.character_requirements, mode_asked(context)
    said = asked if isinstance(asked, dict) else {}
    threshold, tries = said.get("quality_threshold"), said.get("max_iterations")
    return {
        **({"mode": mode} if mode else {}),
        **({"quality_threshold": float(threshold)} if _is_number(threshold) else {}),
        **({"max_iterations": tries} if isinstance(tries, int) and _is_number(tries) else {}),
    }


def _is_number(said: object) -> TypeGuard[float]:
    return isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < _NUMBER_MOST
