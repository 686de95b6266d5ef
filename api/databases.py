"""The database of a service: the configured one, or the one that its data directory carries."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api.settings import Settings
from store.embedded import EmbeddedPostgres
from store.schema import upgrade
from tools.domain.errors import UnavailableError

_DATABASE = "echo_director"


async def ready_database(settings: Settings) -> str:
    """The URL of a started and upgraded database."""
    url = await asyncio.to_thread(started_database, settings)
    await upgrade(url)
    return url


def started_database(settings: Settings) -> str:
    """The configured database, or the embedded one of the data directory, started."""
    if settings.database_url:
        return settings.database_url.get_secret_value()
    server = EmbeddedPostgres(_home(settings), binaries=settings.pg_bin)
    server.start()
    create_database(server.url(), _DATABASE)
    return server.url(_DATABASE)


def shared_database(settings: Settings) -> str:
    """The address of the database of a service, for a process that joins it.

    Raises `UnavailableError` where none is there, or its pictures would not be found.
    """
    assets = settings.data_dir / "assets"
    if settings.database_url is None:
        if not _home(settings).is_dir() or not embedded_server(settings).running():
            raise UnavailableError(
                f"No service runs on {settings.data_dir.resolve()}. Set ECHO_DIRECTOR_DATABASE_URL "
                "to the database of the service, or --data-dir to the folder of one that runs on "
                "this machine.",
                code="NO_SHARED_DATABASE",
            )
        return embedded_server(settings).url(_DATABASE)
    if settings.assets_url is None and not assets.is_dir():
        raise UnavailableError(
            f"There are no assets of a service in {settings.data_dir.resolve()}, so pictures made "
            "here would not be found. Set ECHO_DIRECTOR_ASSETS_URL to the store of the service, or "
            "--data-dir to its folder.",
            code="NO_SHARED_ASSETS",
        )
    return settings.database_url.get_secret_value()


def drop_embedded_database(settings: Settings) -> None:
    """Begin the data directory's own database anew, whatever it holds."""
    server = embedded_server(settings)
    server.start()
    dropped_database(server.url(_DATABASE))


def embedded_server(settings: Settings) -> EmbeddedPostgres:
    return EmbeddedPostgres(_home(settings), binaries=settings.pg_bin)


def _home(settings: Settings) -> Path:
    return settings.data_dir.resolve() / "postgres"


def create_database(maintenance_url: str, name: str) -> None:
    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        known = connection.execute("select from pg_database where datname = %s", (name,)).fetchone()
        if known is None:
            with contextlib.suppress(
                psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
            ):
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def copied_database(template_url: str, name: str) -> str:
    """A copy of a database that nobody is connected to; takes some 30 ms."""
    template = conninfo_to_dict(template_url)["dbname"]
    maintenance = make_conninfo(template_url, dbname="postgres")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        statement = sql.SQL("create database {} template {} strategy file_copy")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(str(template))))
    return make_conninfo(template_url, dbname=name)


def dropped_database(url: str) -> None:
    """Remove a copied database, whoever is still connected."""
    name = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        statement = sql.SQL("drop database if exists {} with (force)")
        connection.execute(statement.format(sql.Identifier(name)))
