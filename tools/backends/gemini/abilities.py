"""What Google's models of pictures take and give: models.toml, and what to ask of it."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

_PREVIEW = "-preview"
_ROUNDED = 1.06
"""A model's "1K" has up to this times fewer pixels than the square it is named for."""


class Size(BaseModel):
    """A size by the name that the API takes; `side_px` of a square, `tokens` of a picture."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    side_px: int
    tokens: int


class Abilities(BaseModel):
    """Of one model; `listed` is false where nothing is known of it but that it makes pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ratios: tuple[str, ...]
    sizes: tuple[Size, ...]
    pictures_most: int
    picture_tokens: int
    thinking_tokens: int
    listed: bool = True

    def ratio_for(self, width: int, height: int) -> str:
        """The ratio that loses least when the picture is scaled and cropped."""

        def loss(ratio: str) -> float:
            return abs(math.log(_quotient(ratio) / (width / height)))

        return min(self.ratios, key=loss)

    def size_for(self, width: int, height: int, ratio: str) -> Size:
        """The smallest size that need not be scaled up, once cropped; else the largest."""
        wanted, given = width / height, _quotient(ratio)
        cropped = max(wanted / given, given / wanted)
        pixels = width * height * cropped
        fitting = (size for size in self.sizes if size.side_px**2 * _ROUNDED >= pixels)
        return min(fitting, key=lambda size: size.side_px, default=self.sizes[-1])

    @property
    def chooses_size(self) -> bool:
        """Whether the API takes a size for this model."""
        return len(self.sizes) > 1


def abilities_of(model: str) -> Abilities:
    """A preview is taken for what became of it."""
    table, unlisted = _table()
    return table.get(model) or table.get(model.removesuffix(_PREVIEW)) or unlisted


def _quotient(ratio: str) -> float:
    width, _, height = ratio.partition(":")
    return int(width) / int(height)


@cache
def _table() -> tuple[dict[str, Abilities], Abilities]:
    source = files("tools.backends.gemini").joinpath("models.toml").read_text("utf-8")
    document = tomllib.loads(source)
    models: dict[str, dict[str, object]] = document["models"]
    listed = {name: Abilities.model_validate(facts) for name, facts in models.items()}
    return listed, Abilities.model_validate({**document["unlisted"], "listed": False})
