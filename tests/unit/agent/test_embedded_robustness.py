"""Any text, of any length, in any script, is answered, and quickly."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.embedded.chat_model import EmbeddedChatModel
from agent.embedded.context_block import surroundings_of

SPOKEN = """draw Kai give her no and then again scene two 0.9 bible — ? . , " { } ' the same for
Mara called 葵 🙂 it"""
WORDS = st.sampled_from([*SPOKEN.split(), "\n"])
MESSAGES = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(first=MESSAGES, second=MESSAGES, result=MESSAGES)
def test_any_conversation_is_answered(first: str, second: str, result: str) -> None:
    from_schemas = EmbeddedChatModel().bind_tools(_schemas())
    messages: list[Any] = [SystemMessage("```json\n" + result + "\n```"), HumanMessage(first)]
    answer = from_schemas.invoke(messages)
    messages.append(answer)
    messages += [ToolMessage(result, tool_call_id=c["id"] or "") for c in answer.tool_calls]
    messages.append(HumanMessage(second))
    for reply in (answer, from_schemas.invoke(messages)):
        assert isinstance(reply, AIMessage)
        assert reply.content or reply.tool_calls
        assert all(isinstance(call["args"], dict) for call in reply.tool_calls)


@pytest.mark.parametrize(
    "text",
    [
        "draw Kai and " * 1540,
        "a" * 20_000,
        "xqzw " * 4_000,
        "{" * 20_000,
        '"' * 20_000,
        "Draw Kai in the rain. " * 900,
        "葵" * 20_000,
        "Kai Kia Kaai " * 1_500,
    ],
)
def test_a_message_at_the_limit_takes_well_under_a_second(conversation: Any, text: str) -> None:
    conversation.say("hello")
    start = time.process_time()
    conversation.model.invoke([*conversation.messages, HumanMessage(text)])
    assert time.process_time() - start < 1.0


def test_a_call_costs_little(conversation: Any) -> None:
    conversation.say("draw Kai in the rain")
    message = HumanMessage("give Kai a silver bob and draw him on a rooftop at night")
    start = time.process_time()
    for _ in range(50):
        conversation.model.invoke([*conversation.messages, message])
    assert (time.process_time() - start) / 50 < 0.01


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "```json",
        "```json\n[1, 2]\n```",
        '```json\n{"characters": {"a": 1}, "scenes": [3], "last": "x", "project": 4}\n```',
        '```json\n{"characters": [null, 3, {"name": "Kai"}, ""]}\n```',
        "```json\n" + "[" * 100_000 + "\n```",
    ],
)
def test_a_broken_context_block_is_read_as_far_as_it_goes(prompt: str) -> None:
    assert set(surroundings_of(prompt).characters) <= {"Kai"}


def test_streaming_says_the_same_as_answering(conversation: Any) -> None:
    messages = [*conversation.messages, HumanMessage("draw Kai in the rain")]
    whole = None
    for chunk in conversation.model.stream(messages):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert whole.tool_calls[0]["args"] == {
        "character": "Kai Nakamura",
        "scene_description": "in the rain",
    }

    async def words() -> str:
        talk = [*conversation.messages, HumanMessage("what can you do?")]
        pieces = [str(chunk.content) async for chunk in conversation.model.astream(talk)]
        return "".join(pieces)

    spoken = asyncio.run(words())
    talk = [*conversation.messages, HumanMessage("what can you do?")]
    assert spoken == conversation.model.invoke(talk).content


def _schemas() -> list[dict[str, Any]]:
    arguments = {"type": "object", "properties": {"character": {"type": "string"}}}
    return [
        {
            "type": "function",
            "function": {"name": name, "description": name, "parameters": arguments},
        }
        for name in ("generate_image", "update_character", "delete_character", "get_character")
    ]
