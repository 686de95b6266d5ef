"""`echo-director worker` as a process: it drives, it hands back, it says why it cannot."""

from __future__ import annotations

import asyncio
import signal

import pytest
from typer.testing import CliRunner

from api.commands.program import program
from api.wiring import open_service
from tests.integration.fleet.conftest import ordered, project_of, records
from tests.integration.fleet.processes import worker
from tests.integration.fleet.scripted import Scripted
from tools.domain.actor import LOCAL


async def test_a_worker_that_is_told_to_end_hands_its_runs_to_the_next(
    idle, settings, database_url: str, scripted: Scripted
) -> None:
    long = await ordered(
        idle.studio, await project_of(idle.studio), candidates=4, width=512, height=512
    )
    async with worker(
        database_url, settings.data_dir, "--backend", "sketch", "--grace", "0"
    ) as first:
        async with asyncio.timeout(60):
            async for event in idle.studio.watch.follow(LOCAL, long.id):
                if event.type == "progress":
                    break
        first.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            assert await first.wait() == 0
    left = await idle.studio.watch.ended(LOCAL, long.id, timeout_s=0)
    assert (left.status, left.retries, left.take_ups) == ("queued", 0, 0)
    assert await records(database_url, "select from workers") == []
    assert await records(database_url, "select from procrastinate_workers") == []
    async with open_service(settings, url=database_url, renderers=(scripted,)):
        done = await idle.studio.watch.ended(LOCAL, long.id, timeout_s=60)
    assert (done.status, done.attempt) == ("completed", 2)
    async with idle.studio.store.read(LOCAL) as work:
        pictures = await work.pictures.of_run(LOCAL, long.id)
    assert len(pictures) == 4


def test_a_worker_without_a_service_beside_it_says_what_it_lacks(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("ECHO_DIRECTOR_DATABASE_URL", raising=False)
    said = CliRunner().invoke(program(), ["worker", "--data-dir", str(tmp_path / "nothing")])
    assert said.exit_code == 1
    assert "No service runs on" in said.output
    assert "ECHO_DIRECTOR_DATABASE_URL" in said.output
    assert not (tmp_path / "nothing").exists()


def test_a_worker_whose_pictures_nobody_would_find_refuses(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("ECHO_DIRECTOR_DATABASE_URL", "postgresql://elsewhere/db?password=hunter2")
    said = CliRunner().invoke(program(), ["worker", "--data-dir", str(tmp_path)])
    assert said.exit_code == 1
    assert "ECHO_DIRECTOR_ASSETS_URL" in said.output
    assert "hunter2" not in said.output


@pytest.mark.parametrize("arguments", [["--backend", "dalle"], ["--backend", ""]])
def test_a_backend_that_nobody_knows_is_named_with_those_that_are(arguments) -> None:
    said = CliRunner().invoke(program(), ["worker", *arguments])
    assert said.exit_code == 1
    assert "sketch, cutout, comfyui, gemini" in " ".join(said.output.split())
