"""`echo-director assets`: the files under every picture, looked after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console

from api.commands.failing import told_plainly
from api.databases import ready_database
from api.settings import Settings
from store.assets import PostgresAssetLedger
from store.database import open_database
from store.files import AssetFiles
from tools.studio.assets import Collected, Damage, collect_assets, verify_assets

app = typer.Typer(help="The files under every picture.", no_args_is_help=True)


@app.command()
def collect(
    older_than_h: Annotated[
        float, typer.Option(min=0, help="Hours for which nothing needed a file.")
    ] = 24,
) -> None:
    """Delete the files that nothing needs any more. The service does so by itself."""
    with told_plainly():
        collected = asyncio.run(_collect(timedelta(hours=older_than_h)))
        if collected is None:
            typer.echo("Another process collects at this moment.")
            return
        typer.echo(
            f"Freed {collected.files} files ({collected.bytes:,} bytes) and dropped "
            f"{collected.links} links to what is gone."
        )


@app.command()
def verify() -> None:
    """Read every file and compare it with its sha256; exit 1 where one is damaged."""
    with told_plainly():
        read, damaged = asyncio.run(_verify())
        for damage in damaged:
            Console().print(damage.reason, markup=False, highlight=False, soft_wrap=True)
        typer.echo(f"{read} files read, {len(damaged)} damaged or missing.")
        if damaged:
            raise typer.Exit(1)


async def _collect(older_than: timedelta) -> Collected | None:
    async with _opened(Settings()) as (ledger, files):
        return await collect_assets(ledger, files, older_than=older_than)


async def _verify() -> tuple[int, list[Damage]]:
    async with _opened(Settings()) as (ledger, files):
        read = [damage async for damage in verify_assets(ledger, files)]
    return len(read), [damage for damage in read if damage]


@asynccontextmanager
async def _opened(
    settings: Settings,
) -> AsyncGenerator[tuple[PostgresAssetLedger, AssetFiles], None]:
    async with open_database(await ready_database(settings)) as database:
        ledger = PostgresAssetLedger(database.pool)
        yield (
            ledger,
            AssetFiles.at(settings.assets_url, folder=settings.data_dir / "assets", ledger=ledger),
        )
