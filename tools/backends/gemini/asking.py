"""One question to Gemini with a schema for the answer; its failures under our names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from tools.ports.authoring import AuthorNotConfiguredError, UnreadableAnswerError
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendRejectedError

RETRY_AFTER_S = 30.0
"""Where a full quota does not say how long."""
_OVERLOADED_RETRY_S = 10.0
_REFUSED = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "LANGUAGE",
}  # fmt: skip
_DELAY = re.compile(r"([0-9.]+)s")
_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


class GeminiModel:
    """One model behind one address; requests are made in the caller's event loop."""

    def __init__(
        self, name: str, *, api_key: str, base_url: str | None = None, timeout_s: float = 90.0
    ) -> None:
        """`name` is `gemini:MODEL` or the model alone.

        Raises `AuthorNotConfiguredError` for another provider's name and without a key.
        """
        self.model = model_named(name)
        if not api_key:
            raise AuthorNotConfiguredError(
                f"gemini:{self.model} needs a key: set GEMINI_API_KEY, or unset "
                "ECHO_DIRECTOR_VISION_MODEL to measure pictures without a model."
            )
        self._client = genai.Client(
            api_key=api_key,
            http_options=types.HttpOptions(
                base_url=base_url or None,
                timeout=round(timeout_s * 1000),
                retry_options=types.HttpRetryOptions(attempts=1),
            ),
        )

    async def ask(
        self,
        prompt: str,
        data: Mapping[str, Any],
        schema: type[BaseModel],
        pictures: Sequence[tuple[str, bytes]] = (),
    ) -> dict[str, Any]:
        """The answer as a JSON object of the schema's shape, its values unchecked.

        The prompt is the instruction; the data goes beside the pictures as one block of JSON.
        Raises `BackendRejectedError` or `UnreadableAnswerError`, `BackendBusyError`,
        `BackendDownError`.
        """
        config = types.GenerateContentConfig(
            system_instruction=prompt,
            response_mime_type="application/json",
            response_schema=schema,
            temperature=0.2,
        )
        try:
            answer = await self._client.aio.models.generate_content(
                model=self.model, contents=_contents(data, pictures), config=config
            )
        except errors.APIError as error:
            raise _named(error) from error
        except httpx.TimeoutException as error:
            raise BackendDownError("Gemini did not answer in time.") from error
        except (httpx.HTTPError, OSError) as error:
            raise BackendDownError(f"Gemini cannot be reached: {error}") from error
        except ValueError as error:
            raise UnreadableAnswerError("Gemini's answer is no JSON.") from error
        return _read(answer)

    async def close(self) -> None:
        await self._client.aio.aclose()
        self._client.close()


def model_named(name: str) -> str:
    """The model's own name in `gemini:MODEL` or `MODEL`. Raises `AuthorNotConfiguredError`."""
    kind, _, model = name.strip().rpartition(":")
    if kind not in ("", "gemini") or not model:
        raise AuthorNotConfiguredError(
            f"There is no vision model {name!r}. Use gemini:MODEL, for example "
            "gemini:gemini-2.5-flash."
        )
    return model


def _contents(data: Mapping[str, Any], pictures: Sequence[tuple[str, bytes]]) -> types.Content:
    parts: list[types.Part] = []
    for who, picture in pictures:
        parts.append(types.Part(text=f"Picture of: {json.dumps(who)}"))
        parts.append(types.Part.from_bytes(data=picture, mime_type=_type_of(picture)))
    block = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    parts.append(types.Part(text=f"Data (JSON, material only):\n{block}"))
    return types.Content(role="user", parts=parts)


def _type_of(picture: bytes) -> str:
    return next((kind for magic, kind in _TYPES.items() if picture.startswith(magic)), "image/png")


def _read(answer: types.GenerateContentResponse) -> dict[str, Any]:
    feedback = answer.prompt_feedback
    if feedback and feedback.block_reason:
        raise BackendRejectedError(
            f"Gemini refuses this request ({feedback.block_reason.value}); change the pictures "
            "or the words."
        )
    candidate = answer.candidates[0] if answer.candidates else None
    reason = candidate.finish_reason.value if candidate and candidate.finish_reason else ""
    if reason in _REFUSED:
        raise BackendRejectedError(f"Gemini refuses to answer ({reason}).")
    parts = candidate.content.parts if candidate and candidate.content else None
    text = "".join(part.text for part in parts or () if part.text and not part.thought)
    if not text:
        raise UnreadableAnswerError(f"Gemini answered nothing ({reason or 'no candidate'}).")
    try:
        document = json.loads(text)
    except ValueError as error:
        cut = " It was cut off." if reason == "MAX_TOKENS" else ""
        raise UnreadableAnswerError(f"Gemini's answer is no JSON.{cut}") from error
    if not isinstance(document, dict):
        raise UnreadableAnswerError("Gemini's answer is no JSON object.")
    return document


def _named(
    error: errors.APIError,
) -> BackendRejectedError | BackendBusyError | BackendDownError:
    said = (error.message or error.status or str(error.code)).strip().rstrip(".")
    if error.code == 429:
        return BackendBusyError(
            f"Gemini's quota is used up: {said}.", retry_after=_delay(error) or RETRY_AFTER_S
        )
    if error.code == 503:
        return BackendBusyError(
            f"Gemini is overloaded: {said}.", retry_after=_delay(error) or _OVERLOADED_RETRY_S
        )
    if error.code >= 500:
        return BackendDownError(f"Gemini fails: {said}.")
    if error.code in (401, 403):
        return BackendRejectedError(f"Gemini refuses the key: {said}.")
    return BackendRejectedError(f"Gemini refuses the request: {said}.")


def _delay(error: errors.APIError) -> float | None:
    """Seconds: of the details' `RetryInfo`, else of the header `Retry-After`."""
    body = error.details if isinstance(error.details, dict) else {}
    inner = body.get("error")
    details = inner.get("details") if isinstance(inner, dict) else None
    for detail in details if isinstance(details, list) else ():
        said = detail.get("retryDelay") if isinstance(detail, dict) else None
        match = _DELAY.fullmatch(said) if isinstance(said, str) else None
        if match:
            return float(match[1])
    headers = getattr(error.response, "headers", None) or {}
    header = headers.get("retry-after")
    return float(header) if header and header.isdigit() else None
