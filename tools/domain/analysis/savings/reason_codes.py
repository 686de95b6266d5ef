"""Which edit of which definition would spare most failed attempts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tools.domain.adjustments import adjustments_after
from tools.domain.analysis.facts import ProjectFacts
from tools.domain.analysis.finding import Action, Effect, Finding, Subject, count, measure, plural
from tools.domain.analysis.mending import mended, said_under
from tools.domain.analysis.savings.spent import failed, seconds_an_attempt
from tools.domain.ranking import BLANK_PICTURE


def reason_codes(facts: ProjectFacts) -> Iterator[Finding]:
    """Failed attempts by character and reason code; those that failed for that code alone count
    as spared, the most first."""
    alone: defaultdict[tuple[int, str], int] = defaultdict(int)
    shown: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for generation in facts.generations:
        for attempt in failed(generation):
            for code in attempt.codes:
                if code != BLANK_PICTURE and generation.character_id is not None:
                    key = (generation.character_id, code)
                    shown[key].append(str(generation.id))
                    alone[key] += len(attempt.codes) == 1
    each_s = seconds_an_attempt(facts.generations)
    for key in sorted(shown, key=lambda k: (-alone[k], -len(shown[k]), k)):
        yield _finding(facts, key, alone[key], shown[key], each_s)


def _finding(
    facts: ProjectFacts,
    key: tuple[int, str],
    alone: int,
    generations: list[str],
    each_s: float | None,
) -> Finding:
    character_id, code = key
    name, region = facts.name_of(character_id), code.removesuffix("_DRIFT").lower()
    seen = len(generations)
    figures = {
        "failed_attempts": count(seen, "attempts", generations=dict.fromkeys(generations)),
        "failed_for_this_alone": count(alone, "attempts"),
    }
    if each_s is not None:
        figures["seconds_an_attempt"] = measure(each_s, "s")
        figures["spared"] = measure(alone * each_s, "s", alone)
    return Finding(
        code=f"RETRIES_FOR_{code}",
        rule="reason_codes",
        severity="warning" if alone else "info",
        subject=Subject(kind="character", id=character_id, name=name),
        sentence=f"{plural(seen, 'attempt')} at {name} failed with {code}, {_alone(alone, each_s)}",
        figures=figures,
        action=Action(
            sentence=(
                f"Say the {region} of {name} more exactly, or begin with more weight on the "
                f"{region}."
            ),
            tool="update_character",
            args={"character": name},
            needs=[f"appearance.{said_under(region)}"],
            adjustments=adjustments_after([code], {}),
            effect=_effect(facts, character_id, code, alone),
        ),
    )


def _alone(attempts: int, each_s: float | None) -> str:
    """What mending this one code would have spared, in words."""
    if not attempts:
        return "always beside other reasons: mending it alone would have spared none."
    took = f", which took {attempts * each_s:.1f} s of work" if each_s is not None else ""
    return f"{attempts} of them for nothing else{took}."


def _effect(facts: ProjectFacts, character_id: int, code: str, alone: int) -> Effect | None:
    """What the adjustment for the code would spare, at the share at which it has worked so far."""
    own = [g for g in facts.generations if g.character_id == character_id]
    found = mended(own, code) or mended(facts.generations, code)
    if found is None or not alone:
        return None
    return Effect(
        of="failed attempts",
        unit="attempts",
        before=float(alone),
        after=round(alone * (1 - found.share), 2),
        basis=(
            f"{found.cured} of {found.tried} attempts that began with the adjustment for {code} "
            "no longer showed it."
        ),
    )
