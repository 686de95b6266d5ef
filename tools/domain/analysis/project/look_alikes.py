"""Characters that look too alike, by the vectors of their canonical pictures.

Two characters are too alike where the calibrated probability that their canonical pictures show
one character is `ONE_CHARACTER` or more: the score that guards consistency could not tell them
apart. Without a calibration their cosine is held against the cosines that approved pictures of one
and the same character have with its reference (the lower quartile of at least `LEAST_SAME`), else
against all other pairs of the project (median and 3 scaled median absolute deviations of at least
`LEAST_PAIRS`; Leys, Ley, Klein, Bernard and Licata 2013). With fewer of both nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tools.domain.analysis.facts import PairFact, ProjectFacts
from tools.domain.analysis.finding import Action, Figure, Finding, Subject, listed, measure
from tools.domain.consistency import REVISION_THRESHOLD

ONE_CHARACTER = REVISION_THRESHOLD
LEAST_SAME = 5
LEAST_PAIRS = 10
_MAD_TO_SIGMA = 1.4826
_DEVIATIONS = 3.0
_CHANGEABLE = ("hair", "outfit", "eyes", "legs", "accessories", "skin")
_KEYS = {"outfit": "style", "legs": "style", "accessories": "accessories"}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """From which value on two characters are too alike, and where that comes from."""

    value: float
    of: str
    n: int
    basis: str


def look_alikes(facts: ProjectFacts) -> Iterator[Finding]:
    """Pairs of characters that the vectors, or the calibrated score, cannot tell apart."""
    for pair in facts.pairs:
        limit = limit_of(pair, facts.same_cosines, facts.between)
        if limit is None:
            continue
        value = pair.cosine if limit.of == "cosine" else pair.probability
        if value is not None and value >= limit.value:
            yield _finding(facts, pair, limit)
    yield from _nearest(facts)


def limit_of(
    pair: PairFact, same_cosines: Sequence[float], between: Sequence[float]
) -> Limit | None:
    """The limit that the rows at hand give for this pair; None where they give none."""
    if pair.probability is not None:
        return Limit(
            value=ONE_CHARACTER,
            of="probability",
            n=1,
            basis="the calibrated probability that both pictures show one character",
        )
    if len(same_cosines) >= LEAST_SAME:
        return Limit(
            value=float(np.quantile(np.asarray(same_cosines), 0.25)),
            of="cosine",
            n=len(same_cosines),
            basis="the lower quartile of approved pictures with their own reference",
        )
    if len(between) >= LEAST_PAIRS:
        values = np.asarray(between)
        middle = float(np.median(values))
        spread = _MAD_TO_SIGMA * float(np.median(np.abs(values - middle)))
        return Limit(
            value=middle + _DEVIATIONS * spread,
            of="cosine",
            n=len(between),
            basis="median and three scaled absolute deviations of all pairs of the project",
        )
    return None


def _finding(facts: ProjectFacts, pair: PairFact, limit: Limit) -> Finding:
    one, other = facts.name_of(pair.one), facts.name_of(pair.other)
    value = pair.cosine if limit.of == "cosine" else pair.probability
    shared = f"; they share {listed(pair.alike)}" if pair.alike else ""
    return Finding(
        code="LOOK_ALIKES",
        rule="look_alikes",
        severity="warning",
        subject=Subject(kind="character", id=pair.one, name=one),
        sentence=(
            f"{one} and {other} look too alike: {limit.of} {value:.2f}, the limit is "
            f"{limit.value:.2f} ({limit.basis}){shared}."
        ),
        figures=_figures(pair) | {"limit": measure(limit.value, limit.of, limit.n)},
        action=_action(facts.name_of(max(pair.one, pair.other)), pair),
    )


def _figures(pair: PairFact) -> dict[str, Figure]:
    rows = {
        "characters": [pair.one, pair.other],
        "pictures": [pair.one_picture, pair.other_picture],
    }
    figures = {"cosine": measure(pair.cosine, f"cosine in {pair.space}", 1, **rows)}
    if pair.probability is not None:
        known = [] if pair.calibration_id is None else [pair.calibration_id]
        figures["probability"] = measure(
            pair.probability, "probability, 0 to 1", 1, calibrations=known
        )
    return figures


def _nearest(facts: ProjectFacts) -> Iterator[Finding]:
    """Which two are nearest, whether or not that is too near."""
    if not facts.pairs:
        return
    pair = max(facts.pairs, key=lambda one: one.cosine)
    one, other = facts.name_of(pair.one), facts.name_of(pair.other)
    n = len(facts.between)
    figures = _figures(pair)
    if n:
        mean = sum(facts.between) / n
        figures["mean_cosine"] = measure(mean, f"cosine in {pair.space}, all pairs", n)
    yield Finding(
        code="NEAREST_CHARACTERS",
        rule="look_alikes",
        severity="info",
        subject=Subject(kind="project", id=facts.project_id, name=facts.title),
        sentence=f"Of {n} pairs {one} and {other} are the most alike, cosine {pair.cosine:.2f}.",
        figures=figures,
    )


def _action(name: str, pair: PairFact) -> Action:
    """Change what they share, of what is changed most easily, in the younger of the two."""
    region = next((r for r in _CHANGEABLE if r in pair.alike), "outfit")
    told = "another outfit" if region in ("outfit", "legs") else f"other {region}"
    return Action(
        sentence=f"Give {name} {told}.",
        tool="update_character",
        args={"character": name},
        needs=[f"appearance.{_KEYS.get(region, region)}"],
    )
