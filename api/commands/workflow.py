"""`echo-director workflow`: graphs of the user's own, registered for drawing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.commands.failing import told_plainly
from api.settings import Settings
from api.wiring import open_studio
from tools.domain.actor import LOCAL
from tools.domain.errors import InvalidError, UnknownNameError
from tools.domain.paging import LIMIT_MOST
from tools.domain.workflows import WorkflowSummary
from tools.studio.workflow_checking import WorkflowCheckResult
from tools.studio.workflows import (
    Registration,
    WorkflowPatch,
    check_workflow,
    delete_workflow,
    list_workflows,
    register_workflow,
    replace_workflow,
)

app = typer.Typer(help="Workflows of your own, for ComfyUI.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The workflow's name.")]


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="What ComfyUI wrote by Workflow, Export (API).")],
    name: Annotated[str | None, typer.Option(help="Its name; the file's if left out.")] = None,
    slot: Annotated[
        list[str] | None,
        typer.Option(
            help="VALUE=NODE.INPUT, such as prompt=6.text; may be repeated. Without any, "
            "they are found by the graph's wires."
        ),
    ] = None,
    output: Annotated[str | None, typer.Option(help="The node that saves the result.")] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    replace: Annotated[bool, typer.Option(help="Take the place of the one there.")] = False,
) -> None:
    """Register a graph in ComfyUI's API format."""
    with told_plainly():
        graph = _document(file)
        slots = _slots(slot) if slot else None
        named = name or file.stem
        made = asyncio.run(_add(Settings(), named, graph, slots, output, description, replace))
    console = Console()
    told = made.workflow
    console.print(f"Registered as “{escape(told.name)}”, version {told.version}.")
    table = Table("slot", "inputs" + (" (found by the wires)" if made.suggested else ""))
    for value, targets in told.slots.items():
        table.add_row(value, escape(", ".join(f"{t.node}.{t.input}" for t in targets)))
    console.print(table)
    console.print(f"Output: node {escape(told.output or '')}", highlight=False)
    _tell(console, made.check)


@app.command("list")
def list_all() -> None:
    """The registered workflows."""
    with told_plainly():
        found = asyncio.run(_list(Settings()))
    table = Table("name", "version", "nodes", "slots", "description")
    for one in found:
        slots = ", ".join(one.slots)
        table.add_row(
            escape(one.name), str(one.version), str(one.nodes), slots, escape(one.description)
        )
    Console().print(table)


@app.command("check")
def check(name: Name) -> None:
    """Ask the rendering servers whether they would run it; exit 1 where they would not."""
    with told_plainly():
        result = asyncio.run(_check(Settings(), name))
    _tell(Console(), result)
    if result.status == "unfit":
        raise typer.Exit(1)


@app.command("remove")
def remove(name: Name) -> None:
    """Forget a workflow; what was ordered with it is still drawn."""
    with told_plainly():
        asyncio.run(_remove(Settings(), name))
    Console().print(f"Removed “{escape(name)}”.")


async def _add(
    settings: Settings,
    name: str,
    graph: Any,
    slots: dict[str, list[str]] | None,
    output: str | None,
    description: str,
    replace: bool,
) -> Registration:
    async with open_studio(settings) as studio:
        if replace:
            patch = WorkflowPatch(
                graph=graph,
                slots=slots,
                output=output,
                description=description or None,
                suggest=slots is None,
            )
            try:
                return await replace_workflow(studio, LOCAL, name, patch)
            except UnknownNameError:
                pass
        return await register_workflow(
            studio,
            LOCAL,
            name=name,
            graph=graph,
            slots=slots,
            output=output,
            description=description,
        )


async def _list(settings: Settings) -> list[WorkflowSummary]:
    async with open_studio(settings) as studio:
        page = await list_workflows(studio, LOCAL, limit=LIMIT_MOST)
        found = page.items
        while page.next_cursor:
            page = await list_workflows(studio, LOCAL, limit=LIMIT_MOST, cursor=page.next_cursor)
            found = [*found, *page.items]
        return found


async def _check(settings: Settings, name: str) -> WorkflowCheckResult:
    async with open_studio(settings) as studio:
        return await check_workflow(studio, LOCAL, name)


async def _remove(settings: Settings, name: str) -> None:
    async with open_studio(settings) as studio:
        await delete_workflow(studio, LOCAL, name)


def _slots(spoken: list[str]) -> dict[str, list[str]]:
    """Raises `InvalidError` for an option that is not VALUE=NODE.INPUT."""
    slots: dict[str, list[str]] = {}
    for one in spoken:
        value, equals, target = one.partition("=")
        if not equals or not value.strip() or not target.strip():
            raise InvalidError(f"--slot takes VALUE=NODE.INPUT, such as prompt=6.text, not {one}.")
        slots.setdefault(value.strip(), []).append(target.strip())
    return slots


def _tell(console: Console, result: WorkflowCheckResult) -> None:
    words = {
        "fits": "The servers would run it.",
        "unfit": "The servers would refuse it:",
        "unchecked": f"Not checked: {result.detail}",
    }
    for line in (words[result.status], *result.problems, *result.remarks):
        console.print(line, markup=False, highlight=False)


def _document(file: Path) -> Any:
    """Raises `InvalidError` where the file holds no JSON."""
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"{file} is not valid JSON.") from error
