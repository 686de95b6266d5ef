"""The `eval` command refuses what it cannot play, before it starts anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evals.command import register


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_bad_lines_are_named_and_the_exit_code_is_two(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "a"}\n{broken\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["eval", str(file), "--json"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "line 1: world" in result.stderr
    assert "line 2: is not JSON" in result.stderr


def test_a_missing_world_is_named_before_anything_is_played(
    app: typer.Typer, tmp_path: Path
) -> None:
    file = tmp_path / "cases.jsonl"
    case = {"id": "a", "world": "gone.json", "turns": [{"user": "hi", "expect": []}]}
    file.write_text(json.dumps(case), encoding="utf-8")
    result = CliRunner().invoke(app, ["eval", str(file)])
    assert result.exit_code == 2
    assert "gone.json" in result.stderr


def test_a_tag_that_no_case_has_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    case = {"id": "a", "world": "gone.json", "turns": [{"user": "hi", "expect": []}]}
    file.write_text(json.dumps(case), encoding="utf-8")
    result = CliRunner().invoke(app, ["eval", str(file), "--tag", "chat"])
    assert result.exit_code == 2
    assert "no case is tagged chat" in result.stderr
