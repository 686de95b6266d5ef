"""A drawn picture becomes one of the production: bytes, links, provenance, effect."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Literal
from uuid import UUID

from uuid_utils.compat import uuid7

from graph.generation.request import Asked
from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.domain.documents import canonical_bytes, digest
from tools.domain.generations import ImageOrder
from tools.domain.pictures import Asset
from tools.domain.provenance import DrawnAs, Provenance, Refined, Tokens
from tools.imaging.clips import clip_without_metadata
from tools.imaging.decoding import UnreadablePictureError
from tools.imaging.metadata import without_metadata
from tools.ports.rendering import BackendRejectedError, Clip, RenderResult
from tools.ports.store import UnitOfWork

NODE = "render"
Role = Literal["image", "video", "workflow", "definition", "companion", "reference_crop"]


@dataclass(frozen=True, kw_only=True)
class _File:
    """Bytes that belong to the picture, and what as."""

    asset: Asset
    role: Role
    data: bytes


async def kept_before(context: GenerationContext, key: str) -> dict[str, Any] | None:
    """What an earlier drive of the run kept under the key."""
    async with context.studio.store.read(context.actor) as work:
        done, result = await work.effects.result(context.actor, key)
    return result if done and result is not None else None


async def keep(
    context: GenerationContext,
    state: GenerationState,
    *,
    key: str,
    asked: Asked,
    drawn: RenderResult,
    took_s: float,
    called: str | None = None,
) -> dict[str, Any]:
    """The bytes first, then picture, links and effect in one transaction, once.

    Nothing is kept where another process drives the run by now (`LeaseLostError`); a picture that
    another drive kept meanwhile is used in place of this one. `called` begins its label, else the
    character's name does.
    """
    order = order_in(state)
    image = await asyncio.to_thread(_shown, drawn.png, order.metadata)
    clip = await asyncio.to_thread(_clip_shown, drawn.clip, order.metadata)
    files = [
        _file(image, "image/png", "image", order),
        *([_file(clip, drawn.clip.type, "video", order)] if clip and drawn.clip else []),
        *_documents(state, drawn),
        *(_file(crop.data, "image/png", "reference_crop") for crop in asked.crops.values()),
    ]
    await _still_mine(context)
    for file in files:
        await context.studio.files.put(file.data)
    provenance = _provenance(context, state, asked, drawn, files, took_s)
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)
        done, before = await work.effects.result(context.actor, key)
        if done and before is not None:
            return before
        result = await _enter(work, context, state, files, provenance, drawn, called)
        await work.effects.keep(context.actor, key, NODE, result)
    return result


async def _still_mine(context: GenerationContext) -> None:
    """Raises `LeaseLostError`, before any byte is written."""
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)


async def _enter(
    work: UnitOfWork,
    context: GenerationContext,
    state: GenerationState,
    files: list[_File],
    provenance: Provenance,
    drawn: RenderResult,
    called: str | None,
) -> dict[str, Any]:
    picture_id: UUID = uuid7()
    for file in files:
        subject = f"picture:{picture_id}"
        await work.links.link(context.actor, file.asset, subject=subject, role=file.role)
    picture = await work.pictures.add(
        context.actor,
        picture_id=picture_id,
        project_id=state.get("project_id"),
        character_id=state.get("character_id"),
        sha256=files[0].asset.sha256,
        name=called or str(state.get("definition", {}).get("name", "picture")),
        domain=drawn.domain,
        design=state.get("design"),
        provenance=provenance.model_dump(mode="json"),
    )
    return {
        "picture_id": str(picture.id),
        "sha256": picture.sha256,
        "label": picture.label,
        "domain": drawn.domain,
        "backend": drawn.backend,
        "model": drawn.model,
        "undrawn": list(drawn.undrawn),
        "notes": list(provenance.notes),
        "video": _video(files, order_in(state)),
    }


def _video(files: list[_File], order: ImageOrder) -> dict[str, Any] | None:
    clip = next((file.asset for file in files if file.role == "video"), None)
    if clip is None:
        return None
    return {
        "sha256": clip.sha256,
        "url": clip.url,
        "type": clip.type,
        "frames": order.frames,
        "frame_rate": order.frame_rate,
        "duration_s": round(order.frames / order.frame_rate, 3),
    }


def _shown(png: bytes, metadata: str) -> bytes:
    """The picture's bytes as they are kept. Raises `BackendRejectedError` for damaged ones."""
    if metadata == "keep":
        return png
    try:
        return without_metadata(png)
    except UnreadablePictureError as error:
        raise BackendRejectedError(
            f"The backend answered a picture that cannot be read: {error}", code="DAMAGED_PICTURE"
        ) from error


def _clip_shown(clip: Clip | None, metadata: str) -> bytes | None:
    if clip is None or metadata == "keep":
        return clip.data if clip else None
    try:
        return clip_without_metadata(clip.data, clip.type)
    except ValueError as error:
        raise BackendRejectedError(
            f"The backend answered a clip that cannot be read: {error}", code="DAMAGED_CLIP"
        ) from error


def _documents(state: GenerationState, drawn: RenderResult) -> list[_File]:
    """The definitions that were drawn from, and the graph as it was sent."""
    companions = [one["definition"] for one in state.get("companions", [])]
    written: list[tuple[Role, Any]] = [
        ("definition", state.get("definition", {})),
        *(("companion", definition) for definition in companions),
        *([("workflow", dict(drawn.workflow))] if drawn.workflow is not None else []),
    ]
    return [
        _file(canonical_bytes(document), "application/json", role) for role, document in written
    ]


def _file(data: bytes, kind: str, role: Role, order: ImageOrder | None = None) -> _File:
    asset = Asset(
        sha256=sha256(data).hexdigest(),
        type=kind,
        size=len(data),
        width=order.width if order else None,
        height=order.height if order else None,
    )
    return _File(asset=asset, role=role, data=data)


def _provenance(
    context: GenerationContext,
    state: GenerationState,
    asked: Asked,
    drawn: RenderResult,
    files: list[_File],
    took_s: float,
) -> Provenance:
    order, given = order_in(state), state.get("parameters", {})
    by_role = {file.role: file.asset.sha256 for file in files}
    sent = drawn.prompt if drawn.prompt is not None else given["prompt"]
    kept_out = drawn.negative_prompt
    graph = by_role.get("workflow")
    refined_by = given.get("refined_by")
    return Provenance(
        backend=drawn.backend,
        model=drawn.model,
        release=version("echo-director"),
        workflow_digest=graph or digest([drawn.backend, drawn.model, dict(drawn.parameters)]),
        workflow=graph,
        workflow_name=order.workflow.name if order.workflow else None,
        prompt=sent,
        negative_prompt=kept_out if kept_out is not None else given["negative_prompt"],
        asked_prompt=given["prompt"],
        asked_negative_prompt=given["negative_prompt"],
        refined_by=Refined.model_validate(refined_by) if refined_by else None,
        scene=given["scene"],
        style=given["style"],
        seed=given["seed"],
        drawn_as=_drawn_as(state),
        companions=tuple(
            DrawnAs.model_validate(one | {"definition": digest(one["definition"])})
            for one in state.get("companions", [])
        ),
        references=tuple(reference.sha256 for reference in asked.request.references),
        palette=tuple(given["palette"]),
        adjustments=given["adjustments"],
        parameters=dict(drawn.parameters),
        guides=asked.guides,
        parent=order.parent,
        width=given["width"],
        height=given["height"],
        frames=order.frames,
        frame_rate=order.frame_rate,
        video=by_role.get("video"),
        metadata=order.metadata,
        preferences=order.preferences,
        attempt=given["attempt"],
        cell=given.get("cell"),
        undrawn=drawn.undrawn,
        notes=(*asked.notes, *drawn.notes),
        time_s=round(took_s, 3),
        cost_usd=drawn.cost_usd,
        tokens=Tokens(input=drawn.usage.input_tokens, output=drawn.usage.output_tokens)
        if drawn.usage
        else None,
        run_id=context.run.id,
    )


def _drawn_as(state: GenerationState) -> DrawnAs:
    definition = state.get("definition", {})
    return DrawnAs(
        character_id=state.get("character_id", 0),
        name=str(definition.get("name", "")),
        design=state.get("design", ""),
        definition=digest(definition),
        references=tuple(state.get("parameters", {})["references"]),
    )
