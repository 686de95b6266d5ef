"""`echo-director db`: the schema of the database."""

from __future__ import annotations

import asyncio

import typer

from api.commands.failing import told_plainly
from api.databases import started_database
from api.settings import Settings
from store.schema import migrations, pending
from store.schema import upgrade as upgrade_schema

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database up to date."""
    with told_plainly():
        applied = asyncio.run(upgrade_schema(started_database(Settings())))
        for migration in applied:
            typer.echo(f"applied {migration.number:04} {migration.title}")
        typer.echo("The database is up to date.")


@app.command()
def status() -> None:
    """Say which migrations are applied; exit 1 where some are missing."""
    with told_plainly():
        missing = asyncio.run(pending(started_database(Settings())))
        waiting = {migration.number for migration in missing}
        for migration in migrations():
            state = "pending" if migration.number in waiting else "applied"
            typer.echo(f"{migration.number:04} {state} {migration.title}")
        if missing:
            raise typer.Exit(1)
