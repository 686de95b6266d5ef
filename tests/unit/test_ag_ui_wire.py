"""A turn's log as AG-UI events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.wires.ag_ui import AgUiWire
from tools.domain.runs import Event

RUN = UUID("01a1fdce-06ea-74da-808a-96fdea93d0c7")


def event(seq: int, type: str, **data: Any) -> Event:
    return Event(run_id=RUN, seq=seq, type=type, data=data, at=datetime(2026, 1, 1, tzinfo=UTC))


def types(wire: AgUiWire, *events: Event) -> list[str]:
    return [said.type.value for one in events for said in wire(one)]


def test_a_text_is_opened_once_and_closed_before_the_next_call() -> None:
    said = types(
        AgUiWire("t"),
        event(1, "turn.started"),
        event(2, "text.delta", text="Let me "),
        event(3, "text.delta", text="look."),
        event(4, "tool.call", id="c1", tool="get_bible", args={}),
    )
    assert said == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "TOOL_CALL_START",
        "TOOL_CALL_ARGS",
        "TOOL_CALL_END",
    ]


def test_a_reader_who_comes_back_in_the_middle_is_told_that_a_text_begins() -> None:
    said = types(AgUiWire("t"), event(3, "text.delta", text="look."))
    assert said == ["TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT"]


def test_an_answer_without_deltas_is_told_whole() -> None:
    said = types(
        AgUiWire("t"),
        event(2, "message", message="Done."),
        event(3, "run.ended", status="completed"),
    )
    assert said == [
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "CUSTOM",
        "RUN_FINISHED",
    ]


def test_an_answer_that_was_streamed_is_not_told_twice() -> None:
    wire = AgUiWire("t")
    said = types(wire, event(1, "text.delta", text="Done."), event(2, "message", message="Done."))
    assert said.count("TEXT_MESSAGE_CONTENT") == 1


def test_a_failed_turn_ends_with_its_reason() -> None:
    (ended,) = AgUiWire("t")(
        event(2, "run.ended", status="failed", error={"code": "X", "detail": "No."})
    )
    assert ended.model_dump()["message"] == "No."


def test_an_approval_closes_the_stream_until_it_is_answered() -> None:
    wire = AgUiWire("t")
    said = types(
        wire, event(4, "approval.asked", id="i1"), event(5, "approval.answered", decision="approve")
    )
    assert said == ["CUSTOM", "RUN_FINISHED", "RUN_STARTED", "CUSTOM"]
