"""The hosted chat models over real HTTP, against small servers that speak their wire formats."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage

from agent.models import ModelSettings, chat_model

TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_character",
        "description": "How a character looks.",
        "parameters": {
            "type": "object",
            "properties": {"character": {"type": "string", "description": "A name."}},
            "required": ["character"],
        },
    },
}
ARGS = {"character": "Kai Nakamura"}


@dataclass
class Hosted:
    """A server on a free port; `seen` are the requests, `failures` statuses to give first."""

    seen: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    url: str = ""


def gemini_answer(body: dict[str, Any]) -> dict[str, Any]:
    answered = any("functionResponse" in p for c in body["contents"] for p in c["parts"])
    part: dict[str, Any] = {"text": "Kai wears a black vest."}
    if body.get("tools") and not answered:
        part = {"functionCall": {"name": "get_character", "args": ARGS}, "thoughtSignature": "c2ln"}
    candidate = {
        "content": {"role": "model", "parts": [part]},
        "finishReason": "STOP",
        "index": 0,
    }
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 7, "totalTokenCount": 12}
    return {
        "candidates": [candidate],
        "usageMetadata": usage,
        "modelVersion": "small",
        "responseId": "r1",
    }


def openai_answer(body: dict[str, Any]) -> dict[str, Any]:
    answered = any(message["role"] == "tool" for message in body["messages"])
    message: dict[str, Any] = {"role": "assistant", "content": "Kai wears a black vest."}
    if body.get("tools") and not answered:
        call = {
            "id": "call_1",
            "type": "function",
            "function": {"name": "get_character", "arguments": json.dumps(ARGS)},
        }
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12},
    }


@pytest.fixture
def hosted() -> Iterator[Hosted]:
    state = Hosted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or "{}")
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.seen.append((self.path, body, headers))
            status = state.failures.pop(0) if state.failures else 200
            answer = gemini_answer if "generateContent" in self.path.replace("stream", "") else None
            answer = answer or (gemini_answer if "GenerateContent" in self.path else openai_answer)
            error = {"error": {"code": status, "message": "no", "status": "UNAUTHENTICATED"}}
            result = answer(body) if status == 200 else error
            data = json.dumps(result).encode()
            kind = "application/json"
            if "alt=sse" in self.path and status == 200:
                data, kind = b"data: " + data + b"\r\n\r\n", "text/event-stream"
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["gemini:small", "openai:small"])
def model(request: pytest.FixtureRequest, hosted: Hosted) -> Any:
    base = hosted.url if request.param.startswith("gemini") else f"{hosted.url}/v1"
    settings = ModelSettings(api_key="k", base_url=base, timeout=5, max_retries=0)
    return chat_model(request.param, settings)


def test_a_hosted_model_calls_a_tool_and_words_its_result(model: Any, hosted: Hosted) -> None:
    director = model.bind_tools([TOOL])
    messages: list[Any] = [SystemMessage("You direct."), HumanMessage("how does Kai look?")]
    asked = director.invoke(messages)
    assert [(call["name"], call["args"]) for call in asked.tool_calls] == [("get_character", ARGS)]
    call = asked.tool_calls[0]
    result = ToolMessage(
        json.dumps({"style": "black vest"}), tool_call_id=call["id"], name="get_character"
    )
    told = director.invoke([*messages, asked, result])
    assert told.text == "Kai wears a black vest."
    assert "black vest" in json.dumps(hosted.seen[-1][1])


def test_the_key_travels_in_a_header_never_in_the_address(model: Any, hosted: Hosted) -> None:
    model.invoke("hello")
    path, _, headers = hosted.seen[-1]
    assert "key=" not in path
    assert headers.get("x-goog-api-key") == "k" or headers.get("authorization") == "Bearer k"


def test_a_refused_key_is_an_error_not_an_answer(model: Any, hosted: Hosted) -> None:
    hosted.failures = [401]
    with pytest.raises(Exception, match=r"401|UNAUTHENTICATED|no"):
        model.invoke("hello")
