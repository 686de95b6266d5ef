"""Old databases that are no plain tables, or not all open to who comes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from psycopg.conninfo import make_conninfo

from store.tower import open_tower
from tests.integration.tower.conftest import Bring
from tests.integration.tower.old_tower import OldTower, documented
from tools.domain.errors import InvalidError


async def test_a_table_that_may_not_be_read_is_named_and_nothing_is_brought(
    old: OldTower,
) -> None:
    documented(old)
    role = f"reader_{uuid4().hex[:8]}"
    old.run(f"create role {role} login")
    try:
        old.run(f"grant select on episodes, characters to {role}")
        with pytest.raises(InvalidError, match="scenes") as told:
            async with open_tower(make_conninfo(old.url, user=role)):
                pass
        assert told.value.code == "TOWER_UNREADABLE"
        assert "episodes" not in told.value.detail
    finally:
        old.run(f"drop owned by {role}")
        old.run(f"drop role {role}")


async def test_views_and_generated_columns_are_read_as_tables_are(
    old: OldTower, bring: Bring
) -> None:
    documented(old)
    plain = await bring(dry_run=True)
    old.run("alter table scenes add column words text generated always as (description) stored")
    old.run("alter table scenes rename to kept_scenes")
    old.run("create view scenes as select * from kept_scenes")
    seen = await bring(dry_run=True)
    assert seen.missing == plain.missing
    assert seen == plain
