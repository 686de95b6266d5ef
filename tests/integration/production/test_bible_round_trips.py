"""A bible goes out and comes back the same; its writers do not overwrite each other; its limits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.domain.actor import LOCAL
from tools.studio import bible, bible_import, projects
from tools.studio.limits import BIBLE_CHARACTERS_MOST
from tools.studio.studio import Studio

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9, width=32)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
OBJECT = st.dictionaries(TEXT, JSON, max_size=3)
UNKNOWN = st.dictionaries(TEXT.map(lambda key: f"x {key}"), JSON, max_size=3)
NAMES = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=10)
FIELDS = ("visual_traits", "personality_traits", "relationships", "evolution_arc")


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Whole documents, with keys that nobody knows, names in any script, nulls and lists."""
    names = draw(st.lists(NAMES, max_size=3, unique_by=lambda name: name.casefold()[:1]))
    return {
        "title": draw(TEXT),
        "description": draw(TEXT),
        **{key: draw(OBJECT) for key in ("visual_style", "world_setting", "narrative_guidelines")},
        **draw(UNKNOWN),
        "characters": [
            {
                "name": name,
                "description": draw(TEXT),
                **{field: draw(OBJECT) for field in FIELDS},
                **draw(UNKNOWN),
            }
            for name in names
        ],
    }


async def test_any_document_comes_back_as_it_was(studio: Studio) -> None:
    first = await projects.create_project(studio, LOCAL, title="First")
    second = await projects.create_project(studio, LOCAL, title="Second")

    async def there_and_back(document: dict[str, Any]) -> None:
        would = await bible_import.import_bible(studio, LOCAL, first.id, document, dry_run=True)
        did = await bible_import.import_bible(studio, LOCAL, first.id, document)
        assert would.changes == did.changes
        exported = await bible.export_bible(studio, LOCAL, first.id)
        assert exported == document
        await bible_import.import_bible(studio, LOCAL, second.id, exported)
        assert await bible.export_bible(studio, LOCAL, second.id) == exported
        again = await bible_import.import_bible(studio, LOCAL, first.id, exported, dry_run=True)
        assert again.changes == []

    loop = asyncio.get_running_loop()

    @settings(max_examples=25, deadline=None)
    @given(documents())
    def holds(document: dict[str, Any]) -> None:
        step: Coroutine[Any, Any, None] = there_and_back(document)
        asyncio.run_coroutine_threadsafe(step, loop).result(30)

    await asyncio.to_thread(holds)


@pytest.fixture
async def path(client: AsyncClient) -> str:
    answer = await client.post("/api/anime/projects", json={"name": "Neon Ronin"})
    return f"/api/anime/projects/{answer.json()['id']}/bible"


async def test_a_seen_version_guards_every_write_of_the_bible(
    client: AsyncClient, path: str
) -> None:
    await client.post(path, json={"title": "One"})
    made = await client.post(f"{path}/characters", json={"name": "Kai", "visual_traits": {"a": 1}})
    assert made.headers["etag"] == '"2"'
    read = await client.get(f"{path}/characters/kai")
    assert read.headers["etag"] == '"2"'
    stale = {"If-Match": '"1"'}
    for answer in (
        await client.put(path, json={"title": "Two"}, headers=stale),
        await client.post(f"{path}/characters", json={"name": "Mara"}, headers=stale),
        await client.post(
            "/api/anime/bible/characters",
            json={"name": "Mara", "project_id": int(path.split("/")[-2])},
            headers=stale,
        ),
        await client.put(f"{path}/characters/Kai", json={"description": "x"}, headers=stale),
        await client.delete(f"{path}/characters/Kai", headers=stale),
        await client.post(f"{path}/import", json={"title": "Two"}, headers=stale),
        await client.post(f"{path}/import?dry_run=true", json={"title": "Two"}, headers=stale),
        await client.post(f"{path}/restore/1", headers=stale),
    ):
        assert (answer.status_code, answer.json()["code"]) == (412, "VERSION_CONFLICT")
    assert (await client.get(path)).json()["version"] == 2
    fresh = await client.put(
        f"{path}/characters/Kai", json={"description": "x"}, headers={"If-Match": '"2"'}
    )
    assert fresh.headers["etag"] == '"3"'


async def test_history_says_who_what_and_how_it_was(client: AsyncClient, path: str) -> None:
    await client.post(path, json={"title": "One"})
    await client.put(path, json={"title": "Two", "world_setting": {"location": "Kyoto"}})
    await client.put(path, json={"description": "d" * 5000})
    history = (await client.get(f"{path}/history")).json()["items"]
    assert [change["version"] for change in history] == [3, 2, 1]
    assert {change["author"] for change in history} == {"local"}
    assert history[1]["differences"] == [
        {"path": "/title", "before": "One", "after": "Two", "shortened": False},
        {"path": "/world_setting/location", "before": None, "after": "Kyoto", "shortened": False},
    ]
    assert history[0]["differences"][0]["shortened"] is True
    first = (await client.get(f"{path}/history", params={"limit": 2})).json()
    assert first["items"] == history[:2]
    rest = await client.get(f"{path}/history", params={"cursor": first["next_cursor"]})
    assert rest.json()["items"] == history[2:]
    restored = await client.post(f"{path}/restore/1")
    assert (restored.json()["title"], restored.json()["version"]) == ("One", 4)


async def test_a_bible_has_room_for_so_many_characters(client: AsyncClient, path: str) -> None:
    crowd = [{"name": f"Figure {n}"} for n in range(BIBLE_CHARACTERS_MOST)]
    assert (await client.post(f"{path}/import", json={"characters": crowd})).status_code == 200
    more = [*crowd, {"name": "One too many"}]
    for answer in (
        await client.post(f"{path}/characters", json={"name": "One too many"}),
        await client.post(f"{path}/import", json={"characters": more}),
        await client.post(f"{path}/import?dry_run=true", json={"characters": more}),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "LIMIT_EXCEEDED")
        assert problem["limit"] == BIBLE_CHARACTERS_MOST
    assert (await client.get(path)).json()["version"] == 1


async def test_a_bible_that_is_too_large_is_refused_with_the_limit(
    client: AsyncClient, path: str
) -> None:
    half = {"text": "x" * 600_000}
    assert (await client.post(path, json={"world_setting": half})).status_code == 201
    for answer in (
        await client.put(path, json={"visual_style": half}),
        await client.post(f"{path}/characters", json={"name": "Kai", "visual_traits": half}),
        await client.post(f"{path}/import?dry_run=true", json={"visual_style": half}),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "LIMIT_EXCEEDED")
        assert problem["limit"] == 1_000_000


async def test_the_same_characters_in_another_order_are_a_change(
    client: AsyncClient, path: str
) -> None:
    listed = [{"name": "Kai"}, {"name": "Mara"}]
    await client.post(f"{path}/import", json={"characters": listed})
    turned = await client.post(f"{path}/import", json={"characters": listed[::-1]})
    assert [change["path"] for change in turned.json()["changes"]] == ["/characters"]
    exported = (await client.post(f"{path}/export")).json()
    assert [entry["name"] for entry in exported["characters"]] == ["Mara", "Kai"]


async def test_a_null_that_went_and_a_one_that_became_true_are_changes(
    client: AsyncClient, path: str
) -> None:
    for traits, world in (({"scar": None}, {"moons": 1}), ({}, {"moons": True})):
        document = {
            "world_setting": world,
            "characters": [{"name": "Kai", "visual_traits": traits}],
        }
        imported = (await client.post(f"{path}/import", json=document)).json()
        assert imported["changes"]
        exported = (await client.post(f"{path}/export")).json()
        assert exported["world_setting"]["moons"] is world["moons"]
        assert exported["characters"][0]["visual_traits"] == traits
        again = (await client.post(f"{path}/import", json=exported)).json()
        assert (again["changes"], again["version"]) == ([], imported["version"])


async def test_lists_of_older_services_are_taken_as_the_objects_they_mean(
    client: AsyncClient, path: str
) -> None:
    lists: dict[str, Any] = {
        "personality_traits": ["brave", "stubborn"],
        "relationships": [{"name": "Yuki", "type": "rival"}, {"name": "Rin", "since": 3}],
        "evolution_arc": [{"stage": 1, "text": "naive"}, {"stage": 3, "text": "a king"}],
    }
    objects = {
        "personality_traits": {"traits": ["brave", "stubborn"]},
        "relationships": {"Yuki": "rival", "Rin": {"since": 3}},
        "evolution_arc": {"stages": lists["evolution_arc"]},
    }
    made = (await client.post(f"{path}/characters", json={"name": "Kai", **lists})).json()
    assert objects.items() <= made.items()
    document = {"title": "N", "characters": [{"name": "Kai", **lists}]}
    imported = (await client.post(f"{path}/import", json=document)).json()
    assert [change["path"] for change in imported["changes"]] == ["/title"]
    findings = (await client.post(f"{path}/validate")).json()["findings"]
    assert "Kai: The arc jumps over stage 2." in [one["message"] for one in findings]
    nameless = await client.post(
        f"{path}/characters", json={"name": "Bo", "relationships": ["Kai"]}
    )
    assert nameless.status_code == 422


async def test_no_characters_in_a_document_leave_those_that_are_there(
    client: AsyncClient, path: str
) -> None:
    await client.post(f"{path}/characters", json={"name": "Kai"})
    kept = await client.post(f"{path}/import", json={"title": "New", "characters": None})
    assert kept.json()["removed"] == []
