"""What never reaches a route: foreign hosts and origins, forms of other sites, oversized bodies."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

BODY_BYTES_MOST = 10_000_000
_MULTIPART_SLACK_BYTES = 10_000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ALL_ADDRESSES = ("0.0.0.0", "::")
_JSON = ("application/json", "application/merge-patch+json")
_WRITING = frozenset({"POST", "PUT", "PATCH"})


class LocalOrigin:
    """Any web page can post to 127.0.0.1: foreign Hosts and Origins get 403, and bodies are JSON.

    Its own hosts are loopback, the address it is `bound` to, and `hosts`; bound to all addresses,
    also each address and the machine's name. Multipart is let through; its routes want a header
    of their own.
    """

    def __init__(
        self, app: ASGIApp, *, bound: str = "127.0.0.1", hosts: Iterable[str] = ()
    ) -> None:
        self._app = app
        self._hosts = own_hosts(bound, hosts)
        self._any_address = bound in _ALL_ADDRESSES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> ASGIApp | None:
        host = _host_of(f"//{request.headers.get('host', '')}")
        if not self._owns(host):
            detail = "This service has no such name. ECHO_DIRECTOR_ALLOWED_HOSTS may list it."
            return problem(403, "FOREIGN_HOST", "Foreign host", detail)
        origin = request.headers.get("origin")
        if origin and not _same_host(_host_of(origin), host):
            return problem(
                403, "FOREIGN_ORIGIN", "Foreign origin", "Requests of other sites are refused."
            )
        if origin and _port_of(origin) != _port_of(f"//{request.headers['host']}"):
            return problem(
                403, "FOREIGN_ORIGIN", "Foreign origin", "Requests of other ports are refused."
            )
        return _unreadable(request)

    def _owns(self, host: str | None) -> bool:
        return host in self._hosts or (self._any_address and _is_address(host))


class BodyLimit:
    """Bodies over 10 MB are refused while they arrive, whatever their length header says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _WRITING:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        declared = request.headers.get("content-length", "0")
        limit = BODY_BYTES_MOST
        if "multipart/" in request.headers.get("content-type", ""):
            limit += _MULTIPART_SLACK_BYTES
        if not declared.isascii() or not declared.isdigit() or int(declared) > limit:
            await _too_large()(scope, receive, send)
            return
        body = await _read(receive, limit)
        if body is None:
            await _too_large()(scope, receive, send)
            return
        await self._app(scope, _Replay(body, receive), send)


class _Replay:
    """Gives a body that was read already, then what the connection says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()


async def _read(receive: Receive, limit: int) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body"):
            return bytes(body)


def own_hosts(bound: str, hosts: Iterable[str]) -> frozenset[str]:
    """The names by which a service that listens on `bound` may be called."""
    named = {host.lower() for host in (bound, *hosts)}
    if bound in _ALL_ADDRESSES:
        here = socket.gethostname().lower()
        named |= {here, f"{here}.local"}
    return _LOOPBACK | named


def _unreadable(request: Request) -> ASGIApp | None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.method in _WRITING and kind and not (kind in _JSON or kind == "multipart/form-data"):
        detail = f"Bodies are JSON here, not {kind}."
        return problem(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type", detail)
    return None


def _same_host(one: str | None, other: str | None) -> bool:
    return one == other or (one in _LOOPBACK and other in _LOOPBACK)


def _is_address(host: str | None) -> bool:
    """An address is nobody's to point elsewhere, as a name is."""
    try:
        ip_address(host or "")
    except ValueError:
        return False
    return True


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _port_of(address: str) -> int | str | None:
    """The port; where none can be read, the address itself, which equals no other."""
    try:
        return urlsplit(address).port
    except ValueError:
        return address


def _too_large() -> ASGIApp:
    detail = f"The body is larger than {BODY_BYTES_MOST} bytes."
    return problem(413, "LIMIT_EXCEEDED", "Over the limit", detail, limit=BODY_BYTES_MOST)
