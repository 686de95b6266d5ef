"""Branches over HTTP: made, listed, compared."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import psycopg
import pytest

from tools.domain.actor import Actor
from tools.domain.errors import ForbiddenError, NotFoundError
from tools.studio import branches
from tools.studio.studio import Studio


@pytest.fixture
async def project(client: httpx.AsyncClient) -> int:
    made = await client.post("/api/anime/projects", json={"name": "Winter City"})
    project_id: int = made.json()["id"]
    for text in ("Kai walks in rain.", "Mara waits."):
        await _scene(client, project_id, description=text, characters=["Kai"])
    return project_id


async def _scene(client: httpx.AsyncClient, project_id: int, **fields: Any) -> dict[str, Any]:
    made = await client.post("/api/anime/scenes", json={"project_id": project_id, **fields})
    assert made.status_code == 201, made.text
    return made.json()


async def _branch(client: httpx.AsyncClient, project_id: int, **body: Any) -> httpx.Response:
    return await client.post(f"/api/anime/projects/{project_id}/branches", json=body)


async def _compared(
    client: httpx.AsyncClient, project_id: int, a: str, b: str, **query: Any
) -> Any:
    answer = await client.get(
        f"/api/anime/projects/{project_id}/branches/{a}/compare/{b}", params=query
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_new_branch_holds_copies_of_the_scenes(
    client: httpx.AsyncClient, project: int
) -> None:
    made = await _branch(client, project, name="winter", **{"from": "main"})
    assert made.status_code == 201, made.text
    assert (made.json()["scenes"], made.json()["base_name"]) == (2, "main")
    listed = await client.get(
        "/api/anime/scenes", params={"project_id": project, "branch": "winter"}
    )
    copies = listed.json()["items"]
    assert [c["description"] for c in copies] == ["Kai walks in rain.", "Mara waits."]
    assert {c["version"] for c in copies} == {1}
    same = await _compared(client, project, "main", "winter")
    assert same["counts"] == {
        "added": 0, "removed": 0, "changed": 0, "unchanged": 2, "conflicts": 0
    }  # fmt: skip
    assert same["base"] == "main"


async def test_an_edit_on_one_branch_leaves_the_other_and_shows(
    client: httpx.AsyncClient, project: int
) -> None:
    await _branch(client, project, name="winter")
    scenes = (await client.get("/api/anime/scenes", params={"branch": "winter"})).json()["items"]
    await client.put(
        f"/api/anime/scenes/{scenes[0]['id']}",
        json={"description": "Kai walks in snow.", "characters": ["Mara"]},
    )
    await _scene(client, project, branch="winter", description="Thaw.")
    found = await _compared(client, project, "main", "winter")
    assert (found["counts"]["changed"], found["counts"]["added"]) == (1, 1)
    changed, added = found["items"]
    assert {f["path"]: f["by"] for f in changed["fields"]} == {
        "/characters": "b",
        "/description": "b",
    }
    assert (changed["characters_added"], changed["characters_removed"]) == (["Mara"], ["Kai"])
    assert {"kind": "added", "text": "snow."} in changed["description"]
    assert (added["scene_number"], added["change"], added["by"]) == (3, "added", "b")


async def test_both_sides_changing_one_field_is_told_as_a_conflict(
    client: httpx.AsyncClient, project: int
) -> None:
    await _branch(client, project, name="winter")
    for branch, status in (("main", "shot"), ("winter", "cut")):
        scenes = (await client.get("/api/anime/scenes", params={"branch": branch})).json()["items"]
        await client.put(f"/api/anime/scenes/{scenes[0]['id']}", json={"status": status})
    found = await _compared(client, project, "main", "winter")
    assert found["counts"]["conflicts"] == 1
    assert found["items"][0]["fields"] == [
        {"path": "/status", "a": "shot", "b": "cut", "base": "draft", "by": "both"}
    ]


async def test_branches_are_listed_with_and_without_scenes(
    client: httpx.AsyncClient, project: int
) -> None:
    await _branch(client, project, name="blank slate", **{"from": "main"})
    await _scene(client, project, branch="sketches")
    empty = await client.post("/api/anime/projects", json={"name": "Empty"})
    await _branch(client, empty.json()["id"], name="what if")
    first = await client.get(f"/api/anime/projects/{project}/branches", params={"limit": 2})
    rest = await client.get(
        f"/api/anime/projects/{project}/branches", params={"cursor": first.json()["next_cursor"]}
    )
    listed = [(b["name"], b["scenes"]) for b in first.json()["items"] + rest.json()["items"]]
    assert listed == [("blank slate", 2), ("main", 2), ("sketches", 1)]
    bare = await client.get(f"/api/anime/projects/{empty.json()['id']}/branches")
    assert [(b["name"], b["scenes"]) for b in bare.json()["items"]] == [("main", 0), ("what if", 0)]


@pytest.mark.parametrize("name", ["Main", "WINTER", "wintér"])
async def test_a_name_is_taken_in_any_spelling(
    client: httpx.AsyncClient, project: int, name: str
) -> None:
    await _branch(client, project, name="winter")
    refused = await _branch(client, project, name=name)
    assert (refused.status_code, refused.json()["code"]) == (409, "NAME_TAKEN")


async def test_branches_made_at_once_under_one_name_are_one(
    client: httpx.AsyncClient, project: int
) -> None:
    made = await asyncio.gather(*(_branch(client, project, name="winter") for _ in range(4)))
    assert sorted(answer.status_code for answer in made) == [201, 409, 409, 409]
    listed = await client.get("/api/anime/scenes", params={"branch": "winter"})
    assert len(listed.json()["items"]) == 2


async def test_what_is_not_there_is_said(client: httpx.AsyncClient, project: int) -> None:
    unknown = await _branch(client, project, name="x", **{"from": "nowhere"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "BRANCH_NOT_FOUND")
    compared = await client.get(f"/api/anime/projects/{project}/branches/main/compare/nope")
    assert compared.json()["code"] == "BRANCH_NOT_FOUND"
    elsewhere = await client.get("/api/anime/projects/9999/branches/main/compare/main")
    assert elsewhere.json()["code"] == "PROJECT_NOT_FOUND"
    long = await _branch(client, project, name="x" * 101)
    assert (long.status_code, long.json()["code"]) == (422, "LIMIT_EXCEEDED")
    blank = await _branch(client, project, name="  ")
    assert blank.status_code == 422


async def test_ten_thousand_scenes_are_copied_and_compared_in_a_moment(
    client: httpx.AsyncClient, project: int, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "insert into scenes (project_id, scene_number, description, user_id) "
            "select %s, n, 'Scene ' || n, 'local' from generate_series(3, 10000) n",
            (project,),
        )
        began = time.monotonic()
        made = await _branch(client, project, name="winter")
        copied = time.monotonic() - began
        connection.execute(
            "update scenes set status = 'cut', version = 2 "
            "where branch_name = 'winter' and scene_number % 2 = 0"
        )
    assert made.json()["scenes"] == 10_000
    began = time.monotonic()
    found = await _compared(client, project, "main", "winter", limit=200)
    took = time.monotonic() - began
    assert (found["counts"]["changed"], found["counts"]["unchanged"]) == (5000, 5000)
    assert [item["scene_number"] for item in found["items"]] == list(range(2, 402, 2))
    assert copied < 10
    assert took < 10
    print(f"copied in {copied:.2f} s, compared in {took:.2f} s")
    on = await _compared(client, project, "main", "winter", cursor=found["next_cursor"], limit=1)
    assert on["items"][0]["scene_number"] == 402


async def test_branches_of_another_workspace_do_not_exist(studio: Studio, project: int) -> None:
    stranger = Actor(workspace="elsewhere", user="eve")
    for asked in (
        branches.create_branch(studio, stranger, project, name="mine"),
        branches.page_branches(studio, stranger, project),
        branches.compare_branches(studio, stranger, project, "main", "main"),
    ):
        with pytest.raises(NotFoundError):
            await asked


async def test_who_may_only_look_makes_no_branch(studio: Studio, project: int) -> None:
    viewer = Actor(role="viewer")
    with pytest.raises(ForbiddenError):
        await branches.create_branch(studio, viewer, project, name="mine")
    assert [b.name for b in (await branches.page_branches(studio, viewer, project)).items] == [
        "main"
    ]
