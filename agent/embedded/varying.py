"""The last call once more, with what a clause says differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.embedded.features import landmarks
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill
from agent.embedded.state import Frame, State, remember


def variation_of(clause: Clause, state: State, last: Frame, tool: BoundTool) -> list[Frame]:
    """The last call once more, with what the clause says differently, if anything."""
    filling = fill(_without_act_words(clause), tool, state.who)
    changed = {
        name: value
        for name, value in filling.args.items()
        if not (tool.phrases.slots[name].take == "rest" and _idle(str(value), tool))
    }
    changed |= bare_number(clause, changed, last, tool)
    if not changed:
        return []
    for name, value in changed.items():
        if tool.phrases.slots[name].take == "rest" and not re.search(r"[^\W\d_]{2}", str(value)):
            del changed[name]
            break
    frame = Frame(last.tool, {**last.args, **changed})
    remember(state, frame, tool)
    return [frame]


def bare_number(
    clause: Clause, heard: Mapping[str, Any], last: Frame, tool: BoundTool
) -> dict[str, Any]:
    """`now with 0.9`, `only three`: a number without its cue goes where one of its kind fits."""
    numbers = [m.value for m in clause.marks if m.kind in {"number", "ordinal"}]
    slots = [(a, s) for a, s in tool.slots() if s.take == "number"]
    if not numbers or any(s.name in heard for _, s in slots):
        return {}
    value = numbers[0]
    whole = float(value).is_integer() and value != 0
    fit = [a.name for a, _ in slots if (a.kind == "integer") == whole]
    said_before = [name for name in fit if name in last.args]
    return {(said_before or fit)[0]: value} if fit else {}


def _idle(text: str, tool: BoundTool) -> bool:
    """Whether a text says nothing beside that something is to be done again."""
    known = tool.phrases.objects | tool.phrases.verbs | set(landmarks())
    idle = set(phrasebook().english["repeating"]["idle"]) | known
    return all(word.strip(",.!") in idle for word in fold(text).split())


def _without_act_words(clause: Clause) -> Clause:
    repeating = phrasebook().english["repeating"]
    idle = {*repeating["idle"], *repeating["leading"]}
    first = clause.first
    tokens = clause.reading.tokens
    while first < clause.last - 1 and tokens[first].low in idle:
        first += 1
    return replace(clause, first=first)
