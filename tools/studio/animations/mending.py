"""One frame drawn again; every other frame stays the very file that it was."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.animations import Animation, CastMember, SheetRecord, Take
from tools.domain.documents import digest
from tools.domain.errors import ConflictError, InvalidError, NotFoundError, UnavailableError
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendError
from tools.studio.animations.cutting import cut_alone, raw_with_cell, with_frame
from tools.studio.animations.drawing import seed_of, wanted_sheet
from tools.studio.animations.finishing import keep_mended, raw_of
from tools.studio.animations.keeping import get_animation, place_in
from tools.studio.animations.trying import Wanted, drawn_sheet
from tools.studio.studio import Studio

NODE = "mend_frame"


@dataclass(frozen=True, kw_only=True)
class Mended:
    take: Take
    sheet: SheetRecord
    seed: int


async def mend_frame(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    who: str,
    index: int,
    *,
    facing: int | None = None,
    take: int | None = None,
    seed: int | None = None,
) -> Mended:
    """Draw frame `index` of one sheet again, with another seed where none is given.

    Raises `NotFoundError` (`FRAME_NOT_FOUND`, `FIGURE_NOT_FOUND`), `ConflictError`
    (`STAGE_NOT_READY`), and `InvalidError` or `UnavailableError` for a backend's failure.
    """
    animation = await get_animation(studio, actor, animation_id)
    async with studio.store.read(actor) as work:
        if take is not None:
            found: Take | None = await work.takes.get(actor, animation.id, take)
        else:
            found = await work.takes.newest(actor, animation.id)
        sheets = await work.takes.sheets(actor, found.run_id) if found else []
    sheet = _sheet(found, sheets, who, facing)
    assert found is not None
    member = _with_joints(found, animation, who)
    script = (found.scripts or {})[who]
    if index >= script.frame_count:
        raise NotFoundError(
            f"There is no frame {index}; there are {script.frame_count}, from 0.",
            code="FRAME_NOT_FOUND",
        )
    if seed is None:
        seed = (max(sheet.document.seed, seed_of(member)) + index + 1) % 2**32
    frame = script.frames[index].model_copy(update={"frame_index": 0})
    wanted = await wanted_sheet(
        studio,
        found,
        member,
        sheet.facing,
        frames=[frame],
        seed=seed,
        backend=sheet.document.backend,
    )
    png, seed = await _drawn(studio, actor, wanted, sheet.document.cell_px)
    alone = await raw_of(studio, found, _of_one(sheet), png)
    alone = replace(alone, script=script.model_copy(update={"frame_count": 1, "frames": (frame,)}))
    mended = await asyncio.to_thread(cut_alone, alone, sheet, index, frame)
    cells = [await studio.files.get(record.sha256) for record in sheet.frames]
    finished = await asyncio.to_thread(with_frame, sheet, cells, index, mended)
    raw = await asyncio.to_thread(
        raw_with_cell, sheet, await studio.files.get(sheet.raw_sha256), png, index
    )
    kept = await keep_mended(studio, actor, found, finished, raw=raw, seed=seed)
    return Mended(take=found, sheet=kept, seed=seed)


def _of_one(sheet: SheetRecord) -> SheetRecord:
    """The sheet's facts for a sheet of a single cell."""
    document = sheet.document.model_copy(update={"columns": 1, "rows": 1})
    return sheet.model_copy(update={"document": document})


def _with_joints(take: Take, animation: Animation, who: str) -> CastMember:
    """The character as the take has it, with the joints that are in force for its picture now."""
    member, figure = take.member(who), animation.figure(who)
    assert member is not None
    if figure is None or figure.reference_sha256 != member.reference_sha256:
        return member
    return member.model_copy(update={"joints": figure.joints})


async def _drawn(studio: Studio, actor: Actor, wanted: Wanted, cell_px: int) -> tuple[bytes, int]:
    """One cell as large as those of its sheet, and its seed."""
    key = digest([str(uuid7()), NODE, wanted.key])
    try:
        sheet, seed = await drawn_sheet(studio, actor, wanted, key=key, node=NODE)
    except (BackendBusyError, BackendDownError) as error:
        raise UnavailableError(str(error), code="BACKEND_DOWN") from error
    except BackendError as error:
        raise InvalidError(str(error), code="BACKEND_REJECTED") from error
    if sheet.cell_px != cell_px:
        raise InvalidError(
            f"{sheet.backend} drew the frame {sheet.cell_px} pixels large, not {cell_px}.",
            code="BACKEND_REJECTED",
        )
    return sheet.png, seed


def _sheet(
    take: Take | None, sheets: Sequence[SheetRecord], who: str, facing: int | None
) -> SheetRecord:
    """The sheet that is meant. Raises `ConflictError`, `NotFoundError`."""
    if take is not None and take.member(who) is None:
        place_in(who)
        raise NotFoundError(f"There is no {who} here.", code="FIGURE_NOT_FOUND")
    own = [sheet for sheet in sheets if sheet.who == who and sheet.frames]
    if not own:
        raise ConflictError(
            "This comes after generate-sprites.",
            code="STAGE_NOT_READY",
            missing=["generate-sprites"],
        )
    if facing is None:
        return own[0]
    for sheet in own:
        if sheet.facing == facing:
            return sheet
    there = ", ".join(str(sheet.facing) for sheet in own)
    raise NotFoundError(f"There is no facing {facing}; there is {there}.", code="FACING_NOT_FOUND")
