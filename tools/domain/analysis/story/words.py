"""What a sentence of a story is about: its telling words, brought to one form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tools.domain.reading.words import lemma_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE = re.compile(r"[.;:!?\n]|,|\b(?:but|then|while|until|because)\b", re.IGNORECASE)
_SHORT = 4


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of a text: its telling words, and those of them that follow a negation."""

    words: frozenset[str]
    denied: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Lexicon:
    small: frozenset[str]
    negations: frozenset[str]
    alike: dict[str, str]
    opposites: dict[str, frozenset[str]]


def telling(text: str, without: Iterable[str] = ()) -> dict[str, str]:
    """The words of a text that say what happens, by their one form, as they are first written.

    Those of the names `without` are left out.
    """
    lexicon = _lexicon()
    left_out = {stem(word) for name in without for word in _WORD.findall(name)}
    left_out |= lexicon.small | lexicon.negations
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        if (one := stem(word)) not in left_out:
            found.setdefault(one, word)
    return found


def clauses(text: str) -> list[Clause]:
    """The text cut at marks and at words that turn it."""
    return [_clause(part) for part in _CLAUSE.split(text) if part.strip()]


def opposites_of(word: str) -> frozenset[str]:
    """What would contradict a telling word."""
    return _lexicon().opposites.get(word, frozenset())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """One form for the forms of a word: `refuses`, `refused` and `refusing` are one.

    It need not be English: all words go through the same function.
    """
    return _lexicon().alike.get(_bare(word), _bare(word))


@lru_cache(maxsize=8192)
def _bare(word: str) -> str:
    low = word.lower().replace("’", "'")
    if low.endswith("n't"):
        return "n't"
    low = _irregular().get(low, low)
    low = lemma_of(low)
    for ending in ("ing", "ed"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            low = low.removesuffix(ending)
            if len(low) > 2 and low[-1] == low[-2] and low[-1] not in "lsz":
                low = low[:-1]
            break
    if low.endswith("i"):
        return low[:-1] + "y"
    return low.removesuffix("e") if len(low) >= _SHORT else low


def _clause(text: str) -> Clause:
    lexicon = _lexicon()
    words, denied = set[str](), set[str]()
    negated = False
    for word in (stem(written) for written in _WORD.findall(text)):
        if word in lexicon.negations:
            negated = not negated
        elif word not in lexicon.small:
            words.add(word)
            (denied.add if negated else denied.discard)(word)
    return Clause(words=frozenset(words), denied=frozenset(denied))


@cache
def _data() -> dict[str, object]:
    source = files("tools.domain.analysis.story").joinpath("data", "words.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def _irregular() -> dict[str, str]:
    found = _data()["irregular"]
    assert isinstance(found, dict)
    return {str(form): str(base) for form, base in found.items()}


@cache
def _lexicon() -> _Lexicon:
    alike: dict[str, str] = {}
    for group in _groups("alike"):
        first, *others = (_bare(word) for word in group)
        alike |= dict.fromkeys(others, first)

    def one(word: str) -> str:
        return alike.get(_bare(word), _bare(word))

    against: dict[str, frozenset[str]] = {}
    for group in _groups("opposites"):
        this, that = (one(word) for word in group)
        against[this] = against.get(this, frozenset()) | {that}
        against[that] = against.get(that, frozenset()) | {this}
    return _Lexicon(
        small=frozenset(one(word) for word in _listed("small")),
        negations=frozenset(one(word) for word in _listed("negations")),
        alike=alike,
        opposites=against,
    )


def _listed(key: str) -> list[str]:
    found = _data()[key]
    assert isinstance(found, list)
    return [str(word) for word in found]


def _groups(key: str) -> list[list[str]]:
    found = _data()[key]
    assert isinstance(found, list)
    return [[str(word) for word in group] for group in found]
