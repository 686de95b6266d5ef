"""What is answered about a generation, a sheet, a batch, or a take of an animation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from tools.domain.animations import Take
from tools.domain.batches import Tally
from tools.domain.cells import CellKind, sheet_cells
from tools.domain.generations import Generation, PassedOver
from tools.domain.orchestration import AttemptStanding, StageStanding
from tools.domain.pictures import Picture
from tools.domain.provenance import Preferred
from tools.domain.requirements import Requirements
from tools.domain.runs import Run, RunKind, RunStatus
from tools.domain.sheets import CellFinding
from tools.domain.webhooks import Callback
from tools.studio.orchestrating import Orchestration


class VideoAnswer(BaseModel):
    """A finished clip."""

    sha256: str
    url: str
    type: str
    frames: int
    frame_rate: int
    duration_s: float


class CellAnswer(BaseModel):
    """One cell of a character sheet; what was found about it is there once the sheet is done."""

    name: str
    label: str
    kind: CellKind
    image: Picture | None = None
    finding: CellFinding | None = None


class ItemAnswer(BaseModel):
    """One generation of a batch, `index` its place in the order, from 0; `url` is its picture's."""

    id: UUID
    generation_id: UUID
    index: int
    status: RunStatus
    progress: float
    stage: str
    character: str
    verdict: str | None = None
    url: str | None = None
    error: dict[str, Any] | None = None


class GenerationAnswer(BaseModel):
    """A generation, a sheet, a batch or a take of an animation; `generation_id` equals `id`.

    `image` is the picture that was kept, and a clip's first frame, `video` the clip; both only
    once it is completed, `video_path` the clip's address. `images` are all attempts' pictures.
    `passed_over` names the backends that were preferred and could not draw when it was ordered;
    `notes` are sentences for the user. `parent` is the generation that this one repeats,
    `preferences` say which preference set what. A sheet's `image` is the whole, `sheet_url` its
    address, its `cells` are the pictures on it. A batch has `items` and `counts`. `verdict` is
    there once it is known. `stages` are the five of the orchestration, `attempts` the pictures
    that it made, `requirements` what was understood of the order, `callback` who is told.
    """

    id: UUID
    generation_id: UUID
    kind: RunKind = "generation"
    status: RunStatus
    progress: float
    stage: str
    verdict: str | None = None
    eta_seconds: float | None = None
    character: str
    backend: str | None = None
    passed_over: list[PassedOver] = []
    parent: UUID | None = None
    preferences: list[Preferred] = []
    notes: list[str] = []
    cost_usd: float | None = None
    order: dict[str, Any]
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    image: Picture | None = None
    images: list[Picture] = []
    video: VideoAnswer | None = None
    video_path: str | None = None
    scene_id: int | None = None
    sheet_url: str | None = None
    cells: list[CellAnswer] = []
    items: list[ItemAnswer] = []
    counts: Tally | None = None
    requirements: Requirements | None = None
    stages: list[StageStanding] = []
    attempts: list[AttemptStanding] = []
    callback: Callback | None = None


def generation_answer(made: Generation, eta_s: float | None = None) -> GenerationAnswer:
    """Of whatever kind of run, but for animations."""
    ordered, is_sheet = _ordered(made), made.run.kind == "sheet"
    video = made.result.get("video") if made.best else None
    return GenerationAnswer(
        id=made.id,
        generation_id=made.id,
        kind=made.run.kind,
        status=made.status,
        progress=made.run.progress,
        stage=made.run.stage,
        verdict=made.result.get("verdict"),
        eta_seconds=eta_s,
        character=made.character,
        backend=made.backend,
        passed_over=list(made.passed_over),
        parent=ordered.get("parent"),
        preferences=ordered.get("preferences") or [],
        notes=list(made.notes),
        cost_usd=made.cost_usd,
        order=ordered,
        result=made.run.result,
        error=made.run.error,
        image=made.best,
        images=list(made.pictures),
        video=VideoAnswer.model_validate(video) if video else None,
        video_path=video["url"] if video else None,
        scene_id=ordered.get("scene_id"),
        sheet_url=made.best.url if is_sheet and made.best else None,
        cells=_cells(made) if is_sheet else [],
        items=[_item(at, one) for at, one in enumerate(made.children)],
        counts=made.counts,
    )


def orchestrated_answer(
    made: Generation, orchestration: Orchestration, eta_s: float | None = None
) -> GenerationAnswer:
    """With its stages, its attempts and what was understood of its order."""
    return generation_answer(made, eta_s).model_copy(
        update={
            "requirements": orchestration.requirements,
            "stages": list(orchestration.stages),
            "attempts": list(orchestration.attempts),
            "callback": orchestration.callback,
        }
    )


def taken_answer(response: Response, made: Generation) -> GenerationAnswer:
    """What has just been ordered; `Location` is where to follow it."""
    response.headers["Location"] = f"/api/status/{made.id}"
    return generation_answer(made)


def _ordered(made: Generation) -> dict[str, Any]:
    """The order with its defaults, where its kind has any."""
    return made.order.model_dump(mode="json") if made.run.kind == "generation" else made.ordered


def _cells(made: Generation) -> list[CellAnswer]:
    pictures = {one.provenance.get("cell"): one for one in made.pictures}
    found = {one["name"]: CellFinding.model_validate(one) for one in made.result.get("cells", ())}
    return [
        CellAnswer(
            name=cell.name,
            label=cell.label,
            kind=cell.kind,
            image=pictures.get(cell.name),
            finding=found.get(cell.name),
        )
        for cell in sheet_cells()
    ]


def _item(at: int, run: Run) -> ItemAnswer:
    result = run.result or {}
    return ItemAnswer(
        id=run.id,
        generation_id=run.id,
        index=run.input.get("index", at),
        status=run.status,
        progress=run.progress,
        stage=run.stage,
        character=str((run.input.get("order") or {}).get("character", "")),
        verdict=result.get("verdict"),
        url=result.get("url") if run.status == "completed" else None,
        error=run.error,
    )


def take_answer(run: Run, take: Take, eta_s: float | None = None) -> GenerationAnswer:
    return GenerationAnswer(
        id=run.id,
        generation_id=run.id,
        kind=run.kind,
        status=run.status,
        progress=run.progress,
        stage=run.stage,
        eta_seconds=eta_s,
        character=" and ".join(member.name for member in take.cast),
        order=take.order.model_dump() | {"project_id": take.animation_id, "take": take.number},
        result=run.result,
        error=run.error,
    )
