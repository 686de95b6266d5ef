"""`echo-director workflow` on the real database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.commands.program import program
from tests.unit.workflows.graphs import text_to_image


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", database_url)
    monkeypatch.setenv("ECHO_DIRECTOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ECHO_DIRECTOR_RENDER_WORKERS", "1")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "ink.json").write_text(json.dumps(text_to_image()))
    (tmp_path / "drawn.json").write_text(json.dumps({"nodes": [], "links": []}))

    def invoke(*words: str):
        return CliRunner().invoke(program(), ["workflow", *words])

    return invoke


def test_a_file_is_registered_listed_checked_and_removed(run, tmp_path: Path):
    added = run(
        "add", str(tmp_path / "ink.json"), "--slot", "prompt=6.text", "--slot", "seed=3.seed"
    )
    assert added.exit_code == 0, added.output
    assert "Registered as “ink”, version 1." in added.output
    assert "Not checked" in added.output
    assert "ink" in run("list").output
    assert "Not checked" in run("check", "ink").output
    again = run("add", str(tmp_path / "ink.json"), "--replace")
    assert "version 2" in again.output
    assert "found by the wires" in again.output
    assert run("remove", "ink").exit_code == 0
    assert "ink" not in run("list").output


def test_what_is_wrong_is_one_sentence(run, tmp_path: Path):
    drawn = run("add", str(tmp_path / "drawn.json"))
    assert drawn.exit_code == 1
    assert "Export (API)" in drawn.output
    slot = run("add", str(tmp_path / "ink.json"), "--slot", "prompt")
    assert slot.exit_code == 1
    assert "NODE.INPUT" in slot.output
    assert run("check", "nothing").exit_code == 1
