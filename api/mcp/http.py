"""The Model Context Protocol over HTTP, at `/mcp`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.borders import BODY_BYTES_MOST
from api.keys import actor_of_request
from api.mcp.approving import Context
from api.mcp.server import Endpoint, build_server
from tools.catalog.catalog import CATALOG
from tools.domain.actor import Actor
from tools.studio.studio import Studio

PATH = "/mcp"


@asynccontextmanager
async def serving(app: FastAPI, studio: Studio) -> AsyncGenerator[None, None]:
    """Answer at `/mcp` for as long as the block runs. Hosts and origins are checked before."""

    async def whose(context: Context) -> Actor:
        assert isinstance(context.request, Request)
        return await actor_of_request(context.request)

    endpoint = Endpoint(studio=studio, catalog=CATALOG, whose=whose)
    manager = StreamableHTTPSessionManager(
        app=build_server(endpoint),
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        max_request_body_size=BODY_BYTES_MOST,
    )
    async with _held(manager):
        app.state.mcp = StreamableHTTPASGIApp(manager)
        try:
            yield
        finally:
            app.state.mcp = None


@asynccontextmanager
async def _held(manager: StreamableHTTPSessionManager) -> AsyncGenerator[None, None]:
    """Run the sessions in a task of their own: their group wants to end in the task that began it,
    and whoever holds the application open need not."""
    begun, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with manager.run():
            begun.set()
            await over.wait()

    task = asyncio.create_task(hold(), name="mcp sessions")
    await begun.wait()
    try:
        yield
    finally:
        over.set()
        await task


class _Door:
    """Leads to the protocol while it is served; the gate before it wants a key where there are
    any, and who asks is looked up again at each call.

    A session, and a question that was put, belong to who began them: another user who learns
    their names finds neither.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor = await actor_of_request(Request(scope))
        served: ASGIApp = scope["app"].state.mcp
        await AuthContextMiddleware(served)({**scope, "user": _as_user(actor)}, receive, send)


def _as_user(actor: Actor) -> AuthenticatedUser:
    """What the SDK compares: the workspace, and the user within it."""
    return AuthenticatedUser(
        AccessToken(token="", client_id=actor.workspace, subject=actor.user, scopes=[])
    )


def route() -> Route:
    """The route, which works while `serving`."""
    return Route(PATH, endpoint=_Door())
