"""What is known of a model by its file's name: what it is for, how to word and sample it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Dialect = Literal["tags", "prose"]


class Family(BaseModel):
    """Models of one kind. The fields are explained in `families.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    patterns: tuple[str, ...] = ()
    kind: Literal["picture", "edit", "video", "other"]
    dialect: Dialect
    base: str = ""
    side_px: int | None = None
    multiple: int
    quality: str
    instruction: str = ""
    unwanted: str
    negative: bool
    sampler: str
    scheduler: str
    steps: int
    cfg: float
    clip_skip: int
    guidance: float | None = None
    shift: float | None = None
    editing: Literal["latent", "encoder"] | None = None
    start: Literal["picture", "small", "words"] | None = None
    frame_rate: int | None = None
    encoder_type: str = ""
    encoders: tuple[str, ...] = ()
    vae: tuple[str, ...] = ()

    @property
    def stands_on(self) -> str:
        """The base that add-ons such as ControlNets are made for; empty where it is unknown."""
        return self.base or (self.name if self.side_px else "")


def family_of(model: str) -> Family:
    """The family of a checkpoint or diffusion model, by its file's name."""
    for family in _families():
        if matches(model, family.patterns):
            return family
    return _unknown()


def family_named(name: str) -> Family | None:
    """The family of that name, as `families.toml` has it."""
    return next((family for family in _families() if family.name == name), None)


def family_names() -> tuple[str, ...]:
    return tuple(family.name for family in _families())


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether one of the patterns is found in the name, without regard to case."""
    return any(re.search(pattern, name, re.IGNORECASE) for pattern in patterns)


def first_match(names: Sequence[str], patterns: Sequence[str]) -> str | None:
    """The name that the earliest pattern finds."""
    for pattern in patterns:
        for name in names:
            if matches(name, (pattern,)):
                return name
    return None


@cache
def family_data() -> Mapping[str, Any]:
    """`families.toml`, read once."""
    text = files("tools.backends.comfyui").joinpath("families.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _families() -> tuple[Family, ...]:
    data = family_data()
    return tuple(Family.model_validate(data["defaults"] | told) for told in data["family"])


@cache
def _unknown() -> Family:
    return Family.model_validate(family_data()["defaults"] | {"name": "unknown"})
