"""A take's scripts are written: by choreography, or by a model within the same rules."""

from __future__ import annotations

import asyncio
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import INSTIGATOR, Note
from tools.studio.animations.timelines import bound, checked, driving_script
from tools.studio.studio import Studio


async def write_driving(studio: Studio, actor: Actor, run_id: UUID) -> None:
    """Write the instigator's script; it is the whole of a single animation.

    A take that was opened with scripts keeps them.
    """
    async with studio.store.read(actor) as work:
        take = await work.takes.of_run(actor, run_id)
    if take.written or take.facts.driving is not None:
        return
    driving = await asyncio.to_thread(driving_script, take)
    async with studio.store.begin(actor) as work:
        take = await work.takes.hold(actor, run_id)
        facts = {"driving": driving.model_dump(mode="json")}
        if not take.dual:
            report = checked(take, {INSTIGATOR: driving}, (), {})
            facts["report"] = report.model_dump(mode="json")
            await work.takes.write(actor, run_id, {INSTIGATOR: driving})
        await work.takes.learn(actor, run_id, facts)


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
    report = await asyncio.to_thread(checked, take, made.scripts, choices, take.shifts)
    facts = {
        "report": report.model_dump(mode="json"),
        "alignments": {who: found.model_dump() for who, found in made.alignments.items()},
    }
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, run_id)
        await work.takes.learn(actor, run_id, facts)
        await work.takes.note(actor, run_id, "rules", report_notes(report))
        await work.takes.write(actor, run_id, made.scripts)


def report_notes(report: RuleReport) -> list[Note]:
    """What the rules still find, as warnings."""
    return [
        Note(code=one.code, who=one.who, frame=one.frame, detail=one.detail)
        for one in report.violations
    ]
