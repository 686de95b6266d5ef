"""Stage five: the state of the conversation, and what a message means within it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, cast

from agent.embedded.clauses import Intent, classified, intents_of, starters, trimmed, trimmed_clause
from agent.embedded.classifier import ACT, Guess
from agent.embedded.context_block import Surroundings, surroundings_of
from agent.embedded.entities import Mark
from agent.embedded.features import landmarks
from agent.embedded.name_index import CHARACTER_KINDS, index_of
from agent.embedded.normalise import fold, vocabulary
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, Reading, read, symbols_with_places
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill, missing
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

    def notice(self, name: str | None) -> None:
        """Puts a character into focus."""
        if name:
            self.people = [p for p in self.people if fold(p) != fold(name)] + [name]

    def who(self, gender: str) -> str | None:
        """Whom a pronoun means: the newest in focus that it fits."""
        for name in reversed(self.people[-8:]):
            known = self.genders.get(fold(name))
            if gender in {"plural", "neuter"} or known in {None, gender}:
                return name
        if self.people:
            return self.people[-1]
        return None if self.first_turn else self.around.last_character


def plan(turns: Sequence[Turn], prompt: str, bound: Mapping[str, BoundTool]) -> list[Frame]:
    """What the last turn's message asks for, given the turns before it."""
    state = state_before(turns, prompt, bound)
    return frames_of(turns[-1], state)


def state_before(
    turns: Sequence[Turn], prompt: str, bound: Mapping[str, BoundTool], depth: int = 3
) -> State:
    """The state that the turns before the last one left."""
    around = surroundings_of(prompt)
    state = State(around, prompt, bound, first_turn=len(turns) <= 1)
    earlier = turns[:-1]
    state.made = _made(earlier, bound)
    for turn in earlier[-LOOK_BACK:]:
        reading = _reading(turn.said, state)
        for mark in reading.marks:
            if mark.kind in CHARACTER_KINDS and len(mark.names) == 1:
                state.notice(str(mark.value))
        for call in turn.calls:
            _notice_call(state, call)
        _notice_thing(state, reading, turn.calls[-1].tool if turn.calls else "")
    if earlier and earlier[-1].asked_back and depth:
        _reopen(state, turns, depth)
    return state


def _made(turns: Sequence[Turn], bound: Mapping[str, BoundTool]) -> tuple[str, ...]:
    """Names of characters that the conversation itself brought up in calls."""
    names: list[str] = []
    for turn in turns[-LOOK_BACK:]:
        for call in turn.calls:
            if not call.failed:
                names.extend(_people_in(call, bound))
    return tuple(dict.fromkeys(names))


def _people_in(call: Call, bound: Mapping[str, BoundTool]) -> list[str]:
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


def _notice_call(state: State, call: Call) -> None:
    for name in _people_in(call, state.bound):
        state.notice(_whole_name(name, call))
    _learn_gender(state, call)
    tool = state.bound.get(call.tool)
    if tool is None:
        return
    if not call.failed or state.last is None:
        _remember(state, Frame(call.tool, dict(call.args)), tool)
    for argument in tool.arguments.values():
        if argument.kind == "integer":
            number = call.args.get(argument.name) or _number_in(call.result, argument.name)
            if isinstance(number, int):
                state.numbers[argument.name] = number


def _remember(state: State, frame: Frame, tool: BoundTool) -> None:
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


def _notice_thing(state: State, reading: Reading, tool: str) -> None:
    """What was spoken of, in the word that was used: `it` may mean it."""
    words = [t.low for t, m in zip(reading.tokens, reading.mark_at, strict=True) if m is None]
    spoken = [w for w in words if w in landmarks() and landmarks()[w][0] in phrasebook().things]
    called = [w for w in tool.split("_") if w in landmarks()]
    if spoken or called:
        state.thing = (spoken or called)[-1]
    described = [w for w in words if w in _described_words()]
    if described:
        state.topic = described[-1]


@cache
def _described_words() -> frozenset[str]:
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
    people = _people_in(call, state.bound)
    if len(people) != 1 or call.result is None:
        return
    gender = gender_of(str(call.result)[:4000] + " " + str(dict(call.args)))
    if gender:
        state.genders[fold(_whole_name(people[0], call))] = gender


def gender_of(text: str) -> str | None:
    """The gender that a text speaks of, where its words agree."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    table: dict[str, list[str]] = phrasebook().english["pronouns"]["gendered_words"]
    found = [gender for gender, marks in table.items() if words & set(marks)]
    return found[0] if len(found) == 1 else None


def _reading(text: str, state: State, hidden: frozenset[str] = frozenset()) -> Reading:
    made = tuple(name for name in state.made if fold(name) not in hidden)
    return read(text, index_of(state.prompt, made), bible_focus=_only_in_bible(state))


def _only_in_bible(state: State) -> bool:
    """Whether the character in focus is one that only the bible knows."""
    if not state.people:
        return False
    name = fold(state.people[-1])
    made = {fold(n) for n in (*state.around.characters, *state.made)}
    return name not in made and name in {fold(n) for n in state.around.bible_characters}


def _reopen(state: State, turns: Sequence[Turn], depth: int) -> None:
    """What the last answer asked for: a missing argument, or a choice after a failure."""
    asked = turns[-2]
    failed = [call for call in asked.calls if call.failed]
    if failed and failed[-1].tool in state.bound:
        call = failed[-1]
        state.candidates = candidates_of(call.result)
        slot = _doubtful(state.bound[call.tool], call, state.candidates)
        if slot:
            args = {key: value for key, value in call.args.items() if key != slot}
            state.pending = Frame(call.tool, args, (slot,))
            return
    before = state_before(turns[:-1], state.prompt, state.bound, depth - 1)
    for frame in frames_of(asked, before):
        if frame.missing:
            state.pending = frame
            return


def candidates_of(result: Any) -> tuple[str, ...]:
    """The names that a failed call offers instead."""
    if not isinstance(result, Mapping):
        return ()
    found: object = cast("Mapping[str, Any]", result).get("candidates")
    if not isinstance(found, list):
        details: object = cast("Mapping[str, Any]", result).get("error")
        return candidates_of(details) if isinstance(details, Mapping) else ()
    names: list[str] = []
    for item in cast("list[object]", found):
        if isinstance(item, Mapping):
            item = cast("Mapping[str, Any]", item).get("name")
        if isinstance(item, (str, int)):
            names.append(str(item))
    return tuple(names)


def _doubtful(tool: BoundTool, call: Call, candidates: Sequence[str]) -> str | None:
    """The argument that a failure was about."""
    result = cast("Mapping[str, Any]", call.result) if isinstance(call.result, Mapping) else {}
    named = result.get("argument")
    if isinstance(named, str) and named in call.args:
        return named
    names = [
        name for name, slot in tool.phrases.slots.items() if slot.of and isinstance(call.args.get(name), str)
    ]
    message = fold(str(result.get("message") or result.get("error") or ""))
    spoken = [name for name in names if fold(str(call.args[name])) in message]
    return next(iter(spoken or names), None) if candidates or spoken else None


# --- what one message means --------------------------------------------------------------------


def frames_of(turn: Turn, state: State) -> list[Frame]:
    """The frames of one message, in order."""
    hidden = frozenset(fold(name) for call in turn.calls for name in _fresh_names(call, state))
    reading = _reading(turn.said, state, hidden)
    if hidden:
        reading = read(
            turn.said, index_without(state, hidden), bible_focus=_only_in_bible(state)
        )
    intents = [_with_thing(intent, state) for intent in intents_of(reading)]
    answer = _answer(reading, intents, state)
    if answer is not None:
        return answer
    frames: list[Frame] = []
    for intent in intents:
        frames = _with(frames, intent, state)
    calls = _once_each(_joined(_without_doubtful([f for f in frames if f.tool]), state))
    held = [f for f in frames if f.act == "hold"]
    if held and not calls:
        return held[:1]
    return calls or frames[:1] or [Frame(act="talk")]


def _fresh_names(call: Call, state: State) -> list[str]:
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
    from agent.embedded.name_index import without

    made = tuple(name for name in state.made if fold(name) not in hidden)
    return without(state.prompt, made, hidden)


def _with(frames: list[Frame], intent: Intent, state: State) -> list[Frame]:
    label = intent.best.label
    made = [f for f in frames if f.tool]
    last = made[-1] if made else state.last
    if last and not state.pending and _only_names(intent.clause) and label != f"{ACT}correct" and (
        not made or label == f"{ACT}same"
    ):
        tool = state.bound.get(last.tool)
        same = _same(intent.clause, state, last, tool) if tool else []
        if same:
            return [*frames, *same]
    for mark in intent.clause.marks:
        if mark.kind in CHARACTER_KINDS and len(mark.names) == 1 and not made:
            state.notice(str(mark.value))
    more = _more_for(made[-1], intent, state) if made else None
    topics = [t.low for t in intent.clause.reading.tokens[intent.clause.first : intent.clause.last]]
    state.topic = next((w for w in reversed(topics) if w in _described_words()), state.topic)
    if more is not None:
        return [*[f for f in frames if f is not made[-1]], more]
    if made and _cancels(intent.clause):
        return [f for f in frames if f is not made[-1]] + [Frame(act="no")]
    if made and _explicitly(intent) and (renewed := _renewed(intent, state)):
        return [*[f for f in frames if f is not made[-1]], *renewed]
    if made and (_explicitly(intent) or (label == f"{ACT}correct")):
        changed = _act("correct", intent, state, made[-1])
        if changed and changed[0].tool:
            return [*[f for f in frames if f is not made[-1]], *changed]
    if label.startswith(ACT):
        return [*frames, *_act(label.removeprefix(ACT), intent, state, made[-1] if made else state.last)]
    if (intent.best.belief < SURE and not _likely(intent, state)) or not _grounded(intent, state):
        guessed = _by_description(intent, state)
        if guessed is None and state.last is not None:
            return [*frames, *_act("unclear", intent, state, state.last)]
        return [*frames, guessed or Frame(act="unclear")]
    return [*frames, *_tool_frames(label, intent.clause, state, intent.best.belief)]


def _likely(intent: Intent, state: State) -> bool:
    """A weak first guess still counts where acts of talk have little of the belief."""
    acts = sum(g.belief for g in intent.guesses if g.is_act)
    return intent.best.label in state.bound and intent.best.belief > 2 * acts and intent.best.belief > 0.2


def _grounded(intent: Intent, state: State) -> bool:
    """Whether a tool is meant for sure: a word of the clause that no phrase has speaks against.

    Tools that take the user's own words are exempt: there any word may come.
    """
    tool = state.bound.get(intent.best.label)
    if tool is None or intent.best.belief > 0.9:
        return True
    words = [w for w in symbols_with_places(intent.clause)[0] if w[0] != "<" and w != ":"]
    marked = any(m.kind != "pronoun" for m in intent.clause.marks)
    spoken = any(w in landmarks() for w in words)
    free = any(s.take in {"rest", "object", "description", "text"} for _, s in tool.slots())
    strange = any(w not in vocabulary() for w in words)
    if marked or spoken:
        return True
    return not strange if not free else intent.best.belief > 0.6 or not strange


def _tool_frames(
    label: str, clause: Clause, state: State, belief: float = 1.0
) -> list[Frame]:
    label, clause = _or_instead(label, clause, state)
    tool = state.bound.get(label)
    if tool is None:
        known = phrasebook().tools.get(label)
        return [Frame(act="unable", question=known.does if known else "")]
    filling = fill(clause, tool, state.who)
    args = _with_focus(dict(filling.args), tool, clause, state)
    if missing(tool, args)[0] and state.last is not None and state.last.tool == label:
        varied = _varied(clause, state, state.last, tool)
        if varied:
            return varied
    frames: list[Frame] = []
    name, values = next(iter(filling.several.items()), ("", [""]))
    for value in values:
        own = {**args, name: value} if name else args
        lacking, question = missing(tool, own)
        frames.extend(_adding(Frame(label, own, lacking, question, belief=belief), clause, tool, state))
        for person in _people_in(Call(label, own), state.bound):
            state.notice(person)
        _gender_from(clause, own, state)
    _remember(state, frames[-1], tool)
    state.made = (*state.made, *(n for n in _fresh_names(Call(label, args), state) if n not in state.made))
    return frames


def _gender_from(clause: Clause, args: Mapping[str, Any], state: State) -> None:
    people = [p for p in state.people[-1:]]
    gender = gender_of(clause.text)
    if gender and people and people[0] in args.values():
        state.genders.setdefault(fold(people[0]), gender)


def _with_focus(args: dict[str, Any], tool: BoundTool, clause: Clause, state: State) -> dict[str, Any]:
    """A required character that the clause does not name is the one in focus, if any is."""
    for argument, slot in tool.slots():
        wanted = argument.required and slot.take == "entity" and "character" in slot.of
        if wanted and argument.name not in args and not tool.phrases.destroys and state.people:
            args[argument.name] = state.people[-1]
        low = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
        if slot.take == "known" and argument.name not in args and "there" in low:
            if slot.of[0] in state.named:
                args[argument.name] = state.named[slot.of[0]]
        if not argument.required or argument.name in args:
            continue
        if slot.take == "number" and argument.name in state.numbers:
            args[argument.name] = state.numbers[argument.name]
        elif slot.take == "number" and (newest := _newest_number(argument.name, state)):
            args[argument.name] = newest
        elif slot.take == "entity" and slot.of[0] in state.named and "character" not in slot.of:
            if any(m.kind == "pronoun" for m in clause.marks):
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
            look_up = {k: v for k, v in frame.args.items() if k in state.bound[source["tool"]].arguments}
            changed = replace(frame, adds=argument.name, takes=taking)
            return [Frame(source["tool"], look_up), changed]
    return [frame]


def _without_doubtful(frames: list[Frame]) -> list[Frame]:
    """Where other things are clear, what lacks something and was no clear command is left out."""
    if not any(f.callable for f in frames):
        return frames[:1]
    tools = [f.tool for f in frames if f.callable]
    return [f for f in frames if f.callable or (f.belief > 0.8 and f.tool not in tools)]


def _joined(frames: list[Frame], state: State) -> list[Frame]:
    """Changes of one thing that follow each other are one change."""
    found: list[Frame] = []
    for frame in frames:
        before = found[-1] if found else None
        tool = state.bound.get(frame.tool)
        both = before is not None and before.tool == frame.tool and before.callable and frame.callable
        if both and before and tool and tool.phrases.changes and not frame.adds and not before.adds:
            merged = _merged(before.args, frame.args, tool)
            if merged is not None:
                found[-1] = replace(before, args=merged)
                continue
        found.append(frame)
    return found


def _merged(
    first: Mapping[str, Any], second: Mapping[str, Any], tool: BoundTool
) -> dict[str, Any] | None:
    merged = dict(first)
    for name, value in second.items():
        if name not in merged:
            merged[name] = value
        elif tool.phrases.slots[name].take == "object":
            if merged[name].keys() & value.keys():
                return None
            merged[name] = {**merged[name], **value}
        elif merged[name] != value:
            return None
    return merged


def _once_each(frames: Sequence[Frame]) -> list[Frame]:
    found: list[Frame] = []
    for frame in frames:
        if not any(frame == other or _says_less(frame, other) for other in found):
            found.append(frame)
    return found


def _says_less(frame: Frame, other: Frame) -> bool:
    """Whether a frame repeats another one and leaves things out: `..., draw it`."""
    same = frame.tool == other.tool and len(frame.args) < len(other.args)
    return same and all(other.args.get(name) == value for name, value in frame.args.items())


def _cancels(clause: Clause) -> bool:
    """`no, forget it`: nothing of what was just said is to be done."""
    words = " ".join(w for t in clause.reading.tokens[clause.first : clause.last] for w in t.words)
    cancelling: list[str] = phrasebook().english["clauses"]["cancelling"]
    rest = clause.last - clause.first
    return rest <= 7 and not clause.marks_of_names and any(re.search(rf"\b{c}\b", words) for c in cancelling)


def _renewed(intent: Intent, state: State) -> list[Frame]:
    """`no wait, give her green eyes`: a whole command in place of the one before."""
    clause = _after_correction(intent.clause)
    again = classified(clause)
    words = symbols_with_places(clause)[0]
    if again.best.is_act or again.best.belief < 0.7 or not words or words[0] not in starters():
        return []
    frames = _tool_frames(again.best.label, clause, state)
    return frames if all(f.callable for f in frames) else []


def _explicitly(intent: Intent) -> bool:
    """Whether a clause begins with words that take something back."""
    tokens = intent.clause.reading.tokens[intent.clause.first : intent.clause.first + 4]
    spoken = " ".join(word for t in tokens for word in t.words)
    corrections: list[str] = phrasebook().english["clauses"]["corrections"]
    return any(spoken.startswith(f"{c} ") for c in corrections)


def _with_thing(intent: Intent, state: State) -> Intent:
    """The clause with `it` and `them` read as what was spoken of, where that is clearer."""
    words = [
        intent.clause.reading.tokens[at].low
        for at in range(intent.clause.first, intent.clause.last)
        if intent.clause.reading.mark_at[at] is None
    ]
    spoken = [w for w in words if w in landmarks() and landmarks()[w][0] in phrasebook().things]
    vague = [m for m in intent.clause.marks if m.kind == "pronoun" and m.value in {"neuter", "plural"}]
    thing = state.thing
    if spoken:
        state.thing = spoken[-1]
    if spoken or not vague or not thing or state.pending:
        return intent
    topical = classified(replace(intent.clause, thing=("the", state.topic))) if state.topic else None
    tool = state.bound.get(topical.best.label) if topical else None
    if tool is not None and tool.phrases.changes and tool is not state.bound.get(intent.best.label):
        return Intent(intent.clause, (Guess(f"{ACT}correct", 1.0), *intent.guesses))
    read_so = classified(replace(intent.clause, thing=("the", thing)))
    firmer = read_so.best.belief > intent.best.belief or intent.best.label == read_so.best.label
    if read_so.best.is_act or not firmer or read_so.best.label not in state.bound:
        return intent
    return read_so


def _more_for(frame: Frame, intent: Intent, state: State) -> Frame | None:
    """A clause that only adds to the frame before it: `at most two tries`, `she has green hair`."""
    tool = state.bound.get(frame.tool)
    if tool is None:
        return None
    label = intent.best.label
    folding = _folds_into(label, tool, intent, frame, state)
    choosing = any(tool.phrases.slots[name].take == "choice" for name in fill(intent.clause, tool, state.who).args)
    if label == tool.name and _only_number(intent.clause):
        number = _bare_number(intent.clause, {}, frame, tool)
        if number and not number.keys() & frame.args.keys():
            return replace(frame, args={**frame.args, **number})
    if not folding and not choosing and not (intent.best.is_act or intent.best.belief < SURE):
        return None
    if not folding and label in {f"{ACT}{name}" for name in ("same", "again", "hold", "no", "yes")}:
        return None
    if folding:
        added = dict(fill(intent.clause, tool, state.who).args)
        kinds = {"object", "description", "choice", "number", "style"}
    else:
        added = dict(fill(intent.clause, tool, state.who).args)
        kinds = {"choice", "number", "style", "flag", "json", "image"}
    fresh = {
        name: value
        for name, value in added.items()
        if tool.phrases.slots[name].take in kinds
    }
    if not fresh:
        return None
    args = dict(frame.args)
    for name, value in fresh.items():
        if isinstance(value, dict) and isinstance(args.get(name), dict):
            args[name] = {**args[name], **value}
        elif name not in args or tool.phrases.slots[name].take != "description":
            args[name] = value
    lacking, question = missing(tool, args)
    return Frame(frame.tool, args, lacking, question)


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
    return len(clause.marks) == 1 and clause.marks[0].kind == "number" and clause.last - clause.first <= 5


def _tells_of_it(intent: Intent, tool: BoundTool) -> bool:
    """`It is a horror short` after something new: more about it."""
    words, _ = symbols_with_places(replace(intent.clause, thing=()))
    makes_name = any(s.take == "new_name" for s in tool.phrases.slots.values())
    pronoun = bool(words) and (words[0] in {"it", "they"} or (words[0] == "<char>" and len(words) > 1))
    first = next(iter(intent.clause.marks), None)
    return makes_name and pronoun and first is not None and first.kind == "pronoun" and words[1:2] in (
        ["is"], ["are"], ["has"], ["was"], ["wears"], ["have"], ["carries"]
    )


def _by_description(intent: Intent, state: State) -> Frame | None:
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
    keep = {k: v for k, v in state.last.args.items() if tool.phrases.slots.get(k) and tool.phrases.slots[k].take == "entity"}
    return Frame(tool.name, {**keep, **{k: v for k, v in filling.args.items() if tool.phrases.slots[k].take == "entity"}, **found})


# --- acts that lean on what was said before -----------------------------------------------------


def _act(act: str, intent: Intent, state: State, last: Frame | None) -> list[Frame]:
    if act == "again":
        last = _repeatable(intent.clause, state, last)
    tool = state.bound.get(last.tool) if last else None
    if last is None or tool is None:
        topical = _described_topic(intent, state) if act == "correct" else []
        return topical or _despite_act(act, intent, state)
    if act in {"same", "pick", "talk", "yes", "unclear", "again"} and _only_names(intent.clause):
        act = "same"
    if act == "same":
        same = _same(intent.clause, state, last, tool) or _varied(intent.clause, state, last, tool)
        return same or [Frame(act=act)]
    if act == "again":
        return _varied(intent.clause, state, last, tool) or [last]
    if act == "correct":
        if not tool.phrases.changes and not tool.phrases.makes:
            described = _described_topic(intent, state)
            if described:
                return described
        corrected = _corrected(intent.clause, state, last, tool)
        return [corrected] if corrected else [Frame(act=act)]
    if act in {"pick", "unclear", "talk", "yes"} and len(intent.clause.marks) > 0:
        return _varied(intent.clause, state, last, tool) or [Frame(act=act)]
    return [Frame(act=act)]


def _despite_act(act: str, intent: Intent, state: State) -> list[Frame]:
    """Nothing to lean on: the likeliest tool, if one is likely at all."""
    if act in {"same", "again", "correct", "pick"}:
        other = next((g for g in intent.guesses if not g.is_act and g.label in state.bound), None)
        if other and other.belief > 0.1 and len(intent.clause.marks) > 0:
            return _tool_frames(other.label, intent.clause, state)
    return [Frame(act=act)]


def _repeatable(clause: Clause, state: State, last: Frame | None) -> Frame | None:
    """What `again` repeats: a change is not made twice, the picture before it is."""
    tool = state.bound.get(last.tool) if last else None
    if tool is not None and not tool.phrases.changes and not tool.phrases.destroys:
        if tool.phrases.makes or state.last_made is None:
            return last
    drawn = {w for w in phrasebook().english["synonyms"]["draw"]}
    drawn |= set(phrasebook().landmarks.get("picture", ()))
    words = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
    wanted = bool(words & drawn) or bool(tool and tool.phrases.changes)
    return state.last_made if wanted and state.last_made else last


def _only_names(clause: Clause) -> bool:
    """Whether a clause is only a name or two with small words: `and Mara too`."""
    reading = clause.reading
    small = {*phrasebook().english["function_words"]["connectors"], "do", "next", "same", "thing"}
    people = [m for m in clause.marks if m.kind in {*CHARACTER_KINDS, "new"}]
    rest = [
        at
        for at in range(clause.first, clause.last)
        if (mark := reading.mark_at[at]) is None or mark.kind not in {*CHARACTER_KINDS, "new"}
    ]
    return bool(people) and all(
        reading.tokens[at].low in small or not reading.tokens[at].raw.isalnum() for at in rest
    )


def _varied(clause: Clause, state: State, last: Frame, tool: BoundTool) -> list[Frame]:
    """The last call once more, with what the clause says differently; nothing if it says nothing."""
    filling = fill(_without_act_words(clause), tool, state.who)
    changed = {
        name: value
        for name, value in filling.args.items()
        if not (tool.phrases.slots[name].take == "rest" and _idle(str(value), tool))
    }
    changed |= _bare_number(clause, changed, last, tool)
    if not changed:
        return []
    for name, value in changed.items():
        if tool.phrases.slots[name].take == "rest" and not re.search(r"[^\W\d_]{2}", str(value)):
            del changed[name]
            break
    frame = Frame(last.tool, {**last.args, **changed})
    _remember(state, frame, tool)
    return [frame]


def _bare_number(
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


def _described_topic(intent: Intent, state: State) -> list[Frame]:
    """`make them blue` after a question about eyes: a change of what was spoken of."""
    if not state.topic or not state.people:
        return []
    text = _correction_text(intent.clause)
    for tool in state.bound.values():
        for slot in tool.phrases.slots.values() if tool.phrases.changes else ():
            keys = phrasebook().attributes.get(slot.attributes, ())
            key = next((k.key for k in keys if state.topic in k.nouns), None)
            person = _person_slot(tool)
            if text and key and person:
                described = {slot.name: {key: f"{text} {state.topic}"}}
                frame = Frame(tool.name, {person: state.people[-1], **described})
                _remember(state, frame, tool)
                return [frame]
    return []


def _same(clause: Clause, state: State, last: Frame, tool: BoundTool) -> list[Frame]:
    """The last call for somebody else."""
    people = [m for m in clause.marks if m.kind in {*CHARACTER_KINDS, "new"}]
    values = [str(m.value) for m in people] or [n for n in [_pronoun(clause, state)] if n]
    slot = _person_slot(tool)
    if slot is None or not values:
        return []
    frames = [Frame(last.tool, {**last.args, slot: value}) for value in values]
    for value in values:
        state.notice(value)
    state.last = frames[-1]
    return frames


def _pronoun(clause: Clause, state: State) -> str | None:
    for mark in clause.marks:
        if mark.kind == "pronoun" and mark.value != "neuter":
            return state.who(str(mark.value))
    return None


def _person_slot(tool: BoundTool) -> str | None:
    for name, slot in tool.phrases.slots.items():
        if "character" in slot.of and slot.take in {"entity", "new_name"}:
            return name
    return None


def _idle(text: str, tool: BoundTool) -> bool:
    words = fold(text).split()
    known = tool.phrases.objects | tool.phrases.verbs | set(landmarks())
    idle = {"again", "once", "more", "another", "one", "same", "the", "it", "that", "this", "time", "try",
            "repeat", "redo", "do", "version", "take", "thing", "but", "please", "now", "retry", "try"}  # fmt: skip
    return all(word.strip(",.!") in idle | known for word in words)


def _without_act_words(clause: Clause) -> Clause:
    idle = {"again", "once", "more", "another", "one", "same", "the", "it", "that", "this", "time", "try",
            "repeat", "redo", "do", "version", "take", "thing", "but", "please", "now", "retry", ",",
            "and", "make", "just", "what", "about", "how", "then", "instead", "draw", "generate"}  # fmt: skip
    first = clause.first
    tokens = clause.reading.tokens
    while first < clause.last - 1 and tokens[first].low in idle:
        first += 1
    return replace(clause, first=first)


def _corrected(clause: Clause, state: State, last: Frame, tool: BoundTool) -> Frame | None:
    people = [m for m in clause.marks if m.kind in {*CHARACTER_KINDS, "new"} and not _negated(clause, m)]
    slot = _person_slot(tool)
    numbers = [m for m in clause.marks if m.kind in {"number", "ordinal"} and not _negated(clause, m)]
    if people and slot and not _describes(clause, tool, state):
        state.notice(str(people[0].value))
        rest = {
            name: value
            for name, value in fill(_after_correction(clause), tool, state.who).args.items()
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


def _after_correction(clause: Clause) -> Clause:
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
    text = trimmed_clause(_after_correction(trimmed_clause(clause))).text
    for pattern in phrasebook().english["correcting"]["strip"]:
        text = re.sub(pattern, "", text, flags=re.IGNORECASE)
    return text.strip(" ,.!?")


def _reworded(
    text: str, clause: Clause, state: State, last: Frame, tool: BoundTool
) -> Frame | None:
    keep = {k: v for k, v in last.args.items() if tool.phrases.slots.get(k) and tool.phrases.slots[k].of}
    described = {
        k: v for k, v in fill(clause, tool, state.who).args.items() if tool.phrases.slots[k].take == "object"
    }
    if described and tool.phrases.changes:
        return Frame(last.tool, {**keep, **described})
    for name, slot in tool.phrases.slots.items():
        value = last.args.get(name)
        if slot.take == "object" and isinstance(value, dict) and value:
            return Frame(last.tool, {**keep, name: _recoloured(cast("dict[str, Any]", value), text, slot.attributes)})
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


# --- answers to what the model asked --------------------------------------------------------------


def _answer(reading: Reading, intents: Sequence[Intent], state: State) -> list[Frame] | None:
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
    choosing = _chosen(whole, state, label)
    slot_name = pending.missing[0]
    slot = tool.phrases.slots.get(slot_name)
    if choosing is not None and slot is not None and (slot.of or slot.take == "new_name"):
        return [_completed(pending, tool, {slot_name: choosing}, state)]
    heard = fill(whole, tool, state.who).args
    if slot is not None and slot.take == "new_name" and slot_name in heard and len(reading.tokens) <= 6:
        return [_completed(pending, tool, {slot_name: heard[slot_name]}, state)]
    new_command = best is not None and not best.is_act and best.belief > 0.75 and (
        best.label != pending.tool and _starts_as_command(intents[0])
    )
    if new_command:
        return None
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
    heard = fill(clause, tool, state.who).args
    added = {k: v for k, v in heard.items() if k not in pending.args}
    if any(name in added for name in pending.missing):
        return added
    text = re.sub(
        r"^(it is|it's|its|make it|call (it|him|her|them)|name (it|him|her|them)|(the )?name is|let us say|i think|maybe|say|for|of|how about|what about|her name is|his name is|to|about)\s+",
        "", trimmed_clause(clause).text, flags=re.I,
    ).strip(" .!,\"'“”")  # fmt: skip
    for name in pending.missing:
        slot = tool.phrases.slots.get(name)
        if slot is None or not text:
            continue
        if slot.take in {"rest", "text", "description", "new_name", "style"} and len(text) <= 20_000:
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
    for person in _people_in(Call(tool.name, args), state.bound):
        state.notice(person)
    return Frame(pending.tool, args, lacking, question)


def reclassified(clause: Clause) -> Intent:
    """The intent of a clause by itself."""
    return classified(clause)
