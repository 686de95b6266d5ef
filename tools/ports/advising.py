"""A collaborator who is asked for an opinion, and without whom everything goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the adviser thinks of a picture, from the figures that it was told.

    `quality` is its figure, 0 to 1, None where it gave none; `remarks` its words, at most 1,000
    characters, to be shown and never followed. `model` is whoever answered.
    """

    quality: float | None
    remarks: str
    model: str
    confidence: float | None = None


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """A prompt as the adviser would word it, held to the words that must stay in it."""

    prompt: str
    model: str


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    """What the adviser takes a scene's words to mean.

    `staging` proposes values for what the words leave open, to be checked and never followed;
    `remarks` are its words, to be shown. `model` is whoever answered.
    """

    staging: Mapping[str, str]
    remarks: str
    model: str


class Adviser(Protocol):
    @property
    def name(self) -> str: ...

    async def assess(self, facts: Mapping[str, Any]) -> Assessment | None:
        """None where it did not answer in time, or not readably. Never raises."""
        ...

    async def interpret(self, known: Mapping[str, Any]) -> Interpretation | None:
        """What a scene means, given its words and what was read in them. None as `assess`.

        Never raises.
        """
        ...

    async def refine(
        self, prompt: str, *, keep: tuple[str, ...], context: Mapping[str, Any]
    ) -> Refinement | None:
        """The prompt in better words, in which every one of `keep` stands; else None.

        Never raises.
        """
        ...
