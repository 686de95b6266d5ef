"""Every tool of the catalogue, called from another workspace with the names of things of one."""

from __future__ import annotations

from typing import Any

from mcp import Client

from api.mcp.server import Endpoint, build_server
from api.sample import TITLE
from tests.integration.http.belongings import furnish
from tests.integration.http.doors import door, named
from tests.integration.http.test_strangers import seen_by_its_owner
from tests.integration.http.walking import filled
from tools.catalog.catalog import CATALOG
from tools.domain.actor import Actor
from tools.studio.projects import create_project

WORD = "Quillfeather"
_DESTROYING = frozenset(name for name, tool in CATALOG.items() if tool.destroys)


async def test_no_tool_finds_or_changes_a_thing_of_another_workspace(
    service: Any, settings: Any
) -> None:
    stranger = Actor(workspace="second", user="rin", pre_approved=_DESTROYING)

    async def whose(_: object) -> Actor:
        return stranger

    server = build_server(Endpoint(studio=service.studio, catalog=CATALOG, whose=whose))
    async with door(service, settings) as keyed:
        first = await keyed("first")
        await keyed("second")
        owner = Actor(workspace="first", user=named("owner"))
        things = await furnish(first, service.studio, owner, WORD)
        things.values |= {"project": TITLE, "image": things.values["sha256"]}
        document = (await first.get("/openapi.json")).json()
        before = await seen_by_its_owner(document, things, first)
        await create_project(service.studio, stranger, title="Fog")
        async with Client(server) as client:
            refused = await client.call_tool("open_project", {"project": TITLE})
            assert refused.is_error
            assert not (await client.call_tool("open_project", {"project": "Fog"})).is_error
            told = {
                name: str(await client.call_tool(name, filled(tool.schema(), things)))
                for name, tool in CATALOG.items()
            }
            assert (await client.list_resources()).resources == []
        assert {name: words for name, words in told.items() if WORD in words} == {}
        lost = {name for name, words in told.items() if "NOT_FOUND" in words}
        assert {"get_character", "generate_image", "get_generation_status"} <= lost
        assert len(lost) > 15
        assert await seen_by_its_owner(document, things, first) == before
