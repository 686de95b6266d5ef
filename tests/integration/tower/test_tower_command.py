"""`echo-director import-tower` on real databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.commands.program import program
from tests.integration.tower.old_tower import OldTower, documented

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", database_url)
    monkeypatch.setenv("ECHO_DIRECTOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ECHO_DIRECTOR_RENDER_WORKERS", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(program(), ["import-tower", *words])

    return invoke


def test_the_report_is_a_table_and_json(run: Run, old: OldTower) -> None:
    documented(old)
    looked = run("--dsn", old.url, "--dry-run", "--source", "tower")
    assert looked.exit_code == 0, looked.output
    assert "A dry run: nothing was written." in looked.output
    assert "drew its scores at random" in looked.output
    brought = run("--dsn", old.url, "--source", "tower", "--json")
    tallies = {tally["kind"]: tally for tally in json.loads(brought.output)["tallies"]}
    assert tallies["character"]["created"] == 4
    again = run("--dsn", old.url, "--source", "tower", "--json")
    tallies = {tally["kind"]: tally for tally in json.loads(again.output)["tallies"]}
    assert (tallies["character"]["created"], tallies["character"]["unchanged"]) == (0, 4)


def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(run: Run) -> None:
    failed = run("--dsn", "postgresql://tower:s3cret@127.0.0.1:1/anime")
    assert failed.exit_code == 1
    assert "cannot be reached" in failed.output
    assert "s3cret" not in failed.output
    odd = run("--dsn", "postgresql://tower:s3cret@[oops")
    assert odd.exit_code == 1
    assert "s3cret" not in odd.output


def test_an_unknown_workspace_is_said(run: Run, old: OldTower) -> None:
    documented(old)
    failed = run("--dsn", old.url, "--workspace", "nowhere")
    assert failed.exit_code == 1
    assert "There is no workspace “nowhere”" in failed.output
