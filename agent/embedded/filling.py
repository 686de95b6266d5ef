"""A clause while its arguments are being heard: what is used up, and what is left."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from agent.embedded.entities import Mark
from agent.embedded.name_index import CHARACTER_KINDS
from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, cue_pattern, cue_text
from agent.embedded.schema import BoundTool


class Resolve(Protocol):
    """Who a pronoun means, by its gender (`masculine feminine plural neuter`), or nobody."""

    def __call__(self, gender: str, but: Collection[str] = ()) -> str | None:
        """Nobody of those in `but`."""
        ...


TRIM = frozenset({",", ":", ";", "-", "–", "—", ".", "!", "?", "(", ")", "/"})


@dataclass
class Filling:
    """The arguments so far, and the tokens of the clause that they used up."""

    clause: Clause
    tool: BoundTool
    resolve: Resolve
    args: dict[str, Any] = field(default_factory=dict[str, Any])
    used: set[int] = field(default_factory=set[int])
    several: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    head_done: bool = False


def after_head(filling: Filling, mark: Mark) -> bool:
    at = mark.first - 1
    tokens = filling.clause.reading.tokens
    phrases = filling.tool.phrases
    articles = phrasebook().english["function_words"]["articles"]
    if at < filling.clause.first:
        return True
    while at >= filling.clause.first:
        low = tokens[at].low
        if low not in phrases.objects and low not in articles:
            return low in phrases.verbs
        at -= 1
    return True


def first_match(filling: Filling, cues: tuple[str, ...]) -> tuple[int, int, tuple[int, int]] | None:
    text = cue_text(filling.clause, filling.used)
    for cue in cues:
        for match in compiled(cue).finditer(text.text):
            start, end = match.span("v")
            inner = match.group("v").strip(" ~,")
            if not inner or "~" in inner:
                cut = match.group("v").find("~")
                if cut <= 0:
                    continue
                end = start + cut
            first, last = text.tokens_of(start, end)
            if last > first:
                return first, last, text.tokens_of(match.start(), end)
    return None


@lru_cache(maxsize=2048)
def compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue_pattern(cue))


def rest_text(filling: Filling) -> str:
    """What is left of the clause: the user's own words, in runs."""
    runs: list[list[int]] = []
    for at in range(filling.clause.first, filling.clause.last):
        if at in filling.used:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    texts = [tidy(filling, run[0], run[-1] + 1) for run in runs]
    if _only_people(filling, [at for run in runs for at in run]):
        return ""
    return " ".join(text for text in texts if text)


def _only_people(filling: Filling, places: list[int]) -> bool:
    """Whether nothing is left but names and small words, which other arguments hold already."""
    reading = filling.clause.reading
    small = set(phrasebook().english["function_words"]["connectors"])
    small |= set(phrasebook().english["function_words"]["prepositions"])
    small |= set(phrasebook().english["function_words"]["hanging"])
    people = [at for at in places if _is_name(reading.mark_at[at])]
    rest = [at for at in places if not _is_name(reading.mark_at[at])]
    known = filling.tool.phrases.objects | filling.tool.phrases.verbs
    kept = any(isinstance(filling.args.get(s.name), list) for _, s in filling.tool.slots())
    return (
        bool(people)
        and kept
        and all(
            reading.tokens[at].low in small | known or reading.tokens[at].raw in TRIM for at in rest
        )
    )


def _is_name(mark: Mark | None) -> bool:
    return mark is not None and mark.kind in {"new", *CHARACTER_KINDS}


def tidy(filling: Filling, first: int, last: int) -> str:
    """The text of a run without the small words and signs that hang at its ends."""
    tokens = filling.clause.reading.tokens
    ends = {*TRIM, "and", "then", "please", "but", "also", "so", "again", "now", "both", "each"}
    words = phrasebook().english["function_words"]
    lone = {
        *words["connectors"],
        *words["prepositions"],
        *words["articles"],
        "there",
        "one",
        "they",
    }
    lone |= set(words["indefinite"])
    while first < last and (tokens[first].low in ends) and not _quoted(filling, first):
        first += 1
    while last > first and (tokens[last - 1].low in ends) and not _quoted(filling, last - 1):
        last -= 1
    hanging = phrasebook().english["function_words"]["hanging"]
    while last > first and last in filling.used and tokens[last - 1].low in hanging:
        last -= 1
    if all(tokens[at].low in lone or tokens[at].raw in TRIM for at in range(first, last)):
        return ""
    mark = filling.clause.reading.mark_at[first]
    if mark is not None and mark.kind == "quote" and mark.first == first and mark.last == last:
        return str(mark.value)
    return filling.clause.reading.slice(first, last)


def _quoted(filling: Filling, at: int) -> bool:
    mark = filling.clause.reading.mark_at[at]
    return mark is not None
