"""A take's scripts are written: by choreography, or by a model within the same rules."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import INSTIGATOR, Choice, Note, Take
from tools.studio.animations.authoring import author_driving, author_response
from tools.studio.animations.timelines import Timelines, bound, checked, driving_script
from tools.studio.studio import Studio


async def write_driving(studio: Studio, actor: Actor, run_id: UUID) -> None:
    """Write the instigator's script; it is the whole of a single animation.

    A take that was opened with scripts keeps them.
    """
    async with studio.store.read(actor) as work:
        take = await work.takes.of_run(actor, run_id)
    if take.written or take.facts.driving is not None:
        return
    ruled = await asyncio.to_thread(driving_script, take)
    driving, repaired = await author_driving(studio, actor, take, ruled)
    facts: dict[str, Any] = {"driving": driving.model_dump(mode="json")}
    notes = repaired
    if not take.dual:
        report = checked(take, {INSTIGATOR: driving}, (), {})
        facts["report"] = report.model_dump(mode="json")
        notes = [*repaired, *report_notes(report)]
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, run_id)
        await work.takes.learn(actor, run_id, facts)
        await work.takes.note(actor, run_id, "instigator_script", notes)
        if not take.dual:
            await work.takes.write(actor, run_id, {INSTIGATOR: driving})


async def write_bound(studio: Studio, actor: Actor, run_id: UUID) -> None:
    """Derive the responders' scripts and check everything.

    Raises `StudioError` where what was chosen cannot be (`NoRoomToCounterError`).
    """
    async with studio.store.read(actor) as work:
        take = await work.takes.of_run(actor, run_id)
    driving, choices = take.facts.driving, take.choices
    if take.written or driving is None or choices is None:
        return
    made = await asyncio.to_thread(bound, take, driving, choices, take.shifts)
    scripts, repaired = await _authored(studio, actor, take, choices, made)
    report = await asyncio.to_thread(checked, take, scripts, choices, take.shifts)
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, run_id)
        await work.takes.learn(actor, run_id, timeline_facts(driving, report, made.alignments))
        notes = [*repaired, *report_notes(report)]
        await work.takes.note(actor, run_id, "responder_scripts", notes)
        await work.takes.write(actor, run_id, scripts)


def timeline_facts(
    driving: AnimationScript, report: RuleReport, alignments: Mapping[str, Any]
) -> dict[str, Any]:
    """What a take keeps beside its scripts."""
    return {
        "driving": driving.model_dump(mode="json"),
        "report": report.model_dump(mode="json"),
        "alignments": {who: found.model_dump() for who, found in alignments.items()},
    }


def report_notes(report: RuleReport) -> list[Note]:
    """What the rules still find, as warnings."""
    return [
        Note(code=one.code, who=one.who, frame=one.frame, detail=one.detail)
        for one in report.violations
    ]


async def _authored(
    studio: Studio, actor: Actor, take: Take, choices: tuple[Choice, ...], made: Timelines
) -> tuple[dict[str, AnimationScript], list[Note]]:
    scripts, notes = dict(made.scripts), list[Note]()
    for choice in choices:
        scripts[choice.who], repaired = await author_response(
            studio, actor, take, choice, made.scripts
        )
        notes += repaired
    return scripts, notes
