"""The three ways in which an Echo Brain is asked, and what its answers hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from tools.domain.advice import plain, share

APPLICATION = "echo-director"
_MODEL_CHARACTERS_MOST = 80
_TEXT_CHARACTERS_MOST = 50_000
_TEXTS = ("response", "answer", "text", "message")
_MODELS = ("model_used", "model")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: `text` whole, `task` in one word, by what `level` of intelligence."""

    text: str
    task: str
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What was answered: foreign text, to be read with care. `confidence` is from 0 to 1."""

    text: str
    model: str
    confidence: float | None


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One endpoint and the body that it takes."""

    path: str
    body: Callable[[Question], dict[str, Any]]


def _asked(question: Question) -> dict[str, Any]:
    return {"question": question.text, "use_context": False, "verbose": False}


def _queried(question: Question) -> dict[str, Any]:
    """Every question is a conversation of its own: none hears of another."""
    level = {"intelligence_level": question.level} if question.level else {}
    return {
        "query": question.text,
        "context": {"application": APPLICATION, "task": question.task},
        "conversation_id": f"{APPLICATION}-{uuid4().hex}",
        "user_id": APPLICATION,
        **level,
    }


SHAPES = (
    Shape(path="/api/echo/ask", body=_asked),
    Shape(path="/api/echo/query", body=_queried),
    Shape(path="/api/echo/chat", body=_queried),
)
"""In the order in which they are tried; the newest first."""


def reply_in(body: bytes) -> Reply | None:
    """The answer of any shape; None where the body holds no words."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, Mapping):
        return None
    told = cast("Mapping[str, Any]", data)
    text = next((words for key in _TEXTS if (words := _words(told.get(key)))), None)
    if text is None:
        return None
    model = next((told[key] for key in _MODELS if isinstance(told.get(key), str)), "")
    return Reply(
        text=text[:_TEXT_CHARACTERS_MOST],
        model=plain(model, most=_MODEL_CHARACTERS_MOST) or "unknown model",
        confidence=share(told.get("confidence")),
    )


def _words(value: Any) -> str | None:
    """A text, or an object where the text should be, as JSON."""
    if isinstance(value, str):
        return value if value.strip() else None
    if not isinstance(value, dict) or not value:
        return None
    try:
        return json.dumps(value)
    except RecursionError:
        return None
