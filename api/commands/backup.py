"""`echo-director backup` and `restore`: everything that is kept, as one folder and back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from api.commands.failing import told_plainly
from api.databases import ready_database, started_database
from api.settings import Settings
from store.assets import PostgresAssetLedger
from store.backups import Manifest, back_up
from store.backups import restore as restore_backup
from store.database import open_database
from store.files import AssetFiles
from store.schema import upgrade
from tools.domain.errors import ConflictError


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder that the backup becomes.")],
) -> None:
    """Write database and files into a folder, verified; the service may run meanwhile."""
    with told_plainly():
        manifest = asyncio.run(_back_up(Settings(), folder))
        typer.echo(f"{folder}: the database and {len(manifest.assets)} files.")
        _tell_damage(manifest)


def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that `backup` wrote.")],
) -> None:
    """Bring a backup back into an empty database and the configured asset store."""
    with told_plainly():
        manifest = asyncio.run(_restore(Settings(), folder))
        made = manifest.made_at.strftime("%Y-%m-%d %H:%M UTC")
        typer.echo(f"Restored the database and {len(manifest.assets)} files of {made}.")
        _tell_damage(manifest)


def _tell_damage(manifest: Manifest) -> None:
    if manifest.damaged:
        typer.echo(
            f"{len(manifest.damaged)} files were missing or damaged where they are stored and are "
            f"not in the backup: {', '.join(sha256[:12] for sha256 in manifest.damaged[:10])}.",
            err=True,
        )
        raise typer.Exit(1)


async def _back_up(settings: Settings, folder: Path) -> Manifest:
    url = await ready_database(settings)
    async with open_database(url) as database:
        ledger = PostgresAssetLedger(database.pool)
        async with ledger.alone() as alone:
            if not alone:
                raise ConflictError("Files are being collected at this moment. Try again.")
            files = AssetFiles.at(settings.assets_url, folder=settings.data_dir / "assets")
            return await back_up(url, files, folder.absolute(), binaries=settings.pg_bin)


async def _restore(settings: Settings, folder: Path) -> Manifest:
    url = await asyncio.to_thread(started_database, settings)
    files = AssetFiles.at(settings.assets_url, folder=settings.data_dir / "assets")
    manifest = await restore_backup(url, files, folder.absolute(), binaries=settings.pg_bin)
    await upgrade(url)
    return manifest
