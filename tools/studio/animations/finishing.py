"""The sheets of a take become frames that are kept, with links that give access to them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.animations import FrameRecord, Note, SheetRecord, Take
from tools.domain.errors import ConflictError
from tools.ports.store import UnitOfWork
from tools.studio.animations.cutting import Finished, Raw, cut_as, cut_take
from tools.studio.animations.drawing import link_sheet, sheet_asset
from tools.studio.studio import Studio


async def finish_sheets(studio: Studio, actor: Actor, run_id: UUID) -> list[str]:
    """Process the take's sheets together; returns them as `who@facing`.

    Raises `InvalidError` (`FRAME_COUNT_MISMATCH`), `NotFoundError` where the animation was
    deleted meanwhile.
    """
    async with studio.store.read(actor) as work:
        take = await work.takes.of_run(actor, run_id)
        sheets = await work.takes.sheets(actor, run_id)
    raws = [await raw_of(studio, take, sheet) for sheet in sheets]
    finished = await asyncio.to_thread(cut_take, raws)
    records = [await _stored(studio, one) for one in finished]
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, run_id)
        for one, record in zip(finished, records, strict=True):
            await link_finished(work, actor, take, one, record)
            await work.takes.put_sheet(actor, record)
        await work.takes.note(actor, run_id, "post_process", _notes(finished))
    return [f"{record.who}@{record.facing}" for record in records]


async def raw_of(studio: Studio, take: Take, sheet: SheetRecord, png: bytes | None = None) -> Raw:
    """A sheet as drawn; `png` in place of what is kept."""
    kept = await studio.files.get(sheet.raw_sha256) if png is None else png
    return cut_as(take, sheet, kept)


async def keep_mended(
    studio: Studio, actor: Actor, take: Take, finished: Finished, *, raw: bytes, seed: int
) -> SheetRecord:
    """Keep one sheet of which a frame was drawn anew; `raw` is the sheet as drawn with it.

    Raises `ConflictError` (`SHEET_CHANGED`) where another frame was mended meanwhile.
    """
    record = await _stored(studio, finished)
    document = record.document.model_copy(update={"seed": seed})
    record = record.model_copy(
        update={"raw_sha256": await studio.files.put(raw), "document": document}
    )
    width, height = document.columns * document.cell_px, document.rows * document.cell_px
    asset = sheet_asset(record.raw_sha256, len(raw), width, height)
    async with studio.store.begin(actor) as work:
        await work.takes.hold(actor, take.run_id)
        now = await work.takes.sheets(actor, take.run_id)
        if finished.record not in now:
            raise ConflictError(
                "Another frame of this sheet was drawn meanwhile. Ask again.", code="SHEET_CHANGED"
            )
        await link_sheet(work, actor, take, asset, role=f"{record.who}@{record.facing} raw")
        await link_finished(work, actor, take, finished, record)
        await work.takes.put_sheet(actor, record)
    return record


async def link_finished(
    work: UnitOfWork, actor: Actor, take: Take, finished: Finished, record: SheetRecord
) -> None:
    """Give the workspace access to the sheet and its frames."""
    document, name = record.document, f"{record.who}@{record.facing}"
    assert record.sha256 is not None
    width, height = document.columns * document.width, document.rows * document.height
    whole = sheet_asset(record.sha256, len(finished.png), width, height)
    await link_sheet(work, actor, take, whole, role=f"{name} sheet")
    for kept, frame in zip(record.frames, finished.frames, strict=True):
        asset = sheet_asset(kept.sha256, len(frame.png), document.width, document.height)
        await link_sheet(work, actor, take, asset, role=f"{name} frame {kept.index}")


async def _stored(studio: Studio, finished: Finished) -> SheetRecord:
    """The bytes of sheet and frames are put; returns the record that names them."""
    whole = await studio.files.put(finished.png)
    shas = [await studio.files.put(frame.png) for frame in finished.frames]
    records = tuple(
        FrameRecord(
            index=index,
            sha256=sha256,
            box=frame.box,
            pivot=frame.pivot,
            duration_ms=frame.duration_ms,
        )
        for index, (sha256, frame) in enumerate(zip(shas, finished.frames, strict=True))
    )
    document = finished.record.document.model_copy(
        update={
            "width": finished.width,
            "height": finished.height,
            "columns": finished.columns,
            "rows": -(-len(records) // finished.columns),
            "offset": finished.offset,
            "frames": records,
        }
    )
    return finished.record.model_copy(update={"sha256": whole, "document": document})


def _notes(finished: Sequence[Finished]) -> list[Note]:
    return [
        Note(code=code, who=one.record.who, detail=detail)
        for one in finished
        for code, detail in one.notes
    ]
