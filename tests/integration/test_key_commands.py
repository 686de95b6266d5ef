"""`echo-director keys`, on a real database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.commands.program import program


@pytest.fixture
def run(database_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", database_url)
    monkeypatch.setenv("ECHO_DIRECTOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(program(), ["keys", *arguments])

    return command


CREATE = ("create", "--workspace", "films", "--user", "Ann", "--role", "editor")


def test_a_key_is_printed_once_and_listed_without_itself(run: Any) -> None:
    made = run(*CREATE, "--label", "laptop", "--pre-approve", "delete_character")
    assert made.exit_code == 0, made.output
    [secret] = re.findall(r"^ed_[\w-]{43}$", made.stdout, re.MULTILINE)
    listed = run("list").stdout
    assert secret not in listed
    for word in (secret[:8], "films", "Ann", "editor", "laptop", "delete_character", "never used"):
        assert word in listed
    spaces = run("workspaces").stdout
    assert re.search(r"films\s+│\s+1\b", spaces)
    assert "local" in spaces


def test_a_revoked_key_is_listed_as_such_and_another_workspace_is_not(run: Any) -> None:
    run(*CREATE)
    assert run("revoke", "1").exit_code == 0
    assert "revoked" in run("list", "--workspace", "films").stdout
    assert "films" not in run("list", "--workspace", "other").stdout
    missing = run("revoke", "99")
    assert missing.exit_code == 1
    assert "no key 99" in missing.output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--pre-approve", "delete_everything"), "is not a tool"),
        (("--pre-approve", "list_characters"), "without asking anyway"),
        (("--workspace", "Films & co"), "small letter"),
        (("--user", " "), "user"),
        (("--days", "4000"), "3650"),
    ],
    ids=["unknown", "harmless", "workspace", "user", "days"],
)
def test_what_cannot_be_meant_is_refused_and_makes_no_key(
    run: Any, more: tuple[str, ...], told: str
) -> None:
    refused = run(*CREATE, *more)
    assert refused.exit_code == 1
    assert told in refused.output
    assert "films" not in run("list").stdout


def test_a_service_opens_beyond_loopback_only_with_keys(run: Any) -> None:
    refused = CliRunner().invoke(program(), ["serve", "--host", "192.0.2.7", "--port", "0"])
    assert refused.exit_code == 1
    assert "echo-director keys create" in refused.output.replace("\n", " ")
