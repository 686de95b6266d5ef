"""The command itself, which is no argument: its verb, its object, the words between."""

from __future__ import annotations

from agent.embedded.entities import Mark
from agent.embedded.filling import TRIM, Filling, compiled
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import cue_text


def consume_head(filling: Filling) -> None:
    """Takes the command itself out: its verb, its object, and the small words between."""
    if filling.head_done:
        return
    filling.head_done = True
    for cue in filling.tool.phrases.drops:
        text = cue_text(filling.clause, filling.used)
        for match in compiled(cue).finditer(text.text):
            filling.used.update(range(*text.tokens_of(*match.span())))
    for start in _verb_places(filling):
        _consume_run(filling, start)
        break


def _verb_places(filling: Filling) -> list[int]:
    tokens = filling.clause.reading.tokens
    first = filling.clause.first
    verbs = filling.tool.phrases.verbs
    places = [first] if first < filling.clause.last else []
    if places and tokens[first].low in verbs | filling.tool.phrases.objects:
        return places
    later = [
        at
        for at in range(first + 1, filling.clause.last)
        if tokens[at].low in verbs and (tokens[at - 1].raw == "," or at - 1 in filling.used)
    ]
    return later[:1] or places


def _consume_run(filling: Filling, start: int) -> None:
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    articles = phrasebook().english["function_words"]["articles"]
    at = start
    while at < filling.clause.last:
        mark = filling.clause.reading.mark_at[at]
        low = tokens[at].low
        pair = f"{low} {tokens[at + 1].low}" if at + 1 < filling.clause.last else ""
        person = mark is not None and (mark.kind in {"new", *CHARACTER_KINDS} or _is_person(mark))
        if person and at > start:
            break
        if at in filling.used:
            at += 1
        elif pair in phrases.objects or pair in phrases.verbs:
            filling.used.update((at, at + 1))
            at += 2
        elif (
            (mark is None or (mark.kind == "number" and low.isalpha()))
            and (low in phrases.verbs or low in phrases.objects)
        ) or (mark is None and (tokens[at].raw in TRIM or _leads_on(filling, at, articles))):
            filling.used.add(at)
            at += 1
        else:
            break


def _leads_on(filling: Filling, at: int, articles: list[str]) -> bool:
    """An article before a further word of the command: `a` of `draw a picture of`."""
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    if tokens[at].low not in articles:
        return False
    following = at + 1
    while following < filling.clause.last and tokens[following].low in articles:
        following += 1
    if following >= filling.clause.last:
        return True
    return (
        tokens[following].low in phrases.objects
        or tokens[following].low in phrases.verbs
        or following in filling.used
    )


def _is_person(mark: Mark) -> bool:
    return mark.kind == "pronoun" and mark.value != "neuter"
