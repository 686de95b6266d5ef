"""What calls cost by the table, and what they are booked at."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from tools.backends.gemini.abilities import abilities_of
from tools.backends.gemini.answers import Answer
from tools.backends.gemini.drawing import price_usd
from tools.backends.gemini.prices import cost_of, dearest_price, price_of, usage_of


def counted(**counts: Any) -> Answer:
    return Answer.model_validate({"usageMetadata": counts})


def test_text_pictures_and_thoughts_have_rates_of_their_own() -> None:
    answer = counted(
        promptTokenCount=1_000_000,
        candidatesTokenCount=1_120_000,
        thoughtsTokenCount=200_000,
        candidatesTokensDetails=[
            {"modality": "TEXT", "tokenCount": 120_000},
            {"modality": "IMAGE", "tokenCount": 1_000_000},
        ],
    )
    assert cost_of("gemini-3.1-flash-image", answer) == pytest.approx(0.50 + 0.32 * 3.0 + 60.0)


def test_without_details_all_that_a_model_of_pictures_answers_is_a_picture() -> None:
    answer = counted(promptTokenCount=0, candidatesTokenCount=1_000_000)
    assert cost_of("gemini-3.1-flash-image", answer) == pytest.approx(60.0)
    assert cost_of("gemini-2.5-flash", answer) == pytest.approx(2.50)


def test_tokens_of_tools_are_input() -> None:
    answer = counted(promptTokenCount=400_000, toolUsePromptTokenCount=600_000)
    assert cost_of("gemini-2.5-flash", answer) == pytest.approx(0.30)
    usage = usage_of(answer)
    assert usage and (usage.input_tokens, usage.output_tokens) == (1_000_000, 0)


@pytest.mark.parametrize(("tokens", "usd"), [(200_000, 0.25), (200_001, 0.5000025)])
def test_long_prompts_cost_more_where_the_table_says_so(tokens: int, usd: float) -> None:
    assert cost_of("gemini-2.5-pro", counted(promptTokenCount=tokens)) == pytest.approx(usd)


def test_nobody_knows_the_cost_of_a_model_that_is_not_listed() -> None:
    assert price_of("gemini-9") is None
    assert cost_of("gemini-9", counted(promptTokenCount=1)) is None


@pytest.mark.parametrize("answer", [Answer(), counted()])
def test_nobody_knows_the_cost_of_an_answer_that_counts_nothing(answer: Answer) -> None:
    assert usage_of(answer) is None
    assert cost_of("gemini-2.5-flash", answer) is None


@pytest.mark.parametrize("count", [-5, 10**30, True, 3.5, "many", {"tokens": 3}])
def test_a_count_that_is_none_makes_up_no_price_and_loses_no_picture(count: Any) -> None:
    answer = counted(promptTokenCount=count, candidatesTokenCount=1_000)
    assert cost_of("gemini-2.5-flash-image", answer) is None
    known = counted(promptTokenCount=1_000_000, thoughtsTokenCount=count)
    assert cost_of("gemini-2.5-flash-image", known) == pytest.approx(0.30)


def test_a_refusal_costs_its_prompt() -> None:
    answer = counted(promptTokenCount=1_000_000)
    assert cost_of("gemini-3.1-flash-image", answer) == pytest.approx(0.50)


def booked(model: str, **changes: Any) -> float:
    asked: dict[str, Any] = {
        "words": "a knight",
        "pictures": 2,
        "width": 1024,
        "height": 1024,
        **changes,
    }
    return price_usd(model, **asked)


@pytest.mark.parametrize(
    "model", ["gemini-2.5-flash-image", "gemini-3.1-flash-image", "gemini-3-pro-image"]
)
def test_what_is_booked_covers_a_picture_with_its_thoughts(model: str) -> None:
    abilities, size = abilities_of(model), abilities_of(model).sizes[0]
    answer = counted(
        promptTokenCount=2 * abilities.picture_tokens + 10,
        candidatesTokenCount=size.tokens,
        thoughtsTokenCount=abilities.thinking_tokens,
    )
    cost = cost_of(model, answer)
    assert cost is not None
    assert cost <= booked(model) < 2 * cost


@pytest.mark.parametrize(
    "more", [{"words": "a knight " * 1000}, {"pictures": 3}, {"width": 2048, "height": 2048}]
)
def test_more_costs_more(more: dict[str, Any]) -> None:
    assert booked("gemini-3.1-flash-image", **more) > booked("gemini-3.1-flash-image")


def test_pictures_that_are_left_out_cost_nothing() -> None:
    model = "gemini-2.5-flash-image"
    assert booked(model, pictures=3) == booked(model, pictures=9)


def test_a_model_that_is_not_listed_is_booked_at_the_dearest() -> None:
    listed = ("gemini-2.5-flash-image", "gemini-3.1-flash-image", "gemini-3-pro-image")
    assert booked("gemini-9-image") >= max(booked(model) for model in listed)
    dearest = dearest_price()
    assert (dearest.input, dearest.output, dearest.image) == (4.0, 18.0, 120.0)


def test_the_tables_say_when_they_were_read() -> None:
    source = files("tools.backends.gemini").joinpath("prices.toml").read_text("utf-8")
    assert isinstance(tomllib.loads(source)["read_on"], date)
    assert "https://ai.google.dev" in source
