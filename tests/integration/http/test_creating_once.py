"""What is created under an Idempotency-Key is created once, whoever sends it how often."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.once import HEADER
from api.settings import Settings
from tools.studio.keys import create_key


async def titles(client: httpx.AsyncClient) -> list[str]:
    answer = await client.get("/api/anime/projects", params={"limit": 200})
    return [project["title"] for project in answer.json()["items"]]


async def test_sent_again_it_creates_nothing_and_answers_alike(client) -> None:
    sent = {"json": {"title": "Neon Ronin"}, "headers": {HEADER: "order-1"}}
    first = await client.post("/api/anime/projects", **sent)
    again = await client.post("/api/anime/projects", **sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert (await titles(client)).count("Neon Ronin") == 1


async def test_sent_many_times_at_once_it_is_created_once(client) -> None:
    sent = {"json": {"text": ""}, "headers": {HEADER: "thread"}}
    answers = await asyncio.gather(*(client.post("/api/chat/threads", **sent) for _ in range(12)))
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    refused = [answer.json()["code"] for answer in answers if answer.status_code != 201]
    assert len(made) == 1
    assert set(refused) <= {"KEY_IN_USE"}
    threads = (await client.get("/api/chat/threads")).json()["items"]
    assert [thread["id"] for thread in threads] == list(made)


async def test_the_key_with_another_body_is_refused(client) -> None:
    headers = {HEADER: "order-1"}
    await client.post("/api/anime/projects", json={"title": "Neon Ronin"}, headers=headers)
    other = await client.post("/api/anime/projects", json={"title": "Other"}, headers=headers)
    assert other.status_code == 422
    assert other.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert await titles(client) == ["Neon Ronin"]


async def test_what_was_refused_may_be_sent_again_under_its_key(client) -> None:
    headers = {HEADER: "order-1"}
    sent = {"json": {"project_id": 1, "name": "Kai"}, "headers": headers}
    assert (await client.post("/api/anime/characters", **sent)).status_code == 404
    project = await client.post("/api/anime/projects", json={"title": "Neon Ronin"})
    sent["json"] = {"project_id": project.json()["id"], "name": "Kai"}
    assert (await client.post("/api/anime/characters", **sent)).status_code == 201


async def test_an_answer_that_was_lost_is_said_to_be(client, service) -> None:
    """The process died between the creation and the keeping of its answer."""
    sent = {"json": {"title": "Neon Ronin"}, "headers": {HEADER: "order-1"}}
    await client.post("/api/anime/projects", **sent)
    async with service.database.pool.connection() as connection:
        await connection.execute("update kept_answers set status = null, body = null")
    again = await client.post("/api/anime/projects", **sent)
    assert again.status_code == 409
    assert again.json()["code"] == "KEY_IN_USE"
    assert (await titles(client)).count("Neon Ronin") == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 256])
async def test_a_key_that_is_none_is_refused(client, key: str) -> None:
    answer = await client.post("/api/anime/projects", json={"title": "A"}, headers={HEADER: key})
    assert answer.status_code == 422
    assert answer.json()["code"] == "BAD_IDEMPOTENCY_KEY"


async def test_a_day_later_the_key_is_new(client, service) -> None:
    sent = {"json": {"text": ""}, "headers": {HEADER: "thread"}}
    first = (await client.post("/api/chat/threads", **sent)).json()["id"]
    async with service.database.pool.connection() as connection:
        await connection.execute("update kept_answers set expires_at = now() - interval '1 s'")
    assert (await client.post("/api/chat/threads", **sent)).json()["id"] != first


def test_every_route_that_creates_takes_the_key_and_says_so() -> None:
    app = create_app(Settings(model="embedded"))
    paths: dict[str, Any] = app.openapi()["paths"]
    found = [
        path for path, ways in paths.items() if "201" in ways.get("post", {}).get("responses", {})
    ]
    files = "/api/assets"
    assert files in found
    assert len(found) > 10
    for path in set(found) - {files}:
        named = [one["name"].lower() for one in paths[path]["post"]["parameters"]]
        assert named.count(HEADER.lower()) == 1, path


async def test_each_workspace_has_keys_of_its_own(client, studio) -> None:
    sent = {"json": {"title": "Neon Ronin"}}
    one, other = [
        (await create_key(studio.store, workspace=name, user="rin", role="editor")).secret
        for name in ("north", "south")
    ]
    made = [
        await client.post(
            "/api/anime/projects", **sent, headers={HEADER: "order-1", "X-API-Key": key}
        )
        for key in (one, other)
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json()["id"] != made[1].json()["id"]
