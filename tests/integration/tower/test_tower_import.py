"""An old Tower database is brought over whole, and nothing is doubled or overwritten."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from PIL import Image

from store.tower import open_tower
from store.tower_pictures import PictureFolder
from tests.integration.tower.conftest import Bring
from tests.integration.tower.old_tower import (
    RONIN,
    WINTER,
    OldTower,
    dirty,
    documented,
    large,
    with_projects,
)
from tools.domain.actor import LOCAL
from tools.domain.errors import InvalidError, UnavailableError
from tools.domain.tower import TowerReport
from tools.studio.studio import Studio
from tools.studio.tower_import import import_tower

Ask = Callable[[str], list[tuple[Any, ...]]]


def counts(report: TowerReport, name: str) -> dict[str, int]:
    return {t.kind: getattr(t, name) for t in report.tallies if getattr(t, name)}


async def test_everything_of_the_documented_shape_is_brought(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    documented(old)
    report = await bring()
    assert counts(report, "created") == {
        "project": 3, "character": 4, "scene": 4, "bible": 1, "bible_character": 2, "score": 1,
        "style_template": 1, "preference": 1,
    }  # fmt: skip
    assert counts(report, "skipped") == {}
    assert ask("select title, legacy_id, metadata->>'network' from projects order by id") == [
        ("Neon Ronin", RONIN, "TBS"),
        ("Winter City", WINTER, None),
        ("Imported", None, None),
    ]
    assert ask(
        "select p.title, c.name, c.version, c.created_by, c.rendering->>'workflow' "
        "from characters c join projects p on p.id = c.project_id order by c.id"
    ) == [
        ("Neon Ronin", "Kai Nakamura", 4, "patrick", "photorealistic_anime_character_v2"),
        ("Neon Ronin", "kai nakamura (2)", 1, "local", None),
        ("Winter City", "Mara Voss", 1, "local", None),
        ("Imported", "Nobody's Child", 1, "local", None),
    ]
    assert ask(
        "select branch_name, scene_number, characters, user_id from scenes "
        "order by branch_name, scene_number"
    ) == [
        ("alternate", 2, [], "local"),
        ("main", 1, ["Kai Nakamura", "Mara Voss"], "patrick"),
        ("main", 2, [], "local"),
        ("main", 3, ["Kai Nakamura", "Mara Voss"], "local"),
    ]
    says = " ".join(note.says for note in report.notes)
    assert "The name “kai nakamura” is taken" in says
    assert "the project 99" in says
    assert "/no/such/mara.png" in says
    assert "The number 1 is taken" in says


async def test_old_scores_are_marked_and_part_of_no_figure(
    old: OldTower, bring: Bring, ask: Ask, client: httpx.AsyncClient
) -> None:
    documented(old)
    await bring()
    assert ask(
        "select space, consistency_score, similarity, calibration_id, verdict, "
        "report->'tower'->>'consistency_score' from character_consistency_scores"
    ) == [("tower", None, None, None, "unscored", "0.91")]
    kai = (await client.get("/api/anime/characters/1")).json()
    assert kai["consistency_score"] is None
    assert kai["extra"]["tower"]["consistency_score"] == 0.87
    assert kai["extra"]["tower"]["note"].startswith("0.87 is a score of the old system")
    shown = (await client.get("/api/anime/characters/1/consistency")).json()
    assert shown["items"][0]["note"].startswith("0.91 is a score of the old system")
    assert shown["trend"]["trend"] is None
    assert kai["echo_assessment"] == {"quality": "fine", "source": "tower"}


async def test_what_was_brought_is_served(
    old: OldTower, bring: Bring, client: httpx.AsyncClient
) -> None:
    documented(old)
    await bring()
    bible = (await client.get("/api/anime/projects/1/bible")).json()
    assert (bible["title"], bible["version"]) == ("The bible", 1)
    cast = (await client.get("/api/anime/projects/1/bible/characters")).json()["items"]
    assert [entry["name"] for entry in cast] == ["Kai Nakamura", "Mara Voss"]
    history = (await client.get("/api/anime/projects/1/bible/history")).json()["items"]
    assert [change["version"] for change in history] == [1]
    versions = (await client.get("/api/anime/characters/1/versions")).json()
    assert [version["version"] for version in versions["items"]] == [4]
    changed = await client.put("/api/anime/characters/1", json={"description": "Older."})
    assert changed.json()["version"] == 5
    new = await client.post("/api/anime/characters", json={"project_id": 1, "name": "Fresh"})
    assert new.status_code == 201


async def test_the_second_import_changes_nothing(old: OldTower, bring: Bring, ask: Ask) -> None:
    documented(old)
    first = await bring()
    before = ask("select * from characters order by id") + ask("select * from scenes order by id")
    second = await bring()
    assert second.changed_nothing
    assert counts(second, "unchanged") == counts(first, "created")
    assert second.kept == []
    after = ask("select * from characters order by id") + ask("select * from scenes order by id")
    assert after == before
    assert ask("select max(version) from project_bibles") == [(1,)]


async def test_what_was_edited_here_stays_and_is_told(
    old: OldTower, bring: Bring, client: httpx.AsyncClient
) -> None:
    documented(old)
    await bring()
    await client.put("/api/anime/characters/1", json={"description": "Mine now."})
    await client.put("/api/anime/projects/1/bible/characters/Mara Voss", json={"description": "x"})
    await client.delete("/api/anime/characters/4")
    old.run("update characters set description = 'Theirs.' where id = 1")
    again = await bring()
    assert again.changed_nothing
    assert {(line.kind, line.key): line.says for line in again.kept} == {
        ("character", "1"): "It was edited on both sides.",
        ("character", "4"): "It was deleted here.",
        ("bible_character", "2"): "It was edited here.",
    }
    kai = (await client.get("/api/anime/characters/1")).json()
    assert kai["description"] == "Mine now."


async def test_what_changed_there_is_brought_as_a_new_version(
    old: OldTower, bring: Bring, client: httpx.AsyncClient
) -> None:
    documented(old)
    await bring()
    old.run("update characters set description = 'Wiser.' where id = 1")
    old.run("update bible_characters set description = 'Colder.' where id = 2")
    old.add("scenes", project_id=7, scene_number=9)
    again = await bring()
    assert counts(again, "updated") == {"character": 1, "bible_character": 1}
    assert counts(again, "created") == {"scene": 1}
    kai = (await client.get("/api/anime/characters/1")).json()
    assert (kai["description"], kai["version"]) == ("Wiser.", 5)
    bible = (await client.get("/api/anime/projects/1/bible")).json()
    assert bible["version"] == 2


async def test_a_project_deleted_here_does_not_come_back(
    old: OldTower, bring: Bring, client: httpx.AsyncClient
) -> None:
    documented(old)
    await bring()
    await client.delete("/api/anime/projects/1")
    old.add("characters", project_id=7, name="Latecomer")
    again = await bring()
    assert again.changed_nothing
    assert counts(again, "kept") == {
        "project": 1, "character": 3, "scene": 4, "bible": 1, "bible_character": 2, "score": 1
    }  # fmt: skip


async def test_a_dry_run_tells_the_same_and_writes_nothing(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    documented(old)
    would = await bring(dry_run=True)
    assert ask("select count(*) from projects") == [(0,)]
    assert ask("select count(*) from tower_imports") == [(0,)]
    did = await bring()
    assert would.tallies == did.tallies
    assert (would.dry_run, did.dry_run) == (True, False)


async def test_names_that_are_here_already_are_left_alone(
    old: OldTower, bring: Bring, client: httpx.AsyncClient, ask: Ask
) -> None:
    documented(old)
    await client.post("/api/anime/projects", json={"name": "Neon Ronin"})
    await bring()
    assert ask("select title from projects order by id") == [
        ("Neon Ronin",), ("Neon Ronin (2)",), ("Winter City",), ("Imported",)
    ]  # fmt: skip
    assert (await bring()).changed_nothing


async def test_a_shape_with_integer_projects_and_few_tables(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    with_projects(old)
    report = await bring()
    assert ask(
        "select p.title, c.name from characters c join projects p on p.id = c.project_id "
        "order by c.id"
    ) == [("Harbour", "Ines"), ("Imported", "Lost One")]
    assert "project_bibles" in report.missing
    assert "episodes" not in report.missing
    assert (await bring()).changed_nothing


async def test_dirt_is_told_row_by_row_and_the_rest_comes(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    dirty(old)
    report = await bring()
    assert ask("select name, version from characters order by id") == [
        ("Clean", 1),
        ("Orphan of a nameless episode", 1),
    ]
    assert ask("select scene_number, description from scenes") == [(1, "No number.")]
    said = {(line.kind, line.key): line.says for line in report.skipped}
    assert said["character", "1"] == "`name` is empty."
    assert "limit is 100" in said["character", "3"]
    assert "limit is 20000" in said["character", "5"]
    assert "limit is 2000000" in said["character", "6"]
    assert said["scene", "1"] == "`characters` is not valid JSON."
    assert "null character" in said["scene", "2"]
    assert counts(report, "skipped") == {
        "project": 1, "character": 6, "scene": 3, "bible_character": 1, "score": 1,
        "style_template": 1, "preference": 1,
    }  # fmt: skip
    assert (await bring()).changed_nothing


async def test_pictures_that_are_there_become_the_characters_images(
    old: OldTower, bring: Bring, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    documented(old)
    old.run("update characters set image_path = '/opt/tower/out/mara.png' where id = 3")
    old.run("update characters set image_path = '/opt/tower/out/broken.png' where id = 1")
    old.run("update characters set image_path = '../../etc/hostname' where id = 2")
    root = tmp_path / "old"
    (root / "opt/tower/out").mkdir(parents=True)
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(drawn, "PNG")
    (root / "opt/tower/out/mara.png").write_bytes(drawn.getvalue())
    (root / "opt/tower/out/broken.png").write_bytes(b"no picture at all")
    report = await bring(root=root)
    mara = (await client.get("/api/anime/characters/3")).json()
    served = await client.get(mara["image_path"])
    assert served.content == drawn.getvalue()
    left = {note.key: note.says for note in report.notes if "picture" in note.says}
    assert left.keys() == {"1", "2"}
    assert (await bring(root=root)).changed_nothing


async def test_a_picture_that_comes_later_is_taken_then(
    old: OldTower, bring: Bring, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    documented(old)
    await bring()
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "blue").save(drawn, "PNG")
    (tmp_path / "mara.png").write_bytes(drawn.getvalue())
    again = await bring(root=tmp_path)
    assert counts(again, "updated") == {"character": 1}
    mara = (await client.get("/api/anime/characters/3")).json()
    assert mara["image_path"].startswith("/api/assets/")


async def test_ten_thousand_characters_come_in_seconds_and_once(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    large(old, 10_000)
    began = time.monotonic()
    first = await bring()
    took = time.monotonic() - began
    assert counts(first, "created") == {"project": 1, "character": 10_000}
    again = time.monotonic()
    second = await bring()
    assert second.changed_nothing
    assert counts(second, "unchanged") == {"project": 1, "character": 10_000}
    assert ask("select count(*), count(distinct name_key) from characters") == [(10_000, 10_000)]
    print(f"first {took:.1f} s, second {time.monotonic() - again:.1f} s")
    assert took < 60


async def test_the_old_database_cannot_be_written(old: OldTower) -> None:
    documented(old)
    async with open_tower(old.url) as source:
        connection = source._connection  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await connection.execute("delete from scenes")
    async with open_tower(old.url) as source:
        assert [len(batch) async for batch in source.rows("scenes")] == [4]


async def test_what_is_no_tower_database_is_said_without_the_address(
    old: OldTower, database_url: str
) -> None:
    with pytest.raises(InvalidError, match="None of the tables"):
        async with open_tower(old.url):
            pass
    with pytest.raises(InvalidError, match="Echo Director"):
        async with open_tower(database_url):
            pass
    with pytest.raises(UnavailableError) as unreachable:
        async with open_tower("postgresql://tower:s3cret@127.0.0.1:1/anime"):
            pass
    assert "s3cret" not in str(unreachable.value)


async def test_a_project_has_one_bible_and_keeps_its_own(
    old: OldTower, bring: Bring, client: httpx.AsyncClient, ask: Ask
) -> None:
    documented(old)
    await bring()
    await client.post("/api/anime/projects/2/bible", json={"title": "Written here"})
    old.add("project_bibles", project_id=2, title="Written there")
    old.add("project_bibles", project_id=7, title="A second one")
    old.add("bible_characters", bible_id=2, name="Homeless")
    again = await bring()
    assert again.changed_nothing
    assert {(line.kind, line.key) for line in again.kept} == {("bible", "2"), ("bible", "3")}
    assert [(line.kind, line.says) for line in again.skipped] == [
        ("bible_character", "Its bible 2 was not brought.")
    ]
    assert ask("select title, version from project_bibles order by id") == [
        ("The bible", 1),
        ("Written here", 1),
    ]


async def test_two_old_bibles_of_one_project_are_one_and_the_other_is_told(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    documented(old)
    old.add("project_bibles", project_id=7, title="A second one")
    report = await bring()
    assert [(line.kind, line.key) for line in report.skipped] == [("bible", "2")]
    assert ask("select title from project_bibles") == [("The bible",)]


async def test_a_name_or_place_that_is_taken_meanwhile_leaves_the_row_its_own(
    old: OldTower, bring: Bring, ask: Ask
) -> None:
    documented(old)
    await bring()
    old.run("update characters set name = 'Kai Nakamura', description = 'New.' where id = 2")
    old.run("update scenes set scene_number = 1, description = 'Moved.' where id = 4")
    again = await bring()
    assert counts(again, "updated") == {"character": 1, "scene": 1}
    assert ask("select name, description from characters where id = 2") == [
        ("kai nakamura (2)", "New.")
    ]
    assert ask("select scene_number, description from scenes where description = 'Moved.'") == [
        (2, "Moved.")
    ]
    assert (await bring()).changed_nothing


async def test_two_old_databases_with_the_same_ids_are_two(
    old: OldTower, bring: Bring, studio: Studio
) -> None:
    documented(old)
    await bring()
    async with open_tower(old.url, name="another") as source:
        other = await import_tower(studio, LOCAL, source, PictureFolder(None))
    assert counts(other, "created")["character"] == 4
