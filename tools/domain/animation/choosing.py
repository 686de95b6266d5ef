"""Which response a person means, from their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import cast

from rapidfuzz import fuzz, process

from tools.domain.animation.dna import ResponderSuggestion
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.suggestions import response_facts

_NAMED_SCORE = 88.0
"""Of 100: how alike words and a suggestion's name have to be (rapidfuzz's ratio)."""
_TYPED_SCORE = 84.0
"""Of 100: how alike a mistyped word and a cue of five letters or more have to be."""
_CUE_LETTERS = 5
_NEGATED_WITHIN = 3


def chosen_response(
    words: str, suggestions: Sequence[ResponderSuggestion]
) -> ResponderSuggestion | None:
    """The response that these words mean; None where they mean none.

    In turn: a suggestion's name, its number, or the recommended one; then the words for a kind:
    plain ones ("dodge") choose the suggestion of that kind, ones of their own ("she ducks"), or
    of a kind that is not suggested, become the action. Negated words do not count.
    """
    text = _plain(words)
    if not text:
        return None
    named = _named(text, suggestions)
    if named is not None:
        return named
    cue = _cue(text) or _mistyped(text)
    if cue is None:
        return _counted(text, suggestions)
    kind, particular = cue
    there = [suggestion for suggestion in suggestions if suggestion.kind == kind]
    if there and not particular:
        return there[0]
    return ResponderSuggestion(action=words.strip(), kind=kind, reason="In the user's own words.")


def _named(text: str, suggestions: Sequence[ResponderSuggestion]) -> ResponderSuggestion | None:
    within = [
        suggestion
        for suggestion in suggestions
        if any(_affirmed(text, start) for start in _places(text, _plain(suggestion.action)))
    ]
    if within:
        return max(within, key=lambda suggestion: len(suggestion.action))
    names = [_plain(suggestion.action) for suggestion in suggestions]
    found = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=_NAMED_SCORE)
    return suggestions[found[2]] if found else None


def _cue(text: str) -> tuple[ResponderKind, bool] | None:
    """The kind of the longest cue that is not negated, and whether it names a way of its own."""
    best: tuple[int, int, ResponderKind, bool] | None = None
    for phrase, kind, particular in _cues():
        for start in _places(text, phrase):
            if not _affirmed(text, start):
                continue
            rank = (len(phrase), -start)
            if best is None or rank > best[:2]:
                best = (*rank, kind, particular)
    return best[2:] if best else None


def _mistyped(text: str) -> tuple[ResponderKind, bool] | None:
    single = [cue for cue in _cues() if " " not in cue[0] and len(cue[0]) >= _CUE_LETTERS]
    names = [cue[0] for cue in single]
    best: tuple[float, int] | None = None
    for word in text.split():
        if len(word) < _CUE_LETTERS or not _affirmed(text, text.index(word)):
            continue
        found = process.extractOne(word, names, scorer=_likeness, score_cutoff=_TYPED_SCORE)
        if found and (best is None or found[1] > best[0]):
            best = (found[1], found[2])
    return single[best[1]][1:] if best else None


def _likeness(word: str, cue: str, *, score_cutoff: float | None = None) -> float:
    """0 to 100; letters that have only changed places are as good as one that is wrong in ten."""
    del score_cutoff
    swapped = word[0] == cue[0] and sorted(word) == sorted(cue)
    return 90.0 if swapped and word != cue else fuzz.ratio(word, cue)


def _counted(text: str, suggestions: Sequence[ResponderSuggestion]) -> ResponderSuggestion | None:
    choosing = response_facts()["choosing"]
    if _any_place(text, choosing["recommended"]):
        return next((s for s in suggestions if s.recommended), None)
    if suggestions and _any_place(text, choosing["last"]):
        return suggestions[-1]
    number = _number(text)
    return suggestions[number - 1] if number and number <= len(suggestions) else None


def _number(text: str) -> int | None:
    choosing = response_facts()["choosing"]
    words = text.split()
    marked = any(word in choosing["counted"] for word in words) or "one" in words[1:]
    digits = [word for word in words if word.isdecimal()]
    if digits and (marked or len(words) == 1):
        return int(digits[0])
    for number, names in choosing["ordinals"].items():
        said = [name for name in names if name in words]
        if said and (marked or len(words) <= 2):
            ordinal = said[0] == names[0]
            if ordinal or len(words) == 1 or any(word in choosing["counted"] for word in words):
                return int(number)
    return None


def _affirmed(text: str, start: int) -> bool:
    before = text[:start].rpartition("|")[2].split()[-_NEGATED_WITHIN:]
    return not _any_place(" ".join(before), response_facts()["choosing"]["not"])


def _any_place(text: str, phrases: Iterable[str]) -> bool:
    return any(f" {_plain(phrase)} " in f" {text} " for phrase in phrases)


def _places(text: str, phrase: str) -> Iterator[int]:
    padded, wanted = f" {text} ", f" {phrase} "
    start = padded.find(wanted)
    while start >= 0:
        yield start
        start = padded.find(wanted, start + 1)


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, ResponderKind, bool], ...]:
    facts = response_facts()
    return tuple(
        (_plain(phrase), cast("ResponderKind", kind), shelf == "own")
        for shelf in ("plain", "own")
        for kind, phrases in facts[shelf].items()
        for phrase in phrases
    )


def _plain(text: str) -> str:
    """Lower-case words; a `|` stands between clauses."""
    joined = text.lower().replace("’", "").replace("'", "")
    return " ".join(re.findall(r"[^\W_]+|[|]", re.sub(r"[,;.!?:]+(?=\s)|\bbut\b", " | ", joined)))
