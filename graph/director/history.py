"""The conversation of record as the messages that a chat model reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from tools.domain.threads import Message

WINDOW_MESSAGES = 12
"""How many messages of the conversation the model sees: that keeps turn 200 as cheap as turn 2."""
_RESULT_CHARACTERS_MOST = 2_000


def remembered(messages: Sequence[Message]) -> list[AnyMessage]:
    """The messages in order, an assistant's tool calls and their results before its words."""
    return [spoken for message in messages for spoken in _spoken(message)]


def result_text(content: Any) -> str:
    """A tool's result as the model reads it: JSON, shortened where it is long."""
    text = json.dumps(content, ensure_ascii=False, default=str)
    if len(text) <= _RESULT_CHARACTERS_MOST * 6:
        return text
    return text[: _RESULT_CHARACTERS_MOST * 6] + "… (shortened)"


def _spoken(message: Message) -> list[AnyMessage]:
    if message.role == "user":
        return [HumanMessage(message.text)]
    return [*_calls(message.content.get("tool_calls") or []), AIMessage(message.text)]


def _calls(calls: Sequence[dict[str, Any]]) -> list[AnyMessage]:
    if not calls:
        return []
    made = [
        {"name": call["tool"], "args": call["args"], "id": call["id"], "type": "tool_call"}
        for call in calls
    ]
    answers = [
        ToolMessage(
            content=result_text(call.get("result"))[:_RESULT_CHARACTERS_MOST],
            tool_call_id=call["id"],
            name=call["tool"],
            status="error" if call["status"] == "error" else "success",
        )
        for call in calls
    ]
    return [AIMessage(content="", tool_calls=made), *answers]
