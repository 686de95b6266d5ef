"""`echo-director webhooks`: the secret that signs them, and how the telling went."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.commands.failing import told_plainly
from api.databases import ready_database
from api.settings import Settings
from store.database import open_database
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.webhooks import Delivery, DeliveryState, shown_url
from tools.ports.store import Store
from tools.studio.keys import list_workspaces
from tools.studio.webhooks import list_deliveries, rotate_secret, signing_secret

app = typer.Typer(help="Who is told of the ends of runs.", no_args_is_help=True)

Workspace = Annotated[str, typer.Option(help="Whose webhooks.")]


@app.command()
def secret(
    workspace: Workspace = "local",
    rotate: Annotated[
        bool,
        typer.Option(help="Make a new one; the old one still signs beside it for a day."),
    ] = False,
) -> None:
    """Print the secret that signs the workspace's webhooks (Standard Webhooks, HMAC-SHA256)."""
    with told_plainly():
        typer.echo(asyncio.run(_secret(Actor(workspace=workspace), rotate)))


@app.command()
def deliveries(
    workspace: Workspace = "local",
    state: Annotated[DeliveryState | None, typer.Option(help="Only those.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
) -> None:
    """List what was sent and what could not be, newest first."""
    with told_plainly():
        found = asyncio.run(_deliveries(Actor(workspace=workspace), state, limit))
    if not found:
        typer.echo("There are no deliveries.")
        return
    table = Table("When", "Event", "To", "State", "Tries", "Last error")
    for one in found:
        when = one.created_at.isoformat(sep=" ", timespec="seconds")
        error = "" if one.state == "delivered" else escape(one.last_error or "")
        table.add_row(
            when, one.event, escape(shown_url(one.url)), one.state, str(one.attempts), error
        )
    Console().print(table)


async def _secret(actor: Actor, rotate: bool) -> str:
    async with _store() as store:
        if actor.workspace not in [one.name for one in await list_workspaces(store)]:
            raise NotFoundError(f"There is no workspace {actor.workspace}.")
        return await (rotate_secret if rotate else signing_secret)(store, actor)


async def _deliveries(actor: Actor, state: DeliveryState | None, limit: int) -> list[Delivery]:
    async with _store() as store:
        return (await list_deliveries(store, actor, state, limit=limit)).items


@asynccontextmanager
async def _store() -> AsyncGenerator[Store, None]:
    async with open_database(await ready_database(Settings())) as database:
        yield database.store
