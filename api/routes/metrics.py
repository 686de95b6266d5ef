"""Figures of this process and of the fleet's queues, in Prometheus' text format."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api.dependencies import StudioPort, WhoAsks
from api.metrics import written
from tools.studio.queue import queue_figures

router = APIRouter(tags=["health"])
_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}}
}


@router.get("/metrics", response_class=Response, responses=_TEXT)
async def metrics(request: Request, studio: StudioPort, actor: WhoAsks) -> Response:
    """Answers by route and their times, memory and garbage of the process, how queues stand."""
    text = written(request.app.state.meter, await queue_figures(studio, actor))
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)
