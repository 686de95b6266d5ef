"""The story held against the arcs of its characters, and what it makes of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.domain.actor import Actor
from tools.domain.analysis.finding import Finding, by_gravity
from tools.domain.analysis.report import Report, RestsOn, window_of
from tools.domain.analysis.story.alignment import ArcAlignment, aligned
from tools.domain.analysis.story.arc_findings import arc_findings
from tools.domain.analysis.story.evolution import Proposal, narrated, proposed
from tools.domain.analysis.story.evolving import Standing, evolution_findings
from tools.domain.characters import Character, CharacterName
from tools.domain.errors import InvalidError, LimitExceededError, NotFoundError
from tools.domain.naming import fold
from tools.domain.reading import read_drawing
from tools.domain.regions import regions_changed
from tools.domain.scenes import MAIN_BRANCH, Scene
from tools.ports.store import UnitOfWork
from tools.studio.analysis import reported
from tools.studio.analysis_facts import SCENES_MOST, entry_of
from tools.studio.bible import bible_if_any, bible_of
from tools.studio.limits import within_text_limit
from tools.studio.scenes import branch_named
from tools.studio.studio import Studio

SCENE_IDS_MOST = 100


@dataclass(frozen=True, kw_only=True)
class StoryAlignment:
    """A branch of the story beside the arcs of the bible."""

    project_id: int
    branch: str
    arcs: list[ArcAlignment]
    report: Report


@dataclass(frozen=True, kw_only=True)
class Evolution:
    """A proposed next version of a character; nothing is applied.

    `regions` are those in which the two are drawn differently.
    """

    character: Character
    proposal: Proposal
    regions: tuple[str, ...]
    report: Report


async def align_story(
    studio: Studio, actor: Actor, project_id: int, branch: str = MAIN_BRANCH
) -> StoryAlignment:
    """Which step of which arc is shown where, out of order, missing or contradicted.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BIBLE_NOT_FOUND`, `BRANCH_NOT_FOUND`),
    `InvalidError`, `LimitExceededError`.
    """
    branch = branch_named(branch)
    async with studio.store.read(actor) as work:
        project = await work.projects.get(actor, project_id)
        bible = await bible_of(work, actor, project_id)
        entries = await work.bibles.characters(actor, bible.id)
        scenes = await work.analysis.scenes(actor, project_id, branch=branch, limit=SCENES_MOST)
        names = await work.characters.names(actor, project_id)
        all_scenes = (await work.analysis.counts(actor, project_id))["scenes"]
    if not scenes and branch != MAIN_BRANCH:
        raise NotFoundError(f"There is no branch “{branch}” here.", code="BRANCH_NOT_FOUND")
    called = {fold(one.bible_name): one.name for one in names if one.bible_name}
    arcs = await asyncio.to_thread(aligned, entries, scenes, called)
    findings = by_gravity(arc_findings(arcs, branch, {one.name: one.id for one in names}))
    rests = RestsOn(
        counts={
            "scenes": len(scenes),
            "bible_characters": len(entries),
            "arcs": len(arcs),
            "steps": sum(len(arc.steps) for arc in arcs),
        },
        of={} if all_scenes == len(scenes) else {"scenes": all_scenes},
        window=window_of(scene.updated_at for scene in scenes),
    )
    report = await reported(studio, "alignment", project.title, findings, rests)
    return StoryAlignment(project_id=project_id, branch=branch, arcs=arcs, report=report)


async def evolve_character(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    narrative: str | None = None,
    scene_ids: Sequence[int] | None = None,
) -> Evolution:
    """What a narrative, or scenes, make of a character: proposed, never applied.

    Without both, the scenes of the main branch in which it appears are read. Raises
    `NotFoundError` (`CHARACTER_NOT_FOUND`, `SCENE_NOT_FOUND`), `InvalidError`
    (`NOTHING_TO_READ`), `LimitExceededError`.
    """
    narrative = (narrative or "").strip()
    within_text_limit("narrative", narrative)
    if scene_ids is not None and len(scene_ids) > SCENE_IDS_MOST:
        raise LimitExceededError(
            f"{len(scene_ids)} scenes are named, the limit is {SCENE_IDS_MOST}.",
            limit=SCENE_IDS_MOST,
        )
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        scenes = await _scenes(work, actor, character, narrative, scene_ids)
        _, entries = await bible_if_any(work, actor, character.project_id)
        references = await work.references.of_character(actor, character_id)
        names = await work.characters.names(actor, character.project_id)
    told = [*scenes, *([narrated(narrative, character)] if narrative else [])]
    if not told:
        raise InvalidError(
            f"There is nothing to read: {character.name} is in no scene of {MAIN_BRANCH}. Give a "
            "`narrative`, or `scene_ids`.",
            code="NOTHING_TO_READ",
        )
    entry = entry_of(entries, character)
    others = _others(character, names) | {
        one.name: _gender(one.visual_traits)
        for one in entries
        if fold(one.name) not in (fold(character.name), fold(character.bible_name))
    }
    arc = entry.evolution_arc if entry else {}
    proposal = await asyncio.to_thread(proposed, character, arc, told, others)
    standing = Standing(
        canonical=[
            r.id for r in references if r.status == "canonical" and r.design == character.design
        ],
        scenes=[scene.id for scene in scenes],
        narrative_characters=len(narrative),
    )
    findings: list[Finding] = list(evolution_findings(character, proposal, standing))
    rests = RestsOn(
        counts={
            "scenes": len(scenes),
            "letters_of_narrative": standing.narrative_characters,
            "references": len(references),
            "versions": character.version,
        },
        window=window_of(scene.updated_at for scene in scenes),
    )
    report = await reported(studio, "evolution", character.name, findings, rests)
    return Evolution(
        character=character,
        proposal=proposal,
        regions=_regions(character, proposal),
        report=report,
    )


async def _scenes(
    work: UnitOfWork,
    actor: Actor,
    character: Character,
    narrative: str,
    scene_ids: Sequence[int] | None,
) -> list[Scene]:
    if scene_ids:
        found = await work.analysis.scenes_by_id(actor, character.project_id, scene_ids)
        missing = sorted(set(scene_ids) - {scene.id for scene in found})
        if missing:
            raise NotFoundError(
                f"There is no scene {missing[0]} in the project of {character.name}.",
                code="SCENE_NOT_FOUND",
            )
        return found
    if narrative:
        return []
    found = await work.analysis.scenes_of(
        actor,
        character.project_id,
        character.name,
        character.bible_name,
        limit=SCENES_MOST,
    )
    return [scene for scene in found if scene.branch_name == MAIN_BRANCH]


def _others(character: Character, names: Sequence[CharacterName]) -> dict[str, str | None]:
    return {one.name: None for one in names if one.id != character.id}


def _gender(traits: dict[str, Any]) -> str | None:
    said = traits.get("gender")
    return said if isinstance(said, str) else None


def _regions(character: Character, proposal: Proposal) -> tuple[str, ...]:
    after = {**character.appearance, **proposal.patch.get("appearance", {})}
    looks = [read_drawing({"appearance": a}).look for a in (character.appearance, after)]
    return tuple(sorted(regions_changed(*looks)))
