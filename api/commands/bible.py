"""`echo-director bible`: bibles in and out of files."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from api.commands.failing import told_plainly
from api.settings import Settings
from api.wiring import open_studio
from tools.domain.actor import LOCAL
from tools.domain.errors import InvalidError, UnknownNameError
from tools.studio.bible import export_bible
from tools.studio.bible_import import Import, import_bible
from tools.studio.projects import create_project, find_project

app = typer.Typer(help="The project's bible.", no_args_is_help=True)
Project = Annotated[str, typer.Option("--project", help="The project's title, or a part of it.")]


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A bible exported here, or a character file.")],
    project: Project,
    create: Annotated[bool, typer.Option(help="Create the project where there is none.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would change.")] = False,
) -> None:
    """Merge a document into a project's bible."""
    with told_plainly():
        found = asyncio.run(_import(Settings(), _document(file), project, create, dry_run))
        Console().print_json(found.model_dump_json())


@app.command("export")
def export_file(
    project: Project,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Standard output without.")
    ] = None,
) -> None:
    """Write a project's bible as JSON."""
    with told_plainly():
        document = asyncio.run(_export(Settings(), project))
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        if file is None:
            sys.stdout.write(text)
        else:
            file.write_text(text, "utf-8")


async def _import(
    settings: Settings, document: Any, project: str, create: bool, dry_run: bool
) -> Import:
    async with open_studio(settings) as studio:
        try:
            into, _ = await find_project(studio, LOCAL, project)
        except UnknownNameError:
            if not create or dry_run:
                raise
            into = await create_project(studio, LOCAL, title=project)
        return await import_bible(studio, LOCAL, into.id, document, dry_run=dry_run)


async def _export(settings: Settings, project: str) -> dict[str, Any]:
    async with open_studio(settings) as studio:
        found, _ = await find_project(studio, LOCAL, project)
        return await export_bible(studio, LOCAL, found.id)


def _document(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"{file} is not valid JSON.") from error
