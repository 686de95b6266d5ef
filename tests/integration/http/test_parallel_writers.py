"""Fifty who write the same thing at once: each write is there, or its writer was told."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

WRITERS = 50
ANIME = "/api/anime"


@pytest.fixture
async def project(client: httpx.AsyncClient) -> int:
    made = await client.post(f"{ANIME}/projects", json={"title": "Neon Ronin"})
    return made.json()["id"]


async def character(client: httpx.AsyncClient, project: int) -> str:
    body = {"project_id": project, "name": "Kai"}
    return (
        f"{ANIME}/characters/{(await client.post(f'{ANIME}/characters', json=body)).json()['id']}"
    )


async def scene(client: httpx.AsyncClient, project: int) -> str:
    body = {"project_id": project, "description": "Dawn"}
    made = await client.post(f"{ANIME}/scenes", json=body)
    return f"{ANIME}/scenes/{made.json()['id']}"


async def bible(client: httpx.AsyncClient, project: int) -> str:
    address = f"{ANIME}/projects/{project}/bible"
    await client.post(address, json={"title": "Neon Ronin"})
    return address


async def style(client: httpx.AsyncClient, project: int) -> str:
    made = await client.post(f"{ANIME}/style-templates", json={"name": "Neon"})
    return f"{ANIME}/style-templates/{made.json()['id']}"


THINGS = [
    (character, "appearance"),
    (scene, "workflow_data"),
    (bible, "visual_style"),
    (style, "generation_params"),
]
BY_NAME = [make.__name__ for make, _ in THINGS]


async def written_at_once(
    client: httpx.AsyncClient, address: str, field: str, headers: dict[str, str]
) -> list[httpx.Response]:
    return await asyncio.gather(
        *(
            client.put(address, json={field: {f"note_{n}": f"by writer {n}"}}, headers=headers)
            for n in range(WRITERS)
        )
    )


@pytest.mark.parametrize(("make", "field"), THINGS, ids=BY_NAME)
async def test_writes_that_saw_nothing_are_all_there(
    client: httpx.AsyncClient, project: int, make: Any, field: str
) -> None:
    address = await make(client, project)
    answers = await written_at_once(client, address, field, {})
    assert {answer.status_code for answer in answers} == {200}
    found = (await client.get(address)).json()
    assert found["version"] == WRITERS + 1
    assert found[field] == {f"note_{n}": f"by writer {n}" for n in range(WRITERS)}
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, WRITERS + 2))


@pytest.mark.parametrize(("make", "field"), THINGS, ids=BY_NAME)
async def test_of_writers_that_saw_the_same_version_one_writes_and_the_others_are_told(
    client: httpx.AsyncClient, project: int, make: Any, field: str
) -> None:
    address = await make(client, project)
    answers = await written_at_once(client, address, field, {"If-Match": '"1"'})
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer for answer in answers if answer.status_code == 412]
    assert (len(won), len(lost)) == (1, WRITERS - 1)
    assert {answer.json()["code"] for answer in lost} == {"VERSION_CONFLICT"}
    found = (await client.get(address)).json()
    assert found["version"] == 2
    assert found[field] == won[0].json()[field]


async def test_every_version_of_the_character_can_be_read_back(
    client: httpx.AsyncClient, project: int
) -> None:
    address = await character(client, project)
    await written_at_once(client, address, "appearance", {})
    versions = (await client.get(f"{address}/versions", params={"limit": 200})).json()["items"]
    assert [one["version"] for one in versions] == list(range(WRITERS + 1, 0, -1))
    sizes = [len(one["document"]["appearance"]) for one in versions]
    assert sizes == list(range(WRITERS, -1, -1))
