"""HTTP to one ComfyUI server: bounded answers, and every failure under the name of what to do."""

from __future__ import annotations

import json
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, cast

import httpx

from tools.backends.comfyui.server.address import Address
from tools.backends.comfyui.server.wording import said, sentence
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
)

MAX_JSON_BYTES = 64 * 1024 * 1024
"""An `object_info` with hundreds of custom nodes is some 20 MiB."""
MAX_FILE_BYTES = 512 * 1024 * 1024
"""A picture of 8192 by 8192 pixels, or a clip of minutes, is less."""
RETRY_AFTER_S = 10.0
"""Where a busy server does not say how long."""
_RETRY_AFTER_MOST_S = 3600.0
_IDLE_S = 2.0
"""Servers and proxies close idle connections after five seconds or more; we do so before them."""

UNREACHABLE = "COMFYUI_UNREACHABLE"
SILENT = "COMFYUI_SILENT"
BROKEN_OFF = "COMFYUI_BROKEN_OFF"
NOT_THERE = "COMFYUI_NOT_THERE"
BUSY = "COMFYUI_BUSY"
ERROR = "COMFYUI_ERROR"
OUTAGES = frozenset({UNREACHABLE, SILENT, BROKEN_OFF, NOT_THERE, BUSY, ERROR})
"""Codes of failures that may pass while a job goes on."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status and body, the body already bounded."""

    status: int
    body: bytes

    def data(self) -> Any:
        """The body as JSON; raises `ValueError` where it is none."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("The JSON is nested too deeply.") from None

    def mapping(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            data = self.data()
        except ValueError:
            return {}
        return cast("dict[str, Any]", data) if isinstance(data, dict) else {}

    def words(self) -> str:
        """The body as a line to show."""
        return said(self.body[:2000].decode("utf-8", "replace"))


class Wire:
    """Requests to one address, in the event loop of the caller."""

    def __init__(
        self, address: Address, *, connect_timeout_s: float, answer_timeout_s: float
    ) -> None:
        self.address = address
        self._patience_s = answer_timeout_s
        self._http = httpx.AsyncClient(
            headers={"User-Agent": "echo-director", **address.headers},
            timeout=httpx.Timeout(answer_timeout_s, connect=connect_timeout_s),
            follow_redirects=False,
            verify=trusted(),
            limits=httpx.Limits(keepalive_expiry=_IDLE_S),
        )

    async def mapping(
        self, path: str, *, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """GET a JSON object.

        Raises `BackendDownError` (`COMFYUI_NOT_THERE`) where the answer is something else.
        """
        answer = await self.ask("GET", path, params=params)
        try:
            data = answer.data()
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise self.not_comfyui()
        return cast("dict[str, Any]", data)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        accept: Collection[int] = (200,),
        limit: int = MAX_JSON_BYTES,
    ) -> Answer:
        """One request; `body` is JSON as it is to be sent, `data` and `files` are a form.

        Raises the errors of `tools.ports.rendering` for a status outside `accept`, a body above
        `limit` bytes, and a server that cannot be reached.
        """
        request = self._http.build_request(
            method,
            self.address.url + path,
            params=params,
            content=body,
            data=data,
            files=files,
            headers={"Content-Type": "application/json"} if body is not None else None,
        )
        try:
            response = await self._http.send(request, stream=True)
            try:
                answer = await self._read(response, limit)
            finally:
                await response.aclose()
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        if answer.status not in accept:
            raise self._refusal(answer, response.headers)
        return answer

    async def exists(self, path: str, params: Mapping[str, str]) -> bool:
        """Whether a GET is answered with 200; the body is not read."""
        try:
            async with self._http.stream("GET", self.address.url + path, params=params) as response:
                status = response.status_code
        except httpx.RequestError as error:
            raise self._unreachable(error) from error
        return status == 200

    async def close(self) -> None:
        await self._http.aclose()

    async def _read(self, response: httpx.Response, limit: int) -> Answer:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > limit:
                raise BackendRejectedError(
                    f"{self.name} sent more than {limit // (1024 * 1024)} MiB at once; "
                    "that is more than is taken.",
                    code="COMFYUI_TOO_LARGE",
                )
        return Answer(status=response.status_code, body=bytes(body))

    @property
    def name(self) -> str:
        """How sentences call the server."""
        return f"The ComfyUI server at {self.address.url}"

    def _unreachable(self, error: httpx.RequestError) -> BackendDownError:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return BackendDownError(f"{self.name} cannot be reached.", code=UNREACHABLE)
        if isinstance(error, httpx.TimeoutException):
            return BackendDownError(
                f"{self.name} did not answer within {self._patience_s:g} s.", code=SILENT
            )
        return BackendDownError(f"{self.name} broke the connection off.", code=BROKEN_OFF)

    def _refusal(self, answer: Answer, headers: httpx.Headers) -> BackendError:
        status = answer.status
        if status in (429, 503):
            return BackendBusyError(
                f"{self.name} is too busy to take more.",
                retry_after=retry_after_s(headers.get("Retry-After")),
                code=BUSY,
            )
        if status in (401, 403, 407):
            return BackendDownError(
                f"{self.name} refuses access ({status}); check the credentials in its URL.",
                code="COMFYUI_ACCESS_DENIED",
            )
        if status in (502, 504) or 520 <= status <= 530:
            return BackendDownError(
                f"{self.name} is not there behind its proxy ({status}).", code=UNREACHABLE
            )
        if status < 400 or status in (404, 405):
            return self.not_comfyui()
        words = sentence(f"{self.name} answered {status}: {answer.words() or 'nothing more'}")
        if status == 413:
            return BackendRejectedError(words, code="COMFYUI_TOO_LARGE")
        if status < 500:
            return BackendRejectedError(words, code="COMFYUI_REFUSED")
        return BackendError(words, code=ERROR)

    def not_comfyui(self) -> BackendDownError:
        """Something else answers at the address."""
        return BackendDownError(
            f"{self.name} answers, but not as ComfyUI does; check the address and its path.",
            code=NOT_THERE,
        )


@cache
def trusted() -> ssl.SSLContext:
    """Reading the certificates takes a tenth of a second; once is enough."""
    return httpx.create_ssl_context()


def retry_after_s(header: str | None) -> float:
    """Seconds from a Retry-After header, either spelling, within 1 and 3600."""
    seconds = RETRY_AFTER_S
    if header:
        try:
            seconds = float(header)
        except ValueError:
            try:
                seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
            except (ValueError, TypeError):
                seconds = RETRY_AFTER_S
    return min(max(seconds, 1.0), _RETRY_AFTER_MOST_S) if seconds == seconds else RETRY_AFTER_S
