"""An animation ready to be written out: cells, their timing, and where they lie on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tools.domain.animation.kinds import SpriteStyle
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.violations import RuleReport

Pixels = NDArray[np.uint8]
"""Shape (height, width, 4), RGBA, straight alpha."""

_COMPASS = ("s", "se", "e", "ne", "n", "nw", "w", "sw")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    w: int
    h: int

    def moved(self, x: int, y: int) -> Box:
        return Box(x=self.x + x, y=self.y + y, w=self.w, h=self.h)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One frame's picture; `pivot` is in pixels of the cell, on the feet or the centre of mass."""

    pixels: Pixels
    pivot: tuple[float, float]

    @cached_property
    def trim(self) -> Box:
        """The smallest box around what is not transparent; one pixel for an empty cell."""
        rows = np.flatnonzero(self.pixels[:, :, 3].any(axis=1))
        columns = np.flatnonzero(self.pixels[:, :, 3].any(axis=0))
        if rows.size == 0:
            return Box(x=0, y=0, w=1, h=1)
        left, top = int(columns[0]), int(rows[0])
        return Box(x=left, y=top, w=int(columns[-1]) - left + 1, h=int(rows[-1]) - top + 1)


@dataclass(frozen=True, kw_only=True)
class Strip:
    """All frames seen from one side; `facing` as in `SheetRequest`, None where there is one."""

    cells: tuple[Cell, ...]
    facing: float | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A cell on the sheet; `index` counts within the strip, `number` over the sheet."""

    name: str
    number: int
    index: int
    cell: Cell
    box: Box
    frame: AnimationFrame


@dataclass(frozen=True, kw_only=True)
class Track:
    """One character's part; every strip has as many cells of one size as the script frames."""

    who: str
    name: str
    script: AnimationScript
    strips: tuple[Strip, ...]

    @property
    def cell_size(self) -> tuple[int, int]:
        """Width and height of a cell."""
        height, width = self.strips[0].cells[0].pixels.shape[:2]
        return width, height

    @property
    def file_stem(self) -> str:
        kept = "".join(c if c.isalnum() and c.isascii() else "_" for c in self.name.lower())
        return f"{kept.strip('_') or 'character'}_{self.script.action_type}_{self.who}"

    def tag(self, strip: Strip) -> str:
        """What the strip's animation is called: the action, and the compass where it matters."""
        if strip.facing is None or len(self.strips) == 1:
            return self.script.action_type
        return f"{self.script.action_type}_{compass(strip.facing)}"


@dataclass(frozen=True, kw_only=True)
class PackedSheet:
    """A track's cells in one picture: a grid for one strip, a row a strip for several."""

    track: Track
    pixels: Pixels
    placed: tuple[tuple[Placed, ...], ...]
    """One tuple a strip, in its order."""

    @property
    def size(self) -> tuple[int, int]:
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    @property
    def all(self) -> tuple[Placed, ...]:
        return tuple(place for strip in self.placed for place in strip)


@dataclass(frozen=True, kw_only=True)
class Reel:
    """A whole animation: the instigator first, then its responders.

    `loops` says whether it is made to be repeated; `alignment` is the shift, in frames, between
    the instigator's impact and the responder's; `report` says which temporal rules hold.
    """

    title: str
    tracks: tuple[Track, ...]
    loops: bool
    style: SpriteStyle = "pixel"
    alignment: int = 0
    report: RuleReport | None = None


def compass(facing: float) -> str:
    """`s` for a figure that faces the viewer, `e` for one that faces the picture's right."""
    return _COMPASS[round(facing / 45.0) % 8]


def packed(track: Track) -> PackedSheet:
    """The track on one sheet."""
    width, height = track.cell_size
    columns = _columns(len(track.strips[0].cells)) if len(track.strips) == 1 else None
    per_row = columns or len(track.strips[0].cells)
    rows = sum(-(-len(strip.cells) // per_row) for strip in track.strips)
    sheet = np.zeros((rows * height, per_row * width, 4), np.uint8)
    placed: list[tuple[Placed, ...]] = []
    row = number = 0
    for strip in track.strips:
        places: list[Placed] = []
        for index, cell in enumerate(strip.cells):
            at_row, at_column = divmod(index, per_row)
            box = Box(x=at_column * width, y=(row + at_row) * height, w=width, h=height)
            sheet[box.y : box.y + height, box.x : box.x + width] = cell.pixels
            places.append(
                Placed(
                    name=f"{track.who}_{track.tag(strip)}_{index:02}",
                    number=number,
                    index=index,
                    cell=cell,
                    box=box,
                    frame=track.script.frames[index],
                )
            )
            number += 1
        row += -(-len(strip.cells) // per_row)
        placed.append(tuple(places))
    return PackedSheet(track=track, pixels=sheet, placed=tuple(placed))


def runs_of(flags: list[bool]) -> list[tuple[int, int]]:
    """The first and the last index of every unbroken run of true flags."""
    runs: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if not flag:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _columns(count: int) -> int:
    """The widest of the nearly square grids that the cells fill; else as square as it gets."""
    root = int(count**0.5)
    full = [n for n in range(root, count + 1) if count % n == 0 and n >= count / n]
    return full[0] if full and full[0] <= 2 * root + 2 else -(-count // max(1, root))
