"""Where keys and the sessions of pages are kept.

No method takes an actor: these make actors of those who ask, or serve the operator of the machine.
"""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Role
from tools.domain.keys import ApiKey, Workspace


class Keys(Protocol):
    async def add(
        self,
        *,
        digest: bytes,
        prefix: str,
        workspace: str,
        user: str,
        role: Role,
        label: str,
        pre_approved: list[str],
        days: int | None,
    ) -> ApiKey:
        """Keep a key, and its workspace where it is the first there; `days` until it expires."""
        ...

    async def of_key(self, digest: bytes) -> ApiKey | None: ...

    async def of_session(self, digest: bytes) -> ApiKey | None:
        """The key behind a session that has not ended."""
        ...

    async def exist(self) -> bool:
        """Whether there is any key that is not revoked."""
        ...

    async def all(self, workspace: str | None = None) -> list[ApiKey]:
        """Revoked ones too, in the order in which they were made."""
        ...

    async def workspaces(self) -> list[Workspace]: ...

    async def revoke(self, key_id: int) -> ApiKey | None:
        """Revoke it and end its sessions; None where there is no such key."""
        ...

    async def touch(self, key_id: int, *, every_s: float) -> None:
        """Note that it was used, where that was last noted more than `every_s` ago."""
        ...

    async def open_session(self, digest: bytes, key_id: int, *, life_s: float, most: int) -> None:
        """Keep a session; of the key's sessions, the newest `most` stay."""
        ...

    async def end_session(self, digest: bytes) -> None: ...
