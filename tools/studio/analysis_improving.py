"""An improvement cycle: what the last scores found wanting is what the next order begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.domain.actor import Actor
from tools.domain.adjustments import adjustments_after, crops_after
from tools.domain.analysis.facts import CharacterFacts, GenerationFact
from tools.domain.analysis.finding import plural
from tools.domain.assessments import Assessment
from tools.domain.errors import ConflictError
from tools.domain.generations import Generation
from tools.domain.idempotency import Once
from tools.domain.trends import point_of
from tools.studio.analysis import Suggestions, improvements
from tools.studio.analysis_facts import character_facts
from tools.studio.choosing import Needs, choose_renderer, draws_from_words
from tools.studio.ordering import ImageWish, begun_before, order_image
from tools.studio.studio import Studio

SCORES_LOOKED_AT = 5
"""The newest comparisons with the reference of the present design."""


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """The ordered generation, what its first attempt begins with, and what that rests on.

    `codes` are the reason codes of the newest comparisons, the most frequent first; `scores` the
    rows that gave them. `repeats` is the generation whose scene and seed are taken again.
    """

    generation: Generation
    codes: tuple[str, ...]
    scores: tuple[int, ...]
    adjustments: dict[str, Any]
    repeats: GenerationFact | None
    suggestions: Suggestions


async def improve_character(
    studio: Studio,
    actor: Actor,
    character_id: int,
    wish: ImageWish,
    *,
    once: Once | None = None,
) -> Improvement:
    """Order a picture whose first attempt begins with what the last scores ask for.

    The scene, the style and the seed are those of the newest picture that drifted, unless the wish
    names others, so that the two can be compared. Raises `NotFoundError`, `ConflictError`
    (`NOTHING_TO_IMPROVE`, with what to do), and as `order_image` does.
    """
    facts = await character_facts(studio, actor, character_id)
    before = await begun_before(studio, actor, once)
    drifted = _drifted(facts) if before is None else _drifted_or_none(facts)
    counted = Counter(code for s in drifted for code in s.report.get("codes", []))
    codes = tuple(code for code, _ in counted.most_common())
    repeats = _generation_of(facts, drifted[0]) if drifted else None
    begins_with = adjustments_after(codes, {})
    if before is None:
        asked = _as_before(wish, repeats)
        chosen = await choose_renderer(studio, Needs(), asked.backend)
        if draws_from_words(chosen.renderer):
            begins_with = _with_crops(codes, drifted[0], begins_with)
        made, _ = await order_image(
            studio,
            actor,
            facts.character.project_id,
            facts.character.name,
            replace(asked, begins_with=begins_with),
            once=once,
        )
    else:
        made, begins_with = before, before.order.begins_with
    return Improvement(
        generation=made,
        codes=codes,
        scores=tuple(s.id for s in drifted if s.id is not None),
        adjustments=dict(begins_with),
        repeats=repeats,
        suggestions=await improvements(studio, facts),
    )


def _drifted(facts: CharacterFacts) -> list[Assessment]:
    """The newest comparisons in which something drifted. Raises `ConflictError` without any."""
    name, compared = facts.character.name, _compared(facts)
    if not compared:
        todo = (
            f"Generate pictures of {name}, so that they are held against the reference."
            if facts.canonical
            else f"Generate a picture of {name}, approve it, and generate another."
        )
        raise ConflictError(
            f"No picture of {name} in the present design was held against a reference yet, so "
            f"there is nothing to improve on. {todo}",
            code="NOTHING_TO_IMPROVE",
            scores=0,
        )
    drifted = _with_codes(compared)
    if not drifted:
        raise ConflictError(
            f"{name} showed no drift in {plural(len(compared), 'comparison')} with the reference: "
            "there is nothing to improve by rule. To change the looks, edit the character.",
            code="NOTHING_TO_IMPROVE",
            scores=[s.id for s in compared],
        )
    return drifted


def _drifted_or_none(facts: CharacterFacts) -> list[Assessment]:
    return _with_codes(_compared(facts))


def _compared(facts: CharacterFacts) -> list[Assessment]:
    held = [s for s in facts.present if s.similarity is not None and not point_of(s).itself]
    return held[:SCORES_LOOKED_AT]


def _with_codes(compared: Sequence[Assessment]) -> list[Assessment]:
    return [score for score in compared if score.report.get("codes")]


def _generation_of(facts: CharacterFacts, score: Assessment) -> GenerationFact | None:
    return next((g for g in facts.generations if g.id == score.run_id), None)


def _as_before(wish: ImageWish, repeats: GenerationFact | None) -> ImageWish:
    if repeats is None:
        return wish
    return replace(
        wish,
        scene_description=wish.scene_description or repeats.scene_description,
        style=wish.style or repeats.style,
        seed=repeats.seed if wish.seed is None else wish.seed,
    )


def _with_crops(
    codes: Sequence[str], newest: Assessment, begins_with: dict[str, Any]
) -> dict[str, Any]:
    """For a model that is shown pictures: where the reference shows what drifted last."""
    regions = newest.report.get("regions", [])
    return crops_after(codes, regions, newest.reference_sha256, begins_with)
