"""Seventh node: the cells on one labelled picture, kept as a picture of the production."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime
from uuid_utils.compat import uuid7

from graph.generation.keeping import kept_before
from graph.generation.progress import reached
from graph.sheet.state import SheetContext, SheetState, sheet_in
from tools.domain.documents import digest
from tools.domain.pictures import Asset, PictureDomain
from tools.domain.provenance import Provenance
from tools.domain.sheets import LAYOUT, CellFinding
from tools.imaging.character_sheet import LaidOut, SheetCell, character_sheet
from tools.imaging.decoding import decode
from tools.ports.store import UnitOfWork

_NODE = "layout"
_STAGE_AT = 0.94


async def lay_out(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """Compose the sheet and keep it, once a run. Raises `LeaseLostError`."""
    context = runtime.context
    findings = [CellFinding.model_validate(one) for one in state.get("findings", [])]
    key = digest([str(context.run.id), _NODE])
    if before := await kept_before(context, key):
        return SheetState(laid_out=before)
    await reached(context, "layout", _STAGE_AT)
    bytes_of = [await context.studio.files.get(one.sha256) for one in findings]
    laid = await asyncio.to_thread(_composed, _title(state), _line(state), findings, bytes_of)
    await context.studio.files.put(laid.png)
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)
        done, before = await work.effects.result(context.actor, key)
        if done and before is not None:
            return SheetState(laid_out=before)
        kept = await _kept(work, context, state, findings, laid)
        await work.effects.keep(context.actor, key, _NODE, kept)
    return SheetState(laid_out=kept)


def _composed(
    title: str, line: str, findings: Sequence[CellFinding], bytes_of: Sequence[bytes]
) -> LaidOut:
    cells = [
        SheetCell(
            kind=one.kind,
            label=one.label,
            pixels=decode(data),
            verdict=one.verdict,
            score=one.score,
        )
        for one, data in zip(findings, bytes_of, strict=True)
    ]
    return character_sheet(title, line, cells)


def _title(state: SheetState) -> str:
    return str(state.get("definition", {}).get("name") or sheet_in(state).character)


def _line(state: SheetState) -> str:
    """Which design it shows, who drew it, and what the cells are held against."""
    order, standard = sheet_in(state), state.get("standard")
    said = [f"Design {state.get('design', '')[:8]}", f"drawn by {order.backend}"]
    if standard:
        said.append(f"held against the reference {standard['sha256'][:8]}")
    return "  ·  ".join(said)


async def _kept(
    work: UnitOfWork,
    context: SheetContext,
    state: SheetState,
    findings: Sequence[CellFinding],
    laid: LaidOut,
) -> dict[str, Any]:
    asset = Asset(
        sha256=sha256(laid.png).hexdigest(),
        type="image/png",
        size=len(laid.png),
        width=laid.width,
        height=laid.height,
    )
    picture_id: UUID = uuid7()
    await work.links.link(context.actor, asset, subject=f"picture:{picture_id}", role="image")
    picture = await work.pictures.add(
        context.actor,
        picture_id=picture_id,
        project_id=state.get("project_id"),
        character_id=None,
        sha256=asset.sha256,
        name=f"Sheet of {_title(state)}",
        domain=_domain(state),
        design=state.get("design"),
        provenance=_provenance(context, state, findings, laid),
    )
    return {
        "picture_id": str(picture.id),
        "sha256": picture.sha256,
        "url": picture.url,
        "label": picture.label,
        "width": laid.width,
        "height": laid.height,
    }


def _domain(state: SheetState) -> PictureDomain:
    drawn = next(iter(state.get("drawn", {}).values()), {})
    return drawn.get("domain", "rendered")


def _provenance(
    context: SheetContext,
    state: SheetState,
    findings: Sequence[CellFinding],
    laid: LaidOut,
) -> dict[str, Any]:
    order = sheet_in(state)
    return Provenance(
        backend=LAYOUT,
        release=version("echo-director"),
        seed=order.seed,
        style=order.style,
        parameters={
            "character_id": state.get("character_id"),
            "cells": {one.name: one.sha256 for one in findings},
        },
        width=laid.width,
        height=laid.height,
        run_id=context.run.id,
    ).model_dump(mode="json")
