"""The five stages of a generation as they stand, and how a character stands with Echo."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.assessments import CanonicalReference
from tools.domain.characters import Character
from tools.domain.errors import NotFoundError
from tools.domain.generations import Generation
from tools.domain.orchestration import AttemptStanding, StageStanding, attempts_of, stages_of
from tools.domain.requirements import Requirements, requirements_of
from tools.domain.runs import Event, Run
from tools.domain.webhooks import Callback
from tools.studio.definitions import defined_character
from tools.studio.generation import get_generation
from tools.studio.studio import Studio
from tools.studio.webhooks import callback_of


@dataclass(frozen=True, kw_only=True)
class Orchestration:
    """How far a generation is through the five stages; nothing for other kinds of runs."""

    requirements: Requirements | None = None
    stages: tuple[StageStanding, ...] = ()
    attempts: tuple[AttemptStanding, ...] = ()
    callback: Callback | None = None


@dataclass(frozen=True, kw_only=True)
class Orchestrated:
    """A generation with its orchestration."""

    generation: Generation
    orchestration: Orchestration


@dataclass(frozen=True, kw_only=True)
class CharacterStanding:
    """A character as Echo knows it: its scores, its reference, what was drawn last."""

    character: Character
    reference: CanonicalReference | None
    verdicts: dict[str, int]
    running: Orchestrated | None
    last: Orchestrated | None


async def orchestration_of(studio: Studio, actor: Actor, made: Generation) -> Orchestration:
    """From the log of the run and its result; before it has begun, its order as it is read now."""
    callback = await callback_of(studio, actor, made.id)
    if made.run.kind != "generation":
        return Orchestration(callback=callback)
    async with studio.store.read(actor) as work:
        events = await work.runs.events(actor, made.id)
    run = made.run
    return Orchestration(
        requirements=await _requirements(studio, actor, made, events),
        stages=tuple(stages_of(run.status, events, result=run.result, ended_at=run.finished_at)),
        attempts=tuple(attempts_of(events, run.result)),
        callback=callback,
    )


async def character_standing(studio: Studio, actor: Actor, character_id: int) -> CharacterStanding:
    """Raises `NotFoundError` (`CHARACTER_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        reference = await work.references.canonical(actor, character_id, character.design)
        verdicts = await work.scores.verdicts(actor, character_id)
        running = await work.runs.newest_of(actor, character_id, is_open=True)
        last = await work.runs.newest_of(actor, character_id, is_open=False)
    return CharacterStanding(
        character=character,
        reference=reference,
        verdicts=verdicts,
        running=await _orchestrated(studio, actor, running),
        last=await _orchestrated(studio, actor, last),
    )


async def _orchestrated(studio: Studio, actor: Actor, run: Run | None) -> Orchestrated | None:
    if run is None:
        return None
    made = await get_generation(studio, actor, run.id)
    return Orchestrated(generation=made, orchestration=await orchestration_of(studio, actor, made))


async def _requirements(
    studio: Studio, actor: Actor, made: Generation, events: list[Event]
) -> Requirements | None:
    said = next((event.data for event in events if event.type == "requirements"), None)
    said = said or made.result.get("requirements")
    if said:
        return Requirements.model_validate(said)
    if made.run.ended or made.run.character_id is None:
        return None
    try:
        _, definition = await defined_character(studio, actor, made.run.character_id)
    except NotFoundError:
        return None
    return requirements_of(made.order, definition)
