"""A clause that asks for a tool, as the call that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.embedded.courtesies import trimmed_clause
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill, missing
from agent.embedded.state import Frame, State, fresh_names, gender_of, people_in, remember
from agent.embedded.turns import Call
from agent.embedded.varying import variation_of


def tool_frames(label: str, clause: Clause, state: State, belief: float = 1.0) -> list[Frame]:
    label, clause = _or_instead(label, clause, state)
    tool = state.bound.get(label)
    if tool is None:
        known = phrasebook().tools.get(label)
        return [Frame(act="unable", question=known.does if known else "")]
    filling = fill(clause, tool, state.who)
    args = _with_focus(dict(filling.args), tool, clause, state)
    if missing(tool, args)[0] and state.last is not None and state.last.tool == label:
        varied = variation_of(clause, state, state.last, tool)
        if varied:
            return varied
    frames: list[Frame] = []
    name, values = next(iter(filling.several.items()), ("", [""]))
    for value in values:
        own = {**args, name: value} if name else args
        lacking, question = missing(tool, own)
        frames.extend(
            _adding(Frame(label, own, lacking, question, belief=belief), clause, tool, state)
        )
        for person in people_in(Call(label, own), state.bound):
            state.notice(person)
        _gender_from(clause, own, state)
    remember(state, frames[-1], tool)
    state.made = (
        *state.made,
        *(n for n in fresh_names(Call(label, args), state) if n not in state.made),
    )
    return frames


def _gender_from(clause: Clause, args: Mapping[str, Any], state: State) -> None:
    people = list(state.people[-1:])
    gender = gender_of(clause.text)
    if gender and people and people[0] in args.values():
        state.genders.setdefault(fold(people[0]), gender)


def _with_focus(
    args: dict[str, Any], tool: BoundTool, clause: Clause, state: State
) -> dict[str, Any]:
    """A required character that the clause does not name is the one in focus, if any is."""
    for argument, slot in tool.slots():
        wanted = argument.required and slot.take == "entity" and "character" in slot.of
        if wanted and argument.name not in args and not tool.phrases.destroys and state.people:
            args[argument.name] = state.people[-1]
        low = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
        there = slot.take == "known" and argument.name not in args and "there" in low
        if there and slot.of[0] in state.named:
            args[argument.name] = state.named[slot.of[0]]
        if not argument.required or argument.name in args:
            continue
        if slot.take == "number" and argument.name in state.numbers:
            args[argument.name] = state.numbers[argument.name]
        elif slot.take == "number" and (newest := _newest_number(argument.name, state)):
            args[argument.name] = newest
        elif (
            slot.take == "entity"
            and slot.of[0] in state.named
            and "character" not in slot.of
            and any(m.kind == "pronoun" for m in clause.marks)
        ):
            args[argument.name] = state.named[slot.of[0]]
    return args


def _newest_number(name: str, state: State) -> int | None:
    """The highest number there is, where the last call made one without saying it."""
    last = state.bound.get(state.last.tool) if state.last else None
    if last is None or name not in last.arguments or last.arguments[name].required:
        return None
    numbers = [item.get(name) for item in state.around.scenes]
    return max((n for n in numbers if isinstance(n, int)), default=None)


def _or_instead(label: str, clause: Clause, state: State) -> tuple[str, Clause]:
    """Another tool where what a clause speaks of exists already: a scene of that number."""
    known = phrasebook().tools.get(label)
    rule = known.instead if known else {}
    tool = state.bound.get(label)
    if not rule or tool is None or rule.get("tool") not in state.bound:
        return label, clause
    first = trimmed_clause(clause)
    if first.reading.tokens[first.first].low in rule.get("unless", ()):
        return label, clause
    if rule.get("verbs") and first.reading.tokens[first.first].low not in rule["verbs"]:
        return label, clause
    number = fill(clause, tool, state.who).args.get(rule["number"])
    there = [item.get(rule["number"]) for item in getattr(state.around, rule["among"], ())]
    fits = number is not None and (number in there) == bool(rule.get("exists", True))
    return (str(rule["tool"]), clause) if fits else (label, clause)


def _adding(frame: Frame, clause: Clause, tool: BoundTool, state: State) -> list[Frame]:
    """A look-up first where the clause adds to a list that the call would replace."""
    for argument, slot in tool.slots():
        source = slot.adds_to
        if not source or not frame.callable or not frame.args.get(argument.name):
            continue
        words = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
        taking = bool(words & set(source.get("taking", "").split()))
        if source["tool"] in state.bound and (taking or words & set(source["when"].split())):
            look_up = {
                k: v for k, v in frame.args.items() if k in state.bound[source["tool"]].arguments
            }
            changed = replace(frame, adds=argument.name, takes=taking)
            return [Frame(source["tool"], look_up), changed]
    return [frame]
