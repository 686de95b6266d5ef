"""Conversations of record: threads, messages, and the approvals that hold them up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

MESSAGE_CHARACTERS_MOST = 20_000
Decision = Literal["approve", "edit", "reject"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Thread(_Record):
    """One conversation; `project_id` is its current project."""

    id: UUID
    user_id: str
    project_id: int | None = None
    title: str = ""
    summary: str = ""
    created_at: datetime
    updated_at: datetime


class Message(_Record):
    """What was said. `content` holds a turn's tool_calls, artifacts and interrupt, or images."""

    thread_id: UUID
    seq: int
    run_id: UUID | None = None
    role: Literal["user", "assistant", "artifact"]
    text: str
    content: dict[str, Any] = {}
    created_at: datetime


class Interrupt(_Record):
    """A call that waits for the user's approval; answered once."""

    id: UUID
    run_id: UUID
    thread_id: UUID
    prompt: str
    tool_call: dict[str, Any]
    answer: dict[str, Any] | None = None
    created_at: datetime
    answered_at: datetime | None = None


class Answer(_Record):
    """The user's decision on an interrupt; `args` only where the decision is `edit`."""

    interrupt_id: UUID
    decision: Decision
    args: dict[str, Any] | None = None
    reason: str | None = None
