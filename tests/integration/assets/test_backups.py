"""A backup is whole or refused, and what comes back is what was there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from api.databases import create_database, dropped_database
from store.assets import PostgresAssetLedger
from store.backups import back_up, restore
from store.database import Database, open_database
from store.files import AssetFiles
from store.schema import pending, upgrade
from tests.integration.assets.kept_assets import asset_of, keep_picture, png, sql
from tools.domain.actor import LOCAL
from tools.domain.errors import ConflictError, InvalidError, UnavailableError
from tools.studio.projects import create_project
from tools.studio.studio import Studio


@pytest.fixture
def empty_url(template_url: str) -> Iterator[str]:
    name = f"empty_{uuid4().hex[:12]}"
    url = make_conninfo(template_url, dbname=name)
    create_database(make_conninfo(template_url, dbname="postgres"), name)
    yield url
    dropped_database(url)


@pytest.fixture
async def backup(
    studio: Studio, files: AssetFiles, database: Database, database_url: str, tmp_path: Path
) -> Path:
    """Of a production with three pictures."""
    await create_project(studio, LOCAL, title="Neon Ronin")
    await PostgresAssetLedger(database.pool).owner()
    for n in range(3):
        await keep_picture(studio, png(n))
    folder = tmp_path / "backup"
    manifest = await back_up(database_url, files, folder, binaries=None)
    assert (len(manifest.assets), manifest.damaged) == (3, ())
    return folder


async def test_what_was_backed_up_comes_back_into_an_empty_place(
    backup: Path, empty_url: str, tmp_path: Path, ledger: PostgresAssetLedger
) -> None:
    fresh = AssetFiles.in_folder(tmp_path / "elsewhere")
    await restore(empty_url, fresh, backup, binaries=None)
    assert await pending(empty_url) == []
    assert await upgrade(empty_url) == []
    for n in range(3):
        assert await fresh.get(asset_of(png(n)).sha256) == png(n)
    async with open_database(empty_url) as database:
        async with database.store.read(LOCAL) as work:
            asset = await work.links.get(LOCAL, asset_of(png(0)).sha256)
        assert asset == asset_of(png(0))
        assert await sql(database, "select title from projects") == [("Neon Ronin",)]
        assert await sql(database, "select count(*) from pictures") == [(3,)]
        theirs = await PostgresAssetLedger(database.pool).owner()
    assert theirs != await ledger.owner()
    with pytest.raises(ConflictError, match="empty one"):
        await restore(empty_url, fresh, backup, binaries=None)


async def test_a_backup_that_was_changed_is_refused_before_anything_is_written(
    backup: Path, empty_url: str, tmp_path: Path
) -> None:
    for number, (damage, words) in enumerate(DAMAGES):
        folder = tmp_path / f"copy-{number}"
        shutil.copytree(backup, folder)
        damage(folder)
        with pytest.raises(InvalidError, match=words) as refused:
            await restore(empty_url, AssetFiles.in_folder(tmp_path / "new"), folder, binaries=None)
        assert refused.value.code == "BACKUP_DAMAGED"
    assert list((tmp_path / "new").rglob("*")) == []
    async with await AsyncConnection.connect(empty_url) as connection:
        rows = await connection.execute("select 1 from pg_tables where schemaname = 'public'")
        assert await rows.fetchall() == []


def _first_file(folder: Path) -> Path:
    return min(path for path in (folder / "assets").rglob("*") if path.is_file())


def _name_a_file_outside(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "assets": ["../../secret"]}))


def _shorten_the_dump(folder: Path) -> None:
    dump = folder / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1])


DAMAGES: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda folder: _first_file(folder).write_bytes(b"else"), "does not match its sha256"),
    (lambda folder: _first_file(folder).unlink(), "is missing"),
    (_shorten_the_dump, "does not match the sha256 of the manifest"),
    (lambda folder: (folder / "manifest.json").unlink(), "no whole backup"),
    (_name_a_file_outside, "no whole backup"),
)


async def test_a_file_that_is_damaged_already_is_named_and_the_rest_is_kept(
    studio: Studio, files: AssetFiles, database_url: str, tmp_path: Path
) -> None:
    await keep_picture(studio, png(1))
    await keep_picture(studio, png(2))
    await files.remove(asset_of(png(1)).sha256)
    manifest = await back_up(database_url, files, tmp_path / "backup", binaries=None)
    assert manifest.damaged == (asset_of(png(1)).sha256,)
    assert manifest.assets == (asset_of(png(2)).sha256,)


async def test_a_backup_never_overwrites(
    files: AssetFiles, database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(ConflictError, match="is there already"):
        await back_up(database_url, files, tmp_path, binaries=None)


async def test_a_backup_that_fails_leaves_no_folder_and_no_password(
    files: AssetFiles, database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(UnavailableError) as refused:
        await back_up(
            make_conninfo(database_url, password="not-for-eyes"),
            files,
            tmp_path / "backup",
            binaries=_failing(tmp_path),
        )
    assert "not-for-eyes" not in str(refused.value)
    assert not (tmp_path / "backup").exists()


def _failing(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho arguments: $@ >&2\nexit 3\n")
    program.chmod(0o755)
    return program.parent
