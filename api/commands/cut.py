"""`echo-director cut`: anybody's sprite sheet into clean frames, without any server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.failing import told_plainly, written
from tools.studio.cutting import FRAME_MS, cut_to_files


def cut(
    sheet: Annotated[Path, typer.Argument(help="The sheet, as PNG, JPEG, WebP or GIF.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the files go.")] = Path("out"),
    rows: Annotated[int | None, typer.Option(min=1, help="If you know them.")] = None,
    columns: Annotated[int | None, typer.Option(min=1, help="If you know them.")] = None,
    frames: Annotated[int | None, typer.Option(min=1, help="How many there are.")] = None,
    palette: Annotated[
        list[str] | None, typer.Option(help="Hold frames to this colour (#rrggbb); repeatable.")
    ] = None,
    keep_shadows: Annotated[bool, typer.Option(help="Leave shadows on the ground.")] = False,
    frame_ms: Annotated[
        int, typer.Option(min=20, help="A frame's time in the preview.")
    ] = FRAME_MS,
) -> None:
    """Cut a sprite sheet into frames: background away, one canvas, pivots, metadata."""
    with told_plainly():
        made = cut_to_files(
            sheet.read_bytes(),
            rows=rows,
            columns=columns,
            frame_count=frames,
            palette=palette or (),
            keep_shadows=keep_shadows,
            frame_ms=frame_ms,
        )
        written(out, made.files)
        found, console = made.cut, Console()
        width, height = found.canvas
        by = "a grid" if found.split_by == "grid" else "connected parts"
        console.print(
            f"{len(found.frames)} frames of {width}x{height}, found by {by} "
            f"({found.rows} rows, {found.columns} columns); background {found.backdrop}.",
            markup=False,
        )
        for warning in found.warnings:
            console.print(f"Note: {warning}", markup=False)
        console.print(f"Files: {out}", markup=False)
