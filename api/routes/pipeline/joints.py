"""The joints of a reference picture over HTTP: as estimated, and as somebody corrected them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from tools.domain.animation.kinds import Who
from tools.studio.animations.joints import FigureJoints, correct_joints, figure_joints

router = APIRouter()

Pixels = Annotated[float, Field(ge=-10_000, le=60_000)]


class JointsBody(BaseModel):
    """Places in pixels of the reference picture, by joint; an empty object trusts the estimate."""

    joints: dict[str, tuple[Pixels, Pixels]]


class JointsAnswer(BaseModel):
    """`joints` are in force: the estimated ones, the corrected ones over them."""

    who: str
    reference_url: str
    width: int
    height: int
    joints: dict[str, tuple[float, float]]
    estimated: dict[str, tuple[float, float]]
    confidence: dict[str, float]
    corrected: list[str]


@router.get("/{animation_id}/joints/{who}")
async def get_joints(
    animation_id: RowId, who: Who, studio: StudioPort, actor: WhoAsks
) -> JointsAnswer:
    return _answer(await figure_joints(studio, actor, animation_id, who))


@router.put("/{animation_id}/joints/{who}")
async def put_joints(
    animation_id: RowId, who: Who, body: JointsBody, studio: StudioPort, actor: WhoAsks
) -> JointsAnswer:
    """Correct joints by hand; takes that were opened before keep theirs."""
    joints = dict(body.joints)
    return _answer(await correct_joints(studio, actor, animation_id, who, joints))


def _answer(found: FigureJoints) -> JointsAnswer:
    return JointsAnswer(
        who=found.who,
        reference_url=f"/api/assets/{found.reference_sha256}",
        width=found.width,
        height=found.height,
        joints=found.joints,
        estimated=dict(found.estimated),
        confidence=dict(found.confidence),
        corrected=sorted(found.corrected),
    )
