"""Stage one: words with their places in the text, folded, unshortened, typos repaired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from agent.embedded.phrasebook import phrasebook

MAX_REPAIRS = 40
"""Typos repaired in one message; beyond that it is not typing, it is another language."""

WORD = re.compile(
    r"#[0-9a-fA-F]{6}\b|[0-9a-fA-F]{64}\b|[\w-]+\.(?:png|jpe?g|webp|gif|json)\b"
    r"|\d+(?:[.,]\d+)?%?(?![\w.])|\d+(?:[.,]\d+)?%?(?=\.(?:\s|$))|\.\d+|\w+(?:['’]\w+)*(?:-\w+(?:['’]\w+)*)*|[^\w\s]",
)
MEASURED = re.compile(r"(\d{1,4}|[^\W\d_]+)-([^\W\d_]+)")
NUMBERED = re.compile(r"([^\W\d_]+)-?(\d{1,9})")
PART = re.compile(r"[^_]+")
PLACEHOLDER = re.compile(r"<[a-z_]+>")


@dataclass(frozen=True)
class Token:
    """One word of the text: `low` is folded and repaired, `raw` as typed, `start:end` its place."""

    low: str
    raw: str
    start: int
    end: int
    expanded: tuple[str, ...] = ()
    possessive: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The word, or the words that a contraction stands for."""
        return self.expanded or (self.low,)


def fold(text: str) -> str:
    """Lower case without accents, with plain apostrophes and quotes; the length may differ."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def tokens_of(text: str, known_names: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a message. Folded names in `known_names` are never taken for typos."""
    contractions: dict[str, str] = phrasebook().english["contractions"]
    found: list[Token] = []
    repairs = 0
    for start, raw in _pieces(text):
        low = fold(raw)
        token = Token(low, raw, start, start + len(raw))
        if low in contractions:
            token = replace(token, expanded=tuple(contractions[low].split()))
        elif low.endswith(("'s", "s'")) and len(low) > 2:
            token = replace(
                token, low=low[:-2] if low.endswith("'s") else low[:-1], possessive=True
            )
        elif repairs < MAX_REPAIRS and _may_be_a_typo(token, known_names):
            better = repaired(low)
            if better != low:
                repairs += 1
                expanded = tuple(contractions[better].split()) if better in contractions else ()
                token = replace(token, low=better, expanded=expanded)
        found.append(token)
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The words with their places; thing and number (`scene-4`, `3-second`) are two, and a tool's
    name is as many as it has."""
    for match in WORD.finditer(text):
        raw = match.group()
        measured, numbered = MEASURED.fullmatch(raw), NUMBERED.fullmatch(raw)
        if measured and _counts(fold(measured[1]), fold(measured[2])):
            yield match.start(), measured[1]
            yield match.start() + measured.start(2), measured[2]
        elif numbered and _is_thing(fold(numbered[1])):
            yield match.start(), numbered[1]
            yield match.start() + numbered.start(2), numbered[2]
        elif "_" in raw and fold(raw) in phrasebook().tools:
            yield from ((match.start() + part.start(), part[0]) for part in PART.finditer(raw))
        else:
            yield match.start(), raw


def _counts(count: str, unit: str) -> bool:
    english = phrasebook().english
    counted = count.isdigit() or count in english["numbers"]
    return counted and unit in english["units"]["words"]


def _is_thing(word: str) -> bool:
    said = phrasebook().english["contractions"].get(word, word)
    return any(said in words for words in phrasebook().landmarks.values())


@lru_cache(maxsize=4096)
def repaired(word: str) -> str:
    """The word of the phrases that was probably meant, or the word itself."""
    if len(word) < 4 or word in vocabulary() or word in common_words():
        return word
    limit = 1 if len(word) < 8 else 2
    near = extract(
        word,
        _by_length(len(word)),
        scorer=OSA.distance,
        score_cutoff=limit,
        limit=5,
        processor=None,
    )
    fit = [
        (distance, candidate)
        for candidate, distance, _ in near
        if candidate[0] == word[0] or sorted(candidate) == sorted(word) or candidate[1:] == word
    ]
    if not fit:
        return word
    return min(fit, key=lambda item: (item[0], item[1] not in head_words(), item[1]))[1]


@cache
def vocabulary() -> frozenset[str]:
    """Every plain word of the phrase data."""
    book = phrasebook()
    words: set[str] = set()
    for tool in book.tools.values():
        words |= tool.verbs | tool.objects | set(tool.name.split("_"))
        for example in tool.examples:
            words.update(_plain_words(example))
    for examples in book.acts.values():
        for example in examples:
            words.update(_plain_words(example))
    for keys in book.attributes.values():
        for key in keys:
            for phrase in key.nouns | key.adjectives:
                words.update(phrase.split())
    for table in ("contractions", "numbers", "ordinals"):
        words |= set(book.english[table])
    words |= set(book.english["names"]["introduce"])
    return frozenset(fold(word) for word in words)


@cache
def head_words() -> frozenset[str]:
    """Verbs and objects of the tools, which a typo is most likely to be of."""
    heads: set[str] = set()
    for tool in phrasebook().tools.values():
        heads |= tool.verbs | tool.objects
    return frozenset(heads)


@cache
def common_words() -> frozenset[str]:
    """English words that are no typos of ours."""
    text = files("agent.embedded").joinpath("words.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _by_length(length: int) -> list[str]:
    return [word for word in vocabulary() if abs(len(word) - length) <= 2 and len(word) >= 4]


def _plain_words(example: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", re.sub(r"\{\w+\}", " ", example).lower())


def _may_be_a_typo(token: Token, known_names: frozenset[str]) -> bool:
    return token.low.isalpha() and token.low.isascii() and token.low not in known_names
