"""Calls to Gemini's API by google-genai; every failure under our names."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from typing import Any

import httpx
from google import genai
from google.genai import errors, types

from tools.backends.gemini.answers import Answer
from tools.backends.gemini.failures import bounded, named
from tools.ports.rendering import BackendRejectedError

_NO_KEY = "Gemini needs a key: set GEMINI_API_KEY."


class GeminiClient:
    """One key at one address; requests are made in the caller's event loop.

    The transport is our own, so that its errors are known whatever HTTP library google-genai
    finds installed, and so that no redirect carries the key to another host. Cancelling a call
    closes its connection. `timeout_s` bounds every silence, twice that the whole call.
    """

    def __init__(self, *, api_key: str, base_url: str | None, timeout_s: float) -> None:
        self._secret = api_key
        self._longest_s = 2 * timeout_s
        trust = _trust()
        self._transport = httpx.AsyncClient(follow_redirects=False, verify=trust)
        self._client = genai.Client(
            vertexai=False,
            api_key=api_key or "none",
            http_options=types.HttpOptions(
                base_url=base_url or None,
                timeout=round(timeout_s * 1000),
                retry_options=types.HttpRetryOptions(attempts=1),
                httpx_async_client=self._transport,
                client_args={"verify": trust},
                async_client_args={"verify": trust, "ssl": trust},
            ),
        )

    def shown(self, text: str) -> str:
        """Words of the model, to be shown: short, on one line, without the key."""
        return bounded(text, self._secret)

    async def generate(
        self, model: str, contents: types.Content, config: types.GenerateContentConfig
    ) -> Answer:
        """One answer. Raises what `named` gives, and `BackendRejectedError` without a key."""
        self._with_key()
        calls_nothing = types.AutomaticFunctionCallingConfig(disable=True)
        as_it_comes = config.model_copy(
            update={
                "should_return_http_response": True,
                "automatic_function_calling": calls_nothing,
            }
        )
        try:
            async with asyncio.timeout(self._longest_s):
                answer = await self._client.aio.models.generate_content(
                    model=model, contents=contents, config=as_it_comes
                )
            came = answer.sdk_http_response
            return Answer.model_validate_json((came.body if came else None) or "")
        except (errors.APIError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise self._named(error) from self._cause(error)

    async def known(self, model: str, *, timeout_s: float) -> types.Model:
        """What the server says of a model, which costs nothing. Raises as `generate` does."""
        self._with_key()
        config = types.GetModelConfig(
            http_options=types.HttpOptions(timeout=round(timeout_s * 1000))
        )
        try:
            async with asyncio.timeout(2 * timeout_s):
                return await self._client.aio.models.get(model=model, config=config)
        except (errors.APIError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise self._named(error) from self._cause(error)

    async def close(self) -> None:
        await self._transport.aclose()
        await self._client.aio.aclose()
        self._client.close()

    def _with_key(self) -> None:
        if not self._secret:
            raise BackendRejectedError(_NO_KEY, code="KEY_MISSING")

    def _named(self, error: Exception) -> Any:
        return named(error, secret=self._secret)

    def _cause(self, error: Exception) -> Exception | None:
        """The cause, unless it would carry the key into a log."""
        return None if self._secret and self._secret in f"{error!s} {error!r}" else error


@cache
def _trust() -> ssl.SSLContext:
    """Read once: google-genai would read the certificates twice for every client."""
    return httpx.create_ssl_context()
