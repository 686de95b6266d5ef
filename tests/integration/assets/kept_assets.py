"""Small steps that tests of collecting share: pictures kept, time passed, rows removed."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from PIL import Image
from uuid_utils.compat import uuid7

from store.database import Database
from tools.domain.actor import LOCAL
from tools.domain.pictures import Asset
from tools.studio.studio import Studio

both_stores = pytest.mark.parametrize("files", ["folder", "s3"], indirect=True)


def png(seed: int, side: int = 20) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def asset_of(data: bytes) -> Asset:
    sha256 = hashlib.sha256(data).hexdigest()
    return Asset(sha256=sha256, type="image/png", size=len(data), width=20, height=20)


async def keep_picture(studio: Studio, data: bytes, **more: Any) -> UUID:
    """As a generation keeps one: the bytes first, then link and picture in one transaction."""
    await studio.files.put(data)
    picture_id, asset = uuid7(), asset_of(data)
    async with studio.store.begin(LOCAL) as work:
        await work.links.link(LOCAL, asset, subject=f"picture:{picture_id}", role="image")
        await work.pictures.add(
            LOCAL,
            picture_id=picture_id,
            project_id=None,
            character_id=None,
            sha256=asset.sha256,
            name="Kai",
            domain="rendered",
            design=None,
            provenance=more,
        )
    return picture_id


async def days_pass(database: Database, days: int = 2) -> None:
    """Everything that was noted so far was noted so many days earlier."""
    async with database.pool.connection() as connection:
        for table, column in (
            ("assets", "created_at"), ("asset_links", "created_at"), ("asset_puts", "at"),
        ):  # fmt: skip
            statement = f"update {table} set {column} = {column} - %s * interval '1 day'"
            await connection.execute(statement.encode(), (days,))


async def sql(database: Database, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    async with database.pool.connection() as connection:
        cursor = await connection.execute(statement.encode(), values)
        return await cursor.fetchall() if cursor.description else []
