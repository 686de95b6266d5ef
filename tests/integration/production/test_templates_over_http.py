"""Templates over HTTP: kept, shared, applied with a report."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from store.database import Database
from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import AmbiguousNameError, ForbiddenError, NotFoundError
from tools.studio.studio import Studio
from tools.studio.template_applying import apply_style
from tools.studio.templates import (
    CHARACTERS,
    STYLES,
    create_template,
    delete_template,
    find_template,
    get_template,
    list_templates,
    template_versions,
    update_template,
)

STYLE = "/api/anime/style-templates"
CHARACTER = "/api/anime/templates/character"
NEON = {"style": "glossy", "lighting": "neon", "palette": ["#ff00aa"], "steps": 30, "mood": "grim"}
ELSEWHERE = Actor(workspace="elsewhere", user="ines")


@pytest.fixture
async def elsewhere(database: Database) -> Actor:
    async with database.pool.connection() as connection:
        await connection.execute("insert into workspaces (id) values ('elsewhere')")
    return ELSEWHERE


@pytest.fixture
async def kai(client: httpx.AsyncClient) -> dict[str, Any]:
    project = (await client.post("/api/anime/projects", json={"title": "Neon Ronin"})).json()
    body = {
        "name": "Kai",
        "project_id": project["id"],
        "appearance": {"hair": "black", "style": "black vest"},
        "generation_preferences": {"lighting": "dawn", "note": "mine"},
    }
    return (await client.post("/api/anime/characters", json=body)).json()


async def test_a_style_is_kept_as_the_seed_writes_it(client: httpx.AsyncClient) -> None:
    body = {"name": "Neon", "description": "Wet streets", "generation_params": NEON,
            "created_by": "patrick", "unheard": 1}  # fmt: skip
    made = await client.post(STYLE, json=body)
    assert made.status_code == 201 and made.headers["ETag"] == '"1"'
    kept = made.json()
    assert kept["generation_params"] == NEON
    assert (kept["created_by"], kept["version"], kept["shared"]) == ("local", 1, False)
    assert (await client.get(f"{STYLE}/{kept['id']}")).json() == kept
    assert (await client.get(STYLE)).json() == {"items": [kept], "next_cursor": None}


@pytest.mark.parametrize("path", [STYLE, CHARACTER], ids=["style", "character"])
async def test_a_change_raises_the_version_and_the_old_one_can_be_restored(
    client: httpx.AsyncClient, path: str
) -> None:
    made = (await client.post(path, json={"name": "Neon", "description": "a"})).json()
    url = f"{path}/{made['id']}"
    changed = await client.put(url, json={"description": "b"}, headers={"If-Match": '"1"'})
    assert changed.json()["version"] == 2 and changed.headers["ETag"] == '"2"'
    assert (await client.put(url, json={"description": "b"})).json()["version"] == 2
    stale = await client.put(url, json={"description": "c"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "VERSION_CONFLICT")
    restored = (await client.post(f"{url}/restore/1")).json()
    assert (restored["description"], restored["version"]) == ("a", 3)
    first = (await client.get(f"{url}/versions", params={"limit": 1})).json()
    assert [v["version"] for v in first["items"]] == [3]
    assert first["items"][0]["changed"] == ["/description"]
    rest = await client.get(f"{url}/versions", params={"cursor": first["next_cursor"]})
    assert [(v["version"], v["document"]["description"]) for v in rest.json()["items"]] == [
        (2, "b"), (1, "a"),
    ]  # fmt: skip
    missing = await client.post(f"{url}/restore/9")
    assert (missing.status_code, missing.json()["code"]) == (404, "VERSION_NOT_FOUND")
    assert (await client.delete(url, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(url)).status_code == 204
    gone = await client.get(url)
    assert (gone.status_code, gone.json()["code"]) == (404, "TEMPLATE_NOT_FOUND")


@pytest.mark.parametrize("path", [STYLE, CHARACTER], ids=["style", "character"])
async def test_names_are_unique_whatever_their_spelling(
    client: httpx.AsyncClient, path: str
) -> None:
    for name in ("Neon", "Rain"):
        assert (await client.post(path, json={"name": name})).status_code == 201
    doubled = await client.post(path, json={"name": " NEON "})
    assert (doubled.status_code, doubled.json()["code"]) == (409, "NAME_TAKEN")
    page = (await client.get(path, params={"limit": 1})).json()
    second = (await client.get(path, params={"limit": 1, "cursor": page["next_cursor"]})).json()
    assert [page["items"][0]["name"], second["items"][0]["name"]] == ["Neon", "Rain"]
    renamed = await client.put(f"{path}/{second['items'][0]['id']}", json={"name": "neon"})
    assert renamed.json()["code"] == "NAME_TAKEN"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": ""}, 422, "INVALID"),
        ({"name": None}, 422, "VALIDATION_ERROR"),
        ({"name": "x" * 101}, 422, "LIMIT_EXCEEDED"),
        ({"name": "a", "description": "x" * 20_001}, 422, "LIMIT_EXCEEDED"),
        ({"name": "a", "description": "\x00"}, 422, "INVALID"),
        ({"name": "a", "generation_params": {"width": 5}}, 422, "BAD_PARAMETER"),
        ({"name": "a", "generation_params": {"own": "x" * 100_000}}, 422, "LIMIT_EXCEEDED"),
        ({"name": "a", "generation_params": {"own": "\ud800"}}, 422, "INVALID"),
    ],
    ids=["empty", "null", "long-name", "long-text", "nul", "width", "large", "surrogate"],
)
async def test_what_cannot_be_kept_is_refused(
    client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str
) -> None:
    sent: dict[str, Any] = {
        "content": json.dumps(body),
        "headers": {"Content-Type": "application/json"},
    }
    refused = await client.post(STYLE, **sent)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_style_is_applied_once_with_a_report(
    client: httpx.AsyncClient, kai: dict[str, Any]
) -> None:
    style = (await client.post(STYLE, json={"name": "Neon", "generation_params": NEON})).json()
    url = f"/api/anime/characters/{kai['id']}/apply-template"
    done = (await client.post(url, json={"template_id": style["id"]})).json()
    assert {change["path"]: (change["before"], change["after"]) for change in done["changes"]} == {
        "/generation_preferences/lighting": ("dawn", "neon"),
        "/generation_preferences/palette": (None, ["#ff00aa"]),
        "/generation_preferences/style": (None, "glossy"),
        "/rendering/steps": (None, 30),
    }
    assert [one["key"] for one in done["left_alone"]] == ["mood"]
    assert (done["version"], done["new_design"]) == (kai["version"] + 1, False)
    character = done["character"]
    assert character["generation_preferences"]["note"] == "mine"
    assert (character["style_template_id"], character["style_template_version"]) == (style["id"], 1)
    assert character["template_id"] is None
    again = (await client.post(url, json={"template_id": style["id"]})).json()
    assert again["changes"] == [] and again["version"] == done["version"]
    stale = await client.post(url, json={"template_id": style["id"]}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    missing = await client.post(url, json={"template_id": 999})
    assert (missing.status_code, missing.json()["code"]) == (404, "TEMPLATE_NOT_FOUND")


async def test_a_character_becomes_a_template_and_makes_another_like_it(
    client: httpx.AsyncClient, kai: dict[str, Any]
) -> None:
    characters = "/api/anime/characters"
    saved = await client.post(
        f"{characters}/{kai['id']}/save-as-template",
        json={"name": "Guard", "description": "Watches."},
    )
    template = saved.json()
    assert saved.status_code == 201 and template["appearance"] == kai["appearance"]
    mara = (
        await client.post(
            characters,
            json={"name": "Mara", "project_id": kai["project_id"],
                  "appearance": {"hair": "white", "eyes": "violet"}},
        )
    ).json()  # fmt: skip
    url = f"{characters}/{mara['id']}/apply-template/{template['id']}"
    done = (await client.post(url)).json()
    character = done["character"]
    assert (character["name"], character["description"]) == ("Mara", "Watches.")
    assert character["appearance"] == {"hair": "black", "eyes": "violet", "style": "black vest"}
    assert done["new_design"] and character["design"] != mara["design"]
    assert (character["template_id"], character["template_version"]) == (template["id"], 1)
    assert {c["path"] for c in done["changes"]} >= {"/appearance/hair", "/description"}
    versions = (await client.get(f"{characters}/{mara['id']}/versions")).json()["items"]
    assert [version["version"] for version in versions] == [2, 1]
    assert (await client.post(url)).json()["changes"] == []


async def test_a_character_is_saved_under_its_own_name_without_a_body(
    client: httpx.AsyncClient, kai: dict[str, Any]
) -> None:
    url = f"/api/anime/characters/{kai['id']}/save-as-template"
    assert (await client.post(url)).json()["name"] == "Kai"
    assert (await client.post(url)).json()["code"] == "NAME_TAKEN"


@pytest.mark.parametrize("shelf", [STYLES, CHARACTERS], ids=["style", "character"])
async def test_what_is_not_shared_does_not_exist_elsewhere(
    studio: Studio, elsewhere: Actor, shelf: Any
) -> None:
    own = await create_template(studio, LOCAL, shelf, name="Neon")
    with pytest.raises(NotFoundError):
        await get_template(studio, elsewhere, shelf, own.id)
    with pytest.raises(NotFoundError):
        await delete_template(studio, elsewhere, shelf, own.id)
    with pytest.raises(NotFoundError):
        await find_template(studio, elsewhere, shelf, "Neon")
    assert (await list_templates(studio, elsewhere, shelf)).items == []


async def test_a_shared_style_is_read_and_applied_and_not_changed_elsewhere(
    studio: Studio, elsewhere: Actor, kai: dict[str, Any]
) -> None:
    theirs = await create_template(
        studio, elsewhere, STYLES, name="Neon", generation_params=NEON, shared=True
    )
    seen = (await list_templates(studio, LOCAL, STYLES)).items
    assert [(one.name, one.own) for one in seen] == [("Neon", False)]
    assert (await find_template(studio, LOCAL, STYLES, "neon"))[0].id == theirs.id
    done = await apply_style(studio, LOCAL, kai["id"], theirs.id)
    assert done.edit.after.generation_preferences["style"] == "glossy"
    with pytest.raises(ForbiddenError):
        await update_template(studio, LOCAL, STYLES, theirs.id, patch={"description": "mine"})
    with pytest.raises(ForbiddenError):
        await template_versions(studio, LOCAL, STYLES, theirs.id)
    own = await create_template(studio, LOCAL, STYLES, name="Neon")
    assert (await find_template(studio, LOCAL, STYLES, "neon"))[0].id == own.id
    await update_template(studio, elsewhere, STYLES, theirs.id, patch={"shared": False})
    assert [one.id for one in (await list_templates(studio, LOCAL, STYLES)).items] == [own.id]


async def test_a_name_that_several_workspaces_share_is_ambiguous(
    studio: Studio, elsewhere: Actor, database: Database
) -> None:
    async with database.pool.connection() as connection:
        await connection.execute("insert into workspaces (id) values ('third')")
    for actor in (elsewhere, Actor(workspace="third", user="noa")):
        await create_template(studio, actor, STYLES, name="Neon", shared=True)
    with pytest.raises(AmbiguousNameError):
        await find_template(studio, LOCAL, STYLES, "Neon")


async def test_preferences_are_merged_and_removed(client: httpx.AsyncClient) -> None:
    url = "/api/anime/user/preferences"
    assert (await client.get(url)).json() == {
        "user_id": "local", "preferences": {}, "updated_at": None,
    }  # fmt: skip
    body = {"preferences": {"style": "ink", "palette": {"value": ["red"], "why": "anger"}}}
    kept = (await client.put(url, json=body)).json()["preferences"]
    assert kept == {"style": {"value": "ink"}, "palette": {"value": ["red"], "why": "anger"}}
    changed = {"preferences": {"style": None, "palette": {"value": ["blue"]}, "quality": 0.9}}
    kept = (await client.put(url, json=changed)).json()["preferences"]
    assert kept == {"palette": {"value": ["blue"], "why": "anger"}, "quality": {"value": 0.9}}
    assert (await client.get(url)).json()["preferences"] == kept


async def test_refused_preferences_change_nothing(client: httpx.AsyncClient) -> None:
    url = "/api/anime/user/preferences"
    for body, code in (
        ({"style": "ink", "mood": "grim"}, "UNKNOWN_PREFERENCE"),
        ({"style": "ink", "quality": "superb"}, "BAD_PREFERENCE"),
        ({"style": "a\x00b"}, "INVALID"),
    ):
        refused = await client.put(url, json={"preferences": body})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await client.get(url)).json()["preferences"] == {}


async def test_preferences_are_each_users_own(
    client: httpx.AsyncClient, studio: Studio, elsewhere: Actor
) -> None:
    await client.put("/api/anime/user/preferences", json={"preferences": {"style": "ink"}})
    async with studio.store.read(LOCAL) as work:
        for stranger in (elsewhere, Actor(user="mira")):
            assert await work.preferences.all(stranger) == []
