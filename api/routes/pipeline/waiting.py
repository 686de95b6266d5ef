"""Answering a stage: the seed's endpoints wait; with `Prefer: respond-async` they answer 202."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from tools.domain.animations import Take
from tools.domain.runs import RunStatus
from tools.studio.animations.advancing import PATIENCE_S


class UnderWay(BaseModel):
    """A take that is not there yet; `Location` says where to ask."""

    id: str
    generation_id: str
    status: RunStatus
    progress: float
    stage: str
    project_id: int
    take: int


UNDER_WAY: dict[int | str, dict[str, Any]] = {
    202: {"model": UnderWay, "description": "Under way; ask at `Location`."}
}


def _patience(prefer: Annotated[str | None, Header()] = None) -> float:
    asked = {word.strip().lower() for word in (prefer or "").replace(";", ",").split(",")}
    return 0.0 if "respond-async" in asked else PATIENCE_S


Patience = Annotated[float, Depends(_patience)]
"""How long to wait for the stage, in seconds: none with `Prefer: respond-async`."""


def under_way(take: Take) -> JSONResponse:
    answer = UnderWay(
        id=str(take.run_id),
        generation_id=str(take.run_id),
        status=take.status,
        progress=take.progress,
        stage=take.stage,
        project_id=take.animation_id,
        take=take.number,
    )
    headers = {"Location": f"/api/status/{take.run_id}"}
    return JSONResponse(answer.model_dump(mode="json"), 202, headers=headers)


def resting(take: Take) -> bool:
    """Whether the take has come to where it was to be brought."""
    return take.ended or take.status == "waiting"
