"""Putting an analysis into words: the language model where there is one, held to the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.advice import plain
from tools.domain.analysis.citing import uncited
from tools.domain.analysis.writing import TEXT_MOST, written
from tools.ports.writing import Task, Written
from tools.studio.studio import Studio

_NAMED_MOST = 3


class EmbeddedWriter:
    """Writes without a model; the same facts give the same text. A `tools.ports.writing.Writer`."""

    @property
    def name(self) -> str:
        return "embedded"

    async def write(self, task: Task, facts: Mapping[str, Any]) -> Written:
        return Written(text=written(task, facts), by=self.name)


async def worded(studio: Studio, task: Task, facts: Mapping[str, Any]) -> Written:
    """The facts in words, by the studio's writer; by the embedded one where that fails.

    A text that names a number which the facts do not hold is not taken. `note` says so.
    """
    own = await EmbeddedWriter().write(task, facts)
    if studio.writer is None:
        return own
    found = await studio.writer.write(task, facts)
    if found is None or not (text := plain(found.text, most=TEXT_MOST)):
        return Written(text=own.text, by=own.by, note=f"{studio.writer.name} gave no usable text.")
    if invented := uncited(text, facts):
        named = ", ".join(plain(one, most=20) for one in invented[:_NAMED_MOST])
        note = f"{studio.writer.name} named what no figure holds ({named}); its text was not taken."
        return Written(text=own.text, by=own.by, note=note)
    return Written(text=text, by=found.by)
