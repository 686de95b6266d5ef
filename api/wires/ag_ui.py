"""A turn's events as AG-UI events."""

from __future__ import annotations

import json
from typing import Any

from ag_ui.core import (
    BaseEvent,
    CustomEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)

from tools.domain.runs import Event


class AgUiWire:
    """Turns the log of one run into AG-UI, from any event on.

    It remembers only whether a text is open, so that a reader who comes back in the middle is
    told of a text's start again.
    """

    def __init__(self, thread_id: str) -> None:
        self._thread_id = thread_id
        self._text_id: str | None = None
        self._spoken = False

    def __call__(self, event: Event) -> list[BaseEvent]:
        if event.type == "text.delta":
            return self._text(event, event.data["text"])
        return [*self._end_text(), *self._other(event)]

    def _other(self, event: Event) -> list[BaseEvent]:
        run_id, data = str(event.run_id), event.data
        match event.type:
            case "turn.started" | "approval.answered":
                started = RunStartedEvent(thread_id=self._thread_id, run_id=run_id)
                return [started, *_custom(event)] if event.type != "turn.started" else [started]
            case "tool.call":
                return _call(data)
            case "tool.result":
                return _result(event)
            case "approval.asked":
                return [*_custom(event), self._finished(run_id)]
            case "message":
                return self._message(event)
            case "run.ended" if data["status"] == "failed":
                error = data.get("error") or {}
                detail = error.get("detail", "The turn failed.")
                return [RunErrorEvent(message=detail, code=error.get("code"))]
            case "run.ended":
                return [self._finished(run_id)]
            case _:
                return _custom(event)

    def _text(self, event: Event, text: str) -> list[BaseEvent]:
        begun: list[BaseEvent] = []
        if self._text_id is None:
            self._text_id = f"{event.run_id}:{event.seq}"
            begun = [TextMessageStartEvent(message_id=self._text_id, role="assistant")]
        self._spoken = True
        return [*begun, TextMessageContentEvent(message_id=self._text_id, delta=text)]

    def _end_text(self) -> list[BaseEvent]:
        if self._text_id is None:
            return []
        ended, self._text_id = self._text_id, None
        return [TextMessageEndEvent(message_id=ended)]

    def _message(self, event: Event) -> list[BaseEvent]:
        said: list[BaseEvent] = []
        if not self._spoken and event.data.get("message"):
            said = [*self._text(event, event.data["message"]), *self._end_text()]
        return [*said, *_custom(event)]

    def _finished(self, run_id: str) -> BaseEvent:
        self._spoken = False
        return RunFinishedEvent(thread_id=self._thread_id, run_id=run_id)


def _call(data: dict[str, Any]) -> list[BaseEvent]:
    call_id = data["id"]
    return [
        ToolCallStartEvent(tool_call_id=call_id, tool_call_name=data["tool"]),
        ToolCallArgsEvent(tool_call_id=call_id, delta=json.dumps(data["args"], ensure_ascii=False)),
        ToolCallEndEvent(tool_call_id=call_id),
    ]


def _result(event: Event) -> list[BaseEvent]:
    data = event.data
    content = json.dumps({"status": data["status"], "result": data["result"]}, ensure_ascii=False)
    result = ToolCallResultEvent(
        message_id=f"{event.run_id}:{event.seq}", tool_call_id=data["id"], content=content
    )
    artifacts = [CustomEvent(name="artifact", value=shown) for shown in data["artifacts"]]
    return [result, *artifacts]


def _custom(event: Event) -> list[BaseEvent]:
    return [CustomEvent(name=event.type, value={"run_id": str(event.run_id), **event.data})]
