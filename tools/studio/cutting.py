"""Anybody's sprite sheet cut into clean frames, as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.domain.errors import InvalidError, LimitExceededError
from tools.imaging.decoding import MAX_MEGAPIXELS, PictureTooLargeError, UnreadablePictureError
from tools.imaging.exports.moving import gif
from tools.imaging.exports.preview import Film
from tools.imaging.sheets.canvas import Frame
from tools.imaging.sheets.cutting import CutSheet, cut_sheet
from tools.imaging.sheets.packing import packed
from tools.imaging.sheets.png import fast_png

FRAME_MS = 100
"""How long a frame of the preview is shown, where the sheet does not say."""


@dataclass(frozen=True, kw_only=True)
class CutFiles:
    """`files` by name: `sheet.png`, `sheet.json`, `preview.gif`, `frames/00.png` …"""

    cut: CutSheet
    files: Mapping[str, bytes]


def cut_to_files(
    data: bytes,
    *,
    rows: int | None = None,
    columns: int | None = None,
    frame_count: int | None = None,
    palette: Sequence[str] = (),
    keep_shadows: bool = False,
    frame_ms: int = FRAME_MS,
) -> CutFiles:
    """Cut a sheet given as bytes; what is None is found out.

    Raises `InvalidError` (`UNREADABLE_IMAGE`), `LimitExceededError`.
    """
    try:
        cut = cut_sheet(
            data,
            rows=rows,
            columns=columns,
            frame_count=frame_count,
            palette=palette,
            keep_shadows=keep_shadows,
        )
    except PictureTooLargeError as error:
        raise LimitExceededError(str(error), limit=MAX_MEGAPIXELS * 1_000_000) from error
    except UnreadablePictureError as error:
        raise InvalidError(str(error), code="UNREADABLE_IMAGE") from error
    pixels = [frame.pixels for frame in cut.frames]
    film = Film(frames=tuple(pixels), durations_ms=tuple([frame_ms] * len(pixels)), loops=True)
    files = {
        "sheet.png": fast_png(packed(pixels, cut.columns)),
        "sheet.json": json.dumps(_document(cut, frame_ms), indent=1).encode(),
        "preview.gif": gif(film),
    }
    frames = {f"frames/{frame.index:02}.png": fast_png(frame.pixels) for frame in cut.frames}
    return CutFiles(cut=cut, files={**files, **frames})


def _document(cut: CutSheet, frame_ms: int) -> dict[str, Any]:
    """TexturePacker's hash form, with where each frame came from beside it."""
    width, height = cut.canvas
    frames = {f"{frame.index:02}.png": _frame(frame, cut, frame_ms) for frame in cut.frames}
    rows = -(-len(cut.frames) // cut.columns)
    return {
        "frames": frames,
        "meta": {
            "app": "Echo Director",
            "image": "sheet.png",
            "format": "RGBA8888",
            "size": {"w": width * cut.columns, "h": height * rows},
            "scale": "1",
            "split_by": cut.split_by,
            "source_grid": {"rows": cut.rows, "columns": cut.columns},
            "background": cut.background or None,
            "backdrop": cut.backdrop,
            "edges": cut.edges,
            "warnings": list(cut.warnings),
        },
    }


def _frame(frame: Frame, cut: CutSheet, frame_ms: int) -> dict[str, Any]:
    width, height = cut.canvas
    row, column = divmod(frame.index, cut.columns)
    left, top, right, bottom = frame.trim
    size = {"w": max(1, right - left), "h": max(1, bottom - top)}
    return {
        "frame": {"x": column * width + left, "y": row * height + top, **size},
        "rotated": False,
        "trimmed": True,
        "spriteSourceSize": {"x": left, "y": top, **size},
        "sourceSize": {"w": width, "h": height},
        "pivot": {
            "x": round(frame.pivot[0] / width, 4),
            "y": round(frame.pivot[1] / height, 4),
        },
        "duration": frame_ms,
        "airborne": frame.airborne,
        "source": dict(zip(("left", "top", "right", "bottom"), frame.source, strict=True)),
    }
