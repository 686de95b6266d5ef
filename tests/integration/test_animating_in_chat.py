"""Sprites directed in words: from “make Kai hit Mara” to a file for the engine."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import httpx
import pytest

from tools.domain.actor import LOCAL
from tools.studio.characters import create_character
from tools.studio.projects import create_project

KAI = {"gender": "male", "hair": "short black hair", "style": "black coat", "weapon": "katana"}
MARA = {"gender": "female", "hair": "long white ponytail", "style": "crimson jacket"}


class Talk:
    """One conversation over HTTP."""

    def __init__(self, client: httpx.AsyncClient, thread: str) -> None:
        self._client, self._thread = client, thread

    async def say(self, text: str) -> dict[str, Any]:
        said = await self._client.post(
            f"/api/chat/threads/{self._thread}/messages", json={"text": text}
        )
        assert said.status_code == 200, said.text
        return said.json()


@pytest.fixture
async def talk(studio: Any, client: httpx.AsyncClient) -> Talk:
    project = await create_project(studio, LOCAL, title="Ashen Gate", synopsis="")
    people = (("Kai Nakamura", KAI), ("Mara Voss", MARA), ("Murk", {"style": "no hands"}))
    for name, appearance in people:
        await create_character(
            studio, LOCAL, project.id, name=name, description="", appearance=appearance
        )
    opened = await client.post("/api/chat/threads", json={"project_id": project.id})
    assert opened.status_code == 201, opened.text
    return Talk(client, opened.json()["id"])


def calls(answer: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(call["tool"], call["args"]) for call in answer["tool_calls"]]


async def test_a_blow_is_directed_from_the_wish_to_the_file(
    talk: Talk, client: httpx.AsyncClient
) -> None:
    offered = await talk.say("make Kai hit Mara with a heavy attack")
    assert calls(offered) == [
        (
            "start_animation",
            {
                "character": "Kai Nakamura",
                "responder": "Mara Voss",
                "action_type": "heavy_attack",
            },
        )
    ]
    interrupt = offered["interrupt"]
    assert set(interrupt) == {"id", "kind", "prompt", "options", "tool_call"}
    assert (interrupt["kind"], interrupt["tool_call"]) == ("choice", None)
    assert interrupt["prompt"] == "How should Mara Voss respond?"
    assert {"Staggered Hit", "Full Impact", "Backstep Dodge"} <= set(interrupt["options"])
    assert all(option in offered["message"] for option in interrupt["options"])

    chosen = await talk.say("Backstep Dodge")
    assert calls(chosen) == [("choose_response", {"action": "Backstep Dodge"})]
    assert chosen["interrupt"] is None
    result = chosen["tool_calls"][0]["result"]
    assert result["responses"] == {"Mara Voss": {"action": "Backstep Dodge", "kind": "dodge"}}
    assert result["rules_hold"] is True
    assert "rules of movement and timing hold" in chosen["message"]

    drawn = await talk.say("generate the sprites")
    assert calls(drawn) == [("generate_sprites", {})]
    (shown,) = drawn["artifacts"]
    assert shown["kind"] == "animation"
    picture = await client.get(shown["url"])
    assert (picture.status_code, picture.content[:3]) == (200, b"GIF")

    exported = await talk.say("export it for Godot")
    assert calls(exported) == [("export_animation", {"format": "godot"})]
    (handed,) = exported["artifacts"]
    assert handed["kind"] == "file"
    file = await client.get(handed["url"])
    names = zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    assert any(name.endswith(".tres") for name in names)


async def test_wish_and_response_in_one_message_are_both_heard(talk: Talk) -> None:
    answer = await talk.say("make Kai hit Mara with a heavy attack, she should dodge")
    assert [tool for tool, _ in calls(answer)] == ["start_animation", "choose_response"]
    assert "dodge" in calls(answer)[1][1]["action"]
    assert answer["interrupt"] is None
    assert answer["message"].count("?") == 0


async def test_something_else_may_be_said_before_the_choice(talk: Talk) -> None:
    await talk.say("animate Kai attacking Mara")
    dressed = await talk.say("make her jacket green")
    assert calls(dressed)[0][0] == "update_character"
    chosen = await talk.say("she ducks under the blade")
    assert calls(chosen) == [("choose_response", {"action": "she ducks under the blade"})]
    assert chosen["tool_calls"][0]["result"]["responses"]["Mara Voss"]["kind"] == "dodge"


async def test_the_recommended_one_is_the_one_that_was_recommended(talk: Talk) -> None:
    offered = await talk.say("make Kai hit Mara with a heavy attack")
    ways = offered["tool_calls"][0]["result"]["suggestions"]["responder"]
    best = next(way["action"] for way in ways if way["recommended"])
    chosen = await talk.say("surprise me")
    assert calls(chosen) == [("choose_response", {"action": best})]


async def test_an_action_that_cannot_be_is_asked_about(talk: Talk) -> None:
    asked = await talk.say("animate Murk doing a heavy attack on Kai")
    assert [call["status"] for call in asked["tool_calls"]] == ["error"]
    interrupt = asked["interrupt"]
    assert (interrupt["kind"], interrupt["options"]) == ("question", None)
    assert "hands" in interrupt["prompt"]
    assert interrupt["prompt"].endswith("?")
    assert asked["message"].endswith("?")
    status = await talk.say("a spell, then")
    assert calls(status) == [
        (
            "start_animation",
            {"character": "Murk", "responder": "Kai Nakamura", "action_type": "cast_spell"},
        )
    ]


async def test_a_failed_beginning_leaves_the_response_alone(talk: Talk) -> None:
    answer = await talk.say("make Zorblax hit Mara with a heavy attack, she should dodge")
    assert [(c["tool"], c["status"]) for c in answer["tool_calls"]] == [
        ("start_animation", "error")
    ]
    assert "Zorblax" in answer["message"]
