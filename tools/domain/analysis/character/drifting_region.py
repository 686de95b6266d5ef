"""Which attribute of the character drifts most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.domain.adjustments import adjustments_after
from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Action, Effect, Figure, Finding, measure
from tools.domain.analysis.mending import mended, said_under
from tools.domain.analysis.subjects import character_subject
from tools.domain.consistency import Region, reason_code

_WARNING_SHARE = 0.3
"""From this share of the comparisons on, a drift is a habit and no accident."""
_TRIED_ENOUGH = 3
"""Attempts after which an adjustment that never helped is not advised again."""


def drifting_region(facts: CharacterFacts) -> Iterator[Finding]:
    """The region that drifts most in comparisons with the reference of the present design."""
    most = facts.tendency.drifts_most
    if most is None:
        return
    drift = next(one for one in facts.tendency.drifts if one.region == most)
    code = reason_code(most).value
    drifted = [s for s in facts.present if code in s.report.get("codes", [])]
    rows = [s.id for s in drifted if s.id is not None]
    pictures = [str(s.picture_id) for s in drifted if s.picture_id is not None]
    figures: dict[str, Figure] = {
        "drift_share": measure(
            drift.share, "share of comparisons", drift.n, scores=rows, pictures=pictures
        ),
        "drifted": Figure(value=drift.drifted, unit="comparisons", n=drift.n),
        "compared": Figure(value=drift.n, unit="comparisons", n=drift.n),
    }
    if drift.mean_difference is not None:
        unit = f"share of the {most.value} without a counterpart"
        figures["mean_difference"] = measure(drift.mean_difference, unit, drift.n)
    others = [d for d in facts.tendency.drifts if d.region != most and d.drifted]
    for other in others[:2]:
        name = f"{other.region.value}_drift_share"
        figures[name] = measure(other.share, "share of comparisons", other.n)
    yield Finding(
        code="REGION_DRIFTS",
        rule="drifting_region",
        severity="warning" if drift.share >= _WARNING_SHARE else "info",
        subject=character_subject(facts.character),
        sentence=(
            f"What drifts most in {facts.character.name} is the {most.value}: in {drift.drifted} "
            f"of {drift.n} comparisons ({drift.share:.0%}){_colors(drifted, most)}."
        ),
        figures=figures,
        action=_action(facts, most, code),
    )


def _colors(drifted: Sequence[object], region: Region) -> str:
    """What the newest drift put in place of what, where the comparison says so."""
    for score in drifted:
        for found in getattr(score, "report", {}).get("regions", []):
            was, came = found.get("reference_color"), found.get("candidate_color")
            if found.get("region") == region.value and was and came:
                return f", last from {was} to {came}"
    return ""


def _action(facts: CharacterFacts, region: Region, code: str) -> Action:
    name = facts.character.name
    found = mended(facts.generations, code)
    if found and found.tried >= _TRIED_ENOUGH and not found.cured:
        return Action(
            sentence=(
                f"More weight on the {region.value} helped in none of {found.tried} attempts: "
                f"say the {region.value} of {name} more exactly, or order scenes that leave it as "
                "it is."
            ),
            tool="update_character",
            args={"character": name},
            needs=[f"appearance.{said_under(region.value)}"],
            effect=_effect(facts, code),
        )
    return Action(
        sentence=f"Order the next picture of {name} with more weight on the {region.value}.",
        tool="generate_image",
        args={"character": name},
        request={
            "method": "POST",
            "path": "/api/anime/echo/character/improve",
            "body": {"character_id": facts.character.id},
        },
        adjustments=adjustments_after([code], {}),
        effect=_effect(facts, code),
    )


def _effect(facts: CharacterFacts, code: str) -> Effect | None:
    """How often the adjustment for this code took the drift away, in this character's retries."""
    found = mended(facts.generations, code)
    if found is None:
        return None
    return Effect(
        of=f"attempts with {code}",
        unit="share of adjusted attempts",
        before=1.0,
        after=round(1 - found.share, 4),
        basis=(
            f"{found.cured} of {found.tried} attempts that began with the adjustment for {code} "
            "no longer showed it."
        ),
    )
