"""`echo-director import-tower`: an old Tower database, brought over again and again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.commands.failing import told_plainly
from api.settings import Settings
from api.wiring import open_studio
from store.tower import open_tower
from store.tower_pictures import PictureFolder
from tools.domain.actor import LOCAL
from tools.domain.tower import Line, TowerReport
from tools.studio.tower_import import import_tower as bring_over

_LINES_SHOWN = 20


def import_tower(
    dsn: Annotated[
        str,
        typer.Option(
            envvar="ECHO_DIRECTOR_TOWER_DSN", help="The old database, postgresql://…; only read."
        ),
    ],
    dry_run: Annotated[bool, typer.Option(help="Only say what would change.")] = False,
    workspace: Annotated[str, typer.Option(help="The workspace to bring it into.")] = "local",
    assets_root: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Where the old pictures are; none outside are read."
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="What to know the old database by; its own name where left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Bring projects, characters, scenes, bibles and styles of an old Tower database over.

    Again and again: what was brought before is known again, what was edited here stays.
    """
    with told_plainly():
        report = asyncio.run(
            _import(Settings(), dsn, source, workspace, assets_root, dry_run=dry_run)
        )
        console = Console()
        if as_json:
            console.print_json(report.model_dump_json())
        else:
            _tell(console, report)


async def _import(
    settings: Settings,
    dsn: str,
    source: str | None,
    workspace: str,
    assets_root: Path | None,
    *,
    dry_run: bool,
) -> TowerReport:
    actor = replace(LOCAL, workspace=workspace)
    async with open_tower(dsn, name=source) as old, open_studio(settings) as studio:
        return await bring_over(studio, actor, old, PictureFolder(assets_root), dry_run=dry_run)


def _tell(console: Console, report: TowerReport) -> None:
    console.print(_table(report))
    titles = (
        ("Kept as it is here", report.kept),
        ("Skipped", report.skipped),
        ("Notes", report.notes),
    )
    for title, lines in titles:
        _list(console, title, lines)
    if report.missing:
        console.print(f"Not in the old database: {', '.join(report.missing)}.", markup=False)
    if any(tally.kind == "score" and tally.read for tally in report.tallies):
        console.print(
            "The old system drew its scores at random: they are kept as they stood, in the space "
            "`tower`, and are part of no figure.",
            markup=False,
        )
    if report.dry_run:
        console.print("A dry run: nothing was written.", markup=False)


def _table(report: TowerReport) -> Table:
    table = Table(title=f"From {report.source}", title_style="bold")
    table.add_column("kind")
    for name in ("read", "created", "updated", "unchanged", "kept", "skipped"):
        table.add_column(name, justify="right")
    for tally in report.tallies:
        counts = (
            tally.read, tally.created, tally.updated, tally.unchanged, tally.kept, tally.skipped
        )  # fmt: skip
        table.add_row(tally.kind.replace("_", " "), *map(str, counts))
    return table


def _list(console: Console, title: str, lines: list[Line]) -> None:
    if not lines:
        return
    console.print(f"{title}:", markup=False)
    for line in lines[:_LINES_SHOWN]:
        console.print(f"  {line.kind} {line.key}: {line.says}", markup=False, highlight=False)
    if len(lines) > _LINES_SHOWN:
        console.print(f"  and {len(lines) - _LINES_SHOWN} more; --json lists them.", markup=False)
