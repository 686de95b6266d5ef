"""What calls cost: the price table of prices.toml, and the tokens that an answer counts."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from tools.backends.gemini.answers import Answer, Counts
from tools.ports.rendering import Usage

_MILLION = 1_000_000
_LONG_PROMPT_TOKENS = 200_000


class Rates(BaseModel):
    """USD for a million tokens; `image` None where the model makes no pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float
    output: float
    image: float | None = None


class Price(Rates):
    """A model's rates; `long` those of prompts beyond 200,000 tokens, where they differ."""

    long: Rates | None = None

    def usd(self, *, input_tokens: int, output_tokens: int, image_tokens: int = 0) -> float:
        """`output_tokens` are text and thinking, `image_tokens` those of pictures."""
        rates = self.long if self.long and input_tokens > _LONG_PROMPT_TOKENS else self
        tokens = input_tokens * rates.input + output_tokens * rates.output
        return (tokens + image_tokens * (rates.image or rates.output)) / _MILLION


def price_of(model: str) -> Price | None:
    """None for a model that the table does not know."""
    return _table().get(model)


def dearest_price() -> Price:
    """What a model that is not listed is booked at: the highest of every rate."""
    known = [rates for price in _table().values() for rates in (price, price.long) if rates]
    return Price(
        input=max(rates.input for rates in known),
        output=max(rates.output for rates in known),
        image=max(rates.image or 0.0 for rates in known),
    )


def usage_of(answer: Answer) -> Usage | None:
    """The tokens that an answer counts; None where it counts none."""
    counted = answer.usage_metadata
    if counted is None or counted.prompt_token_count is None:
        return None
    return Usage(
        input_tokens=_input(counted),
        output_tokens=(counted.candidates_token_count or 0) + (counted.thoughts_token_count or 0),
    )


def cost_of(model: str, answer: Answer) -> float | None:
    """USD of an answer by what it counts; None without a count or a known price.

    Where the count does not tell text from pictures, all that a model of pictures answered is
    taken for pictures.
    """
    price, counted = price_of(model), answer.usage_metadata
    if price is None or counted is None or usage_of(answer) is None:
        return None
    answered = counted.candidates_token_count or 0
    pictures = answered if price.image else 0
    if counted.candidates_tokens_details:
        listed = counted.candidates_tokens_details
        text = sum(d.token_count or 0 for d in listed if d.modality == "TEXT")
        pictures = answered - min(text, answered) if price.image else 0
    return price.usd(
        input_tokens=_input(counted),
        output_tokens=answered - pictures + (counted.thoughts_token_count or 0),
        image_tokens=pictures,
    )


def _input(counted: Counts) -> int:
    return (counted.prompt_token_count or 0) + (counted.tool_use_prompt_token_count or 0)


@cache
def _table() -> dict[str, Price]:
    source = files("tools.backends.gemini").joinpath("prices.toml").read_text("utf-8")
    models: dict[str, object] = tomllib.loads(source)["models"]
    return {name: Price.model_validate(price) for name, price in models.items()}
