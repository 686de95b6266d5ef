"""Arguments in the user's own words: descriptions, attributes, what is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent.embedded.attributes import Phrase, phrases_of
from agent.embedded.filling import TRIM, Filling, compiled, first_match, rest_text, tidy
from agent.embedded.heads import consume_head
from agent.embedded.heard_values import hear_text
from agent.embedded.phrasebook import SlotPhrases, phrasebook
from agent.embedded.reading import Clause, cue_text
from agent.embedded.schema import Argument


def hear_object(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    said: dict[str, str] = {}
    for phrase in _described(filling):
        group = phrase.group
        if group != slot.attributes:
            continue
        if phrase.key in said:
            said[phrase.key] = f"{said[phrase.key]}, {phrase.value}"
        else:
            said[phrase.key] = phrase.value
    said = said or _assumed(filling, slot)
    for key, cues in slot.words.items() if not said else ():
        found = first_match(filling, cues)
        if found is not None:
            filling.used.update(range(*found[2]))
            said[key] = tidy(filling, found[0], found[1])
            break
    if (
        not said
        and slot.otherwise
        and not filling.args.keys() - {"name"}
        and _about_landmark(filling)
    ):
        text = rest_text(filling)
        return {"notes": text} if text else None
    return said or None


def _assumed(filling: Filling, slot: SlotPhrases) -> dict[str, str]:
    """What is given or worn though no noun of it is known: the verb tells its key."""
    clause = filling.clause
    words = [t.low for t in clause.reading.tokens[clause.first : clause.last]]
    for key, verbs in slot.assumes.items():
        if set(words[:6]) & set(verbs):
            found = [p for p in _described(filling) if not p.key and _meaningful(filling, p)]
            if found and len(found[0].value.split()) <= 8:
                return {key: found[0].value}
    return {}


def _about_landmark(filling: Filling) -> bool:
    """Whether the clause names what the tool is about: only then is it all there is to write."""
    words = {
        t.low for t in filling.clause.reading.tokens[filling.clause.first : filling.clause.last]
    }
    return bool(words & set(filling.tool.name.split("_")))


def _described(filling: Filling) -> list[Phrase]:
    english = phrasebook().english["editing"]
    groups = tuple(
        slot.attributes
        for _, slot in filling.tool.slots()
        if slot.take == "object" and slot.attributes
    )
    consume_head(filling)
    places = [p for p in range(filling.clause.first, filling.clause.last) if p not in filling.used]
    low = [
        filling.clause.reading.tokens[p].low
        for p in range(filling.clause.first, filling.clause.last)
    ]
    first = low[0] if low else ""
    removing = first in english["removing"] or bool(
        low[:1] == ["take"] and {"off", "away"} & set(low)
    )
    return phrases_of(
        filling.clause, places, groups, removing=removing, swapping=first in english["replacing"]
    )


def hear_description(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    cued = hear_text(filling, argument, slot)
    if cued is not None:
        return cued
    phrases = _described(filling)
    if not any(not p.key and _meaningful(filling, p) for p in phrases):
        return None
    return rest_text(filling) or None


def _meaningful(filling: Filling, phrase: Phrase) -> bool:
    english = phrasebook().english
    small = {*english["function_words"]["connectors"], *english["function_words"]["prepositions"]}
    small |= {*english["numbers"], *english["function_words"]["articles"]}
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs | small
    tokens = filling.clause.reading.tokens[phrase.first : phrase.last]
    return any(t.low not in known and t.raw not in TRIM for t in tokens)


def hear_said(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    """The user's own words whole, without what only leads to them."""
    clause = filling.clause
    first, last = clause.first, clause.last
    while first < last and (first in filling.used or clause.reading.tokens[first].raw in TRIM):
        first += 1
    while last > first and (
        last - 1 in filling.used or clause.reading.tokens[last - 1].raw in TRIM
    ):
        last -= 1
    while first < last and (led := _led(replace(clause, first=first, last=last), slot)):
        first = led
    return tidy(filling, first, last) or None


def _led(clause: Clause, slot: SlotPhrases) -> int:
    """The token after a lead at the front of the clause; 0 where there is none."""
    text = cue_text(clause)
    for lead in slot.leads:
        match = compiled(f"^{lead}(?= )").match(text.text)
        if match and match.end():
            return text.tokens_of(match.start(), match.end())[1]
    return 0


def hear_rest(filling: Filling, argument: Argument, slot: SlotPhrases) -> Any:
    consume_head(filling)
    return rest_text(filling) or None
