"""Clauses that only tell something beside a command: what is so, how one likes it, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.embedded.classifier import ACT, Guess
from agent.embedded.courtesies import starters, trimmed
from agent.embedded.features import landmarks
from agent.embedded.intent import Intent, imperative
from agent.embedded.phrasebook import ToolPhrases, phrasebook
from agent.embedded.reading import cue_text, symbols_with_places

COMMANDED = 0.6
"""What a guess must reach to be a request for sure."""
CHATTY = 14
"""More words than a statement needs that asks for something."""
OPENING = 9
"""The first words of a clause, among which a statement has its verb."""
SUBJECT = 3
"""The most words of a thing that a statement begins with: `scene 3`."""
WRITTEN = frozenset({"rest", "object", "description", "text", "told", "new_name", "said"})
"""The ways of hearing an argument that take the user's own words."""


def without_remarks(found: Sequence[Intent]) -> list[Intent]:
    """The clauses of a message; those that are no request beside one that is are talk."""
    said: list[Intent] = []
    for at, intent in enumerate(found):
        others = [*found[:at], *found[at + 1 :]]
        requested = [o for o in others if _requests(o)]
        commanded = any(not o.best.is_act for o in requested)
        asked_before = any(_requests(other) for other in found[:at])
        if (asked_before and explains(intent)) or _only_tells(intent, bool(requested)):
            said.append(remark(intent, 1.0))
        elif commanded and not imperative(intent) and _chats(intent):
            said.append(remark(intent))
        else:
            said.append(intent)
    return said


def remark(intent: Intent, sure: float = 0.97) -> Intent:
    """The clause as no command of its own, unless its best guess is surer than `sure`."""
    if intent.best.is_act or intent.best.belief > sure:
        return intent
    return Intent(intent.clause, (Guess(f"{ACT}talk", 1.0), *intent.guesses))


def explains(intent: Intent) -> bool:
    """`..., I want to see whether she drifts`: why the command before it was given."""
    if intent.clause.asked:
        return False
    text = cue_text(intent.clause).text
    points_back = any(mark.kind == "pronoun" for mark in intent.clause.marks)
    reasons: list[str] = phrasebook().english["clauses"]["reasons"]
    return points_back and any(re.match(rf"{reason}\b", text) for reason in reasons)


def _requests(intent: Intent) -> bool:
    """Whether a clause asks for something of its own, be it a tool or what no tool does."""
    acts = {f"{ACT}{act}" for act in phrasebook().english["clauses"]["requesting"]}
    wanted = not intent.best.is_act or intent.best.label in acts
    return wanted and intent.best.belief > COMMANDED and imperative(intent) and not _vague(intent)


def _vague(intent: Intent) -> bool:
    """`draw it`: a command about what the clause before it tells."""
    neuter = any(m.kind == "pronoun" and m.value == "neuter" for m in intent.clause.marks)
    return neuter and len(trimmed(symbols_with_places(intent.clause)[0])) <= 3


def _chats(intent: Intent) -> bool:
    """Whether a clause tells of the speaker, or says a lot with little in it to act on."""
    reading, first = intent.clause.reading, intent.clause.first
    words = [w for t in reading.tokens[first : first + 4] for w in t.words]
    tellers: list[str] = phrasebook().english["clauses"]["tellers"]
    core = trimmed(symbols_with_places(intent.clause)[0])
    told = bool(set(words[:3]) & set(tellers)) and bool(set(core[:2]) & set(tellers))
    return told or len(core) > CHATTY


def _only_tells(intent: Intent, requested: bool) -> bool:
    """Whether a clause says what is so, where its tool writes nothing of what is said.

    A statement may well be what a tool is to write (`her hair is green now`), unless it judges.
    """
    if intent.clause.asked or not _states(intent):
        return False
    tool = phrasebook().tools.get(intent.best.label)
    if tool is None:
        return False
    judged = _judges(intent) or (requested and _praises(intent))
    return judged or (requested and (bool(tool.makes) or not _writes(tool)))


def _writes(tool: ToolPhrases) -> bool:
    return tool.changes or any(slot.take in WRITTEN for slot in tool.slots.values())


def _states(intent: Intent) -> bool:
    """Whether a clause has the verb of a statement, and no word of wishing."""
    clauses = phrasebook().english["clauses"]
    words = trimmed(symbols_with_places(intent.clause)[0])[:OPENING]
    if not words or set(words) & set(clauses["wishing"]):
        return False
    verb = next((at for at, w in enumerate(words) if w in clauses["stating"] and at), 0)
    clear = bool(verb) and not set(words[:verb]) & {*clauses["subordinate"], ":"}
    if words[0] in starters() and words[0] not in clauses["tellers"]:
        return clear and verb <= SUBJECT and words[0] in landmarks()
    return clear or _short_for_is(intent)


def _short_for_is(intent: Intent) -> bool:
    """`Kai's such a fool`: no possession, for no thing follows."""
    reading = intent.clause.reading
    small = phrasebook().english["clauses"]["after_is"]
    return any(
        mark.possessive
        and mark.last < intent.clause.last
        and reading.mark_at[mark.last] is None
        and reading.tokens[mark.last].low in small
        for mark in intent.clause.marks_of_names[:1]
    )


def _judges(intent: Intent) -> bool:
    words = set(trimmed(symbols_with_places(intent.clause)[0]))
    return bool(words & set(phrasebook().english["clauses"]["judging"]))


def _praises(intent: Intent) -> bool:
    words = set(trimmed(symbols_with_places(intent.clause)[0]))
    return bool(words & set(phrasebook().english["synonyms"]["praise"]))
