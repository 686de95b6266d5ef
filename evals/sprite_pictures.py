"""Contact sheets of sprites: actions alone, answers to blows, facings, sizes, cutouts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from api.settings import Settings
from api.wiring import open_offline
from evals.drawn_people import KNIGHT, PEOPLE
from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.animation.kinds import ActionType, ContactAction, ResponderKind
from tools.domain.animations import TakeOrder
from tools.domain.reading import read_drawing
from tools.imaging.exports.moving import gif
from tools.imaging.exports.preview import enlarged, film_of, preview_of
from tools.imaging.exports.reel import Pixels, compass
from tools.studio.animations.offline import Animated, Appearing, animated
from tools.studio.studio import Studio

PAPER = (88, 100, 112)
LABEL_PX = 16
SIZE_PX = 96
_ANSWERS: dict[ResponderKind, str] = {
    "dodge": "dodge",
    "block": "block",
    "partial_hit": "staggered hit",
    "full_hit": "full hit",
    "counter": "counter attack",
    "interrupt": "interrupt",
}


@dataclass(frozen=True)
class Row:
    """Frames side by side, with a few words under the first."""

    label: str
    frames: tuple[Pixels, ...]


def write_sprites(folder: Path) -> list[Path]:
    """Write every sheet and two GIFs into the folder; returns what was written."""
    with open_offline(Settings()) as studio:
        return asyncio.run(_written(studio, folder))


async def _written(studio: Studio, folder: Path) -> list[Path]:
    alone = [await _alone(studio, n, a) for n, a in enumerate(get_args(ActionType))]
    duals = [
        await _dual(studio, action, kind)
        for action in get_args(ContactAction)
        for kind in get_args(ResponderKind)
    ]
    sheets = {
        "sprites-actions": alone,
        "sprites-answers": duals,
        "sprites-facings": await _facings(studio),
        "sprites-sizes": await _sizes(studio),
        "sprites-cutout": await _cutouts(studio),
    }
    written = [_saved(rows, folder / f"{name}.png") for name, rows in sheets.items()]
    fight = await _pair(studio, "heavy_attack", "backstep dodge", size=128)
    written.append(folder / "sprites-dodge.gif")
    written[-1].write_bytes(gif(enlarged(preview_of(fight.reel), 2)))
    walk = await _one(studio, PEOPLE[0], _order("walk", size=128))
    written.append(folder / "sprites-walk.gif")
    written[-1].write_bytes(gif(enlarged(film_of(walk.reel.tracks[0], loops=True), 2)))
    return written


async def _alone(studio: Studio, number: int, action: ActionType) -> Row:
    person = PEOPLE[number % len(PEOPLE)]
    made = await _one(studio, person, _order(action))
    return Row(f"{person['name']}: {_said(action)}", _frames(made))


async def _dual(studio: Studio, action: ActionType, kind: ResponderKind) -> Row:
    made = await _pair(studio, action, _ANSWERS[kind])
    return Row(f"{_said(action)}, {_said(kind)}", preview_of(made.reel).frames)


async def _facings(studio: Studio) -> list[Row]:
    rows: list[Row] = []
    for perspective in ("top_down", "isometric"):
        order = _changed(_order("walk"), perspective=perspective, directions=8)
        made = await _one(studio, KNIGHT, order)
        rows += [
            Row(
                f"{_said(perspective)}, {compass(strip.facing or 0)}",
                tuple(cell.pixels for cell in strip.cells),
            )
            for strip in made.reel.tracks[0].strips
        ]
    return rows


async def _sizes(studio: Studio) -> list[Row]:
    rows: list[Row] = []
    for size in (64, 128, 256):
        for style in ("pixel", "smooth"):
            order = _changed(_order("light_attack", size=size), style=style)
            made = await _one(studio, KNIGHT, order)
            rows.append(Row(f"{size} px, {style}", _frames(made)[:5]))
    return rows


async def _cutouts(studio: Studio) -> list[Row]:
    """Pictures of our own, as somebody would upload them, walking and striking."""
    rows: list[Row] = []
    for person in PEOPLE[:4]:
        scene = f"{person['name']} stands, seen from the side"
        picture = png_of(draw(read_drawing(person, scene), 7, 512, 512), 512, 512)
        for action in ("walk", "light_attack"):
            order = _changed(_order(action, size=128), style="smooth")
            made = await animated(studio, [Appearing(name="picture", picture=picture)], order)
            rows.append(Row(f"uploaded {person['name']}: {_said(action)}", _frames(made)))
    return rows


async def _one(studio: Studio, person: dict[str, Any], order: TakeOrder) -> Animated:
    return await animated(studio, [Appearing(name=person["name"], definition=person)], order)


async def _pair(
    studio: Studio, action: ActionType, response: str, *, size: int = SIZE_PX
) -> Animated:
    cast = [Appearing(name=p["name"], definition=p) for p in PEOPLE[:2]]
    made = await animated(studio, cast, _order(action, size=size), response=response)
    if not made.report.holds:
        raise RuntimeError(f"{action}, {response}: {made.report.violations[0].detail}")
    return made


def _order(action: ActionType, *, size: int = SIZE_PX) -> TakeOrder:
    return TakeOrder(action_type=action, sprite_px=size)


def _changed(order: TakeOrder, **changes: Any) -> TakeOrder:
    return TakeOrder.model_validate(order.model_dump() | changes)


def _frames(made: Animated) -> tuple[Pixels, ...]:
    return tuple(cell.pixels for cell in made.reel.tracks[0].strips[0].cells)


def _saved(rows: Sequence[Row], path: Path) -> Path:
    """One picture of all rows on plain paper, drawn once at their own size."""
    width = max(sum(frame.shape[1] for frame in row.frames) for row in rows)
    heights = [max(frame.shape[0] for frame in row.frames) + LABEL_PX for row in rows]
    page = Image.new("RGB", (width, sum(heights)), PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(11)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        left = 0
        for frame in row.frames:
            cell = Image.fromarray(np.ascontiguousarray(frame))
            page.paste(cell, (left, top), cell)
            left += frame.shape[1]
        pen.text((4, top + height - LABEL_PX + 1), row.label, fill="#e6e8ec", font=font)
        top += height
    page.save(path, optimize=True)
    return path


def _said(name: str) -> str:
    return name.replace("_", " ")
