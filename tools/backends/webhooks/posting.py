"""One POST to a webhook: to the very address that was checked, without redirects, within a time."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import httpx

from tools.domain.addresses import may_call
from tools.domain.webhooks import Tried

TIMEOUT_S = 10.0
_CONNECT_S = 5.0
_ADDRESSES_TRIED_MOST = 3

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host in numbers. Raises `OSError`."""


class _Refused(Exception):
    """The host may not be called; the message is a sentence."""


async def resolved(host: str, port: int) -> list[str]:
    """The system's answer, each address once."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Poster:
    """Posts for one process.

    Private addresses are reached only where the service `is_local`, or the host is `listed`. The
    name is resolved once and the connection goes to the address that was looked at, so that a
    name cannot change between the look and the call; TLS still checks the name.
    """

    def __init__(
        self,
        *,
        is_local: Callable[[], Awaitable[bool]],
        listed: Collection[str] = (),
        timeout_s: float = TIMEOUT_S,
        resolve: Resolve = resolved,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._is_local = is_local
        self._listed = frozenset(host.casefold() for host in listed)
        self._timeout_s = timeout_s
        self._resolve = resolve
        self._http = httpx.AsyncClient(
            verify=trust or ssl.create_default_context(),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Tried:
        """What came of it, in words without secrets. Raises nothing but cancellation.

        Of the answer only the status is read.
        """
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self._timeout_s):
                tried = await self._posted(urlsplit(url), body, headers)
        except _Refused as refusal:
            tried = Tried(error=str(refusal), refused=True)
        except (TimeoutError, httpx.TimeoutException):
            tried = Tried(error=f"It did not answer within {self._timeout_s:g} s.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            tried = Tried(error=_worded(error))
        took_ms = round((time.monotonic() - begun) * 1000)
        return tried.model_copy(update={"took_ms": took_ms})

    async def close(self) -> None:
        await self._http.aclose()

    async def _posted(self, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> Tried:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._allowed(host, port)
        for last, address in ((address == addresses[-1], address) for address in addresses):
            try:
                return _judged(await self._sent(parts, host, port, address, body, headers))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if last:
                    raise
        raise _Refused("The name of its host has no address.")

    async def _allowed(self, host: str, port: int) -> list[str]:
        """The host's addresses; where one of them may not be called, none may."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError("The name of its host is not known.") from error
        local = await self._is_local()
        for address in addresses:
            if not may_call(host, address, local=local, listed=self._listed):
                raise _Refused(
                    "Its address is not public. Private addresses are called only where the "
                    "service itself is local, or ECHO_DIRECTOR_WEBHOOK_HOSTS lists the host."
                )
        return addresses[:_ADDRESSES_TRIED_MOST]

    async def _sent(
        self,
        parts: SplitResult,
        host: str,
        port: int,
        address: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> int:
        numbers = f"[{address}]" if ":" in address else address
        target = urlunsplit((parts.scheme, f"{numbers}:{port}", parts.path, parts.query, ""))
        login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        request = self._http.build_request(
            "POST",
            target,
            content=body,
            headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
            extensions={"sni_hostname": host},
        )
        answer = await self._http.send(request, auth=login, stream=True)
        try:
            return answer.status_code
        finally:
            await answer.aclose()


def _judged(status: int) -> Tried:
    if 200 <= status < 300:
        return Tried(status=status)
    if 300 <= status < 400:
        return Tried(
            status=status, error=f"It answered {status}, a redirect, which is not followed."
        )
    return Tried(status=status, error=f"It answered {status}.")


def _worded(error: Exception) -> str:
    if isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error):
        return "Its certificate does not hold."
    if isinstance(error, httpx.ConnectError):
        known = "not known" in str(error)
        return "The name of its host is not known." if known else "It cannot be reached."
    return "The connection broke off."
