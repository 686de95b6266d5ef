"""Who asks: a key or the session of a page becomes an actor, and nothing else does."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import monotonic

import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import HTTPConnection

from tools.domain.actor import Actor
from tools.domain.errors import UnauthenticatedError
from tools.domain.keys import ApiKey
from tools.ports.store import Store
from tools.studio.keys import admitted, key_of_session, key_shown, keys_exist, note_use

LIFE_S = 2.0
"""How long a look-up is believed: a revoked key is refused after that in every process."""
_REMEMBERED_MOST = 1_024
_NOTED_EVERY_S = 60.0
_ANSWER_S = 5.0
_FORWARDED = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip"})
"""Headers of proxies and tunnels, beside all that begin with `x-forwarded-`."""
_HOME = frozenset({"127.0.0.1", "localhost", "::1"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a caller shows: a key, or else the session of a page."""

    key: str | None = None
    session: str | None = None


async def actor_of_key(store: Store, key: str | None, *, loopback: bool) -> Actor:
    """The actor that a key stands for; `LOCAL` for `loopback` without any key in the database.

    Raises `UnauthenticatedError` (`KEY_REQUIRED`, `KEY_REFUSED`).
    """
    found = await key_shown(store, key) if key else None
    exist = found is not None or await keys_exist(store)
    actor = admitted(found, shown=bool(key), exist=exist, loopback=loopback)
    if found:
        await note_use(store, found)
    return actor


class KeyRing:
    """The keys of one process. What a look-up found is believed for `LIFE_S`, its failure never."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[Shown, tuple[float, ApiKey]] = {}
        self._exist: tuple[float, bool] | None = None
        self._noted: dict[int, float] = {}

    async def actor(self, shown: Shown, *, loopback: bool) -> Actor:
        """Raises as `actor_of_key` does."""
        key = await self._key(shown)
        exist = key is not None or await self._any()
        return admitted(key, shown=shown.key is not None, exist=exist, loopback=loopback)

    async def note(self, shown: Shown) -> None:
        """Keep that the key was used, at most once a minute; a failure is only logged."""
        known = self._known.get(shown)
        now = monotonic()
        if known is None or now < self._noted.get(known[1].id, 0.0):
            return
        self._noted[known[1].id] = now + _NOTED_EVERY_S
        try:
            await note_use(self.store, known[1])
        except (psycopg.Error, PoolTimeout) as error:
            _log.warning("The use of key %s was not noted: %s", known[1].id, type(error).__name__)

    def forget(self, shown: Shown) -> None:
        self._known.pop(shown, None)

    @property
    def unlocked(self) -> bool:
        """Whether there was no key when that was looked up last."""
        return self._exist is not None and not self._exist[1]

    async def _key(self, shown: Shown) -> ApiKey | None:
        known = self._known.get(shown)
        if known and monotonic() < known[0]:
            return known[1]
        found = None
        if shown.key is not None:
            found = await key_shown(self.store, shown.key)
        elif shown.session is not None:
            found = await key_of_session(self.store, shown.session)
        if found is None:
            self._known.pop(shown, None)
            return None
        if len(self._known) >= _REMEMBERED_MOST:
            self._known.clear()
        self._known[shown] = (monotonic() + LIFE_S, found)
        return found

    async def _any(self) -> bool:
        if self._exist is None or monotonic() >= self._exist[0]:
            self._exist = (monotonic() + LIFE_S, await keys_exist(self.store))
        return self._exist[1]


async def actor_of_request(connection: HTTPConnection) -> Actor:
    """Who asks. Raises `UnauthenticatedError` (`KEY_REQUIRED`, `KEY_REFUSED`)."""
    ring = ring_of(connection)
    return await ring.actor(shown_by(connection), loopback=from_here(connection))


async def is_known(connection: HTTPConnection) -> bool:
    """Whether who asks may be told how the service is set up, also while the database is away."""
    try:
        async with asyncio.timeout(_ANSWER_S):
            await actor_of_request(connection)
    except UnauthenticatedError:
        return False
    except (psycopg.Error, PoolTimeout, TimeoutError):
        return ring_of(connection).unlocked and from_here(connection)
    return True


def ring_of(connection: HTTPConnection) -> KeyRing:
    """The key ring of the application that is asked."""
    state = connection.app.state
    ring: KeyRing | None = getattr(state, "key_ring", None)
    if ring is None or ring.store is not state.studio.store:
        ring = state.key_ring = KeyRing(state.studio.store)
    return ring


def shown_by(connection: HTTPConnection) -> Shown:
    """`X-API-Key`, or `Authorization: Bearer`, or the cookie of a session."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    bearer = token if scheme.lower() == "bearer" else ""
    if key := (connection.headers.get("x-api-key") or bearer).strip():
        return Shown(key=key)
    return Shown(session=connection.cookies.get(cookie_name(connection)))


def cookie_name(connection: HTTPConnection) -> str:
    """Browsers send the cookies of one port to all ports of a host: each service has its own."""
    try:
        port = connection.url.port
    except ValueError:
        port = None
    return f"echo-director-{port or connection.url.scheme}"


def from_here(connection: HTTPConnection) -> bool:
    """Whether somebody at this machine asks, and nobody asks through a proxy of this machine."""
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in connection.headers):
        return False
    if connection.url.hostname not in _HOME:
        return False
    peer = connection.client
    return peer is None or _loopback(peer.host)


def _loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback
