"""An animation as a file, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from api.routes.pipeline.projects import TakeNumber
from tools.domain.animation.kinds import ExportFormat
from tools.studio.exporting import export_animation

router = APIRouter()


@router.get(
    "/{animation_id}/export",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def export(
    animation_id: RowId,
    format: ExportFormat,
    studio: StudioPort,
    actor: WhoAsks,
    layout: Annotated[
        Literal["hash", "array"], Query(description="The form of Aseprite's frames.")
    ] = "hash",
    take: TakeNumber = None,
) -> Response:
    """The newest take that is drawn, or the one by its number, for an engine, editor or person."""
    file = await export_animation(studio, actor, animation_id, format, layout=layout, take=take)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.file_name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.data, media_type=file.media_type, headers=headers)
