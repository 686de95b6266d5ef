"""The sheets of a take: drawn by whatever backend can, kept as they came, once each."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.animation.key_color import key_color_for
from tools.domain.animation.script import AnimationFrame
from tools.domain.animations import CastMember, SheetDocument, SheetRecord, Take
from tools.domain.documents import digest
from tools.domain.pictures import Asset
from tools.ports.animating import Sheet, SheetRequest, SpriteRenderer
from tools.ports.rendering import Progress
from tools.ports.store import UnitOfWork
from tools.studio.animations.renderers import renderer_for
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One sheet to draw: `key` is the digest of all that is asked, the backend's name among it."""

    request: SheetRequest
    renderer: SpriteRenderer
    key: str


async def wanted_sheet(
    studio: Studio,
    take: Take,
    member: CastMember,
    facing: int,
    *,
    frames: Sequence[AnimationFrame] | None = None,
    seed: int | None = None,
) -> Wanted:
    """What is asked for one character in one facing. Raises `InvalidError` (`NO_RENDERER`)."""
    renderer, source = renderer_for(studio, member, take.order)
    scripts = take.scripts or {}
    palette = take.facts.dnas[member.who].palette
    picture = None
    if source == "picture" and member.reference_sha256:
        picture = await studio.files.get(member.reference_sha256)
    request = SheetRequest(
        frames=tuple(frames or scripts[member.who].frames),
        perspective=take.order.perspective,
        facing=float(facing),
        cell_px=take.order.sprite_px,
        style=take.order.style,
        key_color=key_color_for(palette),
        definition=member.definition if source == "definition" else None,
        picture=picture,
        joints=member.joints if source == "picture" else {},
        palette=palette,
        seed=seed_of(member) if seed is None else seed,
    )
    return Wanted(request=request, renderer=renderer, key=_key(request, member, renderer.name))


async def draw(
    studio: Studio,
    actor: Actor,
    take: Take,
    member: CastMember,
    facing: int,
    *,
    node: str,
    progress: Progress | None = None,
) -> SheetRecord:
    """Draw one sheet and keep it; one that was drawn before for the same is taken as it is.

    Raises `BackendError`, `NotFoundError` where the animation was deleted meanwhile.
    """
    wanted = await wanted_sheet(studio, take, member, facing)
    async with studio.store.read(actor) as work:
        before = await work.takes.drawn_before(actor, take.animation_id, wanted.key)
    if before is not None:
        if before.run_id == take.run_id:
            return before
        return await _keep(studio, actor, take, _again(before, take, facing), wanted, node)
    begun = time.monotonic()
    sheet = await wanted.renderer.render_sheet(wanted.request, progress)
    sha256 = await studio.files.put(sheet.png)
    record = SheetRecord(
        run_id=take.run_id,
        who=member.who,
        facing=facing,
        request_key=wanted.key,
        raw_sha256=sha256,
        document=_document(sheet, wanted.request, time.monotonic() - begun),
    )
    return await _keep(studio, actor, take, record, wanted, node, size=len(sheet.png))


def seed_of(member: CastMember) -> int:
    """The seed of whatever chance decides: the same for a character in all its sheets."""
    return zlib.crc32(member.source.encode())


def sheet_asset(sha256: str, png_bytes: int, width: int, height: int) -> Asset:
    return Asset(sha256=sha256, type="image/png", size=png_bytes, width=width, height=height)


async def link_sheet(
    work: UnitOfWork, actor: Actor, take: Take, asset: Asset, *, role: str
) -> None:
    """Give the workspace access to a picture of the take."""
    await work.links.link(actor, asset, subject=f"take:{take.run_id}", role=role)


async def _keep(
    studio: Studio,
    actor: Actor,
    take: Take,
    record: SheetRecord,
    wanted: Wanted,
    node: str,
    *,
    size: int = 0,
) -> SheetRecord:
    """Sheet, link and effect in one transaction."""
    document = record.document
    key = digest([str(take.run_id), node, record.who, record.facing, wanted.key])
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, take.run_id)
        asset = sheet_asset(
            record.raw_sha256,
            size,
            document.columns * document.cell_px,
            document.rows * document.cell_px,
        )
        await link_sheet(work, actor, take, asset, role=f"{record.who}@{record.facing} raw")
        await work.takes.put_sheet(actor, record)
        await work.effects.keep(actor, key, node, {"sha256": record.raw_sha256})
    return record


def _again(before: SheetRecord, take: Take, facing: int) -> SheetRecord:
    """A sheet of another take for this one: as drawn, to be processed with its companions."""
    return before.model_copy(
        update={
            "run_id": take.run_id,
            "facing": facing,
            "sha256": None,
            "document": before.document.model_copy(update={"frames": ()}),
        }
    )


def _document(sheet: Sheet, request: SheetRequest, took_s: float) -> SheetDocument:
    return SheetDocument(
        columns=sheet.columns,
        rows=sheet.rows,
        cell_px=sheet.cell_px,
        backend=sheet.backend,
        model=sheet.model,
        key_color=request.key_color,
        exact=sheet.exact,
        undrawn=sheet.undrawn,
        parameters=dict(sheet.parameters),
        time_s=round(took_s, 3),
        cost_usd=sheet.cost_usd,
        seed=request.seed,
    )


def _key(request: SheetRequest, member: CastMember, backend: str) -> str:
    return digest(
        {
            "backend": backend,
            "frames": [frame.model_dump(mode="json") for frame in request.frames],
            "perspective": request.perspective,
            "facing": request.facing,
            "cell_px": request.cell_px,
            "style": request.style,
            "key_color": request.key_color,
            "definition": request.definition,
            "picture": member.reference_sha256 if request.picture else None,
            "joints": request.joints,
            "palette": request.palette,
            "seed": request.seed,
        }
    )
