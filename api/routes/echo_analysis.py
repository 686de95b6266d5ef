"""What the data say of characters, projects and stories, and what to do (seed 000, 7.3)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.dependencies import StudioPort, WhoAsks
from api.routes.echo_analysis_answers import (
    CharacterAnalysisAnswer,
    CharacterNamed,
    EvolutionAnswer,
    EvolveBody,
    HowToApply,
    ImproveAnswer,
    ImproveBody,
    ImprovementsAnswer,
    OptimizationsAnswer,
    ProjectAnalysisAnswer,
    ProjectNamed,
    ProposalAnswer,
    StoryAnswer,
    StoryBody,
)
from api.routes.generation_answers import taken_answer
from api.routes.generations import TAKEN, IdempotencyKey
from api.routes.parameters import RowId
from tools.domain.actor import Actor
from tools.domain.idempotency import once
from tools.studio import analysis, analysis_story
from tools.studio.analysis_improving import improve_character
from tools.studio.finding import character_meant
from tools.studio.studio import Studio

router = APIRouter(prefix="/api/anime/echo", tags=["analysis"])


@router.post("/character/analyze")
@router.post("/analyze-character")
async def analyze_character(
    body: CharacterNamed, studio: StudioPort, actor: WhoAsks
) -> CharacterAnalysisAnswer:
    """All that scores, references, versions, scenes, generations and the bible say of it."""
    character_id = await _character(studio, actor, body)
    found = await analysis.analyze_character(studio, actor, character_id)
    return CharacterAnalysisAnswer(
        **dict(found.report),
        character_id=character_id,
        character_name=found.character.name,
        project_id=found.character.project_id,
        version=found.character.version,
        design=found.character.design,
        assessed_at=found.assessed_at,
    )


@router.post("/suggest-improvements")
async def suggest_improvements(
    body: CharacterNamed, studio: StudioPort, actor: WhoAsks
) -> ImprovementsAnswer:
    """What would improve a character, each with what to call and the expected effect, where what
    happened before lets one compute it."""
    character_id = await _character(studio, actor, body)
    found = await analysis.suggest_improvements(studio, actor, character_id)
    return ImprovementsAnswer(
        **dict(found.report), character_id=character_id, suggestions=found.suggestions
    )


@router.post("/character/improve", status_code=202, responses=TAKEN)
async def improve(
    body: ImproveBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> ImproveAnswer:
    """Order a picture that begins with what the last scores ask for; 409 `NOTHING_TO_IMPROVE`
    says what to do first."""
    character_id = await _character(studio, actor, body)
    key = once(idempotency_key, "echo improve", body.model_dump(mode="json"))
    made = await improve_character(studio, actor, character_id, body.wish(), once=key)
    answer = taken_answer(response, made.generation)
    return ImproveAnswer(
        **dict(answer),
        adjustments=made.adjustments,
        codes=list(made.codes),
        scores=list(made.scores),
        repeats=str(made.repeats.id) if made.repeats else None,
        suggestions=made.suggestions.suggestions,
        analysis=made.suggestions.report,
    )


@router.post("/project/analyze")
async def analyze_project(
    body: ProjectNamed, studio: StudioPort, actor: WhoAsks
) -> ProjectAnalysisAnswer:
    """Characters that look alike, scenes that cannot be checked, what the bible contradicts, what
    generations cost, and what is not used."""
    report = await analysis.analyze_project(studio, actor, body.project_id)
    return ProjectAnalysisAnswer(**dict(report), project_id=body.project_id)


@router.post("/project/optimize")
async def suggest_optimizations(
    body: ProjectNamed, studio: StudioPort, actor: WhoAsks
) -> OptimizationsAnswer:
    """What would save most, by the attempts that were made."""
    found = await analysis.suggest_optimizations(studio, actor, body.project_id)
    return OptimizationsAnswer(
        **dict(found.report), project_id=body.project_id, suggestions=found.suggestions
    )


@router.post("/story/align")
async def align_story(body: StoryBody, studio: StudioPort, actor: WhoAsks) -> StoryAnswer:
    """Which step of which arc is shown where, out of order, missing or contradicted."""
    found = await analysis_story.align_story(studio, actor, body.project_id, body.branch)
    return StoryAnswer(
        **dict(found.report), project_id=found.project_id, branch=found.branch, arcs=found.arcs
    )


@router.post("/character/{character_id}/evolve")
async def evolve_character(
    character_id: RowId, studio: StudioPort, actor: WhoAsks, body: EvolveBody | None = None
) -> EvolutionAnswer:
    """What the words make of a character: a proposal with reasons, and how to apply it."""
    read = body or EvolveBody()
    found = await analysis_story.evolve_character(
        studio, actor, character_id, narrative=read.narrative, scene_ids=read.scene_ids
    )
    proposal, character = found.proposal, found.character
    return EvolutionAnswer(
        **dict(found.report),
        character_id=character_id,
        character_name=character.name,
        version=character.version,
        proposal=ProposalAnswer(
            patch=proposal.patch,
            changes=proposal.changes,
            reasons=proposal.reasons,
            reached=proposal.reached,
            new_design=proposal.new_design,
            regions=list(found.regions),
        ),
        apply=HowToApply(
            method="PUT",
            path=f"/api/anime/characters/{character_id}",
            headers={"If-Match": f'"{character.version}"'},
            body=proposal.patch,
        )
        if proposal.patch
        else None,
    )


async def _character(studio: Studio, actor: Actor, named: CharacterNamed) -> int:
    return await character_meant(
        studio, actor, named.character_id, named.character_name, named.project_id
    )
