"""Acts that lean on what was said before: again, the same for, not that one."""

from __future__ import annotations

from agent.embedded.commands import tool_frames
from agent.embedded.correcting import change_of_topic, correction_of
from agent.embedded.intent import Intent
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause
from agent.embedded.schema import BoundTool
from agent.embedded.state import Frame, State, person_slot
from agent.embedded.varying import variation_of


def act_frames(act: str, intent: Intent, state: State, last: Frame | None) -> list[Frame]:
    if act == "again":
        last = _repeatable(intent.clause, state, last)
    tool = state.bound.get(last.tool) if last else None
    if last is None or tool is None:
        topical = change_of_topic(intent, state) if act == "correct" else []
        return topical or _despite_act(act, intent, state)
    if act in {"same", "pick", "talk", "yes", "unclear", "again"} and only_names(intent.clause):
        act = "same"
    if act == "same":
        same = for_others(intent.clause, state, last, tool) or variation_of(
            intent.clause, state, last, tool
        )
        return same or [Frame(act=act)]
    if act == "again":
        return variation_of(intent.clause, state, last, tool) or [last]
    if act == "correct":
        if not tool.phrases.changes and not tool.phrases.makes:
            described = change_of_topic(intent, state)
            if described:
                return described
        corrected = correction_of(intent.clause, state, last, tool)
        return [corrected] if corrected else [Frame(act=act)]
    if act in {"pick", "unclear", "talk", "yes"} and len(intent.clause.marks) > 0:
        return variation_of(intent.clause, state, last, tool) or [Frame(act=act)]
    return [Frame(act=act)]


def _despite_act(act: str, intent: Intent, state: State) -> list[Frame]:
    """Nothing to lean on: the likeliest tool, if one is likely at all."""
    if act in {"same", "again", "correct", "pick"}:
        other = next((g for g in intent.guesses if not g.is_act and g.label in state.bound), None)
        if other and other.belief > 0.1 and len(intent.clause.marks) > 0:
            return tool_frames(other.label, intent.clause, state)
    return [Frame(act=act)]


def _repeatable(clause: Clause, state: State, last: Frame | None) -> Frame | None:
    """What `again` repeats: a change is not made twice, the picture before it is."""
    tool = state.bound.get(last.tool) if last else None
    alters = tool is not None and (tool.phrases.changes or tool.phrases.destroys)
    if tool is not None and not alters and (tool.phrases.makes or state.last_made is None):
        return last
    drawn = set(phrasebook().english["synonyms"]["draw"])
    drawn |= set(phrasebook().landmarks.get("picture", ()))
    words = {t.low for t in clause.reading.tokens[clause.first : clause.last]}
    wanted = bool(words & drawn) or bool(tool and tool.phrases.changes)
    return state.last_made if wanted and state.last_made else last


def only_names(clause: Clause) -> bool:
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


def for_others(clause: Clause, state: State, last: Frame, tool: BoundTool) -> list[Frame]:
    """The last call for somebody else."""
    people = [m for m in clause.marks if m.kind in {*CHARACTER_KINDS, "new"}]
    values = [str(m.value) for m in people] or [n for n in [_pronoun(clause, state)] if n]
    slot = person_slot(tool)
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
