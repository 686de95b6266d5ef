"""Open offers: what the surroundings give to choose from, and a message that chooses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from rapidfuzz.distance import OSA

from agent.embedded.classifier import ACT
from agent.embedded.clauses import RESPONSE_LIKELY
from agent.embedded.courtesies import trimmed_clause
from agent.embedded.filling import Filling
from agent.embedded.intent import Intent
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause
from agent.embedded.schema import BoundTool
from agent.embedded.slots import fill, missing
from agent.embedded.state import Frame, State, remember
from agent.embedded.turns import Call

OPEN = 6.0
"""How much likelier an answer is while something is offered."""
ABOUT = 3.0
"""And how much more where the clause speaks of those whom the offer is about."""
HEARD = 0.12
"""What a clause about nobody must reach by itself."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What one tool's argument may be chosen from; `names` may be empty where only words count."""

    tool: BoundTool
    slot: str
    names: tuple[str, ...] = ()
    recommended: str | None = None
    about: tuple[str, ...] = ()
    where: Mapping[str, Any] | None = None
    """The arguments that say which of several things the choice is for."""
    awaited: bool = True
    """Whether the user was asked already; else only this very message opens it."""


def open_offer(state: State, frames: Sequence[Frame], calls: Sequence[Call] = ()) -> Offer | None:
    """What is offered now: by the surroundings, or by what the same message begins or began."""
    for tool in state.bound.values():
        data = tool.phrases.offers
        if not data:
            continue
        waiting = _waiting(state, tool, data)
        opened = any(f.tool == data["after"] and f.args.get(data["by"]) for f in frames)
        if opened:
            names = waiting.names if waiting else ()
            return Offer(tool=tool, slot=data["fills"], names=names, awaited=False)
        if waiting is not None:
            return waiting
        if any(call.tool == tool.name for call in calls):
            return Offer(tool=tool, slot=data["fills"])
    return None


def opens(call: Call, following: Frame, bound: Mapping[str, BoundTool]) -> bool:
    """Whether a call was to open the offer that a frame answers."""
    tool = bound.get(following.tool)
    return tool is not None and tool.phrases.offers.get("after") == call.tool


def possible(intent: Intent, state: State) -> Intent:
    """The clause without guesses at choosing where there is nothing that offers anything."""
    out = {
        tool.name
        for tool in state.bound.values()
        if tool.phrases.offers and not getattr(state.around, tool.phrases.offers["among"], ())
    }
    left = tuple(guess for guess in intent.guesses if guess.label not in out)
    return replace(intent, guesses=left)


def chosen_frame(intent: Intent, offer: Offer, state: State, *, earlier: str = "") -> Frame | None:
    """The call with which a clause answers the offer; None where it speaks of something else.

    A name or a place in the list becomes the offered name, anything else stays as it was said,
    after what an `earlier` clause of the same answer said.
    """
    filling = fill(trimmed_clause(intent.clause), offer.tool, state.who)
    picked = _picked(intent, filling, offer)
    if picked is None and not _answers(intent, offer, state):
        return None
    said = picked or str(filling.args.get(offer.slot) or "").strip()
    if not said:
        return None
    given = {k: v for k, v in filling.args.items() if k != offer.slot}
    text = f"{earlier} {said}" if earlier and not picked else said
    frame = Frame(offer.tool.name, {**(offer.where or {}), **given, offer.slot: text})
    remember(state, frame, offer.tool)
    return frame


def _waiting(state: State, tool: BoundTool, data: Mapping[str, str]) -> Offer | None:
    items: Sequence[Mapping[str, Any]] = getattr(state.around, data["among"], ())
    for item in reversed(items):
        if item.get(data["state"]) != tool.name:
            continue
        recommended = item.get(data["recommended"])
        newest = item is next(reversed(items), None)
        return Offer(
            tool=tool,
            slot=data["fills"],
            names=_texts(item.get(data["names"])),
            recommended=recommended if isinstance(recommended, str) else None,
            about=_texts(item.get(data["people"])),
            where=None if newest else {data["number"]: item.get(data["number"])},
        )
    return None


def _texts(value: object) -> tuple[str, ...]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str) and item)


def _picked(intent: Intent, filling: Filling, offer: Offer) -> str | None:
    """The offered name that a clause gives by name, by place or by recommendation."""
    if not offer.names or _commands_otherwise(intent, offer):
        return None
    words = _words(intent.clause, filling)
    content = [word for word in words if word not in _choosing()]
    table: dict[str, list[str]] = phrasebook().english["offering"]
    if any(_within(phrase, words) for phrase in table["recommended"]):
        return offer.recommended or filling.clause.text.strip(" .!")
    if not content:
        return _by_place(intent.clause, filling, words, offer)
    if set(content) & set(phrasebook().english["function_words"]["negations"]):
        return None
    fitting = [name for name in offer.names if all(_near(w, _name_words(name)) for w in content)]
    whole = [name for name in fitting if len(_name_words(name)) == len(content)]
    found = whole or fitting
    return found[0] if len(found) == 1 else None


def _commands_otherwise(intent: Intent, offer: Offer) -> bool:
    best = intent.best
    return not best.is_act and best.label != offer.tool.name and best.belief > 0.97


def _words(clause: Clause, filling: Filling) -> list[str]:
    """The words that no argument took for its number, numbers as `<n>`."""
    reading = clause.reading
    words: list[str] = []
    for at in range(clause.first, clause.last):
        mark = reading.mark_at[at]
        if mark is not None and mark.kind in {"number", "ordinal"}:
            words.extend(["<n>"] if at == mark.first and at not in filling.used else [])
        elif at not in filling.used or not _numbered(filling, at):
            words.extend(w for w in reading.tokens[at].words if w[0].isalnum())
    return words


def _numbered(filling: Filling, at: int) -> bool:
    """Whether a used token belongs to a number that an argument took."""
    marks = [m for m in filling.clause.marks if m.kind == "number" and m.first in filling.used]
    return any(abs(mark.first - at) <= 4 for mark in marks)


@lru_cache(maxsize=1)
def _choosing() -> frozenset[str]:
    return frozenset({"<n>", *phrasebook().english["offering"]["choosing"]})


def _within(phrase: str, words: Sequence[str]) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "


def _by_place(clause: Clause, filling: Filling, words: Sequence[str], offer: Offer) -> str | None:
    if set(words) & set(phrasebook().english["offering"]["last"]):
        return offer.names[-1]
    marks = [
        m for m in clause.marks if m.kind in {"number", "ordinal"} and m.first not in filling.used
    ]
    places = {int(m.value) for m in marks if float(m.value).is_integer()}
    if len(places) != 1 or not 1 <= min(places) <= len(offer.names):
        return None
    return offer.names[min(places) - 1]


def _name_words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


def _near(word: str, among: Sequence[str]) -> bool:
    if word in among:
        return True
    limit = 0 if len(word) < 5 else 1 if len(word) < 8 else 2
    return any(OSA.distance(word, one, score_cutoff=limit) <= limit for one in among)


def _answers(intent: Intent, offer: Offer, state: State) -> bool:
    """Whether the clause is more likely an answer than anything else, now that one is awaited."""
    about = _about(intent.clause, offer, state)
    own = {offer.tool.name}
    if about and _no_opening(intent, offer, state):
        own.add(offer.tool.phrases.offers["after"])
    belief = sum(guess.belief for guess in intent.guesses if guess.label in own)
    others = [g for g in intent.guesses if g.label not in own]
    if any(g.label == f"{ACT}hold" and g.belief > 0.5 for g in others):
        return False
    if not about and belief < HEARD:
        return False
    if not offer.awaited and belief < RESPONSE_LIKELY:
        return False
    weight = (OPEN if offer.awaited else 1.0) * (ABOUT if about else 1.0)
    return belief * weight > max((g.belief for g in others), default=0.0)


def _no_opening(intent: Intent, offer: Offer, state: State) -> bool:
    """Whether a clause that sounds like another beginning can be none here.

    It lacks what a beginning needs, or it goes on with somebody right after one.
    """
    opener = state.bound.get(offer.tool.phrases.offers["after"])
    if opener is None:
        return False
    clause = trimmed_clause(intent.clause)
    if not offer.awaited:
        return any(mark.first == clause.first for mark in clause.marks)
    barely = clause.last - clause.first <= 2
    return not barely and bool(missing(opener, fill(clause, opener, state.who).args)[0])


def _about(clause: Clause, offer: Offer, state: State) -> bool:
    """Whether the first person whom the clause names is one of those who are to answer."""
    people = [
        m
        for m in trimmed_clause(clause).marks
        if m.kind in CHARACTER_KINDS
        or (m.kind == "pronoun" and m.value in {"masculine", "feminine"})
    ]
    if not people or people[0].possessive:
        return False
    if people[0].kind == "pronoun" or not offer.about:
        return True
    return fold(str(people[0].value)) in {fold(name) for name in offer.about[1:]}
