"""Scenes validated across their characters, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from api.routes.score_answers import PictureNamed
from tools.domain.consistency import Verdict
from tools.domain.ensembles import CharacterFinding
from tools.domain.pictures import Picture
from tools.domain.scenes import MAIN_BRANCH
from tools.domain.validation import Finding
from tools.domain.validation.lineups import CastMember, Pair, ScenePicture
from tools.studio.limits import NAME_CHARACTERS_MOST
from tools.studio.scene_validation import SceneValidation, validate_scene
from tools.studio.scenes import SCENE_NUMBER_MOST

router = APIRouter(prefix="/api/anime/projects/{project_id}/scenes", tags=["scenes"])

Branch = Annotated[
    str,
    Query(min_length=1, max_length=NAME_CHARACTERS_MOST, description="The branch of the story."),
]


class MemberAnswer(BaseModel):
    """One of the scene's characters. `verdict`, `consistency_score` and `similarity` are of the
    newest picture, by the score `score_id`; null where it was never held against a reference."""

    name: str
    character_id: int | None
    in_project: bool
    in_bible: bool
    design: str | None
    reference_id: int | None
    reference_image_path: str | None
    newest_picture: PictureNamed | None
    score_id: int | None
    calibration_id: int | None
    verdict: Verdict | None
    consistency_score: float | None
    similarity: float | None
    reasons: list[str]


class ScenePictureAnswer(BaseModel):
    """A picture of the scene: which character stands where in it, and what cannot be told."""

    picture: PictureNamed
    generation_id: UUID | None
    characters: list[CharacterFinding]
    cannot_tell: list[str]


class SceneValidationAnswer(BaseModel):
    """`valid` where no finding is an error; `pairs` are the nearest by their vectors."""

    scene_id: int
    scene_number: int
    branch: str
    valid: bool
    findings: list[Finding]
    rules: list[str]
    characters: list[MemberAnswer]
    pairs: list[Pair]
    pictures: list[ScenePictureAnswer]


@router.post("/{scene_number}/validate")
async def validate(
    project_id: RowId,
    scene_number: Annotated[int, Path(ge=1, le=SCENE_NUMBER_MOST)],
    studio: StudioPort,
    actor: WhoAsks,
    branch: Branch = MAIN_BRANCH,
) -> SceneValidationAnswer:
    """Across all characters of the scene: known, consistent, told apart, recognised, in palette.

    A newest picture that was never held against its reference is, and its score kept.
    """
    return _answer(await validate_scene(studio, actor, project_id, scene_number, branch))


def _answer(done: SceneValidation) -> SceneValidationAnswer:
    lineup = done.lineup
    return SceneValidationAnswer(
        scene_id=lineup.scene.id,
        scene_number=lineup.scene.scene_number,
        branch=lineup.scene.branch_name,
        valid=done.valid,
        findings=done.findings,
        rules=done.rules,
        characters=[_member(one) for one in lineup.cast],
        pairs=list(lineup.pairs),
        pictures=[_picture(one) for one in lineup.pictures],
    )


def _member(one: CastMember) -> MemberAnswer:
    found, reference = one.assessed, one.reference
    return MemberAnswer(
        name=one.name,
        character_id=one.character.id if one.character else None,
        in_project=one.character is not None,
        in_bible=one.in_bible,
        design=one.character.design if one.character else None,
        reference_id=reference.id if reference else None,
        reference_image_path=f"/api/assets/{reference.sha256}" if reference else None,
        newest_picture=_named(one.newest) if one.newest else None,
        score_id=found.id if found else None,
        calibration_id=found.calibration_id if found else None,
        verdict=found.verdict if found else None,
        consistency_score=found.score if found else None,
        similarity=found.similarity if found else None,
        reasons=(found.report.get("reasons") or []) if found else [],
    )


def _picture(shown: ScenePicture) -> ScenePictureAnswer:
    return ScenePictureAnswer(
        picture=_named(shown.picture),
        generation_id=shown.picture.run_id,
        characters=list(shown.found),
        cannot_tell=list(shown.cannot_tell),
    )


def _named(picture: Picture) -> PictureNamed:
    return PictureNamed(id=picture.id, label=picture.label, sha256=picture.sha256, url=picture.url)
