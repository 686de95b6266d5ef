"""Which of several pictures of one order is the best, by their figures, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

BLANK_PICTURE = "BLANK_PICTURE"
"""The reason code of a picture with nothing on it: black, or of one colour."""

Figure = Literal["consistency", "alignment", "quality"]
Weights = Mapping[Figure, float]
CONSISTENT: Weights = {"consistency": 0.6, "alignment": 0.25, "quality": 0.15}
EXPLORING: Weights = {"consistency": 0.35, "alignment": 0.4, "quality": 0.25}
"""What a figure counts for by the order's mode: a copy of the reference is consistent and
worthless, so what was asked for and how it is made count too."""
_CLIP_SCORE = 2.5
_WORD = re.compile(r"[^\W\d_]{3,}")


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Candidate(_Fact):
    """One picture's figures, each 0 to 1 and None where it is not known.

    `score` is the calibrated probability of showing the character, `similarity` the space's own
    measure; `broken` is the code of what makes the picture useless.
    """

    number: int
    score: float | None = None
    similarity: float | None = None
    alignment: float | None = None
    quality: float | None = None
    passes: bool = False
    broken: str | None = None


class Ranked(_Fact):
    """A candidate's place, 1 being the best.

    `total` is the weighted mean of the figures that all candidates in question have, `figures`
    are those; `why` is a sentence.
    """

    number: int
    rank: int
    total: float | None
    figures: dict[Figure, float]
    why: str


def ranked(candidates: Sequence[Candidate], weights: Weights = CONSISTENT) -> list[Ranked]:
    """The candidates in order, the best first.

    Broken ones come last, those that pass the order's threshold first; within these the weighted
    mean of their figures decides, then who came first. A figure that one of them lacks is left
    out for all: what is not known speaks neither for nor against anybody.
    """
    sound = [one for one in candidates if one.broken is None]
    figures = _figures(sound)
    totals = {number: _total(known, weights) for number, known in figures.items()}

    def place(one: Candidate) -> tuple[bool, bool, float, int]:
        total = totals.get(one.number)
        return (one.broken is not None, not one.passes, -(total or 0.0), one.number)

    order = sorted(candidates, key=place)
    return [
        Ranked(
            number=one.number,
            rank=rank,
            total=_rounded(totals.get(one.number)),
            figures={name: round(v, 4) for name, v in figures.get(one.number, {}).items()},
            why=_why(one, rank, order, figures),
        )
        for rank, one in enumerate(order, start=1)
    ]


def drawn_share(asked: str, undrawn: Iterable[str]) -> float | None:
    """The share of the asked words, of three letters or more, that are not named as undrawn.

    None where nothing was asked in words.
    """
    words = {word.casefold() for word in _WORD.findall(asked)}
    if not words:
        return None
    missing = {word.casefold() for told in undrawn for word in _WORD.findall(told)}
    return 1 - len(words & missing) / len(words)


def clip_score(cosine: float) -> float:
    """How well a picture fits words, 0 to 1, from the cosine of their CLIP vectors.

    2.5 times the cosine, cut to 0 and 1: Hessel, Holtzman, Forbes, Le Bras and Choi, "CLIPScore"
    (2021).
    """
    return max(0.0, min(1.0, _CLIP_SCORE * cosine))


def _figures(sound: Sequence[Candidate]) -> dict[int, dict[Figure, float]]:
    scored = all(one.score is not None for one in sound)
    told: dict[int, dict[Figure, float | None]] = {
        one.number: {
            "consistency": one.score if scored else one.similarity,
            "alignment": one.alignment,
            "quality": one.quality,
        }
        for one in sound
    }
    missing = {name for known in told.values() for name, value in known.items() if value is None}
    return {
        number: {k: v for k, v in known.items() if k not in missing and v is not None}
        for number, known in told.items()
    }


def _total(figures: Mapping[Figure, float], weights: Weights) -> float | None:
    weight = sum(weights[name] for name in figures)
    if not weight:
        return None
    return sum(weights[name] * value for name, value in figures.items()) / weight


def _why(
    one: Candidate,
    rank: int,
    order: Sequence[Candidate],
    figures: Mapping[int, Mapping[Figure, float]],
) -> str:
    if one.broken is not None:
        said = "nothing is on it" if one.broken == BLANK_PICTURE else one.broken
        return f"Last, because {said}." if len(order) > 1 else f"Useless: {said}."
    known = figures[one.number]
    said = ", ".join(f"{name} {value:.2f}" for name, value in known.items()) or "no figures known"
    if len(order) == 1:
        return f"The only one: {said}."
    other = order[1] if rank == 1 else order[rank - 2]
    return f"{rank} of {len(order)}: {said}; {_beside(one, other, rank == 1, figures)}."


def _beside(
    one: Candidate,
    other: Candidate,
    ahead: bool,
    figures: Mapping[int, Mapping[Figure, float]],
) -> str:
    relation = "ahead of" if ahead else "behind"
    told = f"{relation} number {other.number}"
    if other.broken is not None:
        return f"{told}, which shows nothing"
    if one.passes != other.passes:
        return f"{told}, because only {'this' if ahead else 'that'} one passes the threshold"
    mine, theirs = figures[one.number], figures[other.number]
    sign = 1 if ahead else -1
    gaps = {name: sign * (mine[name] - theirs[name]) for name in mine if name in theirs}
    telling = [name for name, gap in sorted(gaps.items(), key=lambda kv: -kv[1]) if gap > 0.005]
    return f"{told} by {' and '.join(telling)}" if telling else f"{told}, which is as good"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
