"""A picture from a command in plain words (seed 000, section 4.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import DirectorPort, StudioPort, WhoAsks
from api.routes.director import CommandContext, defaults_of
from api.routes.generation_answers import GenerationAnswer, orchestrated_answer
from api.routes.generations import TAKEN
from api.routes.parameters import RowId
from graph.director.commanding import Commanded, commanded
from graph.director.turns import Message
from tools.domain.generations import Generation
from tools.domain.queues import PERSON_WAITS
from tools.domain.runs import RunStatus
from tools.domain.threads import MESSAGE_CHARACTERS_MOST
from tools.domain.webhooks import URL_CHARACTERS_MOST, callback_url
from tools.studio import projects, threads
from tools.studio.limits import within_message_limit
from tools.studio.orchestrating import orchestration_of

router = APIRouter(prefix="/api/anime/projects", tags=["director"])


class CommandForPictureBody(BaseModel):
    """A command that asks for a picture; `message` is its name at the director's own command."""

    command: str = Field(
        max_length=MESSAGE_CHARACTERS_MOST,
        validation_alias=AliasChoices("command", "message"),
        examples=["Generate Kai Nakamura walking through neon alley"],
    )
    context: CommandContext = CommandContext()
    callback_url: str | None = Field(None, max_length=URL_CHARACTERS_MOST)


class Interpretation(BaseModel):
    """How the director's model took the command: the tool and the arguments as it made them, and
    `resolved`, what they came to."""

    tool: str
    args: dict[str, Any]
    resolved: dict[str, Any]


class CommandedAnswer(BaseModel):
    """The interpretation with the generation; the conversation has the director's words."""

    thread_id: UUID
    run_id: UUID
    message: str
    interpretation: Interpretation
    generation_id: UUID
    status: RunStatus
    generation: GenerationAnswer


@router.post("/{project_id}/generate-from-command", status_code=202, responses=TAKEN)
async def generate_from_command(
    project_id: RowId,
    body: CommandForPictureBody,
    studio: StudioPort,
    director: DirectorPort,
    actor: WhoAsks,
    response: Response,
) -> CommandedAnswer:
    """Interpret a command and order its picture. Nothing else is done: a command that asks for
    something else is 422 `NOT_A_GENERATION` with what was understood."""
    within_message_limit(body.command)
    url = callback_url(body.callback_url) if body.callback_url else None
    await projects.get_project(studio, actor, project_id)
    thread = await threads.open_thread(studio, actor, project_id=project_id)
    said = Message(
        text=body.command,
        project_id=project_id,
        defaults=defaults_of(body.context),
        patience_s=0,
        priority=PERSON_WAITS,
        callback_url=url,
    )
    done = await commanded(director, studio, actor, thread.id, said)
    made = done.generation
    response.headers["Location"] = f"/api/status/{made.id}"
    orchestration = await orchestration_of(studio, actor, made)
    return CommandedAnswer(
        thread_id=done.answer.thread_id,
        run_id=done.answer.run_id,
        message=done.answer.message,
        interpretation=_interpretation(done),
        generation_id=made.id,
        status=made.status,
        generation=orchestrated_answer(made, orchestration),
    )


def _interpretation(done: Commanded) -> Interpretation:
    return Interpretation(
        tool=done.call.tool, args=done.call.args, resolved=_resolved(done.generation)
    )


def _resolved(made: Generation) -> dict[str, Any]:
    """What the arguments came to, with names as the project has them."""
    run = made.run
    known: dict[str, Any] = {
        "project_id": run.project_id,
        "character_id": run.character_id,
        "character": made.character,
        "backend": made.backend,
    }
    if run.kind != "generation":
        return known
    order = made.order
    said = ("companions", "scene_description", "style", "lighting", "mode", "quality_threshold",
            "max_iterations", "width", "height", "frames", "seed", "scene_id")  # fmt: skip
    return known | order.model_dump(mode="json", include=set(said))
