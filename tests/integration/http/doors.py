"""Callers of one service: each with a key of its own to a workspace, in a role."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx

from api.app import create_app
from api.settings import Settings
from api.wiring import Service
from tools.studio.keys import create_key

Keyed = Callable[..., Awaitable[httpx.AsyncClient]]
ADDRESS = "http://127.0.0.1:8328"


@asynccontextmanager
async def door(service: Service, settings: Settings) -> AsyncGenerator[Keyed, None]:
    """Makes clients: `await keyed("first", "viewer")`; without a workspace, one without a key."""
    app = create_app(settings, service=service)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))

        async def client(
            workspace: str = "", role: Any = "owner", **more: Any
        ) -> httpx.AsyncClient:
            headers: dict[str, str] = {}
            if workspace:
                made = await create_key(
                    service.studio.store, workspace=workspace, user=named(role), role=role, **more
                )
                headers["X-API-Key"] = made.secret
            http = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
            return await stack.enter_async_context(http)

        yield client


def named(role: str) -> str:
    return f"the {role}"
