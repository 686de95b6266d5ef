"""Corrections: `no, blue`, `I meant Mara`, `make them green`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from agent.embedded.courtesies import trimmed_clause
from agent.embedded.entities import Mark
from agent.embedded.intent import Intent
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill
from agent.embedded.state import Frame, State, person_slot, remember


def change_of_topic(intent: Intent, state: State) -> list[Frame]:
    """`make them blue` after a question about eyes: a change of what was spoken of."""
    if not state.topic or not state.people:
        return []
    text = _correction_text(intent.clause)
    for tool in state.bound.values():
        for slot in tool.phrases.slots.values() if tool.phrases.changes else ():
            keys = phrasebook().attributes.get(slot.attributes, ())
            key = next((k.key for k in keys if state.topic in k.nouns), None)
            person = person_slot(tool)
            if text and key and person:
                described = {slot.name: {key: f"{text} {state.topic}"}}
                frame = Frame(tool.name, {person: state.people[-1], **described})
                remember(state, frame, tool)
                return [frame]
    return []


def correction_of(clause: Clause, state: State, last: Frame, tool: BoundTool) -> Frame | None:
    people = [
        m for m in clause.marks if m.kind in {*CHARACTER_KINDS, "new"} and not _negated(clause, m)
    ]
    slot = person_slot(tool)
    numbers = [
        m for m in clause.marks if m.kind in {"number", "ordinal"} and not _negated(clause, m)
    ]
    if people and slot and not _describes(clause, tool, state):
        state.notice(str(people[0].value))
        rest = {
            name: value
            for name, value in fill(after_correction(clause), tool, state.who).args.items()
            if tool.phrases.slots[name].take == "rest" and name not in last.args
        }
        frame = Frame(last.tool, {**last.args, **rest, slot: str(people[0].value)})
        state.last = frame
        return frame
    number_slot = next(
        (a.name for a, s in tool.slots() if s.take == "number" and a.name in last.args), None
    )
    if numbers and number_slot:
        frame = Frame(last.tool, {**last.args, number_slot: numbers[0].value})
        state.last = frame
        return frame
    text = _correction_text(clause)
    if not text:
        return None
    frame = _reworded(text, clause, state, last, tool)
    if frame is not None:
        state.last = frame
    return frame


def after_correction(clause: Clause) -> Clause:
    """The clause without the words that only take something back: `no wait, of`."""
    words = {w for c in phrasebook().english["clauses"]["corrections"] for w in c.split()} | {"of"}
    first = clause.first
    while first < clause.last - 1 and clause.reading.tokens[first].low in words:
        first += 1
    return replace(clause, first=first)


def _describes(clause: Clause, tool: BoundTool, state: State) -> bool:
    filled = fill(clause, tool, state.who).args
    return any(tool.phrases.slots[name].take == "object" for name in filled)


def _negated(clause: Clause, mark: Mark) -> bool:
    before = clause.reading.tokens[mark.first - 1].low if mark.first > clause.first else ""
    return before == "not"


def _correction_text(clause: Clause) -> str:
    """The new value: what stands after `no`, `I meant`, `make it`, and is not negated."""
    text = trimmed_clause(after_correction(trimmed_clause(clause))).text
    for pattern in phrasebook().english["correcting"]["strip"]:
        text = re.sub(pattern, "", text, flags=re.IGNORECASE)
    return text.strip(" ,.!?")


def _reworded(
    text: str, clause: Clause, state: State, last: Frame, tool: BoundTool
) -> Frame | None:
    keep = {
        k: v for k, v in last.args.items() if tool.phrases.slots.get(k) and tool.phrases.slots[k].of
    }
    described = {
        k: v
        for k, v in fill(clause, tool, state.who).args.items()
        if tool.phrases.slots[k].take == "object"
    }
    if described and tool.phrases.changes:
        return Frame(last.tool, {**keep, **described})
    for name, slot in tool.phrases.slots.items():
        value = last.args.get(name)
        if slot.take == "object" and isinstance(value, dict) and value:
            return Frame(
                last.tool,
                {**keep, name: _recoloured(cast("dict[str, Any]", value), text, slot.attributes)},
            )
    for name, slot in tool.phrases.slots.items():
        value = last.args.get(name)
        if slot.take in {"rest", "description", "text", "style"} and isinstance(value, str):
            return Frame(last.tool, {**last.args, name: _with_new_end(value, text)})
    for name, slot in tool.phrases.slots.items():
        if slot.take == "rest":
            return Frame(last.tool, {**last.args, name: text})
    return None


def _with_new_end(value: str, text: str) -> str:
    """`at the pier, sunset` corrected by `sunrise`: only the last part is taken back."""
    kept, comma, _ = value.rpartition(",")
    prepositions = phrasebook().english["function_words"]["prepositions"]
    part = fold(text).split()[:1]
    return f"{kept}, {text}" if comma and part and part[0] not in prepositions else text


def _recoloured(value: Mapping[str, Any], text: str, group: str) -> dict[str, Any]:
    """The last thing described, with other words before its noun: `blue` for a `red jacket`."""
    key = list(value)[-1]
    attribute = next((a for a in phrasebook().attributes.get(group, ()) if a.key == key), None)
    nouns = attribute.nouns if attribute else frozenset()
    words = str(value[key]).split()
    tail = [i for i in range(len(words)) if fold(words[i]) in nouns]
    noun = " ".join(words[tail[-1] :]) if tail else ""
    return {key: f"{text} {noun}".strip()}
