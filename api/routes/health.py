"""Whether the service lives, and what of it is there."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.keys import is_known
from api.readiness import Finding, examine

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """`ready` where everything that is configured is there; `findings` say what is not and why.

    Once there are keys, who shows none is told no findings.
    """

    ready: bool
    findings: list[Finding]


@router.get("/healthz")
async def healthz() -> Alive:
    """The process answers."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(request: Request, response: Response) -> Readiness:
    """Database, jobs, backends, models: which are there, which are not and why."""
    findings = await examine(request.app.state.service)
    ready = all(finding.ok for finding in findings if finding.needed)
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, findings=findings if await is_known(request) else [])
