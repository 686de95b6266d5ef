"""`echo-director mcp` as a client starts it: a process that speaks on standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

from mcp import Client, StdioServerParameters

from tests.integration.mcp.conftest import Person

ROOT = Path(__file__).parents[3]


def command(database_url: str, data_dir: Path) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "api.cli", "mcp", "--sample", "--data-dir", str(data_dir)],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "ECHO_DIRECTOR_DATABASE_URL": database_url,
            "ECHO_DIRECTOR_PICTURE_SIDE_PX": "64",
            "ECHO_DIRECTOR_RENDER_WORKERS": "1",
        },
    )


async def test_a_client_that_starts_the_command_draws_and_approves(
    database_url: str, tmp_path: Path
) -> None:
    person = Person(agrees=True)
    async with Client(command(database_url, tmp_path), elicitation_callback=person) as client:
        assert client.server_info is not None
        assert client.server_info.name == "echo-director"
        assert "open_project" in (client.instructions or "")
        await client.call_tool("open_project", {"project": "Neon Ronin"})
        made = await client.call_tool("generate_image", {"character": "Kai"})
        assert made.structured_content["status"] == "completed", made.content
        gone = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
    assert not gone.is_error
    assert len(person.asked) == 1
