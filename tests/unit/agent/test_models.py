"""Models are chosen by name; what is missing is said with what to do about it."""

from __future__ import annotations

import pytest

from agent.models import ModelNotConfiguredError, ModelSettings, chat_model

VARIABLES = (
    "GOOGLE_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_GEMINI_BASE_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_the_embedded_model_needs_nothing() -> None:
    assert chat_model("embedded")._llm_type == "embedded"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("gemini:gemini-2.5-flash", "GEMINI_API_KEY"),
        ("openai:gpt-5-mini", "OPENAI_API_KEY"),
        ("echo-brain:local", "ECHO_DIRECTOR_ECHO_BRAIN_URL"),
        ("gemini", "gemini:MODEL"),
        ("openai:", "openai:MODEL"),
        ("llama", "embedded"),
        ("", "embedded"),
    ],
)
def test_what_cannot_be_used_says_what_to_do(name: str, advice: str) -> None:
    with pytest.raises(ModelNotConfiguredError, match=advice):
        chat_model(name)


def test_a_server_of_ones_own_needs_no_key() -> None:
    model = chat_model("openai:local", ModelSettings(base_url="http://127.0.0.1:9/v1"))
    assert model._llm_type == "openai-chat"
