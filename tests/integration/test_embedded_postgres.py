"""The embedded server: started by several, found again, recovered."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from store.embedded import DatabaseStartError, EmbeddedPostgres


@pytest.fixture
def home(tmp_path: Path):
    tmp_path.chmod(0o755)
    folder = tmp_path / "a folder with spaces and ünïcode"
    server = EmbeddedPostgres(folder)
    yield folder
    server.stop("immediate")


def test_four_starters_at_once_share_one_server(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        urls = set(pool.map(lambda _: EmbeddedPostgres(home).start(), range(4)))
    assert len(urls) == 1
    with psycopg.connect(urls.pop()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_killed_server_comes_back_with_every_committed_row(home: Path) -> None:
    server = EmbeddedPostgres(home)
    with psycopg.connect(server.start(), autocommit=True) as connection:
        connection.execute("create table kept (n integer)")
        connection.execute("insert into kept values (7)")
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    with psycopg.connect(EmbeddedPostgres(home).start()) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)


def test_another_major_version_is_refused_with_what_to_do(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(DatabaseStartError, match="ECHO_DIRECTOR_PG_BIN"):
        EmbeddedPostgres(home).start()
