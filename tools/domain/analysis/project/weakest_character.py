"""Whose pictures are the least consistent."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Finding, measure
from tools.domain.analysis.subjects import character_subject
from tools.domain.consistency import APPROVAL_THRESHOLD

_LEAST_SCORES = 2


def weakest_character(facts: ProjectFacts) -> Iterator[Finding]:
    """The lowest mean of calibrated scores in a present design, beside the mean of all."""
    scored = [
        (one.mean_score, one)
        for one in facts.cast
        if one.mean_score is not None and one.scores >= _LEAST_SCORES
    ]
    if not scored:
        return
    mean, weakest = min(scored, key=lambda pair: (pair[0], pair[1].id))
    total = sum(one.scores for _, one in scored)
    overall = sum(score * one.scores for score, one in scored) / total
    low = mean < APPROVAL_THRESHOLD
    own = f"mean {mean:.2f} over {weakest.scores} pictures"
    sentence = (
        f"{weakest.name} is the least consistent of {len(scored)} scored characters: {own}, "
        f"{overall:.2f} over all {total}."
    )
    if len(scored) == 1:
        sentence = f"Only {weakest.name} has scores to go by: {own}."
    yield Finding(
        code="LEAST_CONSISTENT_CHARACTER",
        rule="weakest_character",
        severity="warning" if low else "info",
        subject=character_subject(weakest),
        sentence=sentence,
        figures={
            "mean_score": measure(
                mean, "probability, 0 to 1", weakest.scores, characters=[weakest.id]
            ),
            "mean_score_of_all": measure(overall, "probability, 0 to 1", total),
        },
        action=Action(
            sentence=f"See what {weakest.name} needs.",
            tool="suggest_improvements",
            args={"character": weakest.name},
        )
        if low
        else None,
    )
