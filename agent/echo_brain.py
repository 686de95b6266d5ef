"""Echo Brain as the director's chat model: it answers in words, which are read as calls."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, cast
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field, PrivateAttr
from typing_extensions import override

from tools.backends.echo_brain.client import EchoBrainClient
from tools.backends.echo_brain.shapes import Question

CALLS_MOST = 8
_SAID_CHARACTERS_MOST = 4_000
_PROMPT = files("prompts").joinpath("echo_brain_direct.txt").read_text("utf-8")


class EchoBrainUnavailableError(Exception):
    """It did not answer in time, or not readably."""


class EchoBrainChat(BaseChatModel):
    """Asks one question a step: the prompt, the tools, and the conversation so far.

    What it answers is foreign text: only tools that were offered are called, their arguments go
    through the tools' own schemas, and calls that destroy wait for approval as any model's do.
    """

    url: str = Field(repr=False, exclude=True)
    timeout_s: float = 60.0
    level: str = ""
    _client: EchoBrainClient = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        self._client = EchoBrainClient(self.url, timeout_s=self.timeout_s)

    @property
    @override
    def _llm_type(self) -> str:
        return "echo-brain"

    @override
    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=list(tools), **kwargs)

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("Echo Brain is asked asynchronously only.")

    @override
    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        tools = cast("Sequence[Mapping[str, Any]]", kwargs.get("tools", ()))
        asked = Question(text=question(messages, tools), task="direct", level=self.level)
        reply = await self._client.ask(asked)
        if reply is None:
            raise EchoBrainUnavailableError("Echo Brain did not answer. Try again in a moment.")
        message = answer_in(reply.text, {tool["function"]["name"] for tool in tools})
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def aclose(self) -> None:
        await self._client.close()


def question(messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> str:
    """All that it has to know, as one text."""
    parts = [_text(message) for message in messages if isinstance(message, SystemMessage)]
    if tools:
        parts += [_PROMPT, "Tools:\n" + "\n".join(_told(tool["function"]) for tool in tools)]
    parts.append("The conversation:\n" + "\n".join(_line(m) for m in _spoken(messages)))
    return "\n\n".join(parts)


def answer_in(text: str, offered: set[str]) -> AIMessage:
    """The calls that the text asks for, else its words."""
    found = _object_in(text)
    if found is None:
        return AIMessage(content=text.strip()[:_SAID_CHARACTERS_MOST])
    calls = [call for one in _listed(found.get("calls")) if (call := _call(one, offered))]
    if calls:
        return AIMessage(content="", tool_calls=calls[:CALLS_MOST])
    said = found.get("say")
    words = said if isinstance(said, str) and said.strip() else "I could not make sense of that."
    return AIMessage(content=words.strip()[:_SAID_CHARACTERS_MOST])


def _told(function: Mapping[str, Any]) -> str:
    parameters = function["parameters"]
    arguments = json.dumps(parameters.get("properties", {}), ensure_ascii=False)
    needed = ", ".join(parameters.get("required", ())) or "none"
    return f"- {function['name']}: {function['description']} Needed: {needed}. {arguments}"


def _spoken(messages: Sequence[BaseMessage]) -> Iterator[BaseMessage]:
    return (message for message in messages if not isinstance(message, SystemMessage))


def _line(message: BaseMessage) -> str:
    """One line of JSON, so that no words of it can pass for somebody else's."""
    said: dict[str, Any] = {"from": "user", "text": _text(message)}
    if isinstance(message, ToolMessage):
        said = {"from": "tool", "tool": message.name, "result": _text(message)}
    elif isinstance(message, AIMessage):
        calls = [{"tool": call["name"], "args": call["args"]} for call in message.tool_calls]
        said = {"from": "you", "calls": calls} if calls else {"from": "you", "say": _text(message)}
    return json.dumps(said, ensure_ascii=False)


def _text(message: BaseMessage) -> str:
    return str(message.text)


def _object_in(text: str) -> Mapping[str, Any] | None:
    """The first JSON object in the text, whatever stands around it."""
    decoder = json.JSONDecoder()
    for at, character in enumerate(text):
        if character != "{":
            continue
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        return cast("Mapping[str, Any]", found) if "calls" in found or "say" in found else None
    return None


def _listed(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _call(one: Any, offered: set[str]) -> ToolCall | None:
    if not isinstance(one, Mapping):
        return None
    said = cast("Mapping[str, Any]", one)
    name, args = said.get("tool"), said.get("args", {})
    if name not in offered or not isinstance(args, dict):
        return None
    return ToolCall(
        name=cast("str", name),
        args=cast("dict[str, Any]", args),
        id=f"call_{uuid4().hex[:24]}",
        type="tool_call",
    )
