"""The sheets of a take: drawn by whatever backend can, kept as they came, once each."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence

from tools.domain.actor import Actor
from tools.domain.animation.key_color import key_color_for
from tools.domain.animation.script import AnimationFrame
from tools.domain.animation.sheet_words import looks_in_words
from tools.domain.animations import CastMember, SheetDocument, SheetRecord, Take
from tools.domain.documents import digest
from tools.domain.pictures import Asset
from tools.ports.animating import Sheet, SheetRequest
from tools.ports.rendering import Progress, Reference
from tools.ports.store import UnitOfWork
from tools.studio.animations.renderers import drawer_of
from tools.studio.animations.trying import Wanted, Watch, drawn_sheet, unwatched
from tools.studio.studio import Studio


async def wanted_sheet(
    studio: Studio,
    take: Take,
    member: CastMember,
    facing: int,
    *,
    frames: Sequence[AnimationFrame] | None = None,
    seed: int | None = None,
    backend: str | None = None,
) -> Wanted:
    """What is asked for one character in one facing, of `backend` where one is named.

    Raises `InvalidError` or `UnavailableError` (`NO_RENDERER`).
    """
    renderer, source = await drawer_of(studio, take, member, backend=backend)
    abilities = renderer.sheet_abilities
    scripts = take.scripts or {}
    dna = take.facts.dnas[member.who]
    picture = None
    if member.reference_sha256 and (source == "picture" or abilities.wants_guides):
        picture = await studio.files.get(member.reference_sha256)
    request = SheetRequest(
        frames=tuple(frames or scripts[member.who].frames),
        perspective=take.order.perspective,
        facing=float(facing),
        cell_px=take.order.sprite_px,
        style=take.order.style,
        key_color=key_color_for(dna.palette),
        definition=member.definition if source == "definition" else None,
        picture=picture if source == "picture" else None,
        joints=member.joints if source == "picture" else {},
        palette=dna.palette,
        seed=seed_of(member) if seed is None else seed,
        references=_references(member, picture) if abilities.wants_guides else (),
        prompt=looks_in_words(member.definition, dna) if abilities.wants_guides else "",
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
    watch: Watch = unwatched,
) -> SheetRecord:
    """Draw one sheet and keep it; one that was drawn before for the same is taken as it is.

    `watch` notes what is under way at a backend, by its key. Raises `BackendError`,
    `SpendingLimitError`, `NotFoundError` where the animation was deleted meanwhile.
    """
    wanted = await wanted_sheet(studio, take, member, facing)
    key = digest([str(take.run_id), node, member.who, facing, wanted.key])
    async with studio.store.read(actor) as work:
        before = await work.takes.drawn_before(actor, take.animation_id, wanted.key)
    if before is not None:
        if before.run_id == take.run_id:
            return before
        return await _keep(studio, actor, take, _again(before, take, facing), key, node)
    begun = time.monotonic()
    sheet, seed = await drawn_sheet(
        studio, actor, wanted, key=key, node=node, progress=progress, watch=watch
    )
    sha256 = await studio.files.put(sheet.png)
    record = SheetRecord(
        run_id=take.run_id,
        who=member.who,
        facing=facing,
        request_key=wanted.key,
        raw_sha256=sha256,
        document=document_of(
            sheet, wanted.request.key_color, took_s=time.monotonic() - begun, seed=seed
        ),
    )
    return await _keep(studio, actor, take, record, key, node, size=len(sheet.png))


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
    key: str,
    node: str,
    *,
    size: int = 0,
) -> SheetRecord:
    """Sheet, link and effect in one transaction."""
    document = record.document
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


def document_of(
    sheet: Sheet, key_color: str, *, took_s: float = 0.0, seed: int = 0
) -> SheetDocument:
    """The facts of a sheet as drawn."""
    return SheetDocument(
        columns=sheet.columns,
        rows=sheet.rows,
        cell_px=sheet.cell_px,
        backend=sheet.backend,
        model=sheet.model,
        key_color=key_color,
        exact=sheet.exact,
        undrawn=sheet.undrawn,
        notes=sheet.notes,
        parameters=dict(sheet.parameters),
        time_s=round(took_s, 3),
        cost_usd=sheet.cost_usd,
        seed=seed,
    )


def _references(member: CastMember, picture: bytes | None) -> tuple[Reference, ...]:
    if picture is None or member.reference_sha256 is None:
        return ()
    return (Reference(sha256=member.reference_sha256, data=picture),)


def _key(request: SheetRequest, member: CastMember, backend: str) -> str:
    told = {"prompt": request.prompt, "references": [one.sha256 for one in request.references]}
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
            **(told if request.prompt or request.references else {}),
        }
    )
