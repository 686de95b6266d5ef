"""Clauses that only add to the command before them: `at most two tries`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.embedded.classifier import ACT
from agent.embedded.intent import Intent
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, symbols_with_places
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill, missing
from agent.embedded.state import SURE, Frame, State
from agent.embedded.varying import bare_number


def addition_to(frame: Frame, intent: Intent, state: State) -> Frame | None:
    """A clause that only adds to the frame before it: `at most two tries`, `she has green hair`."""
    tool = state.bound.get(frame.tool)
    if tool is None:
        return None
    label = intent.best.label
    folding = _folds_into(label, tool, intent, frame, state)
    plain = not intent.clause.marks_of_names and intent.best.belief < 0.9
    told = {"choice", "number"} if plain else {"choice"}
    choosing = any(
        tool.phrases.slots[name].take in told for name in fill(intent.clause, tool, state.who).args
    )
    if _only_number(intent.clause):
        number = bare_number(intent.clause, {}, frame, tool)
        if number and not number.keys() & frame.args.keys():
            return replace(frame, args={**frame.args, **number})
    if not folding and not choosing and not (intent.best.is_act or intent.best.belief < SURE):
        return None
    if not folding and label in {f"{ACT}{name}" for name in ("same", "again", "hold", "no", "yes")}:
        return None
    if folding:
        added = dict(fill(replace(intent.clause, thing=()), tool, state.who).args)
        kinds = {"object", "description", "choice", "number", "style"}
    else:
        added = dict(fill(intent.clause, tool, state.who).args)
        kinds = {"choice", "number", "style", "flag", "json", "image"}
    fresh = {name: value for name, value in added.items() if tool.phrases.slots[name].take in kinds}
    if not fresh or _of_another(fresh, frame, tool):
        return None
    args = dict(frame.args)
    for name, value in fresh.items():
        if isinstance(value, dict) and isinstance(args.get(name), dict):
            args[name] = {**args[name], **value}
        elif name not in args or tool.phrases.slots[name].take != "description":
            args[name] = value
    lacking, question = missing(tool, args)
    return Frame(frame.tool, args, lacking, question)


def _of_another(fresh: Mapping[str, Any], frame: Frame, tool: BoundTool) -> bool:
    """Whether what is added has a number of its own: `scene two at midnight` after scene one."""
    return any(
        tool.arguments[name].required
        and tool.phrases.slots[name].take == "number"
        and frame.args.get(name, value) != value
        for name, value in fresh.items()
    )


def _folds_into(label: str, tool: BoundTool, intent: Intent, frame: Frame, state: State) -> bool:
    other = phrasebook().tools.get(label)
    if _tells_of_it(intent, tool):
        return True
    if other is None or not other.changes or label == tool.name:
        return False
    objects = {s.attributes for s in tool.phrases.slots.values() if s.take == "object"}
    shared = objects & {s.attributes for s in other.slots.values() if s.take == "object"}
    makes_name = any(s.take == "new_name" for s in tool.phrases.slots.values())
    named = [m for m in intent.clause.marks if m.kind in {*CHARACTER_KINDS, "new"}]
    about = all(fold(str(m.value)) in {fold(str(v)) for v in frame.args.values()} for m in named)
    return bool(shared) and makes_name and about


def _only_number(clause: Clause) -> bool:
    return (
        len(clause.marks) == 1
        and clause.marks[0].kind == "number"
        and clause.last - clause.first <= 5
    )


def _tells_of_it(intent: Intent, tool: BoundTool) -> bool:
    """`It is a horror short` after something new: more about it."""
    words, _ = symbols_with_places(replace(intent.clause, thing=()))
    makes_name = any(s.take == "new_name" for s in tool.phrases.slots.values())
    pronoun = bool(words) and (
        words[0] in {"it", "they"} or (words[0] == "<char>" and len(words) > 1)
    )
    first = next(iter(intent.clause.marks), None)
    return (
        makes_name
        and pronoun
        and first is not None
        and first.kind == "pronoun"
        and words[1:2] in (["is"], ["are"], ["has"], ["was"], ["wears"], ["have"], ["carries"])
    )


def description_of_last(intent: Intent, state: State) -> Frame | None:
    """`and a red scarf`: words for the object argument of the call before."""
    if state.last is None or state.last.tool not in state.bound:
        return None
    tool = state.bound[state.last.tool]
    if not tool.phrases.changes:
        return None
    filling = fill(intent.clause, tool, state.who)
    found = {k: v for k, v in filling.args.items() if tool.phrases.slots[k].take == "object"}
    if not found:
        return None
    keep = {
        k: v
        for k, v in state.last.args.items()
        if tool.phrases.slots.get(k) and tool.phrases.slots[k].take == "entity"
    }
    return Frame(
        tool.name,
        {
            **keep,
            **{k: v for k, v in filling.args.items() if tool.phrases.slots[k].take == "entity"},
            **found,
        },
    )
