"""What a service does for its store now and then: files that nothing needs are collected."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import psycopg
from psycopg_pool import PoolTimeout

from store.assets import PostgresAssetLedger
from store.files import AssetFiles
from store.fleet import take_turn
from store.unit_of_work import Pool
from tools.domain.errors import StudioError
from tools.studio.assets import AssetStoreSharedError, collect_assets

_EVERY_S = 3600.0
_LOOK_S = 600.0

_log = logging.getLogger(__name__)


@asynccontextmanager
async def collecting(pool: Pool, files: AssetFiles) -> AsyncGenerator[None, None]:
    """Collect once an hour for as long as the block runs; of many services, one does it."""
    task = asyncio.create_task(_collect(pool, files), name="collector")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _collect(pool: Pool, files: AssetFiles) -> None:
    while True:
        await asyncio.sleep(_LOOK_S)
        try:
            async with pool.connection() as connection:
                mine = await take_turn(connection, "assets", _EVERY_S)
            if mine:
                await collect_assets(PostgresAssetLedger(pool), files)
        except AssetStoreSharedError as error:
            _log.info("Nothing is collected: %s", error)
        except (psycopg.Error, PoolTimeout, StudioError) as error:
            _log.warning("Files could not be collected (%s); it is tried again.", error)
