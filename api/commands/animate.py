"""`echo-director animate`: pictures or character files into sprites, without any server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.failing import told_plainly, written
from api.settings import Settings
from api.wiring import open_offline
from tools.domain.animation.kinds import (
    ActionType,
    DifficultyTier,
    ExportFormat,
    Perspective,
    SpriteStyle,
)
from tools.domain.animations import SPRITE_PX, SPRITE_PX_LEAST, SPRITE_PX_MOST, TakeOrder
from tools.domain.character_files import is_character_file
from tools.domain.errors import InvalidError
from tools.imaging.exports.aseprite import Layout
from tools.imaging.exports.files import exported, members
from tools.studio.animations.offline import Animated, Appearing, animated

_ENGINES = frozenset({"aseprite", "texturepacker", "phaser", "godot", "unity"})


def animate(
    who: Annotated[
        list[Path],
        typer.Argument(help="A picture or a character file (.json); further ones respond."),
    ],
    action: Annotated[ActionType, typer.Option(help="What the first one does.")] = "heavy_attack",
    response: Annotated[
        list[str] | None,
        typer.Option(help="How the others answer, in any words; the best fit if left out."),
    ] = None,
    format: Annotated[ExportFormat, typer.Option(help="What to write.")] = "gif",
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the files go.")] = Path("out"),
    tier: Annotated[DifficultyTier, typer.Option()] = "LIGHT",
    perspective: Annotated[Perspective, typer.Option()] = "side",
    directions: Annotated[int, typer.Option(help="1, 4 or 8 facings.")] = 1,
    size: Annotated[
        int, typer.Option(min=SPRITE_PX_LEAST, max=SPRITE_PX_MOST, help="A cell's side, pixels.")
    ] = SPRITE_PX,
    style: Annotated[SpriteStyle, typer.Option()] = "pixel",
    shift: Annotated[int, typer.Option(help="Frames by which the response comes later.")] = 0,
    layout: Annotated[Layout, typer.Option(help="Of Aseprite's JSON.")] = "hash",
) -> None:
    """Animate one character, or one who acts on others, bound in time and checked by the rules."""
    with told_plainly():
        if directions not in (1, 4, 8):
            raise InvalidError(f"There are 1, 4 or 8 directions, not {directions}.")
        if len(who) == 1 and (response or shift):
            raise InvalidError("Nobody is there to respond: give a second picture.")
        order = TakeOrder(
            action_type=action,
            difficulty_tier=tier,
            perspective=perspective,
            directions=directions,
            sprite_px=size,
            style=style,
        )
        cast = [_appearing(path) for path in who]
        made = asyncio.run(_animated(cast, order, response, shift))
        if format in _ENGINES:
            files = members(made.reel, format, layout=layout)
        else:
            file = exported(made.reel, format, layout=layout)
            files = {file.file_name: file.data}
        written(out, files)
        _tell(made, files, out)


async def _animated(
    cast: Sequence[Appearing], order: TakeOrder, response: list[str] | None, shift: int
) -> Animated:
    spoken = response[0] if response and len(response) == 1 else response
    with open_offline(Settings()) as studio:
        return await animated(studio, cast, order, response=spoken, shift=shift)


def _appearing(path: Path) -> Appearing:
    data = path.read_bytes()
    if path.suffix.lower() != ".json":
        return Appearing(name=path.stem, picture=data)
    try:
        document = json.loads(data)
    except ValueError as error:
        raise InvalidError(f"{path} is not JSON: {error}.") from error
    if not isinstance(document, dict) or not is_character_file(document):
        raise InvalidError(f"{path} is no character file: it needs `name` and `appearance`.")
    return Appearing(name=str(document["name"]), definition=document)


def _tell(made: Animated, files: dict[str, bytes], out: Path) -> None:
    console = Console()
    count = made.reel.tracks[0].script.frame_count
    console.print(f"{made.reel.title}: {count} frames.", markup=False)
    names = {track.who: track.name for track in made.reel.tracks}
    for who, answer in made.answers.items():
        console.print(f"{names[who]} answers with {answer}.", markup=False)
    rules = "all hold" if made.report.holds else f"{len(made.report.violations)} violations"
    console.print(f"Rules: {len(made.report.rules)} checked, {rules}.", markup=False)
    for violation in made.report.violations:
        console.print(f"  {violation.code}: {violation.detail}", markup=False)
    for note in made.notes:
        console.print(f"Note: {note.detail}", markup=False)
    for name in sorted(files):
        console.print(f"  {out / name}", markup=False)
    if not made.report.holds:
        raise typer.Exit(1)
