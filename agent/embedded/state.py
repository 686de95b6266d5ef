"""What earlier turns left: people in focus, the last call, what `it` may stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from agent.embedded.context_block import Surroundings
from agent.embedded.features import landmarks
from agent.embedded.filling import Filling
from agent.embedded.heard_values import hear_number
from agent.embedded.name_index import CHARACTER_KINDS, index_of, without
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, Reading, read
from agent.embedded.schema import BoundTool
from agent.embedded.turns import Call, Turn

SURE = 0.33
"""Belief from which a guess is acted on."""


LOOK_BACK = 6
"""Turns that are searched for whom a pronoun means."""


@dataclass(frozen=True)
class Frame:
    """One thing to do: a call, or a question where something is missing, or a remark."""

    tool: str = ""
    args: Mapping[str, Any] = field(default_factory=dict[str, Any])
    missing: tuple[str, ...] = ()
    question: str = ""
    act: str = ""
    belief: float = field(default=1.0, compare=False)
    adds: str = ""
    """The list argument to which the result of a look-up before it adds what is there."""
    takes: bool = False
    """Whether that argument is what goes, not what comes."""

    @property
    def callable(self) -> bool:
        """Whether it can be called as it stands."""
        return bool(self.tool) and not self.missing


@dataclass
class State:
    """What earlier turns left: people in focus, newest last; the last call; an open question."""

    around: Surroundings
    prompt: str
    bound: Mapping[str, BoundTool]
    people: list[str] = field(default_factory=list[str])
    genders: dict[str, str] = field(default_factory=dict[str, str])
    made: tuple[str, ...] = ()
    last: Frame | None = None
    last_made: Frame | None = None
    thing: str = ""
    numbers: dict[str, Any] = field(default_factory=dict[str, Any])
    named: dict[str, str] = field(default_factory=dict[str, str])
    topic: str = ""
    pending: Frame | None = None
    candidates: tuple[str, ...] = ()
    first_turn: bool = True
    offered_to: str | None = None
    """Who is to answer what is offered, while nobody else was spoken of."""
    answered_at: int | None = None
    """The token at which the message's answer to an offer begins, once there is one."""

    def notice(self, name: str | None) -> None:
        """Puts a character into focus."""
        if name:
            self.people = [p for p in self.people if fold(p) != fold(name)] + [name]

    def who(self, gender: str, but: Collection[str] = ()) -> str | None:
        """Whom a pronoun means: the newest in focus that it fits, and none of those in `but`."""
        left_out = {fold(name) for name in but}
        people = [name for name in self.people[-8:] if fold(name) not in left_out]
        for name in reversed(people):
            known = self.genders.get(fold(name))
            if gender in {"plural", "neuter"} or known in {None, gender}:
                return name
        if people:
            return people[-1]
        if self.people:
            return None
        return self.offered_to if self.first_turn else self.around.last_character


def made_names(turns: Sequence[Turn], bound: Mapping[str, BoundTool]) -> tuple[str, ...]:
    """Names of characters that the conversation itself brought up in calls.

    Those of the present turn too: whoever its first call deleted is no stranger to the second.
    """
    names: list[str] = []
    for turn in turns[-LOOK_BACK:]:
        for call in turn.calls:
            if not call.failed:
                names.extend(people_in(call, bound))
    return tuple(dict.fromkeys(names))


def people_in(call: Call, bound: Mapping[str, BoundTool]) -> list[str]:
    tool = bound.get(call.tool)
    slots = tool.phrases.slots if tool else {}
    names: list[str] = []
    for name, slot in slots.items():
        value = call.args.get(name)
        if "character" not in slot.of:
            continue
        if isinstance(value, str):
            names.append(value)
        elif isinstance(value, list):
            names.extend(str(item) for item in cast("list[object]", value))
    return names


def notice_call(state: State, call: Call) -> None:
    for name in people_in(call, state.bound):
        state.notice(_whole_name(name, call))
    _learn_gender(state, call)
    tool = state.bound.get(call.tool)
    if tool is None:
        return
    if not call.failed or state.last is None:
        remember(state, Frame(call.tool, dict(call.args)), tool)
    for argument in tool.arguments.values():
        if argument.kind == "integer":
            number = call.args.get(argument.name) or _number_in(call.result, argument.name)
            if isinstance(number, int):
                state.numbers[argument.name] = number


def remember(state: State, frame: Frame, tool: BoundTool) -> None:
    state.last = frame
    if tool.phrases.makes:
        state.last_made = frame
    for name, slot in tool.phrases.slots.items():
        value = frame.args.get(name)
        if slot.of and isinstance(value, str):
            state.named[slot.of[0]] = value


def _number_in(result: Any, name: str) -> object:
    if not isinstance(result, Mapping):
        return None
    table = cast("Mapping[str, Any]", result)
    if name in table:
        return table[name]
    inner = [cast("Mapping[str, Any]", v) for v in table.values() if isinstance(v, Mapping)]
    return next((v[name] for v in inner if name in v), None)


def notice_thing(state: State, reading: Reading, tool: str) -> None:
    """What was spoken of, in the word that was used: `it` may mean it."""
    words = [t.low for t, m in zip(reading.tokens, reading.mark_at, strict=True) if m is None]
    spoken = [w for w in words if w in landmarks() and landmarks()[w][0] in phrasebook().things]
    called = [w for w in tool.split("_") if w in landmarks()]
    if spoken or called:
        state.thing = (spoken or called)[-1]
    described = [w for w in words if w in described_words()]
    if described:
        state.topic = described[-1]


@cache
def described_words() -> frozenset[str]:
    """The single nouns of what object arguments describe."""
    sets = phrasebook().attributes.values()
    return frozenset(n for keys in sets for key in keys for n in key.nouns if " " not in n)


def _whole_name(name: str, call: Call) -> str:
    result = cast("Mapping[str, Any]", call.result) if isinstance(call.result, Mapping) else {}
    for key in ("character", "name"):
        found = result.get(key)
        if isinstance(found, Mapping):
            found = cast("Mapping[str, Any]", found).get("name")
        if isinstance(found, str) and fold(name) in fold(found):
            return found
    return name


def _learn_gender(state: State, call: Call) -> None:
    people = people_in(call, state.bound)
    if len(people) != 1 or call.result is None:
        return
    gender = gender_of(str(call.result)[:4000] + " " + str(dict(call.args)))
    if gender:
        state.genders[fold(_whole_name(people[0], call))] = gender


def notice_numbers(state: State, reading: Reading) -> None:
    """Numbers that some tool cannot do without, as they were spoken of: `scene 3`."""
    if not any(m.kind in {"number", "ordinal"} for m in reading.marks):
        return
    clause = Clause(reading=reading, first=0, last=len(reading.tokens))
    for tool in state.bound.values():
        for argument, slot in tool.slots():
            if argument.required and slot.take == "number":
                number = hear_number(Filling(clause, tool, state.who), argument, slot)
                if isinstance(number, int):
                    state.numbers[argument.name] = number


def learn_pronouns(state: State, reading: Reading, calls: Sequence[Call]) -> None:
    """`make his coat white`, which was done to one person, tells which pronoun is theirs."""
    if any(m.kind in CHARACTER_KINDS for m in reading.marks):
        return
    spoken = {str(m.value) for m in reading.marks if m.kind == "pronoun"}
    spoken &= {"masculine", "feminine"}
    people = {name for call in calls for name in people_in(call, state.bound)}
    if len(spoken) == 1 and len(people) == 1:
        state.genders[fold(people.pop())] = spoken.pop()


def gender_of(text: str) -> str | None:
    """The gender that a text speaks of, where its words agree."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    table: dict[str, list[str]] = phrasebook().english["pronouns"]["gendered_words"]
    found = [gender for gender, marks in table.items() if words & set(marks)]
    return found[0] if len(found) == 1 else None


def reading_of(text: str, state: State, hidden: frozenset[str] = frozenset()) -> Reading:
    made = tuple(name for name in state.made if fold(name) not in hidden)
    return read(text, index_of(state.prompt, made), bible_focus=only_in_bible(state))


def only_in_bible(state: State) -> bool:
    """Whether the character in focus is one that only the bible knows."""
    if not state.people:
        return False
    name = fold(state.people[-1])
    made = {fold(n) for n in (*state.around.characters, *state.made)}
    return name not in made and name in {fold(n) for n in state.around.bible_characters}


def fresh_names(call: Call, state: State) -> list[str]:
    tool = state.bound.get(call.tool)
    if tool is None:
        return []
    return [
        str(call.args[name])
        for name, slot in tool.phrases.slots.items()
        if slot.take == "new_name" and isinstance(call.args.get(name), str)
    ]


def index_without(state: State, hidden: frozenset[str]) -> Any:
    """The index of names without those that this very turn has made."""
    made = tuple(name for name in state.made if fold(name) not in hidden)
    return without(state.prompt, made, hidden)


def person_slot(tool: BoundTool) -> str | None:
    for name, slot in tool.phrases.slots.items():
        if "character" in slot.of and slot.take in {"entity", "new_name"}:
            return name
    return None
