"""HTTP to one Echo Brain: which way it is asked, within a time and a size, never an exception."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

from tools.backends.echo_brain.shapes import SHAPES, Question, Reply, Shape, reply_in
from tools.domain.advice import plain
from tools.domain.circuits import WHOLE, Circuit, failed

_log = logging.getLogger(__name__)
_BODY_BYTES_MOST = 262_144
_CONNECT_S = 2.0
_PAUSES_S = (5.0, 600.0)
"""The first and the longest pause after failures: an opinion is not worth waiting for twice."""
_OTHER_SHAPE = frozenset({404, 405, 410, 422, 501})
"""What a server says that has no such endpoint, or takes another body there."""


class _Trouble(Exception):
    """It did not answer; the message is the end of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """`url` has no credentials; `detail` says which way it is asked, or what is wrong."""

    url: str
    ok: bool
    detail: str


class EchoBrainClient:
    """Asks one question at a time; after failures it is left alone for longer and longer."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`url` is `http[s]://[user:password@]host[:port][/prefix]`.

        Raises `ValueError`, without the text, for one that is none.
        """
        self.url, login = _parted(url)
        self._timeout_s = timeout_s
        self._clock = clock
        self._jitter = jitter
        self._circuit: Circuit = WHOLE
        self._trying = False
        self._shape: Shape | None = None
        self._http = httpx.AsyncClient(
            auth=login,
            headers={"User-Agent": "echo-director", "Accept": "application/json"},
            timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)),
            follow_redirects=False,
        )

    async def ask(self, question: Question) -> Reply | None:
        """None where it does not answer in time or readably, or is being left alone."""
        if not self._circuit.whole:
            if self._trying or not self._circuit.due(self._clock()):
                return None
            self._trying = True
        try:
            async with asyncio.timeout(self._timeout_s):
                reply = await self._answer(question)
        except TimeoutError:
            self._broke(f"did not answer within {self._timeout_s:g} s")
        except _Trouble as trouble:
            self._broke(str(trouble))
        else:
            self._circuit = WHOLE
            return reply
        finally:
            self._trying = False
        return None

    async def health(self) -> Health:
        """Whether it is there, asked now by a question that costs it nothing."""
        for path in ("/api/echo/health", "/health"):
            try:
                async with asyncio.timeout(self._timeout_s):
                    status, _ = await self._exchange("GET", path, None)
            except (TimeoutError, _Trouble) as trouble:
                words = str(trouble) or f"did not answer within {self._timeout_s:g} s"
                return Health(url=self.url, ok=False, detail=words)
            if status == 200:
                asked = f"asked at {self._shape.path}" if self._shape else "not asked yet"
                silent = "" if self._circuit.whole else f"; last time it {self._circuit.reason}"
                return Health(url=self.url, ok=self._circuit.whole, detail=f"{asked}{silent}")
        return Health(url=self.url, ok=False, detail="answers, but not as Echo Brain does")

    async def close(self) -> None:
        await self._http.aclose()

    async def _answer(self, question: Question) -> Reply:
        """By the way that it took last, else by the first that it takes. Raises `_Trouble`."""
        known = (self._shape,) if self._shape else ()
        for shape in dict.fromkeys((*known, *SHAPES)):
            status, body = await self._exchange("POST", shape.path, shape.body(question))
            if status in _OTHER_SHAPE:
                self._shape = None
                continue
            if status != 200:
                raise _Trouble(f"answered {status}")
            reply = reply_in(body)
            if reply is None:
                raise _Trouble("answered with no words that can be read")
            self._shape = shape
            return reply
        raise _Trouble("answers, but not as Echo Brain does")

    async def _exchange(
        self, method: str, path: str, body: dict[str, object] | None
    ) -> tuple[int, bytes]:
        """Status and body. Raises `_Trouble`."""
        try:
            async with self._http.stream(method, self.url + path, json=body) as response:
                held = bytearray()
                async for chunk in response.aiter_bytes():
                    held += chunk
                    if len(held) > _BODY_BYTES_MOST:
                        raise _Trouble(f"sent more than {_BODY_BYTES_MOST} bytes")
                return response.status_code, bytes(held)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _Trouble("cannot be reached") from error
        except httpx.TimeoutException as error:
            raise _Trouble(f"did not answer within {self._timeout_s:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise _Trouble("broke the answer off") from error

    def _broke(self, reason: str) -> None:
        first, longest = _PAUSES_S
        if self._circuit.whole:
            _log.warning("Echo Brain %s; going on without it.", plain(reason, most=200))
        self._circuit = failed(
            self._circuit,
            now=self._clock(),
            jitter=self._jitter(),
            reason=reason,
            first_s=first,
            longest_s=longest,
        )


def _parted(url: str) -> tuple[str, tuple[str, str] | None]:
    """The address without credentials, and the credentials."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("Echo Brain's address is not a URL.") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise ValueError("Echo Brain's address must look like http://host:8309.")
    place = f"[{host}]" if ":" in host else host
    if port is not None:
        place = f"{place}:{port}"
    bare = urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))
    if parts.username is None:
        return bare, None
    return bare, (unquote(parts.username), unquote(parts.password or ""))
