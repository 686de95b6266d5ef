"""One question to Gemini with a schema for the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from google.genai import types
from pydantic import BaseModel

from tools.backends.gemini.answers import Answer
from tools.backends.gemini.calling import GeminiClient
from tools.backends.gemini.failures import Shown, refusal
from tools.backends.gemini.prices import cost_of, dearest_price, price_of, usage_of
from tools.ports.authoring import AuthorNotConfiguredError, UnreadableAnswerError
from tools.ports.spending import Payable

ANSWER_TOKENS_MOST = 24_576
"""Thinking included: the longest script is some 10,000."""
_ASKED_TOKENS_MOST = 20_000
"""The longest prompt with its data and two pictures is some 15,000."""
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
        self._client = GeminiClient(api_key=api_key, base_url=base_url, timeout_s=timeout_s)

    @property
    def price_usd(self) -> float:
        """The most that one question may cost; of the dearest model where its price is unknown."""
        price = price_of(self.model) or dearest_price()
        return price.usd(input_tokens=_ASKED_TOKENS_MOST, output_tokens=ANSWER_TOKENS_MOST)

    async def ask(
        self,
        prompt: str,
        data: Mapping[str, Any],
        schema: type[BaseModel],
        pictures: Sequence[tuple[str, bytes]] = (),
        *,
        bill: Payable | None = None,
    ) -> dict[str, Any]:
        """The answer as a JSON object of the schema's shape, its values unchecked.

        The prompt is the instruction; the data goes beside the pictures as one block of JSON. An
        answer is put on the bill, readable or not. Raises `BackendRejectedError` or
        `UnreadableAnswerError`, `BackendBusyError`, `BackendDownError`.
        """
        config = types.GenerateContentConfig(
            system_instruction=prompt,
            response_mime_type="application/json",
            response_schema=schema,
            temperature=0.2,
            max_output_tokens=ANSWER_TOKENS_MOST,
        )
        answer = await self._client.generate(self.model, _contents(data, pictures), config)
        if bill:
            bill.paid(cost_of(self.model, answer), usage_of(answer))
        return _read(answer, self._client.shown)

    async def close(self) -> None:
        await self._client.close()


def model_named(name: str, what: str = "vision", example: str = "gemini-2.5-flash") -> str:
    """The model's own name in `gemini:MODEL` or `MODEL`. Raises `AuthorNotConfiguredError`."""
    kind, _, model = name.strip().rpartition(":")
    if kind not in ("", "gemini") or not model:
        raise AuthorNotConfiguredError(
            f"There is no {what} model {name!r}. Use gemini:MODEL, for example gemini:{example}."
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


def _read(answer: Answer, shown: Shown) -> dict[str, Any]:
    if refused := refusal(answer, shown):
        raise refused
    reason = shown(answer.first.finish_reason or "")
    if not answer.text:
        raise UnreadableAnswerError(f"Gemini answered nothing ({reason or 'no candidate'}).")
    try:
        document = json.loads(answer.text)
    except ValueError as error:
        cut = " It was cut off." if reason == "MAX_TOKENS" else ""
        raise UnreadableAnswerError(f"Gemini's answer is no JSON.{cut}") from error
    if not isinstance(document, dict):
        raise UnreadableAnswerError("Gemini's answer is no JSON object.")
    return document
