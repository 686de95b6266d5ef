"""Commands in plain words that become pictures, and tasks that call back."""

from __future__ import annotations

from typing import Any

import pytest
from standardwebhooks import Webhook

from api.sample import load_sample
from tests.integration.webhooks.receiver import receiving
from tools.domain.actor import LOCAL
from tools.studio.webhooks import signing_secret

COMMAND = "Generate Kai Nakamura walking through neon alley"
DELEGATE = "/api/anime/echo/delegate"


@pytest.fixture
async def project(service) -> int:
    return (await load_sample(service.studio, LOCAL)).id


async def commanded(client, project: int, command: str, **body: Any) -> Any:
    path = f"/api/anime/projects/{project}/generate-from-command"
    return await client.post(path, json={"command": command, **body})


async def test_a_command_answers_how_it_was_understood_and_what_is_made(
    client, service, project
) -> None:
    answer = await commanded(
        client, project, COMMAND, context={"character_requirements": "creative_exploration"}
    )
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert answer.headers["location"] == f"/api/status/{told['generation_id']}"
    assert told["interpretation"]["tool"] == "generate_image"
    assert told["interpretation"]["args"] == {
        "character": "Kai Nakamura",
        "scene_description": "walking through neon alley",
    }
    resolved = told["interpretation"]["resolved"]
    assert (resolved["character"], resolved["mode"]) == ("Kai Nakamura", "creative_exploration")
    assert resolved["scene_description"] == "walking through neon alley"
    assert told["generation"]["order"]["mode"] == "creative_exploration"
    done = await service.studio.watch.ended(LOCAL, told["generation_id"], timeout_s=60)
    assert (done.status, str(done.thread_id)) == ("completed", told["thread_id"])


async def test_another_command_is_understood_otherwise(client, project) -> None:
    answer = await commanded(client, project, "Draw Genzo sitting on a rooftop")
    resolved = answer.json()["interpretation"]["resolved"]
    assert (resolved["character"], resolved["mode"]) == ("Genzo Arakida", "consistency_priority")
    assert "rooftop" in resolved["scene_description"]


@pytest.mark.parametrize("command", ["Delete Kai Nakamura", "Create a character called Rin"])
async def test_a_command_for_something_else_changes_nothing(
    client, service, project, command: str
) -> None:
    before = (await client.get(f"/api/anime/characters?project_id={project}")).json()
    answer = await commanded(client, project, command)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "NOT_A_GENERATION")
    assert told["understood"]["tool_calls"][0]["status"] == "error"
    assert (await client.get(f"/api/anime/characters?project_id={project}")).json() == before


async def test_a_question_about_pictures_is_none(client, project) -> None:
    answer = await commanded(client, project, "What is the status of the last picture?")
    assert (answer.status_code, answer.json()["code"]) == (422, "NOT_A_GENERATION")


async def test_a_command_for_somebody_unknown_says_who_is_there(client, project) -> None:
    answer = await commanded(client, project, "Generate Zork in the rain")
    told = answer.json()
    assert (answer.status_code, told["code"]) == (404, "CHARACTER_NOT_FOUND")
    assert told["candidates"]
    nowhere = await commanded(client, 999_999, COMMAND)
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "PROJECT_NOT_FOUND")


@pytest.mark.parametrize("mode", ["consistency_priority", {"mode": "creative_exploration"}])
async def test_the_seeds_director_command_makes_the_picture_in_the_mode_asked_for(
    client, project, mode
) -> None:
    context = {"project_id": project, "character_requirements": mode}
    answer = await client.post(
        "/api/anime/director/command", json={"message": COMMAND, "context": context}
    )
    told = answer.json()
    assert (told["tool_calls"][0]["tool"], bool(told["generation_id"])) == ("generate_image", True)
    made = (await client.get(f"/api/status/{told['generation_id']}")).json()
    assert made["order"]["mode"] == (mode["mode"] if isinstance(mode, dict) else mode)


async def test_what_a_command_requires_of_the_character_is_what_is_ordered(client, project) -> None:
    required = {"mode": "consistency_priority", "quality_threshold": 0.5, "max_iterations": 2}
    context = {"project_id": project, "character_requirements": required}
    answer = await client.post(
        "/api/anime/director/command", json={"message": COMMAND, "context": context}
    )
    made = (await client.get(f"/api/status/{answer.json()['generation_id']}")).json()
    assert required.items() <= made["order"].items()


async def test_a_delegated_task_calls_back_when_it_and_its_picture_have_ended(
    client, service, project
) -> None:
    secret = await signing_secret(service.studio.store, LOCAL)
    async with receiving() as receiver:
        body = {
            "task": {"message": COMMAND},
            "context": {"project_id": project, "character_requirements": "creative_exploration"},
            "callback_url": receiver.url,
            "priority": "low",
        }
        taken = (await client.post(DELEGATE, json=body)).json()
        assert taken["callback"]["state"] == "pending"
        heard = await receiver.heard(2, within_s=60)
    told = {
        event["type"]: event["data"]
        for one in heard
        for event in [Webhook(secret).verify(one.body, one.headers)]
    }
    assert told["turn.ended"]["task_id"] == taken["id"]
    made = told["generation.completed"]
    assert made["parent_id"] == taken["id"]
    run = await service.studio.watch.ended(LOCAL, made["generation_id"], timeout_s=0)
    assert (run.priority, run.input["order"]["mode"]) == (-10, "creative_exploration")
    callback = (await client.get(f"{DELEGATE}/{taken['id']}")).json()["callback"]
    assert callback["url"] == receiver.url
    assert callback["attempts"] >= callback["delivered"]


async def test_deliveries_are_listed_page_by_page_without_credentials(
    client, service, project
) -> None:
    async with receiving(500) as receiver:
        url = receiver.url.replace("://", "://me:secret@")
        for _ in range(2):
            body = {"character": "Kai", "project_id": project, "callback_url": url}
            made = (await client.post("/api/generate", json=body)).json()
            await client.post(f"/api/generations/{made['id']}/cancel")
        await receiver.heard(2)
    first = (await client.get("/api/webhooks/deliveries", params={"limit": 1})).json()
    rest = await client.get(
        "/api/webhooks/deliveries", params={"cursor": first["next_cursor"], "state": "pending"}
    )
    (newest,), (oldest,) = first["items"], rest.json()["items"]
    assert newest["id"] > oldest["id"]
    assert {newest["event"], oldest["event"]} == {"generation.cancelled"}
    assert (newest["url"], newest["is_callback"]) == (receiver.url, True)
    none = await client.get("/api/webhooks/deliveries", params={"state": "gone"})
    assert none.json() == {"items": [], "next_cursor": None}
