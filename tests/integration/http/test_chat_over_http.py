"""Conversations, commands and delegation as clients see them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.sample import load_sample
from tools.domain.actor import LOCAL


@pytest.fixture
async def project(studio) -> int:
    return (await load_sample(studio, LOCAL)).id


async def opened(client, project: int | None = None) -> str:
    answer = await client.post("/api/chat/threads", json={"project_id": project})
    assert answer.status_code == 201
    return answer.json()["id"]


def events_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line[5:]) for line in text.splitlines() if line.startswith("data:")]


async def test_the_seeds_command_is_answered_with_a_generation(client, project) -> None:
    body = {
        "message": "Generate Kai Nakamura walking through neon alley",
        "context": {"project_id": project, "character_requirements": "consistency_priority"},
    }
    answer = (await client.post("/api/anime/director/command", json=body)).json()
    assert answer["tool_calls"][0]["tool"] == "generate_image"
    assert set(answer) >= {
        "thread_id",
        "run_id",
        "message",
        "artifacts",
        "generation_id",
        "interrupt",
    }
    status = (await client.get(f"/api/status/{answer['generation_id']}")).json()
    assert status["status"] == "completed"
    assert status["generation_id"] == status["id"]
    picture = await client.get(answer["artifacts"][0]["url"])
    assert picture.headers["content-type"] == "image/png"
    assert "immutable" in picture.headers["cache-control"]


async def test_a_turn_streams_as_ag_ui_and_every_line_has_its_place(client, project) -> None:
    thread = await opened(client, project)
    answer = await client.post(
        f"/api/chat/threads/{thread}/messages",
        json={"text": "List the characters"},
        headers={"Accept": "text/event-stream"},
    )
    types = [event["type"] for event in events_of(answer.text)]
    assert types[0] == "RUN_STARTED"
    assert types[-1] == "RUN_FINISHED"
    assert {"TOOL_CALL_START", "TOOL_CALL_RESULT", "TEXT_MESSAGE_CONTENT"} <= set(types)
    ids = [int(line[3:]) for line in answer.text.splitlines() if line.startswith("id:")]
    assert ids == sorted(ids)


async def test_a_reader_comes_back_with_the_last_event_id(client, project) -> None:
    thread = await opened(client, project)
    await client.post(f"/api/chat/threads/{thread}/messages", json={"text": "List the characters"})
    answer = await client.get(f"/api/chat/threads/{thread}/events", headers={"Last-Event-ID": "2"})
    types = [event["type"] for event in events_of(answer.text)]
    assert "RUN_STARTED" not in types
    assert types[-1] == "RUN_FINISHED"


async def test_an_approval_is_answered_over_http_once(client, project) -> None:
    thread = await opened(client, project)
    asked = (
        await client.post(
            f"/api/chat/threads/{thread}/messages", json={"text": "Delete Genzo Arakida"}
        )
    ).json()
    body = {"interrupt_id": asked["interrupt"]["id"], "decision": "reject", "reason": "I need him"}
    first = await client.post(f"/api/chat/threads/{thread}/resume", json=body)
    assert first.json()["tool_calls"][-1]["status"] == "rejected"
    second = await client.post(f"/api/chat/threads/{thread}/resume", json=body)
    assert second.status_code == 409
    assert second.json()["outcome"]["decision"] == "reject"


async def test_an_edited_approval_runs_with_the_edited_arguments(client, project) -> None:
    thread = await opened(client, project)
    asked = (
        await client.post(
            f"/api/chat/threads/{thread}/messages", json={"text": "Delete Kai Nakamura"}
        )
    ).json()
    body = {
        "interrupt_id": asked["interrupt"]["id"],
        "decision": "edit",
        "args": {"character": "Genzo Arakida"},
    }
    done = (await client.post(f"/api/chat/threads/{thread}/resume", json=body)).json()
    assert done["tool_calls"][-1]["args"] == {"character": "Genzo Arakida"}
    listed = (await client.get("/api/anime/characters", params={"project_id": project})).json()
    assert [c["name"] for c in listed["items"]] == ["Kai Nakamura"]


async def test_conversations_are_found_renamed_and_removed(client, project) -> None:
    thread = await opened(client, project)
    await client.post(
        f"/api/chat/threads/{thread}/messages", json={"text": "List the 100% characters_"}
    )
    found = (await client.get("/api/chat/threads", params={"search": "100%"})).json()
    assert [t["id"] for t in found["items"]] == [thread]
    assert not (await client.get("/api/chat/threads", params={"search": "1000%"})).json()["items"]
    renamed = await client.patch(f"/api/chat/threads/{thread}", json={"title": "Act one"})
    assert renamed.json()["title"] == "Act one"
    assert (await client.delete(f"/api/chat/threads/{thread}")).status_code == 204
    gone = await client.get(f"/api/chat/threads/{thread}")
    assert (gone.status_code, gone.json()["code"]) == (404, "THREAD_NOT_FOUND")


async def test_threads_come_a_page_at_a_time(client) -> None:
    made = [await opened(client) for _ in range(5)]
    seen, cursor = [], None
    for _ in range(3):
        page = (
            await client.get(
                "/api/chat/threads", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
            )
        ).json()
        seen += [t["id"] for t in page["items"]]
        cursor = page["next_cursor"]
    assert seen == made[::-1]
    assert cursor is None


async def test_a_delegated_task_is_taken_at_once_and_told_to_its_end(
    client, project, studio
) -> None:
    body = {
        "task": "Generate Kai in the rain",
        "context": {"project_id": project},
        "conversation_id": "brain-7",
    }
    taken = await client.post("/api/anime/echo/delegate", json=body)
    assert taken.status_code == 202
    location = taken.headers["location"]
    told = await client.get(f"{location}/events")
    assert events_of(told.text)[-1]["type"] == "run.ended"
    done = (await client.get(location)).json()
    assert done["status"] == "completed"
    assert done["answer"]["tool_calls"][0]["result"]["status"] in ("queued", "running", "completed")
    again = (
        await client.post(
            "/api/anime/echo/delegate", json={**body, "task": {"message": "List the characters"}}
        )
    ).json()
    assert again["conversation_id"] == done["conversation_id"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("callback_url", "mailto:me", "BAD_CALLBACK_URL"), ("priority", "whenever", "BAD_PRIORITY")],
)
async def test_what_a_task_cannot_have_is_refused_plainly(
    client, project, field, value, code
) -> None:
    body = {"task": "List the projects", field: value}
    answer = await client.post("/api/anime/echo/delegate", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/anime/director/command", {"message": " "}),
        ("/api/anime/echo/delegate", {"task": ""}),
    ],
)
async def test_a_refused_message_leaves_no_conversation_behind(client, path, body) -> None:
    answer = await client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "EMPTY_MESSAGE")
    assert (await client.get("/api/chat/threads")).json()["items"] == []
