"""Collecting while others put and link the same files: nobody loses what they were given."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from store.assets import PostgresAssetLedger
from store.database import Database
from store.files import AssetFiles
from tests.integration.assets.kept_assets import (
    asset_of,
    both_stores,
    days_pass,
    keep_picture,
    png,
    sql,
)
from tools.domain.actor import LOCAL
from tools.studio.assets import UNUSED_FOR, Collected, collect_assets
from tools.studio.studio import Studio


async def blocked(database: Database) -> None:
    """Until some statement waits for a lock."""
    async with asyncio.timeout(10):
        while not await sql(
            database, "select pg_sleep(0.01), 1 from pg_locks where not granted limit 1"
        ):
            pass


@both_stores
async def test_a_put_waits_while_the_same_bytes_are_deleted_and_writes_them_anew(
    files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    sha256 = await files.put(b"wanted again")
    await days_pass(database)
    async with ledger.freeing(sha256, UNUSED_FOR) as free:
        assert free
        again = asyncio.create_task(files.put(b"wanted again"))
        await blocked(database)
        assert await files.remove(sha256) == 12
        assert not again.done()
    assert await again == sha256
    assert await files.get(sha256) == b"wanted again"
    assert await collect_assets(ledger, files) == Collected()


async def test_a_file_that_was_put_a_moment_ago_is_not_freed(
    files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    sha256 = await files.put(b"x")
    await days_pass(database)
    await files.put(b"x")
    async with ledger.freeing(sha256, UNUSED_FOR) as free:
        assert not free


async def test_a_link_that_is_not_committed_yet_keeps_its_file(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    data = png(1)
    await keep_picture(studio, data)
    await sql(database, "delete from pictures")
    await sql(database, "delete from asset_links")
    await days_pass(database)
    async with studio.store.begin(LOCAL) as work:
        await work.links.link(LOCAL, asset_of(data), subject=f"picture:{uuid4()}", role="image")
        assert await collect_assets(ledger, files) == Collected()
    assert await files.get(asset_of(data).sha256) == data


async def test_a_reference_that_is_not_committed_yet_keeps_its_file(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    data = png(1)
    await keep_picture(studio, data)
    await sql(database, "delete from pictures")
    await sql(database, "delete from asset_links")
    await days_pass(database)
    async with studio.store.begin(LOCAL) as work:
        await work.pictures.add(
            LOCAL, picture_id=uuid4(), project_id=None, character_id=None,
            sha256=asset_of(data).sha256, name="Kai", domain="rendered", design=None, provenance={},
        )  # fmt: skip
        assert await collect_assets(ledger, files) == Collected()
    assert await collect_assets(ledger, files) == Collected()
    assert await files.get(asset_of(data).sha256) == data


@both_stores
async def test_a_process_that_dies_between_bytes_and_rows_leaves_nothing_behind(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    data = png(1)
    await keep_picture(studio, data)
    sha256 = asset_of(data).sha256
    await sql(database, "delete from pictures")
    await sql(database, "delete from asset_links")
    await days_pass(database)
    with pytest.raises(RuntimeError, match="killed"):
        async with ledger.freeing(sha256, UNUSED_FOR) as free:
            assert free
            await files.remove(sha256)
            raise RuntimeError("killed")
    assert len(await sql(database, "select 1 from assets")) == 1
    await keep_picture(studio, data)
    assert await files.get(sha256) == data
    await sql(database, "delete from pictures")
    await sql(database, "delete from asset_links")
    await days_pass(database)
    with pytest.raises(RuntimeError, match="killed"):
        async with ledger.freeing(sha256, UNUSED_FOR):
            await files.remove(sha256)
            raise RuntimeError("killed")
    assert await collect_assets(ledger, files) == Collected(files=1)
    assert await sql(database, "select 1 from assets") == []


@both_stores
async def test_under_load_every_linked_file_can_be_read(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    """Few files, many who keep and drop them, and one who never stops collecting.

    What is put must be linked within the grace, which is short here: a link that came later than
    half of it (a machine under load) is not counted on.
    """
    grace, payloads = timedelta(milliseconds=300), [png(n) for n in range(6)]
    end = time.monotonic() + 12
    read = freed = 0

    def enough() -> bool:
        return (read >= 12 and freed >= 3) or time.monotonic() > end

    async def keep_and_drop(chance: random.Random) -> None:
        nonlocal read
        while not enough():
            data = chance.choice(payloads)
            begun = time.monotonic()
            picture_id = await keep_picture(studio, data)
            if time.monotonic() - begun < grace.total_seconds() / 2:
                assert await files.get(asset_of(data).sha256) == data
                read += 1
            await sql(database, "delete from pictures where id = %s", picture_id)
            await asyncio.sleep(chance.uniform(0, 0.6))
            statement = "delete from asset_links where subject = %s"
            await sql(database, statement, f"picture:{picture_id}")

    async def collect() -> None:
        nonlocal freed
        while not enough():
            if collected := await collect_assets(ledger, files, older_than=grace):
                freed += collected.files

    await asyncio.gather(collect(), *(keep_and_drop(random.Random(n)) for n in range(4)))
    assert freed
