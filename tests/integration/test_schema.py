"""Migrations: forward only, once each, whoever comes first."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from api.databases import create_database, dropped_database
from store.schema import UnfitDatabaseError, migrations, pending, upgrade


@pytest.fixture
def empty_url(template_url: str):
    name = f"empty_{uuid4().hex[:8]}"
    create_database(make_conninfo(template_url, dbname="postgres"), name)
    url = make_conninfo(template_url, dbname=name)
    yield url
    dropped_database(url)


def test_numbers_count_from_one_without_a_gap() -> None:
    assert [m.number for m in migrations()] == list(range(1, len(migrations()) + 1))


def test_every_migration_says_why_in_its_first_line() -> None:
    assert all(m.statements.startswith("-- Why: ") for m in migrations())


async def test_four_processes_that_start_at_once_apply_each_migration_once(empty_url: str) -> None:
    applied = await asyncio.gather(*(upgrade(empty_url) for _ in range(4)))
    assert sorted(m.number for done in applied for m in done) == [m.number for m in migrations()]
    assert await pending(empty_url) == []


async def test_an_edited_migration_is_refused(empty_url: str) -> None:
    await upgrade(empty_url)
    with psycopg.connect(empty_url, autocommit=True) as connection:
        connection.execute("update schema_migrations set checksum = 'other' where number = 1")
    with pytest.raises(UnfitDatabaseError, match="never edited"):
        await upgrade(empty_url)


async def test_a_database_of_a_newer_release_is_left_alone(empty_url: str) -> None:
    await upgrade(empty_url)
    with psycopg.connect(empty_url, autocommit=True) as connection:
        connection.execute(
            "insert into schema_migrations (number, title, checksum) values (9999, 'later', 'x')"
        )
    with pytest.raises(UnfitDatabaseError, match="newer release"):
        await upgrade(empty_url)
