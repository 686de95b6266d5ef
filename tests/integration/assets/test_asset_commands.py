"""`assets collect`, `assets verify`, `backup` and `restore` as somebody types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import typer
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner, Result

from api.commands import assets, backup
from api.databases import create_database, dropped_database
from store.database import Database
from store.files import AssetFiles
from tests.integration.assets.kept_assets import asset_of, days_pass, keep_picture, png
from tools.studio.studio import Studio


def run(*arguments: object) -> Result:
    program = typer.Typer()
    program.add_typer(assets.app, name="assets")
    program.command("backup")(backup.backup)
    program.command("restore")(backup.restore)
    return CliRunner().invoke(program, [str(argument) for argument in arguments])


@pytest.fixture
def configured(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", database_url)
    monkeypatch.setenv("ECHO_DIRECTOR_DATA_DIR", str(tmp_path))


@pytest.fixture
async def kept(studio: Studio, files: AssetFiles, database: Database, configured: None) -> None:
    """Two pictures, and bytes that nobody linked for two days."""
    for n in range(2):
        await keep_picture(studio, png(n))
    await files.put(b"never linked")
    await days_pass(database)


@pytest.fixture
def empty_url(template_url: str) -> Iterator[str]:
    name = f"empty_{uuid4().hex[:12]}"
    create_database(make_conninfo(template_url, dbname="postgres"), name)
    url = make_conninfo(template_url, dbname=name)
    yield url
    dropped_database(url)


def test_collecting_says_what_it_freed(kept: None) -> None:
    said = run("assets", "collect")
    assert (said.exit_code, said.output) == (
        0,
        "Freed 1 files (12 bytes) and dropped 0 links to what is gone.\n",
    )


def test_verifying_names_what_is_damaged_and_fails(kept: None, tmp_path: Path) -> None:
    assert run("assets", "verify").output == "2 files read, 0 damaged or missing.\n"
    sha256 = asset_of(png(1)).sha256
    (tmp_path / "assets" / sha256[:2] / sha256).write_bytes(b"else")
    said = run("assets", "verify")
    assert said.exit_code == 1
    assert f"The file {sha256[:12]}… was changed" in said.output
    assert "2 files read, 1 damaged or missing." in said.output


def test_a_backup_moves_a_production_to_another_place(
    kept: None, tmp_path: Path, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backup"
    said = run("backup", folder)
    assert (said.exit_code, said.output) == (0, f"{folder}: the database and 2 files.\n")
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", empty_url)
    monkeypatch.setenv("ECHO_DIRECTOR_DATA_DIR", str(tmp_path / "elsewhere"))
    said = run("restore", folder)
    assert (said.exit_code, said.output[:38]) == (0, "Restored the database and 2 files of 2")
    assert run("assets", "verify").output == "2 files read, 0 damaged or missing.\n"
    refused = run("restore", folder)
    assert refused.exit_code == 1
    assert "empty one" in refused.output
