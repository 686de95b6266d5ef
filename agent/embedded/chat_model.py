"""The embedded chat model: directing language to tool calls, with nothing to install or reach."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCall, ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from typing_extensions import override

from agent.embedded.additions import completed_list
from agent.embedded.dialogue import plan
from agent.embedded.normalise import fold
from agent.embedded.offers import opens
from agent.embedded.schema import BoundTool, bound_tools
from agent.embedded.state import Frame, people_in
from agent.embedded.turns import Call, Turn, prompt_of, turns_of
from agent.embedded.wording import reply, said_of

MODEL_NAME = "embedded"


class EmbeddedChatModel(BaseChatModel):
    """Understands English directing language, names in any script. Deterministic but for call ids.

    It sees what a hosted model sees: the messages and the schemas of the bound tools.
    """

    @property
    @override
    def _llm_type(self) -> str:
        return MODEL_NAME

    @override
    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools; `tool_choice="none"` forbids calls."""
        schemas = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=schemas, tool_choice=tool_choice, **kwargs)

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = answer(messages, _offered(kwargs))
        return ChatResult(generations=[ChatGeneration(message=message)])

    @override
    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self._generate(messages, stop, None, **kwargs)

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(answer(messages, _offered(kwargs))):
            if run_manager is not None:
                run_manager.on_llm_new_token(str(chunk.text), chunk=chunk)
            yield chunk

    @override
    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(answer(messages, _offered(kwargs))):
            if run_manager is not None:
                await run_manager.on_llm_new_token(str(chunk.text), chunk=chunk)
            yield chunk


def answer(messages: Sequence[BaseMessage], bound: Mapping[str, BoundTool]) -> AIMessage:
    """The next message of a conversation: one call, or the closing words."""
    turns = turns_of(messages)
    if not turns:
        return AIMessage(content=reply(Frame(act="help"), "", bound))
    frames = plan(turns, prompt_of(messages), bound)
    turn = turns[-1]
    following = _following(turn, frames, bound)
    if following is not None and following.adds:
        following = completed_list(following, turn.calls)
    if following is not None and following.callable:
        return AIMessage(content="", tool_calls=[_tool_call(following)])
    if not turn.calls:
        return AIMessage(content=reply(following or Frame(), turn.said, bound))
    words = said_of(turn.calls)
    if following is not None and following.missing:
        words = f"{words} {reply(following, turn.said, bound)}".strip()
    return AIMessage(content=words)


def _following(turn: Turn, frames: Sequence[Frame], bound: Mapping[str, BoundTool]) -> Frame | None:
    """The first frame that is not done; none after a failure that the rest may lean on."""
    done = len(turn.calls)
    if done >= len(frames):
        return None
    following = frames[done]
    failed = [call for call in turn.calls if call.failed]
    for call in failed:
        if following.tool == call.tool and following.args == call.args:
            return None
        if _leans_on(following, call, bound) or opens(call, following, bound):
            return None
    return following


def _leans_on(frame: Frame, call: Call, bound: Mapping[str, BoundTool]) -> bool:
    """Whether a frame speaks of somebody that a failed call was about."""
    about = {fold(name) for name in people_in(call, bound)}
    return bool(about & {fold(name) for name in people_in(Call(frame.tool, frame.args), bound)})


def _tool_call(frame: Frame) -> ToolCall:
    return ToolCall(
        name=frame.tool, args=dict(frame.args), id=f"call_{uuid4().hex[:24]}", type="tool_call"
    )


def _offered(kwargs: Mapping[str, Any]) -> Mapping[str, BoundTool]:
    tools: object = kwargs.get("tools")
    if kwargs.get("tool_choice") == "none" or not isinstance(tools, Sequence):
        return {}
    return _bound(cast("Sequence[Mapping[str, Any]]", tools))


_last_bound: tuple[object, Mapping[str, BoundTool]] | None = None


def _bound(tools: Sequence[Mapping[str, Any]]) -> Mapping[str, BoundTool]:
    """The bound tools; the last answer is kept, since a director binds the same list each time."""
    global _last_bound
    if _last_bound is None or _last_bound[0] is not tools:
        _last_bound = (tools, bound_tools(tools))
    return _last_bound[1]


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    if message.tool_calls:
        calls = [
            ToolCallChunk(
                name=call["name"],
                args=_json(call["args"]),
                id=call["id"],
                index=index,
                type="tool_call_chunk",
            )
            for index, call in enumerate(message.tool_calls)
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=calls))
        return
    for piece in re.findall(r"\S+\s*", str(message.content)) or [""]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


def _json(args: Mapping[str, Any]) -> str:
    import json

    return json.dumps(args, ensure_ascii=False)
