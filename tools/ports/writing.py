"""Who puts an analysis into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Task = Literal["character", "improvements", "project", "optimizations", "alignment", "evolution"]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text of at most 2,000 characters, and who wrote it.

    `note` is a sentence for the user, such as why another writer did not; empty where all went
    well.
    """

    text: str
    by: str
    note: str = ""


class Writer(Protocol):
    @property
    def name(self) -> str: ...

    async def write(self, task: Task, facts: Mapping[str, Any]) -> Written | None:
        """The facts in plain English; None where it did not answer in time, or not readably.

        `facts` is JSON: `subject`, `findings` in order of weight, `figures`, `rests_on`. Never
        raises. Its text is held against the figures by whoever asks.
        """
        ...
