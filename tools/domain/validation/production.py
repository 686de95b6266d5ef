"""What the rules look at, and what they find."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.bible import BibleCharacterContent, BibleContent
from tools.domain.characters import Character
from tools.domain.naming import fold
from tools.domain.scenes import Scene

Severity = Literal["error", "warning", "info"]


class Finding(BaseModel):
    """One contradiction: where it stands, who is at fault, what would mend it.

    `path` is a JSON path into the bible's document, or into the project's `characters` and
    `scenes` (scenes by branch and number); `scene` is the number of the scene at fault.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    severity: Severity
    path: str
    message: str
    suggestion: str
    character: str | None = None
    scene: int | None = None
    branch: str | None = None


@dataclass(frozen=True, kw_only=True)
class Production:
    """A bible, and what was made after it."""

    bible: BibleContent
    entries: tuple[BibleCharacterContent, ...] = ()
    characters: tuple[Character, ...] = ()
    scenes: tuple[Scene, ...] = ()

    @cached_property
    def entry_names(self) -> dict[str, str]:
        """The bible's names by their folded form."""
        return {fold(entry.name): entry.name for entry in self.entries}

    def entry_called(self, spoken: str) -> str | None:
        """The bible's name that is meant: the whole of it, or whole words that only one has."""
        whole = self.entry_names.get(fold(spoken))
        if whole is not None:
            return whole
        words = set(fold(spoken).split())
        fitting = [name for key, name in self.entry_names.items() if words <= set(key.split())]
        return fitting[0] if words and len(fitting) == 1 else None


def step(key: str) -> str:
    """A key as a step of a JSON path."""
    return f".{key}" if key.isidentifier() else f"[{key!r}]"
