"""Where the character's consistency is going."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Figure, Finding, count, measure
from tools.domain.analysis.subjects import character_subject

_CODES = {
    "falling": "SCORES_FALL",
    "rising": "SCORES_RISE",
    "level": "SCORES_LEVEL",
    None: "SCORES_TWO_POINTS",
}


def score_trend(facts: CharacterFacts) -> Iterator[Finding]:
    """The line through the scores of the present design; without enough of them, why there is none.

    A fall that chance does not explain is a warning.
    """
    found = facts.tendency
    trend = found.trend
    if trend is None:
        yield Finding(
            code="NO_TREND",
            rule="score_trend",
            severity="info",
            subject=character_subject(facts.character),
            sentence=found.reason or found.sentence,
            figures={"validations": count(found.n, "scores of the present design")},
        )
        return
    unit = "probability, 0 to 1" if trend.rests_on == "score" else f"similarity in {trend.space}"
    rows = [s.id for s in facts.present if s.id is not None]
    falling = trend.per_picture.direction == "falling"
    figures: dict[str, Figure] = {
        "mean": measure(trend.mean, unit, trend.n, scores=rows, calibrations=trend.calibration_ids),
        "slope_per_picture": measure(trend.per_picture.value, f"{unit}, a picture", trend.n),
        "first": measure(trend.first, unit),
        "last": measure(trend.last, unit),
    }
    if trend.per_picture.standard_error is not None:
        error = trend.per_picture.standard_error
        figures["slope_standard_error"] = measure(error, f"{unit}, a picture", trend.n)
    yield Finding(
        code=_CODES[trend.per_picture.direction],
        rule="score_trend",
        severity="warning" if falling else "info",
        subject=character_subject(facts.character),
        sentence=_sentence(facts, unit),
        figures=figures,
        action=_look_again(facts) if falling else None,
    )


def _sentence(facts: CharacterFacts, unit: str) -> str:
    trend = facts.tendency.trend
    assert trend is not None
    kind = "calibrated scores" if trend.rests_on == "score" else "similarities (no calibration)"
    line = trend.per_picture
    told = {
        "falling": f"fall by {-line.value:.4f} a picture",
        "rising": f"rise by {line.value:.4f} a picture",
        "level": "neither rise nor fall beyond chance",
        None: "are two only, which tell no direction",
    }[line.direction]
    return (
        f"The {kind} of {facts.character.name} {told}: mean {trend.mean:.4f} over {trend.n} "
        f"pictures, from {trend.first:.4f} to {trend.last:.4f}."
    )


def _look_again(facts: CharacterFacts) -> Action:
    name = facts.character.name
    return Action(
        sentence=f"Check the newest picture of {name} against its reference before making more.",
        tool="check_consistency",
        args={"character": name, "image": "last"},
    )
