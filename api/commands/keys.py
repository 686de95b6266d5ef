"""`echo-director keys`: who may come in from elsewhere, and as what."""

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
from tools.catalog.catalog import CATALOG
from tools.domain.actor import Role
from tools.domain.errors import InvalidError
from tools.domain.keys import ApiKey
from tools.ports.store import Store
from tools.studio.keys import (
    NewKey,
    create_key,
    keys_exist,
    list_keys,
    list_workspaces,
    revoke_key,
)

app = typer.Typer(
    help="Keys for callers: once there is one, each request needs one.", no_args_is_help=True
)


@app.command()
def create(
    workspace: Annotated[str, typer.Option(help="What the key opens; made with its first key.")],
    user: Annotated[str, typer.Option(help="Who acts with it, as the records will say.")],
    role: Annotated[Role, typer.Option(help="A viewer reads; only an owner deletes projects.")],
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    pre_approve: Annotated[
        list[str] | None,
        typer.Option(help="A tool that destroys and runs without asking; may be repeated."),
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="Days until it expires; never if left out.")
    ] = None,
) -> None:
    """Make a key and print it, this once. The service may run meanwhile."""
    with told_plainly():
        allowed = _destroying(pre_approve or [])
        made = asyncio.run(_create(workspace, user, role, label, allowed, days))
    told = made.key
    typer.echo(made.secret)
    typer.echo(
        f"Key {told.id}: {told.role} {told.user_id} in workspace {told.workspace_id}. "
        "It is kept nowhere and not shown again.",
        err=True,
    )


@app.command("list")
def list_all(
    workspace: Annotated[str | None, typer.Option(help="Only of this workspace.")] = None,
) -> None:
    """The keys that were made, by how they begin."""
    with told_plainly():
        found = asyncio.run(_list(workspace))
    table = Table("id", "begins", "workspace", "user", "role", "label", "pre-approved", "state")
    for key in found:
        table.add_row(
            str(key.id),
            key.prefix,
            key.workspace_id,
            escape(key.user_id),
            key.role,
            escape(key.label),
            escape(", ".join(key.pre_approved)),
            _state(key),
        )
    Console().print(table)


@app.command()
def revoke(key_id: Annotated[int, typer.Argument(metavar="ID", min=1)]) -> None:
    """Refuse a key from now on; a service that runs knows within seconds."""
    with told_plainly():
        asyncio.run(_revoke(key_id))
    typer.echo(f"Key {key_id} is revoked.")


@app.command()
def workspaces() -> None:
    """The workspaces, and how many keys open each."""

    async def asked() -> Table:
        async with _opened() as store:
            table = Table("workspace", "keys", "since", "last used")
            for one in await list_workspaces(store):
                used = f"{one.last_used_at:%Y-%m-%d %H:%M}" if one.last_used_at else ""
                table.add_row(one.name, str(one.keys), f"{one.created_at:%Y-%m-%d}", used)
            return table

    with told_plainly():
        Console().print(asyncio.run(asked()))


async def any_key(url: str) -> bool:
    """Whether the database at `url` holds a key that is not revoked."""
    async with open_database(url) as database:
        return await keys_exist(database.store)


async def _create(
    workspace: str, user: str, role: Role, label: str, pre_approved: list[str], days: int | None
) -> NewKey:
    async with _opened() as store:
        return await create_key(
            store,
            workspace=workspace,
            user=user,
            role=role,
            label=label,
            pre_approved=pre_approved,
            days=days,
        )


async def _list(workspace: str | None) -> list[ApiKey]:
    async with _opened() as store:
        return await list_keys(store, workspace)


async def _revoke(key_id: int) -> None:
    async with _opened() as store:
        await revoke_key(store, key_id)


@asynccontextmanager
async def _opened() -> AsyncGenerator[Store, None]:
    async with open_database(await ready_database(Settings())) as database:
        yield database.store


def _destroying(named: list[str]) -> list[str]:
    """Raises `InvalidError` for a tool that is not there, or asks nobody anyway."""
    asking = sorted(name for name, tool in CATALOG.items() if tool.destroys)
    for name in named:
        if name not in asking:
            told = "runs without asking anyway" if name in CATALOG else "is not a tool"
            raise InvalidError(f"{name} {told}. Tools that ask first: {', '.join(asking)}.")
    return named


def _state(key: ApiKey) -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if not key.in_force:
        return f"expired {key.expires_at:%Y-%m-%d}"
    return f"used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
