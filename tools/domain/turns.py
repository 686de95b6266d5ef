"""What a turn of the director answers."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class ToolCallRecord(_Record):
    """One call that the director made, or wants to make once it is approved."""

    id: str
    tool: str
    args: dict[str, Any]
    status: Literal["ok", "error", "rejected", "awaiting_approval"]
    result: Any = None


class ArtifactRecord(_Record):
    kind: Literal["image", "animation", "video", "file"]
    url: str
    sha256: str | None = None
    label: str


class InterruptRecord(_Record):
    """What the turn waits for (`approval`), or what the director asks at its end."""

    id: str
    kind: Literal["approval", "choice", "question"]
    prompt: str
    options: list[str] | None = None
    tool_call: dict[str, Any] | None = None


class TurnAnswer(_Record):
    """A turn's answer, the same for chat, commands and delegation.

    With two generations in one turn `generation_id` is the newest.
    """

    thread_id: UUID
    run_id: UUID
    message: str
    tool_calls: list[ToolCallRecord] = []
    artifacts: list[ArtifactRecord] = []
    generation_id: str | None = None
    interrupt: InterruptRecord | None = None
