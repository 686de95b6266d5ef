"""What is created under a caller's `Idempotency-Key` is created once, and answered alike again.

The key commits with what the request creates, in the same transaction; the answer is kept when it
is known. Orders of pictures have their own way: there the run is what a repetition is answered.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace
from typing import Any

import psycopg
from fastapi import FastAPI
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from api.keys import actor_of_request
from api.problems import studio_problem
from tools.domain.actor import Actor
from tools.domain.errors import StudioError
from tools.domain.idempotency import Answer, once, same_answer
from tools.domain.once import Sent
from tools.ports.store import Store

HEADER = "Idempotency-Key"
_CREATED = 201
_WORTH_KEEPING = ("content-type", "location", "etag")
_PLACEHOLDER = re.compile(r"\{[^}]+\}")
_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Sent again under the same key within a day, it creates nothing anew.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_log = logging.getLogger(__name__)


class CreatedOnce:
    """Stands inside the gate, before the routes that create."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive) if scope["type"] == "http" else None
        key = request.headers.get(HEADER) if request else None
        if request is None or key is None or not _creates(request):
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._answer(request, key)
        except StudioError as error:
            answer = await studio_problem(request, error)
        await answer(scope, receive, send)

    async def _answer(self, request: Request, key: str) -> Response:
        body = await request.body()
        actor, store = await actor_of_request(request), request.app.state.studio.store
        target = f"{request.url.path}?{request.url.query}"
        asked = once(key, target, hashlib.sha256(body).hexdigest())
        assert asked is not None
        async with store.read(actor) as work:
            kept = await work.answers.kept(actor, asked.key)
        if kept:
            return _response(same_answer(kept, asked), again=True)
        sent = Sent(key=asked.key, body_digest=asked.body_digest, request_id=uuid7())
        request.state.sent = sent
        answer = await _caught(self._app, request.scope, body)
        if answer.status == _CREATED:
            await _keep(store, actor, sent, answer)
        return _response(answer)


async def _keep(store: Store, actor: Actor, sent: Sent, answer: Answer) -> None:
    """Keep the answer; where that fails it is given all the same."""
    headers = {name: answer.headers[name] for name in _WORTH_KEEPING if name in answer.headers}
    worth = answer.model_copy(update={"headers": headers})
    try:
        async with store.begin(replace(actor, sent=None)) as work:
            await work.answers.keep(actor, sent, worth)
    except (psycopg.Error, PoolTimeout) as error:
        _log.warning("An answer was not kept for its key: %s", type(error).__name__)


async def _caught(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """The whole answer of the application."""
    status, headers, pieces = 500, dict[str, str](), list[bytes]()

    async def given() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def take(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update(
                {k.decode("latin-1"): v.decode("latin-1") for k, v in message["headers"]}
            )
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))

    await app(scope, given, take)
    return Answer(status=status, headers=headers, body=b"".join(pieces))


def _response(answer: Answer, *, again: bool = False) -> Response:
    headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
    if again:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, status_code=answer.status, headers=headers)


def _creates(request: Request) -> bool:
    """Whether the request would create something under a key. A file sent twice is one anyway."""
    if request.method != "POST" or "multipart/" in request.headers.get("content-type", ""):
        return False
    request.app.openapi()
    return any(path.fullmatch(request.url.path) for path in request.app.state.creating)


def document(app: FastAPI) -> None:
    """Have the OpenAPI document say which routes take the header; it is made when it is needed."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            paths = plain()["paths"]
            created = [path for path, ways in paths.items() if _takes_keys(ways.get("post"))]
            for path in created:
                paths[path]["post"].setdefault("parameters", []).append(_PARAMETER)
            app.state.creating = [re.compile(_PLACEHOLDER.sub("[^/]+", path)) for path in created]
        return plain()

    app.openapi = openapi


def _takes_keys(operation: dict[str, Any] | None) -> bool:
    """Whether it creates something, and is no order, which keeps keys of its own."""
    if operation is None or str(_CREATED) not in operation["responses"]:
        return False
    bodies = operation.get("requestBody", {}).get("content", {"application/json": {}})
    headers = [one["name"].lower() for one in operation.get("parameters", ())]
    return "application/json" in bodies and HEADER.lower() not in headers
