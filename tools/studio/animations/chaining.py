"""Combos: sequences of the same characters chained through matching poses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tools.domain.actor import Actor
from tools.domain.animation.combos import chained_casts
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import Animation, Budget, Take
from tools.domain.errors import ConflictError, InvalidError
from tools.ports.store import UnitOfWork
from tools.studio.animations.keeping import AnimationWish, begin_animation
from tools.studio.animations.overview import Overview, overview
from tools.studio.animations.taking import copy_take
from tools.studio.animations.waiting import rested
from tools.studio.studio import Studio


async def chain_combo(
    studio: Studio, actor: Actor, animation_ids: Sequence[int], *, patience_s: float
) -> Take:
    """A new animation that plays these one after the other, drawn; the order is theirs.

    Each gives its newest take. Raises `ConflictError` (`STAGE_NOT_READY`) for one without
    scripts, `InvalidError` (`CASTS_DIFFER`, `PERSPECTIVES_DIFFER`), `LimitExceededError`.
    """
    parts = [await overview(studio, actor, animation_id) for animation_id in animation_ids]
    takes = [_written(part) for part in parts]
    _expect_one_cast(takes)
    first = takes[0]
    casts = [tuple(_script(take, m.who) for m in take.cast) for take in takes]
    chain = await asyncio.to_thread(chained_casts, casts)
    scripts = {m.who: script for m, script in zip(first.cast, chain, strict=True)}
    facts = _facts(takes, scripts)
    async with studio.store.begin(actor) as work:
        animation = await _begun(work, actor, parts[0].animation, animation_ids)
        made = await copy_take(
            work,
            actor,
            animation,
            first,
            choices=first.choices,
            scripts=scripts,
            facts=facts,
            draw=True,
        )
    return await rested(studio, actor, made, patience_s=patience_s)


def _written(part: Overview) -> Take:
    if part.take is None or not part.take.written:
        raise ConflictError(
            f"Animation {part.animation.id} has no script yet.",
            code="STAGE_NOT_READY",
            missing=["generate-script"],
            animation=part.animation.id,
        )
    return part.take


def _expect_one_cast(takes: Sequence[Take]) -> None:
    """Raises `InvalidError` (`CASTS_DIFFER`): a chain shows the same characters throughout."""
    casts = [tuple((m.who, m.source) for m in take.cast) for take in takes]
    if any(cast != casts[0] for cast in casts):
        raise InvalidError(
            "A chain shows the same characters in the same roles; these animations do not.",
            code="CASTS_DIFFER",
        )


def _script(take: Take, who: str) -> AnimationScript:
    return (take.scripts or {})[who]


def _facts(takes: Sequence[Take], scripts: dict[str, AnimationScript]) -> dict[str, object]:
    """The chain's length, and the reports of the parts: each was bound on its own."""
    count = next(iter(scripts.values())).frame_count
    numbers = ", ".join(str(take.animation_id) for take in takes)
    budget = Budget(frame_count=count, reasons=(f"Animations {numbers} in one: {count} frames.",))
    reports = [take.facts.report for take in takes if take.facts.report]
    rules = dict.fromkeys(rule for report in reports for rule in report.rules)
    found = tuple(violation for report in reports for violation in report.violations)
    report = RuleReport(rules=tuple(rules), violations=found)
    return {
        "budget": budget.model_dump(mode="json"),
        "report": report.model_dump(mode="json"),
    }


async def _begun(
    work: UnitOfWork, actor: Actor, first: Animation, animation_ids: Sequence[int]
) -> Animation:
    wish = AnimationWish(
        generation_mode=first.generation_mode,
        name=f"{first.name or f'Animation {first.id}'}, combo"[:100],
        project_id=first.project_id,
        perspective=first.perspective,
        directions=first.directions,
        sprite_px=first.sprite_px,
        style=first.style,
        metadata={"combo": list(animation_ids)},
    )
    made = await begin_animation(work, actor, wish)
    for figure in first.figures:
        await work.animations.put_figure(actor, made.id, figure)
    return await work.animations.get(actor, made.id)
