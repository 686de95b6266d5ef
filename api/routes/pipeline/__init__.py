"""The sprite pipeline over HTTP, under /api/pipeline (seed 004)."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes.pipeline import dual, exports, frames, joints, pictures, projects, single, timelines

router = APIRouter(prefix="/api/pipeline", tags=["sprite pipeline"])
for _part in (projects, pictures, dual, single, frames, timelines, joints, exports):
    router.include_router(_part.router)
