"""`echo-director doctor`: what is configured, reachable, missing, and what to do about it."""

from __future__ import annotations

import asyncio

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.commands.failing import told_plainly
from api.readiness import Finding, examine
from api.settings import Settings
from api.wiring import open_service


def doctor() -> None:
    """Look at every part; exit 1 where something that is needed is not there."""
    with told_plainly():
        findings = asyncio.run(_findings(Settings()))
    table = Table("part", "state", "what", "what to do")
    for found in findings:
        state = (
            "[green]ok[/]"
            if found.ok
            else ("[red]missing[/]" if found.needed else "[yellow]absent[/]")
        )
        table.add_row(escape(found.part), state, escape(found.detail), escape(found.advice))
    Console().print(table)
    if any(found.needed and not found.ok for found in findings):
        raise typer.Exit(1)


async def _findings(settings: Settings) -> list[Finding]:
    async with open_service(settings) as service:
        return await examine(service)
