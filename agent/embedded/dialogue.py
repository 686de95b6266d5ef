"""Stage five: the state of the conversation, and what a message means within it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.embedded.answering import answer_to
from agent.embedded.classifier import ACT, Guess
from agent.embedded.clauses import intents_of, restates
from agent.embedded.commands import tool_frames
from agent.embedded.context_block import surroundings_of
from agent.embedded.correcting import after_correction
from agent.embedded.courtesies import starters, trimmed
from agent.embedded.failures import candidates_of, doubtful_argument
from agent.embedded.features import landmarks
from agent.embedded.following import addition_to, description_of_last
from agent.embedded.intent import Intent, classified
from agent.embedded.leaning import act_frames, for_others, only_names
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import fold, vocabulary
from agent.embedded.offers import Offer, chosen_frame, open_offer, possible
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, read, symbols_with_places
from agent.embedded.schema import BoundTool
from agent.embedded.state import (
    LOOK_BACK,
    SURE,
    Frame,
    State,
    described_words,
    fresh_names,
    gender_of,
    index_without,
    learn_pronouns,
    made_names,
    notice_call,
    notice_numbers,
    notice_thing,
    only_in_bible,
    reading_of,
)
from agent.embedded.tidying import joined_changes, once_each, without_doubtful
from agent.embedded.turns import Turn


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
    state.made = made_names(turns, bound)
    offer = open_offer(state, ())
    state.offered_to = offer.about[-1] if offer and offer.about else None
    for name, told in around.genders:
        gender = gender_of(told)
        if gender:
            state.genders[fold(name)] = gender
    for turn in earlier[-LOOK_BACK:]:
        reading = reading_of(turn.said, state)
        for mark in reading.marks:
            if mark.kind in CHARACTER_KINDS and len(mark.names) == 1:
                state.notice(str(mark.value))
        notice_numbers(state, reading)
        for call in turn.calls:
            notice_call(state, call)
        learn_pronouns(state, reading, turn.calls)
        notice_thing(state, reading, turn.calls[-1].tool if turn.calls else "")
    if earlier and earlier[-1].asked_back and depth:
        _reopen(state, turns, depth)
    return state


def _reopen(state: State, turns: Sequence[Turn], depth: int) -> None:
    """What the last answer asked for: a missing argument, or a choice after a failure."""
    asked = turns[-2]
    failed = [call for call in asked.calls if call.failed]
    if failed and failed[-1].tool in state.bound:
        call = failed[-1]
        state.candidates = candidates_of(call.result)
        slot = doubtful_argument(state.bound[call.tool], call, state.candidates)
        if slot:
            args = {key: value for key, value in call.args.items() if key != slot}
            state.pending = Frame(call.tool, args, (slot,))
            return
    before = state_before(turns[:-1], state.prompt, state.bound, depth - 1)
    for frame in frames_of(asked, before):
        if frame.missing:
            state.pending = frame
            return


def frames_of(turn: Turn, state: State) -> list[Frame]:
    """The frames of one message, in order."""
    hidden = frozenset(fold(name) for call in turn.calls for name in fresh_names(call, state))
    reading = reading_of(turn.said, state, hidden)
    if hidden:
        reading = read(turn.said, index_without(state, hidden), bible_focus=only_in_bible(state))
    spoken = intents_of(reading)
    intents = [_with_thing(intent, state) for intent in spoken]
    answer = answer_to(reading, intents, state)
    if answer is not None:
        return answer
    frames: list[Frame] = []
    for said, intent in zip(spoken, intents, strict=True):
        offer = open_offer(state, frames, turn.calls)
        frames = _choosing(frames, said, offer, state) or _with(
            frames, possible(intent, state), state
        )
    calls = once_each(joined_changes(without_doubtful([f for f in frames if f.tool]), state))
    held = [f for f in frames if f.act == "hold"]
    if held and not calls:
        return held[:1]
    return calls or frames[:1] or [Frame(act="talk")]


def _choosing(
    frames: list[Frame], intent: Intent, offer: Offer | None, state: State
) -> list[Frame]:
    """The frames with the answer to what is offered, where the clause is one, or more of one."""
    if offer is None:
        return []
    goes_on = bool(frames) and frames[-1].tool == offer.tool.name and state.answered_at is not None
    said = str(frames[-1].args[offer.slot]) if goes_on else ""
    frame = chosen_frame(intent, offer, state, earlier=f"{said}," if said else "")
    if frame is None:
        return []
    state.answered_at = intent.clause.first
    return [*(frames[:-1] if goes_on else frames), frame]


def _with(frames: list[Frame], intent: Intent, state: State) -> list[Frame]:
    intent = _harmless(_bare_command(intent, state), state)
    label = intent.best.label
    made = [f for f in frames if f.tool]
    last = made[-1] if made else state.last
    if (
        last
        and not state.pending
        and only_names(intent.clause)
        and label != f"{ACT}correct"
        and (not made or label == f"{ACT}same")
    ):
        tool = state.bound.get(last.tool)
        same = for_others(intent.clause, state, last, tool) if tool else []
        if same:
            return [*frames, *same]
    for mark in intent.clause.marks:
        if mark.kind in CHARACTER_KINDS and len(mark.names) == 1 and not made:
            state.notice(str(mark.value))
    if made and restates(intent.clause, phrasebook().tools.get(made[-1].tool)):
        return frames
    more = addition_to(made[-1], intent, state) if made else None
    topics = [t.low for t in intent.clause.reading.tokens[intent.clause.first : intent.clause.last]]
    state.topic = next((w for w in reversed(topics) if w in described_words()), state.topic)
    if more is not None:
        return [*[f for f in frames if f is not made[-1]], more]
    if made and _cancels(intent.clause):
        return [f for f in frames if f is not made[-1]] + [Frame(act="no")]
    if made and _explicitly(intent) and (renewed := _renewed(intent, state)):
        return [*[f for f in frames if f is not made[-1]], *renewed]
    if made and (_explicitly(intent) or (label == f"{ACT}correct")):
        changed = act_frames("correct", intent, state, made[-1])
        if changed and changed[0].tool:
            return [*[f for f in frames if f is not made[-1]], *changed]
    if (added := _added_to_last(intent, state)) is not None:
        return [*frames, added]
    if label.startswith(ACT):
        return [
            *frames,
            *act_frames(label.removeprefix(ACT), intent, state, made[-1] if made else state.last),
        ]
    if (intent.best.belief < SURE and not _likely(intent, state)) or not _grounded(intent, state):
        guessed = description_of_last(intent, state)
        if guessed is None and state.last is not None:
            return [*frames, *act_frames("unclear", intent, state, state.last)]
        return [*frames, guessed or Frame(act="unclear")]
    return [*frames, *tool_frames(label, intent.clause, state, intent.best.belief)]


def _added_to_last(intent: Intent, state: State) -> Frame | None:
    """`and a cane` after a change: another change of the same kind."""
    low = intent.clause.reading.tokens[intent.clause.first].low
    adding = low in phrasebook().english["clauses"]["adding"]
    return description_of_last(intent, state) if adding and intent.best.is_act else None


def _bare_command(intent: Intent, state: State) -> Intent:
    """A verb that stands almost alone (`draw somebody`) is a command, not a request for help."""
    words = trimmed(symbols_with_places(intent.clause)[0])
    other = next((g for g in intent.guesses if not g.is_act), None)
    tool = state.bound.get(other.label) if other else None
    if not intent.best.is_act or intent.clause.asked or not 0 < len(words) <= 2:
        return intent
    if other is None or tool is None or words[0] not in tool.phrases.verbs or other.belief < 0.15:
        return intent
    return Intent(intent.clause, (other, *intent.guesses))


def _harmless(intent: Intent, state: State) -> Intent:
    """What destroys is only meant where a word says so; else the next best guess is."""
    tool = state.bound.get(intent.best.label)
    if tool is None or not tool.phrases.destroys:
        return intent
    words = set(symbols_with_places(intent.clause)[0])
    marks = {m.kind for m in intent.clause.marks}
    if intent.best.belief > 0.5 and (words & tool.phrases.verbs or "json" in marks):
        return intent
    others = (g for g in intent.guesses[1:])
    return Intent(intent.clause, tuple(g for g in others if not _destroys(g.label)))


def _destroys(label: str) -> bool:
    known = phrasebook().tools.get(label)
    return known is not None and known.destroys


def _likely(intent: Intent, state: State) -> bool:
    """A weak first guess still counts where acts of talk have little of the belief."""
    acts = sum(g.belief for g in intent.guesses if g.is_act)
    return (
        intent.best.label in state.bound
        and intent.best.belief > 2 * acts
        and intent.best.belief > 0.2
    )


def _grounded(intent: Intent, state: State) -> bool:
    """Whether a tool is meant for sure: a word of the clause that no phrase has speaks against.

    Tools that take the user's own words are exempt: there any word may come.
    """
    tool = state.bound.get(intent.best.label)
    if tool is None or intent.best.belief > 0.9:
        return True
    words = [w for w in symbols_with_places(intent.clause)[0] if w[0] != "<" and w != ":"]
    said = symbols_with_places(intent.clause)[0]
    begins = bool(trimmed(said)) and trimmed(said)[0] in starters()
    vague = {"pronoun"} if begins else {"pronoun", "quote", "new"}
    marked = any(m.kind not in vague for m in intent.clause.marks)
    spoken = any(w in landmarks() for w in words)
    free = any(s.take in {"rest", "object", "description", "text", "told"} for _, s in tool.slots())
    strange = any(w not in vocabulary() for w in words)
    if marked or spoken:
        return True
    return not strange if not free else intent.best.belief > 0.6 or not strange


def _cancels(clause: Clause) -> bool:
    """`no, forget it`: nothing of what was just said is to be done."""
    words = " ".join(w for t in clause.reading.tokens[clause.first : clause.last] for w in t.words)
    cancelling: list[str] = phrasebook().english["clauses"]["cancelling"]
    rest = clause.last - clause.first
    return (
        rest <= 7
        and not clause.marks_of_names
        and any(re.search(rf"\b{c}\b", words) for c in cancelling)
    )


def _renewed(intent: Intent, state: State) -> list[Frame]:
    """`no wait, give her green eyes`: a whole command in place of the one before."""
    clause = after_correction(intent.clause)
    again = classified(clause)
    words = symbols_with_places(clause)[0]
    if again.best.is_act or again.best.belief < 0.7 or not words or words[0] not in starters():
        return []
    frames = tool_frames(again.best.label, clause, state)
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
    vague = [
        m for m in intent.clause.marks if m.kind == "pronoun" and m.value in {"neuter", "plural"}
    ]
    thing = state.thing
    if spoken:
        state.thing = spoken[-1]
    if spoken or not vague or not thing or state.pending:
        return intent
    topical = (
        classified(replace(intent.clause, thing=("the", state.topic))) if state.topic else None
    )
    tool = state.bound.get(topical.best.label) if topical else None
    if tool is not None and tool.phrases.changes and tool is not state.bound.get(intent.best.label):
        return Intent(intent.clause, (Guess(f"{ACT}correct", 1.0), *intent.guesses))
    read_so = classified(replace(intent.clause, thing=("the", thing)))
    firmer = read_so.best.belief > intent.best.belief or intent.best.label == read_so.best.label
    if read_so.best.is_act or not firmer or read_so.best.label not in state.bound:
        return intent
    return read_so
