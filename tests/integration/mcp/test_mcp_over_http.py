"""The catalogue at `/mcp` of a running service, with keys and without."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from api.app import create_app
from api.sample import load_sample
from tests.integration.mcp.conftest import Person
from tools.domain.actor import LOCAL
from tools.studio.keys import create_key


@pytest.fixture
async def address(service, settings) -> AsyncIterator[str]:
    """A real server on a free port."""
    await load_sample(service.studio, LOCAL)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings, service=service), log_level="warning")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
    server.should_exit = True
    await running


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_client_on_the_network_draws_and_is_told_of_progress(
    address: str, era: str
) -> None:
    told: list[float] = []

    async def progress(share: float, total: float | None, words: str | None) -> None:
        told.append(share)

    person = Person(agrees=True)
    async with Client(address, mode=era, elicitation_callback=person) as client:
        await client.call_tool("open_project", {"project": "Neon Ronin"})
        made = await client.call_tool(
            "generate_image", {"character": "Kai"}, progress_callback=progress
        )
        gone = await client.call_tool("delete_character", {"character": "Kai Nakamura"})
    assert made.structured_content["status"] == "completed"
    assert told
    assert told[-1] == 1.0
    assert not gone.is_error
    assert len(person.asked) == 1


async def test_where_there_are_keys_each_call_is_its_keys(address: str, studio) -> None:
    theirs = await create_key(studio.store, workspace="elsewhere", user="rin", role="owner")
    async with (
        httpx.AsyncClient(headers={"X-API-Key": theirs.secret}, timeout=20) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        answer = await client.call_tool("list_projects", {})
    assert "Neon Ronin" not in str(answer.structured_content)
    async with httpx.AsyncClient() as http:
        refused = await http.post(address, json={"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert refused.status_code == 401
    assert refused.json()["code"] == "KEY_REQUIRED"


async def test_a_foreign_page_is_refused(address: str) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            address, json={"jsonrpc": "2.0", "id": 1}, headers={"Origin": "https://evil.example"}
        )
    assert answer.status_code == 403


async def test_the_session_of_another_user_is_not_found(address: str, studio) -> None:
    kai = await create_key(studio.store, workspace="one", user="kai", role="owner")
    rin = await create_key(studio.store, workspace="two", user="rin", role="owner")
    begin = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "a test", "version": "1"},
        },
    }
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
    kinds = {"Accept": "application/json, text/event-stream"}
    async with httpx.AsyncClient(headers=kinds, timeout=20) as http:
        own = {"X-API-Key": kai.secret}
        begun = await http.post(address, json=begin, headers=own)
        session = {"Mcp-Session-Id": begun.headers["mcp-session-id"]}
        foreign = await http.post(address, json=asked, headers=session | {"X-API-Key": rin.secret})
        mine = await http.post(address, json=asked, headers=session | own)
    assert foreign.status_code == 404
    assert mine.status_code == 200
