"""What goes wrong between us and Gemini, under our names, with what it cost all the same."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
from google.genai import errors

from tools.backends.gemini.answers import Answer
from tools.ports.authoring import UnreadableAnswerError
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
    Usage,
)

RETRY_AFTER_S = 30.0
"""Where a full quota does not say how long."""
RETRY_AFTER_MOST_S = 86_400.0
_OVERLOADED_RETRY_S = 10.0
_SAID_MOST = 300
_DELAY = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s")
_SPACE = re.compile(r"\s+")
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteError,
    httpx.WriteTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
"""Before the whole request was at the server nothing can have been charged."""
REFUSED = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE",
    "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION",
}  # fmt: skip
"""Reasons to finish that are a refusal, whatever came before them."""

Shown = Callable[[str], str]
Failure = TypeVar("Failure", bound=BackendError)


def bounded(text: str, secret: str = "") -> str:
    """Words of a server or model, to be shown: one line, without the key, not too long."""
    if secret:
        text = text.replace(secret, "…")
    line = _SPACE.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()
    return (line if len(line) <= _SAID_MOST else f"{line[:_SAID_MOST]}…").rstrip(".")


def named(error: Exception, *, secret: str = "") -> BackendError:
    """The failure of a call under our name; `secret` is taken out of what the server said.

    A failure that says nothing of its `cost_usd` cost nothing: Google charges no failed request.
    An answer that was lost, or cannot be read, may have been charged.
    """
    if isinstance(error, errors.APIError):
        return _of_status(error, secret)
    if isinstance(error, _NOT_SENT):
        said = bounded(str(error), secret) or type(error).__name__
        return BackendDownError(f"Gemini cannot be reached: {said}.")
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return lost("Gemini did not answer in time.")
    if isinstance(error, httpx.HTTPError | OSError):
        said = bounded(str(error), secret) or type(error).__name__
        return lost(f"The connection to Gemini broke before its answer was there: {said}.")
    unreadable = UnreadableAnswerError("Gemini's answer has a form that cannot be read.")
    return costing(unreadable, None)


def refusal(answer: Answer, shown: Shown = bounded) -> BackendRejectedError | None:
    """What an answer refuses, if it does; `shown` makes the server's words fit to be seen."""
    feedback = answer.prompt_feedback
    if feedback and feedback.block_reason:
        return _refused("this request", feedback.block_reason, feedback.block_reason_message, shown)
    first = answer.first
    if first.finish_reason in REFUSED:
        return _refused("to answer", first.finish_reason, first.finish_message, shown)
    return None


def costing(error: Failure, cost_usd: float | None, usage: Usage | None = None) -> Failure:
    """The error with what its call cost; None where nobody knows."""
    error.cost_usd, error.usage = cost_usd, usage
    return error


def lost(message: str) -> BackendDownError:
    """The answer is gone, and the call may have been charged."""
    return costing(BackendDownError(message, code="ANSWER_LOST"), None)


def _refused(what: str, reason: str, message: str | None, shown: Shown) -> BackendRejectedError:
    said = f" It said: “{shown(message)}”." if message else ""
    return BackendRejectedError(
        f"Gemini refuses {what} ({shown(reason)}); change the pictures or the words.{said}",
        code="SAFETY_REFUSED",
    )


def _of_status(error: errors.APIError, secret: str) -> BackendError:
    said = bounded(str(error.message or error.status or error.code), secret)
    if error.code == 429:
        return BackendBusyError(
            f"Gemini's quota is used up: {said}.",
            retry_after=_delay(error) or RETRY_AFTER_S,
            code="QUOTA_EXHAUSTED",
        )
    if error.code == 503:
        return BackendBusyError(
            f"Gemini is overloaded: {said}.",
            retry_after=_delay(error) or _OVERLOADED_RETRY_S,
            code="MODEL_OVERLOADED",
        )
    if error.code in (408, 504):
        return lost(f"Gemini did not answer in time: {said}.")
    if error.code >= 500:
        return BackendDownError(f"Gemini fails: {said}.")
    if error.code in (401, 403) or "API_KEY_INVALID" in _reasons(error):
        return BackendRejectedError(
            f"Gemini refuses the key: {said}. Check GEMINI_API_KEY.", code="KEY_REFUSED"
        )
    if error.code == 404:
        return BackendRejectedError(
            f"Gemini does not know the model: {said}.", code="MODEL_UNKNOWN"
        )
    return BackendRejectedError(f"Gemini refuses the request: {said}.", code="REQUEST_REFUSED")


def _details(error: errors.APIError) -> list[dict[str, Any]]:
    body = error.details if isinstance(error.details, dict) else {}
    inner = body.get("error")
    details = inner.get("details") if isinstance(inner, dict) else None
    return [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []


def _reasons(error: errors.APIError) -> set[Any]:
    return {reason for one in _details(error) if isinstance(reason := one.get("reason"), str)}


def _delay(error: errors.APIError) -> float | None:
    """Seconds: of the details' `RetryInfo`, else of the header `Retry-After`."""
    for detail in _details(error):
        said = detail.get("retryDelay")
        match = _DELAY.fullmatch(said) if isinstance(said, str) else None
        if match:
            return min(float(match[1]), RETRY_AFTER_MOST_S)
    headers = getattr(error.response, "headers", None) or {}
    return _seconds(headers.get("retry-after") or "")


def _seconds(header: str) -> float | None:
    """Of a number of seconds, or of an HTTP date."""
    try:
        wait = float(header)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(0.0, wait), RETRY_AFTER_MOST_S) if math.isfinite(wait) else None
