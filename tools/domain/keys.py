"""Keys: who may come in from elsewhere, to which workspace, in which role."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tools.domain.actor import Actor, Role

PREFIX_CHARACTERS = 8
"""How much of a key is kept to tell it from others; 30 of its 256 random bits."""


class ApiKey(BaseModel):
    """What is known of a key; the key itself is kept nowhere.

    `in_force` is neither revoked nor past `expires_at`, by the database's clock.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    workspace_id: str
    user_id: str
    role: Role
    prefix: str
    label: str
    pre_approved: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    in_force: bool

    @property
    def actor(self) -> Actor:
        return Actor(
            workspace=self.workspace_id,
            user=self.user_id,
            role=self.role,
            pre_approved=frozenset(self.pre_approved),
        )


class Workspace(BaseModel):
    """A workspace; `keys` counts those that are not revoked."""

    model_config = ConfigDict(frozen=True)

    name: str
    created_at: datetime
    keys: int
    last_used_at: datetime | None


def digest_of(secret: str) -> bytes:
    """The SHA-256 that stands for a key or a session in the database.

    A slow, salted hash protects passwords because they can be guessed. These are 256 random bits:
    no list holds them and no search ends, so a plain digest is as safe, and it can be looked up
    by an index. Whoever measures how long that takes learns of digests, which lead to no key.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
