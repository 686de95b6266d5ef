"""Takes: opened as runs, copied with other input, queued on from where they wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import Animation, Choice, Take, TakeInput
from tools.domain.queues import queue_of
from tools.domain.runs import Happening, Run, priority_under
from tools.ports.store import UnitOfWork


async def open_take(
    work: UnitOfWork,
    actor: Actor,
    animation: Animation,
    given: TakeInput,
    *,
    backends: Mapping[str, str] | None = None,
) -> Take:
    """A new take with its run and its job, in this unit of work.

    `backends` says who draws whom, and so which machines can drive it.
    """
    take, run = await _begun(work, actor, animation, given, backends or {})
    await work.queue.defer(run)
    return take


async def copy_take(
    work: UnitOfWork,
    actor: Actor,
    animation: Animation,
    take: Take,
    *,
    choices: Sequence[Choice] | None,
    scripts: Mapping[str, AnimationScript] | None = None,
    shifts: Mapping[str, int] | None = None,
    facts: Mapping[str, object] | None = None,
    draw: bool = False,
    backends: Mapping[str, str] | None = None,
) -> Take:
    """A new take that keeps what was found out, with other choices or other scripts.

    With `draw` it goes on to the sprites without waiting for the order. `backends` draw it in
    place of those that were chosen for the take.
    """
    drawers = take.facts.backends if backends is None else backends
    made, run = await _begun(work, actor, animation, take.input, drawers)
    known = take.facts.model_dump(
        mode="json", include={"dnas", "interactions", "budget", "suggestions", "claims"}
    )
    await work.takes.learn(actor, made.run_id, {**known, **(facts or {})})
    for stage, notes in take.notes.items():
        if stage in ("cast", "dna", "verify", "suggest"):
            await work.takes.note(actor, made.run_id, stage, notes)
    if choices is not None:
        await work.takes.choose(actor, made.run_id, choices)
    if scripts is not None:
        await work.takes.write(actor, made.run_id, scripts)
    await work.takes.shift(actor, made.run_id, shifts or {})
    if draw:
        await work.takes.order_sprites(actor, made.run_id)
    await work.queue.defer(run)
    return await work.takes.of_run(actor, made.run_id)


async def redrawn(
    work: UnitOfWork,
    actor: Actor,
    animation: Animation,
    take: Take,
    *,
    backends: Mapping[str, str] | None = None,
) -> Take:
    """A take whose drawing failed, drawn again in a new one from the same scripts."""
    facts = take.facts.model_dump(mode="json", include={"driving", "alignments", "report"})
    return await copy_take(
        work,
        actor,
        animation,
        take,
        choices=take.choices,
        scripts=take.scripts,
        shifts=take.shifts,
        facts=facts,
        draw=True,
        backends=backends,
    )


async def go_on(work: UnitOfWork, actor: Actor, take: Take) -> None:
    """Queue a take that waits; one that does not wait is left alone."""
    run = await work.runs.get(actor, take.run_id)
    if await work.runs.resume(actor, take.run_id, stage=take.stage):
        queued = Happening(type="run.queued", data={"take": take.number})
        await work.runs.append(actor, take.run_id, [queued])
        await work.queue.defer(run)


async def _begun(
    work: UnitOfWork,
    actor: Actor,
    animation: Animation,
    given: TakeInput,
    backends: Mapping[str, str],
) -> tuple[Take, Run]:
    run_id: UUID = uuid7()
    parent = await work.runs.hold_open(actor, actor.run_id) if actor.run_id else None
    run = await work.runs.add(
        actor,
        run_id=run_id,
        kind="animation",
        input={"animation_id": animation.id, "order": given.order.model_dump(mode="json")},
        parent_id=parent.id if parent else None,
        thread_id=parent.thread_id if parent else None,
        project_id=animation.project_id,
        character_id=animation.instigator.character_id,
        queue=queue_of(backends.values()),
        priority=priority_under(parent),
    )
    take = await work.takes.open(actor, run_id=run_id, animation_id=animation.id, input=given)
    if backends:
        await work.takes.learn(actor, run_id, {"backends": dict(backends)})
    queued = Happening(type="run.queued", data={"animation": animation.id, "take": take.number})
    await work.runs.append(actor, run_id, [queued])
    return take, run
