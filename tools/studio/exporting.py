"""An animation as a file for engines, editors and people."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from tools.domain.actor import Actor
from tools.domain.animation.kinds import ExportFormat
from tools.domain.animation.script import AnimationScript
from tools.domain.animations import Animation, SheetRecord, Take
from tools.domain.errors import ConflictError
from tools.imaging.exports.aseprite import Layout
from tools.imaging.exports.files import ExportedFile, exported
from tools.imaging.exports.reel import Cell, Pixels, Reel, Strip, Track
from tools.studio.studio import Studio

_LOOPING = frozenset({"idle", "walk", "run"})


async def export_animation(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    format: ExportFormat,
    *,
    layout: Layout = "hash",
    take: int | None = None,
) -> ExportedFile:
    """The newest take that is drawn, or the one by its number, in a format.

    Raises `NotFoundError`, and `ConflictError` (`STAGE_NOT_READY`) where nothing is drawn yet.
    """
    reel = await reel_of(studio, actor, animation_id, take=take)
    return await asyncio.to_thread(exported, reel, format, layout=layout)


async def drawn_take(studio: Studio, actor: Actor, animation_id: int) -> int:
    """The number of the newest take that is drawn. Raises as `export_animation`."""
    async with studio.store.read(actor) as work:
        await work.animations.get(actor, animation_id)
        for found in reversed(await work.takes.all_of(actor, animation_id)):
            if _drawn(found, await work.takes.sheets(actor, found.run_id)):
                return found.number
    raise _nothing_drawn()


async def reel_of(
    studio: Studio, actor: Actor, animation_id: int, *, take: int | None = None
) -> Reel:
    """The animation's cells with their scripts. Raises as `export_animation`."""
    async with studio.store.read(actor) as work:
        animation = await work.animations.get(actor, animation_id)
        takes = (
            await work.takes.all_of(actor, animation_id)
            if take is None
            else [await work.takes.get(actor, animation_id, take)]
        )
        for found in reversed(takes):
            sheets = await work.takes.sheets(actor, found.run_id)
            if _drawn(found, sheets):
                break
        else:
            raise _nothing_drawn()
    shas = {frame.sha256 for sheet in sheets for frame in sheet.frames}
    bytes_by_sha = {sha: await studio.files.get(sha) for sha in sorted(shas)}
    pixels = await asyncio.to_thread(
        lambda: {sha: decoded(data) for sha, data in bytes_by_sha.items()}
    )
    return _reel(animation, found, sheets, pixels)


def loops(script: AnimationScript) -> bool:
    """Whether the script is made to be repeated."""
    return script.action_type in _LOOPING


def decoded(png: bytes) -> Pixels:
    """A PNG of ours as RGBA, shape (height, width, 4)."""
    read = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if read is None:
        raise ValueError("a stored frame cannot be read")
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGRA2RGBA), np.uint8)


def _nothing_drawn() -> ConflictError:
    return ConflictError(
        "Nothing is drawn yet to export. Generate the sprites first.",
        code="STAGE_NOT_READY",
        missing=["generate-sprites"],
    )


def _drawn(take: Take, sheets: Sequence[SheetRecord]) -> bool:
    """Whether everybody in the take has all frames."""
    whole = {sheet.who for sheet in sheets if sheet.frames}
    return bool(whole) and whole >= {member.who for member in take.cast}


def _reel(
    animation: Animation,
    take: Take,
    sheets: Sequence[SheetRecord],
    pixels: Mapping[str, Pixels],
) -> Reel:
    scripts = take.scripts or {}
    tracks = [
        Track(
            who=member.who,
            name=member.name,
            script=scripts[member.who],
            strips=tuple(
                Strip(
                    cells=tuple(
                        Cell(pixels=pixels[frame.sha256], pivot=frame.pivot)
                        for frame in sheet.frames
                    ),
                    facing=float(sheet.facing),
                )
                for sheet in sheets
                if sheet.who == member.who
            ),
        )
        for member in take.cast
    ]
    action = take.order.action_type.replace("_", " ")
    names = " and ".join(track.name for track in tracks)
    return Reel(
        title=animation.name or f"{names} {action}",
        tracks=tuple(tracks),
        loops=len(tracks) == 1 and loops(tracks[0].script),
        style=take.order.style,
        alignment=next(iter(take.shifts.values()), 0),
        report=take.facts.report,
    )
