"""`echo-director demo`: a short directing session from nothing, with a folder of its own."""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.rule import Rule

from api.commands.failing import told_plainly
from api.databases import drop_embedded_database, embedded_server
from api.sample import load_sample
from api.settings import Settings
from api.terminal import Terminal
from api.wiring import open_service
from tools.domain.actor import LOCAL
from tools.domain.errors import InvalidError
from tools.domain.turns import TurnAnswer

_FOLDER = Path(".echo-director-demo")
_MARKER = "this-is-a-demo"
SESSION = (
    ("What does the bible say about Kai?", "get_bible_character", "ok"),
    ("Create Mara Voss from the bible", "create_character", "ok"),
    ("Generate Kai Nakamura walking through the neon alley", "generate_image", "ok"),
    ("Show him at the shrine in the snow", "generate_image", "ok"),
    ("Is he consistent with his reference?", "check_consistency", "ok"),
    ("Make his vest red", "update_character", "ok"),
    ("Generate him walking through the neon alley", "generate_image", "ok"),
    ("Now show Zephyrine on the roof", "generate_image", "error"),
    ("Make Kai hit Mara with a heavy attack", "start_animation", "ok"),
    ("Backstep Dodge", "choose_response", "ok"),
    ("Generate the sprites", "generate_sprites", "ok"),
    ("Export it for Godot", "export_animation", "ok"),
)
"""What the demo says, the tool that each line must lead to, and how that call must end."""


def demo(
    data_dir: Annotated[Path, typer.Option(help="Where the demo's data lie.")] = _FOLDER,
) -> None:
    """Play a directing session on the sample production, with nothing but this machine."""
    with told_plainly():
        complete = asyncio.run(_demo(data_dir))
    if not complete:
        raise typer.Exit(1)


async def _demo(folder: Path) -> bool:
    console, begun = Console(), time.monotonic()
    settings = Settings(
        data_dir=_emptied(folder),
        database_url=None,
        model="embedded",
        backend=("sketch",),
        clip=None,
    )
    pictures = folder / "pictures"
    console.print(Rule("Echo Director"))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, embedded_server(settings).stop)
        with console.status("Starting the embedded PostgreSQL"):
            await asyncio.to_thread(drop_embedded_database, settings)
            service = await stack.enter_async_context(open_service(settings))
        project = await load_sample(service.studio, LOCAL)
        console.print(f"The sample production “{project.title}” is loaded.", highlight=False)
        terminal = Terminal(service, LOCAL, console, pictures)
        await terminal.begin(project.id)
        complete = True
        for text, tool, status in SESSION:
            console.print(f"\n[bold blue]You[/]  {text}", highlight=False)
            complete = _led_to(await terminal.say(text), tool, status) and complete
    console.print(Rule())
    console.print(f"Pictures and sprites: {pictures.resolve()}", highlight=False, soft_wrap=True)
    console.print(f"Done in {time.monotonic() - begun:.0f} s. Next: make run", highlight=False)
    return complete


def _led_to(answer: TurnAnswer, tool: str, status: str) -> bool:
    return any((call.tool, call.status) == (tool, status) for call in answer.tool_calls)


def _emptied(folder: Path) -> Path:
    """The demo's folder, without what an earlier demo left there.

    Raises `InvalidError` for a folder that holds something else.
    """
    marker = folder / _MARKER
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise InvalidError(f"{folder} holds other data. Give the demo a folder of its own.")
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()
    shutil.rmtree(folder / "pictures", ignore_errors=True)
    return folder
