"""The gate: before a body is read, who asks is known, or gets 401."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.keys import actor_of_request, ring_of, shown_by
from api.problems import studio_problem
from tools.domain.errors import UnauthenticatedError

_PUBLIC = frozenset(
    {
        "/",
        "/healthz",
        "/readyz",
        "/favicon.ico",
        "/docs",
        "/docs/oauth2-redirect",
        "/redoc",
        "/openapi.json",
        "/api/session",
    }
)
"""What anyone may ask for: whether the service lives, its page, its description, a session."""
_PAGE = "/ui/"


class Gate:
    """Once there are keys, every path but the public ones needs one.

    It stands before the routes, so that a route that nobody thought of is closed too. The use of
    a key is noted after its answer, which does not wait for that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _public(scope["path"]):
            await self._app(scope, receive, send)
            return
        connection = Request(scope)
        try:
            await actor_of_request(connection)
        except UnauthenticatedError as error:
            refusal = await studio_problem(connection, error)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)
        await ring_of(connection).note(shown_by(connection))


def _public(path: str) -> bool:
    return path in _PUBLIC or path.startswith(_PAGE)
