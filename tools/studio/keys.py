"""Keys, made and revoked by the operator; whoever shows one becomes an actor."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import LOCAL, Actor, Role
from tools.domain.errors import InvalidError, NotFoundError, UnauthenticatedError
from tools.domain.keys import PREFIX_CHARACTERS, ApiKey, Workspace, digest_of
from tools.ports.store import Store
from tools.studio.content import named
from tools.studio.limits import within_text_limit

SESSION_LIFE_S = 30 * 24 * 3600
_SESSIONS_MOST = 50
_TOUCH_EVERY_S = 60.0
_KEY_BYTES = 32
_KEY_CHARACTERS_MOST = 200
_DAYS_MOST = 3650
_WORKSPACE = re.compile(r"^[a-z0-9][a-z0-9._-]{0,62}$")


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key that was made just now; `secret` is told this once."""

    secret: str
    key: ApiKey


async def create_key(
    store: Store,
    *,
    workspace: str,
    user: str,
    role: Role,
    label: str = "",
    pre_approved: Sequence[str] = (),
    days: int | None = None,
) -> NewKey:
    """Make a key of 256 random bits, and its workspace where it is the first there.

    Raises `InvalidError`, `LimitExceededError`.
    """
    if not _WORKSPACE.fullmatch(workspace):
        raise InvalidError(
            "A workspace's name begins with a small letter or a digit, and goes on with up to 62 "
            "of these, dots, hyphens or underscores.",
            code="BAD_WORKSPACE",
        )
    user = named("user", user)
    if days is not None and not 1 <= days <= _DAYS_MOST:
        raise InvalidError(f"A key lives 1 to {_DAYS_MOST} days.", code="BAD_LIFE")
    within_text_limit("label", label)
    secret = f"ed_{secrets.token_urlsafe(_KEY_BYTES)}"
    async with store.begin(LOCAL) as work:
        key = await work.keys.add(
            digest=digest_of(secret),
            prefix=secret[:PREFIX_CHARACTERS],
            workspace=workspace,
            user=user,
            role=role,
            label=label,
            pre_approved=sorted(set(pre_approved)),
            days=days,
        )
    return NewKey(secret=secret, key=key)


async def revoke_key(store: Store, key_id: int) -> ApiKey:
    """Revoke it, and end the sessions of its pages. Raises `NotFoundError`."""
    async with store.begin(LOCAL) as work:
        key = await work.keys.revoke(key_id)
    if key is None:
        raise NotFoundError(f"There is no key {key_id}.", code="KEY_NOT_FOUND")
    return key


async def list_keys(store: Store, workspace: str | None = None) -> list[ApiKey]:
    """All keys that were made, revoked ones too."""
    async with store.read(LOCAL) as work:
        return await work.keys.all(workspace)


async def list_workspaces(store: Store) -> list[Workspace]:
    async with store.read(LOCAL) as work:
        return await work.keys.workspaces()


async def keys_exist(store: Store) -> bool:
    """Whether any key is not revoked: from the first on, each request needs one."""
    async with store.read(LOCAL) as work:
        return await work.keys.exist()


async def key_shown(store: Store, secret: str) -> ApiKey | None:
    """What is known of a key that somebody shows; None where there is none like it."""
    if len(secret) > _KEY_CHARACTERS_MOST:
        return None
    async with store.read(LOCAL) as work:
        return await work.keys.of_key(digest_of(secret))


async def key_of_session(store: Store, token: str) -> ApiKey | None:
    """The key behind the session of a page; None where it has ended."""
    if len(token) > _KEY_CHARACTERS_MOST:
        return None
    async with store.read(LOCAL) as work:
        return await work.keys.of_session(digest_of(token))


async def note_use(store: Store, key: ApiKey) -> None:
    """Keep when the key was last used, to the minute."""
    async with store.begin(LOCAL) as work:
        await work.keys.touch(key.id, every_s=_TOUCH_EVERY_S)


async def open_session(store: Store, secret: str) -> tuple[str, ApiKey]:
    """A session for a page that shows a key: its token, told this once, and the key.

    Raises `UnauthenticatedError` (`KEY_REFUSED`).
    """
    key = in_force(await key_shown(store, secret))
    token = secrets.token_urlsafe(_KEY_BYTES)
    async with store.begin(LOCAL) as work:
        await work.keys.open_session(
            digest_of(token), key.id, life_s=SESSION_LIFE_S, most=_SESSIONS_MOST
        )
    return token, key


async def end_session(store: Store, token: str) -> None:
    """End it, whether it was there or not."""
    async with store.begin(LOCAL) as work:
        await work.keys.end_session(digest_of(token))


def in_force(key: ApiKey | None) -> ApiKey:
    """Raises `UnauthenticatedError` (`KEY_REFUSED`), the same for one that never was."""
    if key is None or not key.in_force:
        raise UnauthenticatedError(
            "This key is not known, has expired or was revoked. "
            "The operator makes a new one with `echo-director keys create`.",
            code="KEY_REFUSED",
        )
    return key


def admitted(key: ApiKey | None, *, shown: bool, exist: bool, loopback: bool) -> Actor:
    """Who asks, from the facts: the key found, whether one was `shown`, whether any `exist`.

    Without any key in the database everyone at this machine is `LOCAL`, whatever they show that
    never was a key. Raises `UnauthenticatedError` (`KEY_REQUIRED`, `KEY_REFUSED`).
    """
    if key is not None:
        return in_force(key).actor
    if not exist and loopback:
        return LOCAL
    if shown and exist:
        in_force(None)
    raise UnauthenticatedError(
        "This service wants a key: send it as the header X-API-Key, or open a session with "
        "POST /api/session. The operator makes one with `echo-director keys create`.",
        code="KEY_REQUIRED",
    )
