"""The chat models that can direct, behind one seam, chosen by name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, cast

from langchain_core.language_models import BaseChatModel

GEMINI_KEYS = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
OPENAI_KEYS = ("OPENAI_API_KEY",)


class ModelNotConfiguredError(Exception):
    """The model cannot be used as configured; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class ModelSettings:
    """What a hosted model may need. Empty fields are read from the providers' own variables.

    `timeout` is seconds for one answer; `max_retries` counts further tries after the first.
    """

    api_key: str | None = None
    base_url: str | None = None
    temperature: float = 0.0
    timeout: float = 60.0
    max_retries: int = 2


def chat_model(name: str, settings: ModelSettings | None = None) -> BaseChatModel:
    """The chat model called `embedded`, `gemini:MODEL`, `openai:MODEL` or `echo-brain[:LEVEL]`.

    Raises `ModelNotConfiguredError` for an unknown name, or where a key is missing.
    """
    settings = settings or ModelSettings()
    kind, _, model = name.strip().partition(":")
    if kind == "embedded" and not model:
        return _embedded()
    if kind == "gemini" and model:
        return _gemini(model, settings)
    if kind == "openai" and model:
        return _openai(model, settings)
    if kind == "echo-brain":
        return _echo_brain(model, settings)
    raise ModelNotConfiguredError(
        f"There is no chat model {name!r}. Use embedded, gemini:MODEL (for example "
        "gemini:gemini-2.5-flash), openai:MODEL (any OpenAI-compatible server) or echo-brain."
    )


async def close_model(model: BaseChatModel) -> None:
    """Close the connections that a hosted model keeps open to its provider."""
    gemini: Any = getattr(getattr(model, "client", None), "aio", None)
    openai: Any = getattr(model, "root_async_client", None)
    if model._llm_type == "echo-brain":  # pyright: ignore[reportPrivateUsage]
        await cast(Any, model).aclose()
    elif gemini is not None:
        await gemini.aclose()
    elif openai is not None:
        await openai.close()


def _embedded() -> BaseChatModel:
    from agent.embedded.chat_model import EmbeddedChatModel

    return EmbeddedChatModel()


def _gemini(model: str, settings: ModelSettings) -> BaseChatModel:
    key = settings.api_key or _first(GEMINI_KEYS)
    if not key:
        raise ModelNotConfiguredError(
            f"gemini:{model} needs a key: set GEMINI_API_KEY, or choose the model “embedded”."
        )
    from langchain_google_genai import ChatGoogleGenerativeAI

    return ChatGoogleGenerativeAI(
        model=model,
        google_api_key=key,
        base_url=settings.base_url or os.environ.get("GOOGLE_GEMINI_BASE_URL") or None,
        temperature=settings.temperature,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
    )


def _openai(model: str, settings: ModelSettings) -> BaseChatModel:
    base_url = settings.base_url or os.environ.get("OPENAI_BASE_URL") or None
    key = settings.api_key or _first(OPENAI_KEYS)
    if not key and not base_url:
        raise ModelNotConfiguredError(
            f"openai:{model} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of "
            "your own that needs none, or choose the model “embedded”."
        )
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=model,
        api_key=SecretStr(key or "none"),
        base_url=base_url,
        temperature=settings.temperature,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
    )


def _echo_brain(level: str, settings: ModelSettings) -> BaseChatModel:
    if not settings.base_url:
        raise ModelNotConfiguredError(
            "echo-brain needs an address: set ECHO_DIRECTOR_ECHO_BRAIN_URL, or choose the model "
            "“embedded”."
        )
    from agent.echo_brain import EchoBrainChat

    return EchoBrainChat(url=settings.base_url, timeout_s=settings.timeout, level=level)


def _first(variables: tuple[str, ...]) -> str | None:
    return next((os.environ[name] for name in variables if os.environ.get(name)), None)
