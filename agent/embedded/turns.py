"""The conversation as turns: what the user said, what was called, what came back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

MAX_TEXT = 20_000
"""Characters of one message that are read; api.md's limit on a message."""


@dataclass(frozen=True)
class Call:
    """One call that was made, and its result where there is one."""

    tool: str
    args: Mapping[str, Any]
    result: Any = None
    failed: bool = False
    answered: bool = False


@dataclass
class Turn:
    """One message of the user and everything until the next one."""

    said: str
    calls: list[Call] = field(default_factory=list[Call])
    answer: str = ""

    @property
    def asked_back(self) -> bool:
        """Whether it ended in a question to the user."""
        return self.answer.rstrip().endswith(("?", "？"))


def turns_of(messages: Sequence[BaseMessage]) -> list[Turn]:
    """The turns of a conversation, oldest first."""
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    turns: list[Turn] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(Turn(text_of(message)[:MAX_TEXT]))
        elif isinstance(message, AIMessage) and turns:
            for call in message.tool_calls:
                turns[-1].calls.append(
                    _call(call["name"], call["args"], results.get(call["id"] or ""))
                )
            if not message.tool_calls:
                turns[-1].answer = text_of(message)
    return turns


def prompt_of(messages: Sequence[BaseMessage]) -> str:
    """The system prompt: the last system message."""
    return next((text_of(m) for m in reversed(messages) if isinstance(m, SystemMessage)), "")


def text_of(message: BaseMessage) -> str:
    """The text of a message, whatever its content is made of."""
    content = message.content
    if isinstance(content, str):
        return content
    pieces: list[str] = []
    for part in cast("list[Any]", content):
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part, Mapping):
            text = cast("Mapping[str, Any]", part).get("text")
            pieces.append(text if isinstance(text, str) else "")
    return "\n".join(piece for piece in pieces if piece)


def _call(tool: str, args: Mapping[str, Any], message: ToolMessage | None) -> Call:
    if message is None:
        return Call(tool, args)
    result = result_of(message)
    table = cast("Mapping[str, Any]", result) if isinstance(result, Mapping) else {}
    failed = message.status == "error" or "error" in table or bool(table.get("rejected"))
    return Call(tool, args, cast("Any", result), failed, answered=True)


def result_of(message: ToolMessage) -> Any:
    """The structured content of a tool's result, or its text."""
    text = text_of(message)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
