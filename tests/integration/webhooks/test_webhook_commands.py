"""`echo-director webhooks` on a real database."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from api.commands.webhooks import app


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", database_url)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_the_secret_stays_until_it_is_rotated(run) -> None:
    first = run("secret")
    assert first.exit_code == 0, first.output
    assert first.output.startswith("whsec_")
    assert run("secret").output == first.output
    rotated = run("secret", "--rotate").output
    assert rotated != first.output
    assert run("secret").output == rotated


def test_a_workspace_that_is_not_there_is_named(run) -> None:
    said = run("secret", "--workspace", "nowhere")
    assert (said.exit_code, "nowhere" in said.output) == (1, True)


def test_without_deliveries_it_says_so(run) -> None:
    assert "no deliveries" in run("deliveries").output
