"""The catalogue over MCP, with the SDK's own client, in both eras of the protocol."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from mcp import Client, types
from mcp.shared.exceptions import MCPError
from PIL import Image

from tests.integration.mcp.conftest import Person
from tools.catalog.catalog import CATALOG
from tools.domain.actor import LOCAL, Actor

Served = Callable[..., Any]
ERAS = ["auto", "legacy"]


async def opened(client: Client) -> Client:
    answer = await client.call_tool("open_project", {"project": "Neon Ronin"})
    assert not answer.is_error, answer.content
    return client


async def test_every_tool_of_the_catalogue_is_listed_with_its_schema(served: Served) -> None:
    async with Client(served()) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == set(CATALOG)
    for name, tool in CATALOG.items():
        assert listed[name].input_schema == tool.schema()["function"]["parameters"]
        assert listed[name].description == tool.description


async def test_calls_that_destroy_and_calls_that_read_say_so(served: Served) -> None:
    async with Client(served()) as client:
        hints = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}
    destroying = {name for name, hint in hints.items() if hint and hint.destructive_hint}
    assert destroying == {name for name, tool in CATALOG.items() if tool.destroys}
    assert {"delete_character", "remove_bible_character", "import_bible"} <= destroying
    reading = {name for name, hint in hints.items() if hint and hint.read_only_hint}
    assert reading == {name for name, tool in CATALOG.items() if tool.reads}


@pytest.mark.parametrize("era", ERAS)
async def test_a_project_stays_open_from_one_connection_to_the_next(
    served: Served, era: str
) -> None:
    async with Client(served(), mode=era) as client:
        refused = await client.call_tool("list_characters", {})
        assert refused.is_error
        assert "open_project" in refused.structured_content["message"]
        await opened(client)
    async with Client(served(), mode=era) as client:
        answer = await client.call_tool("list_characters", {})
        assert "Kai Nakamura" in json.dumps(answer.structured_content)
    async with Client(served(replace(LOCAL, user="another")), mode=era) as client:
        assert (await client.call_tool("list_characters", {})).is_error


async def test_a_viewer_may_open_a_project_and_read_and_nothing_else(served: Served) -> None:
    viewer = Actor(user="guest", role="viewer")
    async with Client(served(viewer)) as client:
        await opened(client)
        assert not (await client.call_tool("get_character", {"character": "Kai"})).is_error
        refused = await client.call_tool("create_character", {"name": "Rin"})
    assert refused.is_error
    assert refused.structured_content["error"] == "FORBIDDEN"


@pytest.mark.parametrize("era", ERAS)
async def test_a_picture_is_made_with_progress_and_read_as_a_resource(
    served: Served, era: str
) -> None:
    told: list[tuple[float, str | None]] = []

    async def progress(share: float, total: float | None, words: str | None) -> None:
        assert total == 1.0
        told.append((share, words))

    async with Client(served(), mode=era) as client:
        await opened(client)
        answer = await client.call_tool(
            "generate_image",
            {"character": "Kai", "scene_description": "in the neon alley"},
            progress_callback=progress,
        )
        link = next(block for block in answer.content if isinstance(block, types.ResourceLink))
        preview = next(block for block in answer.content if isinstance(block, types.ImageContent))
        read = (await client.read_resource(link.uri)).contents[0]
        listed = (await client.list_resources()).resources
    assert not answer.is_error
    assert answer.structured_content["status"] == "completed"
    assert [share for share, _ in told] == sorted({share for share, _ in told})
    assert told[-1] == (1.0, "completed")
    assert isinstance(read, types.BlobResourceContents)
    picture = Image.open(io.BytesIO(base64.b64decode(read.blob)))
    assert picture.size == (128, 128)
    assert Image.open(io.BytesIO(base64.b64decode(preview.data))).size == (128, 128)
    assert listed[0].uri == link.uri
    assert listed[0].mime_type == read.mime_type == "image/png"


@pytest.mark.parametrize("era", ERAS)
async def test_what_destroys_asks_the_person_behind_the_client(served: Served, era: str) -> None:
    refuses, agrees = Person(agrees=False), Person(agrees=True)
    async with Client(served(), mode=era, elicitation_callback=refuses) as client:
        await opened(client)
        kept = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
        assert not (await client.call_tool("get_character", {"character": "Kai"})).is_error
    assert kept.is_error
    assert kept.structured_content["error"] == "REJECTED"
    async with Client(served(), mode=era, elicitation_callback=agrees) as client:
        done = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
        assert (await client.call_tool("get_character", {"character": "Kai"})).is_error
    assert not done.is_error
    assert len(refuses.asked) == len(agrees.asked) == 1
    assert "delete_character" in agrees.asked[0]
    assert "Kai Nakamura" in agrees.asked[0]


@pytest.mark.parametrize("era", ERAS)
async def test_without_anybody_to_ask_only_a_key_that_approves_lets_it_run(
    served: Served, era: str
) -> None:
    trusted = replace(LOCAL, pre_approved=frozenset({"delete_character"}))
    async with Client(served(), mode=era) as client:
        await opened(client)
        refused = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
        assert not (await client.call_tool("get_character", {"character": "Kai"})).is_error
    assert refused.is_error
    assert refused.structured_content["error"] == "APPROVAL_NEEDED"
    async with Client(served(trusted), mode=era) as client:
        done = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
    assert not done.is_error


async def test_who_approved_a_call_is_kept(served: Served, store) -> None:
    async with Client(served(), elicitation_callback=Person(agrees=True)) as client:
        await opened(client)
        await client.call_tool("delete_character", {"character": "Kai Nakamura"})
    async with store.read(LOCAL) as work:
        run = await work.runs.newest(LOCAL, kinds=("turn",))
        events = await work.runs.events(LOCAL, run.id)
    assert run.status == "completed"
    said = next(event.data for event in events if event.type == "approval.answered")
    assert (said["decision"], said["by"], said["user"]) == ("approve", "person", "local")
    assert said["tool"] == "delete_character"
    assert said["args"] == {"character": "Kai Nakamura"}


async def test_an_approval_counts_for_the_arguments_that_were_shown(served: Served) -> None:
    """Of the era of single requests: the state that came with the question names them."""
    async with Client(served(), elicitation_callback=Person(agrees=True)) as client:
        await opened(client)
        asked = await client.session.call_tool(
            "delete_character", {"character": "Kai Nakamura"}, allow_input_required=True
        )
        assert isinstance(asked, types.InputRequiredResult)
        agreed = {"approval": types.ElicitResult(action="accept", content={"approve": True})}
        with pytest.raises(MCPError):
            await client.session.call_tool(
                "delete_character",
                {"character": "Mara Voss"},
                input_responses=agreed,
                request_state=asked.request_state,
            )
        forged = await client.session.call_tool(
            "delete_character",
            {"character": "Kai Nakamura"},
            input_responses=agreed,
            allow_input_required=True,
        )
        assert isinstance(forged, types.InputRequiredResult)
        assert not (await client.call_tool("get_character", {"character": "Kai"})).is_error


async def test_a_failure_is_an_answer_that_a_model_can_act_on(served: Served) -> None:
    async with Client(served()) as client:
        await opened(client)
        unknown = await client.call_tool("get_character", {"character": "Zebulon"})
        wrong = await client.call_tool("get_character", {"who": "Kai"})
        with pytest.raises(MCPError, match="no tool"):
            await client.call_tool("summon_dragon", {})
    assert unknown.structured_content["error"] == "CHARACTER_NOT_FOUND"
    assert "candidates" in unknown.structured_content
    assert wrong.structured_content["error"] == "INVALID_ARGUMENTS"


async def test_another_workspace_reads_no_picture(served: Served, service) -> None:
    async with Client(served()) as client:
        await opened(client)
        made = await client.call_tool("generate_image", {"character": "Kai"})
        link = next(block for block in made.content if isinstance(block, types.ResourceLink))
    async with Client(served(Actor(workspace="elsewhere"))) as client:
        with pytest.raises(MCPError, match="no such file"):
            await client.read_resource(link.uri)
        with pytest.raises(MCPError, match="begin with"):
            await client.read_resource("file:///etc/passwd")
