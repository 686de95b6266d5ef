"""The courtesies about a command, and the words that one may begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agent.embedded.phrasebook import phrasebook
from agent.embedded.reading import Clause, symbols_with_places


def trimmed(words: Sequence[str]) -> list[str]:
    """The words without the courtesies before and after them."""
    first, last = _core(words)
    return list(words[first:last])


def trimmed_symbols(sentence: str) -> list[str]:
    """The same for a sentence of the phrase data, whose marks stand as `<char>` and the like."""
    contractions: dict[str, str] = phrasebook().english["contractions"]
    words: list[str] = []
    for word in re.findall(r"<\w+>|\w+(?:['-]\w+)*|:", sentence.lower()):
        words.extend(contractions.get(str(word), str(word)).split())
    return trimmed(words)


def trimmed_clause(clause: Clause) -> Clause:
    """The clause without the courtesies before and after it."""
    words, places = symbols_with_places(clause)
    first, last = _core(words)
    if not places or first >= last:
        return clause
    end = places[last] if last < len(places) else clause.last
    return replace(clause, first=places[first], last=end)


def _core(words: Sequence[str]) -> tuple[int, int]:
    text = " ".join(words)
    front = _front().match(text)
    first = len(text[: front.end()].split()) if front else 0
    if first >= len(words):
        return 0, len(words)
    rest = " ".join(words[first:])
    last = len(words)
    back = _back().search(rest)
    if back and rest[: back.start()].strip():
        last = first + len(rest[: back.start()].split())
    return first, last


@cache
def _front() -> re.Pattern[str]:
    phrases: list[str] = phrasebook().english["courtesy"]["front"]
    return re.compile(rf"(?:(?:{_longest(phrases)})(?:$| +|(?<= )))+")


@cache
def _back() -> re.Pattern[str]:
    phrases: list[str] = phrasebook().english["courtesy"]["back"]
    return re.compile(rf"(?: (?:{_longest(phrases)}))+$")


def _longest(phrases: Sequence[str]) -> str:
    return "|".join(f"(?:{phrase})" for phrase in sorted(phrases, key=len, reverse=True))


@cache
def starters() -> frozenset[str]:
    """Words that a command or a question may begin with."""
    words: set[str] = set(phrasebook().english["synonyms"]["ask"])
    for tool in phrasebook().tools.values():
        words |= tool.verbs
        for example in tool.examples:
            head = re.match(r"\(([^()]*)\)|(\w+)", example)
            if head:
                options = str(head[1] or head[2]).split("|")
                words |= {part.split()[0] for part in options if part}
    never: list[str] = phrasebook().english["clauses"]["never_first"]
    return frozenset(word for word in words - set(never) if word.isalpha() or "-" in word)
