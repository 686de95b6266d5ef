"""Seventh node: the picture is measured and held against the reference; the finding is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.progress import entered, note, share_done
from graph.generation.state import Attempt, GenerationContext, GenerationState, order_in
from tools.domain.adjustments import crops_after
from tools.domain.assessments import Assessment
from tools.domain.consistency import verdict
from tools.domain.definition import looks_worded
from tools.domain.ensembles import CharacterFinding, told_of
from tools.domain.ranking import BLANK_PICTURE
from tools.domain.shortcomings import LOW_ALIGNMENT, LOW_QUALITY, shortcomings
from tools.studio.choosing import draws_from_words
from tools.studio.consistency import assess_picture
from tools.studio.ensembles import Member, assess_ensemble
from tools.studio.judging import Judgement, judged

_BLANK = "Nothing is on the picture: it is black, or of one colour."


async def assess(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Score the attempt. Without a reference or a calibration the verdict says so.

    A blank picture is of use to nobody: it is not scored, and joins no search.
    """
    context, rendered, order = runtime.context, state.get("rendered", {}), order_in(state)
    step = await entered(context, state, "assess", share_done(state, 0.7), stage="consistency")
    judgement = await judged(
        context.studio,
        rendered["sha256"],
        asked=asked_for(state),
        undrawn=rendered["undrawn"],
        domain=rendered.get("domain", "rendered"),
    )
    attempt = _attempt(state, judgement)
    if judgement.quality.blank:
        return await _told(context, attempt, step)
    everybody = await _everybody(context, state)
    found = await assess_picture(
        context.studio,
        context.actor,
        character_id=state.get("character_id", 0),
        picture_id=UUID(rendered["picture_id"]),
        threshold=order.quality_threshold,
        within=everybody[0].box if everybody else None,
        judgement=judgement,
    )
    by_words = draws_from_words(context.renderer)
    attempt = _without_score(attempt | _found(found), by_words=by_words)
    if everybody:
        attempt = _with_everybody(attempt, everybody)
    passes = _passes(attempt, order.quality_threshold) and all(one.passes for one in everybody)
    if not passes and by_words:
        attempt["crops"] = _crops(state, found)
    return await _told(context, attempt | Attempt(passes=passes), step)


async def _told(context: GenerationContext, attempt: Attempt, step: str) -> GenerationState:
    """The attempt, told to the log as well: it says what the loop goes on from."""
    await note(context, "attempt.assessed", attempt)
    passes = attempt.get("passes", False)
    return GenerationState(attempts=[attempt], passed=passes, step=step)


def finished(state: GenerationState) -> bool:
    """Whether no further attempt is due: one passed, or there were enough.

    Where several were asked for all are made, to choose among them.
    """
    order, made = order_in(state), len(state.get("attempts", []))
    if order.makes_all:
        return made >= order.tries
    return made >= order.tries or bool(state.get("passed"))


def _attempt(state: GenerationState, judgement: Judgement) -> Attempt:
    rendered = state.get("rendered", {})
    blank = judgement.quality.blank
    return Attempt(
        number=len(state.get("attempts", [])) + 1,
        picture_id=rendered["picture_id"],
        sha256=rendered["sha256"],
        label=rendered["label"],
        seed=state.get("parameters", {})["seed"],
        score_id=None,
        score=None,
        similarity=None,
        verdict="needs_revision",
        reasons=[_BLANK] if blank else [],
        codes=[BLANK_PICTURE] if blank else [],
        undrawn=rendered["undrawn"],
        adjustments=state.get("adjustments", {}),
        quality=round(judgement.quality.overall, 4),
        alignment=None if judgement.alignment is None else round(judgement.alignment, 4),
        measured_by=judgement.measured_by,
        broken=BLANK_PICTURE if blank else None,
        passes=False,
        video=rendered.get("video"),
    )


def _found(found: Assessment) -> Attempt:
    return Attempt(
        score_id=found.id,
        score=found.score,
        similarity=found.similarity,
        verdict=found.verdict,
        reasons=found.report.get("reasons", []),
        codes=found.report.get("codes", []),
    )


def asked_for(state: GenerationState) -> str:
    """The character's looks, the scene and the style in words: what alignment is measured by."""
    given = state.get("parameters", {})
    looks = looks_worded(state.get("definition", {}).get("appearance") or {})
    return ", ".join(part for part in (*looks, given["scene"], given["style"]) if part)


async def _everybody(
    context: GenerationContext, state: GenerationState
) -> tuple[CharacterFinding, ...]:
    """Each character of a picture of several, the leading one first; none for one alone."""
    companions, rendered = state.get("companions", []), state.get("rendered", {})
    if not companions:
        return ()
    leading = Member(
        character_id=state.get("character_id", 0),
        name=order_in(state).character,
        design=state.get("design", ""),
    )
    others = [
        Member(character_id=one["character_id"], name=one["name"], design=one["design"])
        for one in companions
    ]
    return await assess_ensemble(
        context.studio,
        context.actor,
        rendered["sha256"],
        [leading, *others],
        domain=rendered.get("domain", "rendered"),
        threshold=order_in(state).quality_threshold,
    )


def _with_everybody(attempt: Attempt, everybody: Sequence[CharacterFinding]) -> Attempt:
    """The attempt with what was found of each, and what the next one has to change."""
    codes = dict.fromkeys([*attempt.get("codes", []), *(c for one in everybody for c in one.codes)])
    return attempt | Attempt(
        characters=[one.model_dump(mode="json") for one in everybody],
        reasons=[*attempt.get("reasons", []), *told_of(everybody)],
        codes=[str(code) for code in codes],
    )


def _crops(state: GenerationState, found: Assessment) -> dict[str, Any]:
    """Where the reference shows what drifted, for a model that is shown pictures."""
    regions = found.report.get("regions", [])
    codes, reference = found.report.get("codes", []), found.reference_sha256
    return crops_after(codes, regions, reference, state.get("adjustments", {})).get("crops", {})


def _without_score(attempt: Attempt, *, by_words: bool) -> Attempt:
    """An attempt whose score is null is judged by quality and alignment alone."""
    if attempt.get("score") is not None:
        return attempt
    lacking = shortcomings(attempt.get("quality"), attempt.get("alignment"), by_words=by_words)
    return attempt | Attempt(
        reasons=[*attempt.get("reasons", []), *(one.sentence for one in lacking)],
        codes=[*attempt.get("codes", []), *(one.code for one in lacking)],
    )


def _passes(attempt: Attempt, threshold: float) -> bool:
    """By its score; without one, where nothing is lacking that a further attempt may mend."""
    score = attempt.get("score")
    if score is None:
        return not {LOW_QUALITY, LOW_ALIGNMENT} & set(attempt.get("codes", []))
    return verdict(score, threshold=threshold) == "approved"
