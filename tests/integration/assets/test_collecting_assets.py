"""Files go when nothing needs them, with all that was derived, and not a moment earlier."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

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
from tools.domain.errors import NotFoundError, UnavailableError
from tools.studio.assets import (
    AssetStoreSharedError,
    Collected,
    Damage,
    collect_assets,
    preview_of,
    verify_assets,
)
from tools.studio.images import adopt_upload, upload_image
from tools.studio.projects import create_project
from tools.studio.studio import Studio
from tools.studio.threads import open_thread

NOTHING = Collected()


async def is_kept(files: AssetFiles, sha256: str) -> bool:
    try:
        await files.get(sha256)
    except UnavailableError:
        return False
    return True


async def test_an_upload_that_nobody_used_goes_after_a_day(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    asset = await upload_image(studio, LOCAL, png(1))
    assert await collect_assets(ledger, files) == NOTHING
    await days_pass(database)
    assert await collect_assets(ledger, files) == Collected(links=1)
    async with studio.store.read(LOCAL) as work:
        with pytest.raises(NotFoundError):
            await work.links.get(LOCAL, asset.sha256)
    assert await collect_assets(ledger, files) == NOTHING
    await days_pass(database)
    assert await collect_assets(ledger, files) == Collected(files=1, bytes=len(png(1)))
    assert not await is_kept(files, asset.sha256)
    assert await sql(database, "select 1 from assets") == []
    assert await sql(database, "select 1 from asset_puts") == []


async def test_an_upload_that_is_brought_again_lives_another_day(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    asset = await upload_image(studio, LOCAL, png(1))
    await days_pass(database)
    await upload_image(studio, LOCAL, png(1))
    assert await collect_assets(ledger, files) == NOTHING
    assert await is_kept(files, asset.sha256)


async def test_an_upload_in_use_stays_as_a_picture_and_as_an_attachment_of_a_message(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    project = await create_project(studio, LOCAL, title="Neon Ronin")
    thread = await open_thread(studio, LOCAL)
    adopted = await upload_image(studio, LOCAL, png(1))
    attached = await upload_image(studio, LOCAL, png(2))
    await adopt_upload(studio, LOCAL, project.id, adopted)
    await sql(
        database,
        "insert into messages (thread_id, seq, role, text, content) "
        "values (%s, 1, 'user', '', jsonb_build_object('pictures', array[%s::text]))",
        thread.id,
        attached.sha256,
    )
    await days_pass(database, 60)
    assert await collect_assets(ledger, files) == NOTHING
    assert await is_kept(files, adopted.sha256)
    assert await is_kept(files, attached.sha256)
    await sql(database, "delete from threads")
    assert (await collect_assets(ledger, files)) == Collected(links=1)


@both_stores
async def test_the_file_of_a_deleted_picture_goes_a_day_later_with_its_previews(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    data = png(1, side=200)
    picture_id = await keep_picture(studio, data)
    asset = asset_of(data).model_copy(update={"width": 200})
    small = await preview_of(files, asset, 64)
    await days_pass(database)
    assert await collect_assets(ledger, files) == NOTHING
    await sql(database, "delete from pictures where id = %s", picture_id)
    assert await collect_assets(ledger, files) == Collected(links=1)
    await days_pass(database, 1)
    freed = await collect_assets(ledger, files)
    assert freed == Collected(files=1, bytes=len(data) + len(small) + 32)
    assert [file async for page in files.stored() for file in page] == []


async def test_a_file_with_two_pictures_lives_as_long_as_either(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    first = await keep_picture(studio, png(1))
    await keep_picture(studio, png(1))
    await days_pass(database)
    await sql(database, "delete from pictures where id = %s", first)
    assert await collect_assets(ledger, files) == Collected(links=1)
    await days_pass(database)
    assert await collect_assets(ledger, files) == NOTHING
    assert await is_kept(files, asset_of(png(1)).sha256)


@pytest.mark.parametrize("table", ["figures", "sheets", "raw sheets", "references", "portraits"])
async def test_what_a_production_refers_to_stays_without_any_link(
    studio: Studio,
    files: AssetFiles,
    ledger: PostgresAssetLedger,
    database: Database,
    table: str,
) -> None:
    project = await create_project(studio, LOCAL, title="Neon Ronin")
    sha256 = (await upload_image(studio, LOCAL, png(1))).sha256
    other = (await upload_image(studio, LOCAL, png(2))).sha256
    await _refer(database, table, project.id, sha256, other)
    await sql(database, "delete from asset_links where sha256 = %s", sha256)
    await days_pass(database)
    await collect_assets(ledger, files)
    assert await is_kept(files, sha256)
    await sql(database, "delete from projects")
    await days_pass(database)
    await collect_assets(ledger, files)
    assert not await is_kept(files, sha256)


async def _refer(database: Database, table: str, project: int, sha256: str, other: str) -> None:
    [[character]] = await sql(
        database,
        "insert into characters (project_id, name, name_key, design, created_by, image_path) "
        "values (%s, 'Kai', 'kai', 'd', 'local', %s) returning id",
        project,
        f"/api/assets/{sha256}" if table == "portraits" else None,
    )
    if table == "references":
        await sql(
            database,
            "insert into character_references (character_id, design, sha256, created_by) "
            "values (%s, 'd', %s, 'local')",
            character,
            sha256,
        )
    if table not in ("figures", "sheets", "raw sheets"):
        return
    [[animation]] = await sql(
        database,
        "insert into animations (workspace_id, project_id, generation_mode, created_by) "
        "values ('local', %s, 'single', 'local') returning id",
        project,
    )
    if table == "figures":
        await sql(
            database,
            "insert into animation_figures (animation_id, place, reference_sha256) "
            "values (%s, 0, %s)",
            animation,
            sha256,
        )
        return
    [[run]] = await sql(
        database,
        "insert into runs (id, kind, workspace_id, user_id, project_id) "
        "values (gen_random_uuid(), 'animation', 'local', 'local', %s) returning id",
        project,
    )
    await sql(
        database,
        "insert into animation_takes (run_id, animation_id, number, input) "
        "values (%s, %s, 1, '{}')",
        run,
        animation,
    )
    raw, done = (sha256, other) if table == "raw sheets" else (other, sha256)
    await sql(
        database,
        "insert into animation_sheets (run_id, who, facing, request_key, raw_sha256, sha256) "
        "values (%s, 'instigator', 0, 'k', %s, %s)",
        run,
        raw,
        done,
    )


async def test_what_a_picture_was_made_from_stays_so_that_it_can_be_made_again(
    studio: Studio, files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    reference = await files.put(png(1))
    await keep_picture(studio, png(2), references=[reference])
    await days_pass(database, 60)
    await collect_assets(ledger, files)
    assert await is_kept(files, reference)


@both_stores
async def test_bytes_that_were_put_and_never_linked_go_after_a_day(
    files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    sha256 = await files.put(b"put, then the process died")
    assert await collect_assets(ledger, files) == NOTHING
    await days_pass(database)
    assert await collect_assets(ledger, files) == Collected(files=1, bytes=26)
    assert not await is_kept(files, sha256)


async def test_bytes_that_only_the_store_knows_of_go_by_their_age(
    tmp_path: Path, ledger: PostgresAssetLedger
) -> None:
    unnoted = AssetFiles.at(None, folder=tmp_path / "assets")
    for n in range(3):
        await unnoted.put(b"%d" % n)
    await unnoted.keep_derived("ab" * 32, "64.webp", b"of a file that went")
    files = AssetFiles.at(None, folder=tmp_path / "assets", ledger=ledger)
    assert await collect_assets(ledger, files) == NOTHING
    freed = await collect_assets(ledger, files, older_than=timedelta(0))
    assert freed == Collected(files=4, bytes=3 + 19 + 32)


async def test_what_a_write_left_behind_that_was_cut_off_goes(
    tmp_path: Path, files: AssetFiles, ledger: PostgresAssetLedger
) -> None:
    sha256 = await files.put(b"whole")
    remains = tmp_path / "assets" / sha256[:2] / f"{sha256}#1"
    remains.write_bytes(b"who")
    assert await collect_assets(ledger, files) == NOTHING
    os.utime(remains, (0, 0))
    assert await collect_assets(ledger, files) == Collected(bytes=3)
    assert not remains.exists()
    assert await is_kept(files, sha256)


async def test_the_bytes_of_a_paid_answer_stay_while_its_run_is_not_finished(
    files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    sha256 = await files.put(b"paid for")
    await sql(
        database,
        "with run as (insert into runs (id, kind, workspace_id, user_id) "
        "values (gen_random_uuid(), 'generation', 'local', 'local') returning id) "
        "insert into effects (key, run_id, node, result) "
        "select 'k', id, 'render', jsonb_build_object('png', %s::text) from run",
        sha256,
    )
    await days_pass(database, 9)
    assert await collect_assets(ledger, files) == NOTHING
    await sql(database, "update runs set status = 'failed'")
    assert await collect_assets(ledger, files) == Collected(files=1, bytes=8)


@both_stores
async def test_a_store_that_two_databases_use_is_left_alone(
    files: AssetFiles, ledger: PostgresAssetLedger, database: Database
) -> None:
    other = AssetFiles(files._bucket, ledger=None)  # pyright: ignore[reportPrivateUsage]
    await other.claim((await sql(database, "select gen_random_uuid()"))[0][0])
    sha256 = await files.put(b"perhaps the other one needs it")
    await days_pass(database)
    with pytest.raises(AssetStoreSharedError, match="store of its own"):
        await collect_assets(ledger, files)
    assert await is_kept(files, sha256)


async def test_only_one_process_collects_at_a_time(
    files: AssetFiles, ledger: PostgresAssetLedger
) -> None:
    async with ledger.alone() as alone:
        assert alone
        assert await collect_assets(ledger, files) is None
    assert await collect_assets(ledger, files) == NOTHING


async def test_files_that_are_missing_or_changed_are_found(
    tmp_path: Path, ledger: PostgresAssetLedger, studio: Studio, files: AssetFiles
) -> None:
    for n in range(3):
        await keep_picture(studio, png(n))
    gone = asset_of(png(0)).sha256
    await files.remove(gone)
    found = [damage async for damage in verify_assets(ledger, files)]
    assert len(found) == 3
    damaged = [damage for damage in found if isinstance(damage, Damage)]
    assert [damage.asset.sha256 for damage in damaged] == [gone]
    assert "is missing" in damaged[0].reason
