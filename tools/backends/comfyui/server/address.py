"""Where a ComfyUI server is, and what proves that we may use it; the proof is never printed."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx

BEARER = "bearer"
"""A user of this name in the URL says that the password is a bearer token."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """`url` has neither credentials nor a slash at its end; `authorization` is a header's value."""

    url: str
    authorization: str | None = field(default=None, repr=False)

    @property
    def socket_url(self) -> str:
        """Of the websocket, without its query."""
        scheme, rest = self.url.split("://", 1)
        return f"{'wss' if scheme == 'https' else 'ws'}://{rest}/ws"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": self.authorization} if self.authorization else {}


def address_of(text: str, *, token: str | None = None) -> Address:
    """Parse `http[s]://[user:password@]host[:port][/prefix]`.

    `token` is a bearer token; `https://bearer:TOKEN@host` says the same in the URL. Raises
    `ValueError`, whose message holds nothing of the text, for anything that is not such a URL, and
    where an @ in the path tells of a password with a bare slash.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("A ComfyUI address is not a URL.") from None
    odd = parts.query or parts.fragment or re.search(r"\s", host) or "@" in parts.path
    if parts.scheme not in ("http", "https") or not host or odd:
        raise ValueError(
            "A ComfyUI address must look like http://host:8188 or https://user:password@host/prefix."
        )
    place = f"[{host}]" if ":" in host else host
    if port is not None:
        place = f"{place}:{port}"
    url = urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))
    try:
        httpx.URL(url)
    except httpx.InvalidURL:
        raise ValueError("A ComfyUI address is not a URL.") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Address(url=url, authorization=_authorization(user, password, token))


def _authorization(user: str, password: str, token: str | None) -> str | None:
    if token is None and user.casefold() == BEARER:
        token = password
    if token:
        return f"Bearer {token}"
    if user or password:
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return None
