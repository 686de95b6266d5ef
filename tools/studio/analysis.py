"""What the data say of a character and of a project, in words and in figures."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tools.domain.actor import Actor
from tools.domain.analysis.facts import CharacterFacts, ProjectFacts
from tools.domain.analysis.finding import Finding
from tools.domain.analysis.registry import on_character, on_project, savings
from tools.domain.analysis.report import (
    Report,
    RestsOn,
    Suggestion,
    assessment_document,
    facts_told,
    figures_of,
    suggestions_of,
    window_of,
)
from tools.domain.characters import Character
from tools.ports.writing import Task
from tools.studio.analysis_facts import character_facts, order_facts, project_facts
from tools.studio.studio import Studio
from tools.studio.writing import worded


@dataclass(frozen=True, kw_only=True)
class CharacterAnalysis:
    """A character's report; `assessed_at` is null where the reader may not keep it."""

    character: Character
    report: Report
    assessed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What would improve something, in order of weight, with the report that it rests on."""

    subject: str
    report: Report
    suggestions: list[Suggestion]


async def analyze_character(studio: Studio, actor: Actor, character_id: int) -> CharacterAnalysis:
    """All that the rules find on a character; kept as its `echo_assessment` where the actor writes.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`).
    """
    facts = await character_facts(studio, actor, character_id)
    found = await asyncio.to_thread(on_character, facts)
    report = await reported(studio, "character", facts.character.name, found, rests_of(facts))
    if not actor.may_write:
        return CharacterAnalysis(character=facts.character, report=report)
    at = datetime.now(UTC)
    async with studio.store.begin(actor) as work:
        now = await work.characters.hold(actor, character_id)
        kept = assessment_document(
            report,
            version=facts.character.version,
            design=facts.character.design,
            at=at,
            before=now.echo_assessment,
        )
        await work.analysis.keep_assessment(actor, character_id, kept)
    return CharacterAnalysis(character=facts.character, report=report, assessed_at=at)


async def suggest_improvements(studio: Studio, actor: Actor, character_id: int) -> Suggestions:
    """What to do about a character, the gravest first. Raises `NotFoundError`."""
    return await improvements(studio, await character_facts(studio, actor, character_id))


async def improvements(studio: Studio, facts: CharacterFacts) -> Suggestions:
    """The suggestions that facts give which are read already."""
    said = await asyncio.to_thread(on_character, facts)
    found = [one for one in said if one.action is not None]
    name = facts.character.name
    report = await reported(studio, "improvements", name, found, rests_of(facts))
    return Suggestions(subject=name, report=report, suggestions=suggestions_of(found))


async def analyze_project(studio: Studio, actor: Actor, project_id: int) -> Report:
    """All that the rules find on a project. Raises `NotFoundError` (`PROJECT_NOT_FOUND`)."""
    facts = await project_facts(studio, actor, project_id)
    found = await asyncio.to_thread(on_project, facts)
    return await reported(studio, "project", facts.title, found, rests_on(facts))


async def suggest_optimizations(studio: Studio, actor: Actor, project_id: int) -> Suggestions:
    """What would save attempts, time or money, the largest estimate first.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
    """
    facts = await order_facts(studio, actor, project_id)
    found = await asyncio.to_thread(savings, facts)
    report = await reported(
        studio, "optimizations", facts.title, found, rests_on(facts, _READ_FOR_SAVINGS)
    )
    return Suggestions(subject=facts.title, report=report, suggestions=suggestions_of(found))


async def reported(
    studio: Studio, task: Task, subject: str, findings: Sequence[Finding], rests: RestsOn
) -> Report:
    """The findings with their text and all their figures."""
    text = await worded(studio, task, facts_told(subject, findings, rests))
    return Report(
        summary=text.text,
        written_by=text.by,
        note=text.note,
        findings=list(findings),
        figures=figures_of(findings),
        rests_on=rests,
    )


def rests_of(facts: CharacterFacts) -> RestsOn:
    """The rows that a character's analysis looked at."""
    return RestsOn(
        counts={
            "scores": len(facts.scores),
            "scores_of_present_design": len(facts.present),
            "references": len(facts.references),
            "versions": len(facts.versions),
            "scenes": len(facts.scenes),
            "generations": len(facts.generations),
            "attempts": sum(len(g.attempts) for g in facts.generations),
            "bible_characters": len(facts.entries),
        },
        of={}
        if len(facts.versions) == facts.character.version
        else {"versions": facts.character.version},
        window=window_of(
            [
                *(s.at for s in facts.scores),
                *(g.created_at for g in facts.generations),
                *(v.at for v in facts.versions),
            ]
        ),
    )


_READ_FOR_SAVINGS = frozenset({"characters", "generations", "attempts"})


def rests_on(facts: ProjectFacts, read: Collection[str] = ()) -> RestsOn:
    """The rows that a project's analysis looked at; with `read`, those kinds alone."""
    counts = {
        "characters": len(facts.cast),
        "scenes": len(facts.scenes),
        "generations": len(facts.generations),
        "attempts": sum(len(g.attempts) for g in facts.generations),
        "scores": len(facts.scores),
        "pairs_of_characters": len(facts.between),
        "bible_characters": len(facts.entries),
        "templates": len(facts.templates),
    }
    seen = {name: n for name, n in counts.items() if not read or name in read}
    return RestsOn(
        counts=seen,
        of={name: n for name, n in facts.counts.items() if name in seen and n != seen[name]},
        window=window_of(
            [*(s.at for s in facts.scores), *(g.created_at for g in facts.generations)]
        ),
    )
