"""Which of several things a spoken name means; it never guesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

Match = Literal["exact", "prefix", "part", "near"]

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´ʹ＇"), None)
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"}
)
_LONG_NAME_LETTERS = 8
_SHORTEST_NEAR_LETTERS = 3
_CANDIDATES = 5
_LIKENESS_FLOOR = 45


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a spoken name came to.

    `name` is the one meant, or None; then `candidates` holds the nearest names, best first,
    and `ambiguous` says whether several fit (else none does).
    """

    spoken: str
    name: str | None = None
    match: Match | None = None
    ambiguous: bool = False
    candidates: tuple[str, ...] = ()


def resolve(spoken: str, names: Sequence[str], *, lenient: bool = True) -> Resolution:
    """Find the one of `names` that `spoken` means.

    Tried in this order: equal, prefix, part (all after `fold`), and, where `lenient`, one edit
    away (two from eight letters). A stage that fits several names ends the search as ambiguous.
    """
    wanted = fold(spoken)
    if wanted:
        folded = [(fold(name), name) for name in names]
        for match, found in _stages(wanted, folded, lenient):
            if len(found) == 1:
                return Resolution(spoken=spoken, name=found[0], match=match)
            if found:
                return Resolution(
                    spoken=spoken, ambiguous=True, candidates=tuple(found[:_CANDIDATES])
                )
    return Resolution(spoken=spoken, candidates=nearest(spoken, names))


def fold(name: str) -> str:
    """The form in which two spellings of a name are equal: case, accents, apostrophes, spaces."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold())
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return " ".join(bare.translate(_UNDECOMPOSED).split())


def nearest(spoken: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names most like the spoken one, best first; all of them where there are few."""
    wanted = fold(spoken)
    liked = sorted(((fuzz.WRatio(wanted, fold(n)), n) for n in names), key=lambda s: (-s[0], s[1]))
    close = [name for likeness, name in liked if likeness >= _LIKENESS_FLOOR]
    chosen = close or [name for _, name in liked]
    return tuple(chosen[:_CANDIDATES])


def _stages(
    wanted: str, folded: Sequence[tuple[str, str]], lenient: bool
) -> list[tuple[Match, list[str]]]:
    stages: list[tuple[Match, list[str]]] = [
        ("exact", [name for form, name in folded if form == wanted]),
        ("prefix", [name for form, name in folded if form.startswith(wanted)]),
        ("part", [name for form, name in folded if wanted in form]),
    ]
    if lenient and len(wanted) >= _SHORTEST_NEAR_LETTERS:
        edits = 2 if len(wanted) >= _LONG_NAME_LETTERS else 1
        stages.append(("near", [name for form, name in folded if _near(wanted, form, edits)]))
    return stages


def _near(wanted: str, form: str, edits: int) -> bool:
    spellings = {form, *form.split()}
    return any(OSA.distance(wanted, s, score_cutoff=edits) <= edits for s in spellings)
