"""The sample production behind an MCP server, for an actor of the test's choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from mcp import types
from mcp.server import Server

from api.mcp.server import Endpoint, build_server
from api.sample import load_sample
from tools.catalog.catalog import CATALOG
from tools.domain.actor import LOCAL, Actor

AskedPerson = Callable[[Any, types.ElicitRequestParams], Awaitable[types.ElicitResult]]


@dataclass
class Person:
    """Somebody behind a client, who answers each question alike and remembers them."""

    agrees: bool
    asked: list[str] = field(default_factory=list)

    async def __call__(self, _: Any, question: types.ElicitRequestParams) -> types.ElicitResult:
        self.asked.append(question.message)
        return types.ElicitResult(action="accept", content={"approve": self.agrees})


@pytest.fixture
async def served(service) -> Callable[[Actor], Server[Any]]:
    """Makes the server that acts as the given actor."""
    await load_sample(service.studio, LOCAL)

    def server(actor: Actor = LOCAL) -> Server[Any]:
        async def whose(_: object) -> Actor:
            return actor

        return build_server(Endpoint(studio=service.studio, catalog=CATALOG, whose=whose))

    return server
