"""Answers to what the model asked: the missing argument, or one of the candidates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.embedded.classifier import ACT
from agent.embedded.courtesies import starters, trimmed, trimmed_clause
from agent.embedded.intent import Intent
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, Reading, symbols_with_places
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill, missing
from agent.embedded.state import Frame, State, people_in
from agent.embedded.turns import Call


def answer_to(reading: Reading, intents: Sequence[Intent], state: State) -> list[Frame] | None:
    """The frames where the message answers the open question, else nothing."""
    pending = state.pending
    if pending is None or not reading.tokens or pending.tool not in state.bound:
        return None
    tool = state.bound[pending.tool]
    best = intents[0].best if intents else None
    whole = Clause(reading=reading, first=0, last=len(reading.tokens))
    label = best.label if best else ""
    if label == f"{ACT}no" and len(reading.tokens) <= 4:
        return [Frame(act="no")]
    if label in {f"{ACT}hold", f"{ACT}help", f"{ACT}outside"} and best and best.belief > 0.6:
        return None
    new_command = (
        best is not None
        and not best.is_act
        and best.belief > 0.75
        and (best.label != pending.tool and _starts_as_command(intents[0]))
    )
    if new_command:
        return None
    choosing = _chosen(whole, state, label)
    slot_name = pending.missing[0]
    slot = tool.phrases.slots.get(slot_name)
    if choosing is not None and slot is not None and (slot.of or slot.take == "new_name"):
        return [_completed(pending, tool, {slot_name: choosing}, state)]
    heard = fill(whole, tool, state.who).args
    if (
        slot is not None
        and slot.take == "new_name"
        and slot_name in heard
        and len(reading.tokens) <= 6
    ):
        return [_completed(pending, tool, {slot_name: heard[slot_name]}, state)]
    added = _heard(whole, tool, pending, state)
    if not added:
        return None
    return [_completed(pending, tool, added, state)]


def _starts_as_command(intent: Intent) -> bool:
    words = trimmed(symbols_with_places(intent.clause)[0])
    return bool(words) and words[0] in starters()


def _chosen(clause: Clause, state: State, label: str) -> str | None:
    """The candidate that an answer picks: by name, by place, or by yes to the only one."""
    known = [m for m in clause.marks if m.kind in CHARACTER_KINDS or m.names]
    if known and len(known[0].names) == 1:
        return str(known[0].value)
    if not state.candidates:
        return None
    said = fold(clause.text)
    near = [c for c in state.candidates if fold(c) in said or said.strip(" .!") in fold(c).split()]
    if len(near) == 1:
        return near[0]
    for mark in clause.marks:
        if mark.kind in {"number", "ordinal"} and 1 <= int(mark.value) <= len(state.candidates):
            return state.candidates[int(mark.value) - 1]
    words = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
    if "last" in words or "latter" in words:
        return state.candidates[-1]
    if "former" in words:
        return state.candidates[0]
    if label == f"{ACT}yes" and state.candidates:
        return state.candidates[0]
    return None


def _heard(clause: Clause, tool: BoundTool, pending: Frame, state: State) -> dict[str, Any]:
    """The missing arguments as the answer gives them, and whatever else it adds."""
    heard = dict(fill(clause, tool, state.who).args)
    besides = fill(clause, tool, state.who, pending.args).args
    heard |= {k: v for k, v in besides.items() if tool.phrases.slots[k].take == "others"}
    added = {k: v for k, v in heard.items() if k not in pending.args}
    if any(name in added for name in pending.missing):
        return added
    front = phrasebook().english["answering"]["front"]
    text = re.sub(front, "", trimmed_clause(clause).text, flags=re.IGNORECASE).strip(" .!,\"'“”")
    for name in pending.missing:
        slot = tool.phrases.slots.get(name)
        if slot is None or not text:
            continue
        if (
            slot.take in {"rest", "text", "description", "new_name", "style", "told"}
            and len(text) <= 20_000
        ):
            return {**added, name: text}
        if slot.take == "entity" and slot.new and len(text.split()) <= 4:
            return {**added, name: text}
        if slot.take == "number":
            number = next((m.value for m in clause.marks if m.kind in {"number", "ordinal"}), None)
            if number is not None:
                return {**added, name: number}
        if slot.take == "object":
            noted = {"notes": text} if slot.otherwise else None
            if noted:
                return {**added, name: noted}
    return {}


def _completed(pending: Frame, tool: BoundTool, added: Mapping[str, Any], state: State) -> Frame:
    args = {**pending.args, **added}
    lacking, question = missing(tool, args)
    for person in people_in(Call(tool.name, args), state.bound):
        state.notice(person)
    return Frame(pending.tool, args, lacking, question)
