"""A sheet that anybody drew, cut into clean frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from tools.imaging.picture import Picture
from tools.imaging.sheets.backdrop import Backdrop, BackdropKind, backdrop_of
from tools.imaging.sheets.canvas import Figure, Frame, on_canvas
from tools.imaging.sheets.keying import Cutout, cut_out
from tools.imaging.sheets.palette_lock import locked
from tools.imaging.sheets.reading import BlankSheetError, read_sheet
from tools.imaging.sheets.rims import with_rims
from tools.imaging.sheets.softness import Edges
from tools.imaging.sheets.splitting import Hints, Split, SplitBy, split


@dataclass(frozen=True, kw_only=True)
class CutSheet:
    """A sheet's frames in reading order, all on one canvas, and how they were found.

    `canvas` is width and height in pixels; `backdrop` and `background` (`#rrggbb`, empty where
    it was transparent) what was taken away; `split_by` a grid or connected parts, of `rows` and
    `columns`. `warnings` are sentences for the user.
    """

    frames: tuple[Frame, ...]
    canvas: tuple[int, int]
    rows: int
    columns: int
    split_by: SplitBy
    backdrop: BackdropKind
    background: str
    edges: Edges
    warnings: tuple[str, ...] = ()


def cut_sheet(
    data: bytes,
    *,
    rows: int | None = None,
    columns: int | None = None,
    frame_count: int | None = None,
    cell: tuple[int, int] | None = None,
    key: tuple[int, int, int] | None = None,
    palette: Sequence[str] = (),
    airborne: Sequence[bool] | None = None,
    keep_shadows: bool = False,
    steady: bool = True,
) -> CutSheet:
    """The frames of a sheet given as the bytes of a picture.

    Everything beside `data` is optional: the grid as `rows`, `columns`, `frame_count` or `cell`
    (width, height), the `key` colour that was asked for, a `palette` (`#rrggbb`) to hold the
    frames to, which frames are `airborne` (one flag a frame, else it is guessed).

    Raises `UnreadablePictureError` in its kinds: not a picture, damaged, above 50 megapixels,
    animated, too small, or blank (`BlankSheetError`).
    """
    hints = Hints(rows=rows, columns=columns, frame_count=frame_count, cell=cell)
    return cut_pixels(
        read_sheet(data),
        hints,
        key=key,
        palette=palette,
        airborne=airborne,
        keep_shadows=keep_shadows,
        steady=steady,
    )


def cut_pixels(
    sheet: Picture,
    hints: Hints,
    *,
    key: tuple[int, int, int] | None = None,
    palette: Sequence[str] = (),
    airborne: Sequence[bool] | None = None,
    keep_shadows: bool = False,
    steady: bool = True,
) -> CutSheet:
    """`cut_sheet` for pixels (height x width x 4). Raises `BlankSheetError`."""
    backdrop = backdrop_of(sheet, key)
    cutout = cut_out(sheet, backdrop, keep_shadows=keep_shadows)
    found = split(cutout.figure, sheet, hints, soft=cutout.edges != "crisp")
    if not found.found:
        raise BlankSheetError
    figures = figures_of(found, cutout)
    flags = airborne if airborne is not None and len(airborne) == len(figures) else None
    size = cell_size(found)
    frames = on_canvas(figures, size=size, airborne=flags, aligned=size is None, steady=steady)
    return described(
        frames_locked(frames, palette), found, backdrop, cutout, extra=_about_flags(airborne, flags)
    )


def figures_of(found: Split, cutout: Cutout) -> tuple[Figure, ...]:
    """The frames' pixels, each with the soft rim that belongs to it, and their places."""
    grounds = _row_grounds(found)
    figures: list[Figure] = []
    for one in with_rims(found.found, cutout):
        left, top, right, bottom = one.box
        own = one.mask.view(np.uint8) * np.uint8(255)
        whole = cutout.picture[top:bottom, left:right]
        pixels = np.asarray(cv2.bitwise_and(whole, whole, mask=own), dtype=np.uint8)
        origin = (left, grounds[one.row]) if one.cell is None else one.cell[:2]
        offset = (left - origin[0], top - origin[1])
        figures.append(Figure(pixels=pixels, source=one.box, offset=offset, cell=one.cell))
    return tuple(figures)


def cell_size(found: Split) -> tuple[int, int] | None:
    """The largest cell's width and height; None where no grid explains the sheet."""
    cells = [one.cell for one in found.found if one.cell is not None]
    if not cells:
        return None
    return (max(c[2] - c[0] for c in cells), max(c[3] - c[1] for c in cells))


def frames_locked(frames: Sequence[Frame], palette: Sequence[str]) -> tuple[Frame, ...]:
    """The frames held to the palette (`#rrggbb`); as they are where it is empty."""
    if not palette:
        return tuple(frames)
    pixels = locked([frame.pixels for frame in frames], palette)
    return tuple(replace(f, pixels=p) for f, p in zip(frames, pixels, strict=True))


def described(
    frames: tuple[Frame, ...],
    found: Split,
    backdrop: Backdrop,
    cutout: Cutout,
    *,
    extra: Sequence[str] = (),
) -> CutSheet:
    """The frames with how they were found."""
    height, width = frames[0].pixels.shape[:2]
    shadows = ("Shadows on the ground were taken out.",) if cutout.shadows else ()
    red, green, blue = (round(float(v)) for v in backdrop.color)
    return CutSheet(
        frames=frames,
        canvas=(width, height),
        rows=found.rows,
        columns=found.columns,
        split_by=found.by,
        backdrop=backdrop.kind,
        background="" if backdrop.kind == "transparent" else f"#{red:02x}{green:02x}{blue:02x}",
        edges=cutout.edges,
        warnings=(*found.warnings, *shadows, *extra),
    )


def _row_grounds(found: Split) -> dict[int, int]:
    """Each row's usual lowest line, from which the figures' heights are measured."""
    rows = {one.row for one in found.found}
    bottoms = {row: [f.box[3] for f in found.found if f.row == row] for row in rows}
    return {row: round(float(np.percentile(values, 75))) for row, values in bottoms.items()}


def _about_flags(given: Sequence[bool] | None, used: Sequence[bool] | None) -> tuple[str, ...]:
    if given is None or used is not None:
        return ()
    return ("The flags of frames in the air do not fit the number of frames: they were guessed.",)
