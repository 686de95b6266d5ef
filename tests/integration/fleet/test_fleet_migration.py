"""Jobs that waited when the service was of an older release are driven by the new one."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from procrastinate import App, PsycopgConnector
from psycopg.conninfo import make_conninfo

from api.databases import create_database, dropped_database
from store.schema import migrations, upgrade
from tests.integration.fleet.conftest import records

FLEET = 5


@pytest.fixture
def older_url(template_url: str) -> Iterator[str]:
    """A database as the release before the fleet left it."""
    name = f"older_{uuid4().hex[:8]}"
    create_database(make_conninfo(template_url, dbname="postgres"), name)
    url = make_conninfo(template_url, dbname=name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "create table schema_migrations (number integer primary key, title text not null, "
            "checksum text not null, applied_at timestamptz not null default now())"
        )
        for migration in migrations()[: FLEET - 1]:
            connection.execute(migration.statements.encode())
            connection.execute(
                "insert into schema_migrations (number, title, checksum) values (%s, %s, %s)",
                (migration.number, migration.title, migration.checksum),
            )
    yield url
    dropped_database(url)


async def test_waiting_and_interrupted_jobs_get_the_names_and_queues_of_today(older_url) -> None:
    app = App(connector=PsycopgConnector(conninfo=older_url, min_size=1, max_size=1))
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for kind in ("generation", "animation", "generation"):
            await app.configure_task("drive_run", queue=kind).defer_async(run_id=kind)
    await records(older_url, "update procrastinate_jobs set status = 'doing' where id = 2")
    await records(older_url, "update procrastinate_jobs set status = 'failed' where id = 3")
    await upgrade(older_url)
    jobs = await records(
        older_url, "select task_name, queue_name, priority from procrastinate_jobs order by id"
    )
    assert [tuple(job.values()) for job in jobs] == [
        ("drive_generation", "embedded", 10),
        ("drive_animation", "embedded", 10),
        ("drive_run", "generation", 0),
    ]


async def test_a_database_without_a_queue_yet_gets_both(older_url: str) -> None:
    await upgrade(older_url)
    assert await records(older_url, "select from procrastinate_jobs, workers, upkeep") == []
