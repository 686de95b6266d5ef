"""`echo-director chat`: a conversation with the director in the terminal."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.prompt import Prompt

from api.commands.failing import told_plainly
from api.sample import load_sample
from api.settings import Settings
from api.terminal import Terminal
from api.wiring import open_service
from tools.domain.actor import LOCAL
from tools.domain.errors import StudioError
from tools.studio.projects import find_project

_LEAVE = ("exit", "quit", "bye", ":q")


def chat(
    project: Annotated[str | None, typer.Option(help="The project to open.")] = None,
    sample: Annotated[bool, typer.Option(help="Load the sample production and open it.")] = False,
) -> None:
    """Talk to the director; an empty line or `exit` leaves."""
    with told_plainly():
        asyncio.run(_chat(Settings(), project, sample))


async def _chat(settings: Settings, project: str | None, sample: bool) -> None:
    console = Console()
    async with open_service(settings) as service:
        project_id = None
        if sample:
            project_id = (await load_sample(service.studio, LOCAL)).id
        elif project:
            project_id = (await find_project(service.studio, LOCAL, project))[0].id
        terminal = Terminal(service, LOCAL, console, settings.data_dir / "pictures")
        await terminal.begin(project_id)
        while text := await _read(console):
            await _turn(terminal, console, text)


async def _turn(terminal: Terminal, console: Console, text: str) -> None:
    try:
        answer = await terminal.say(text)
        while answer.interrupt and answer.interrupt.kind == "approval":
            words = await asyncio.to_thread(
                Prompt.ask, "Approve?", choices=["yes", "no"], default="no"
            )
            answer = await terminal.decide(answer, "approve" if words == "yes" else "reject")
    except StudioError as error:
        console.print(error.detail, style="red", markup=False)


async def _read(console: Console) -> str:
    try:
        text = await asyncio.to_thread(console.input, "[bold blue]You[/]  ")
    except EOFError:
        return ""
    return "" if text.strip().lower() in _LEAVE else text.strip()
