"""Keys and the sessions of pages in PostgreSQL."""

from __future__ import annotations

from store.rows import Rows
from tools.domain.actor import Role
from tools.domain.keys import ApiKey, Workspace


class KeyRows(Rows):
    concept = "keys"

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
        await self._run("add_workspace", workspace=workspace)
        kept = await self._one(
            ApiKey,
            "add",
            workspace=workspace,
            user=user,
            role=role,
            prefix=prefix,
            digest=digest,
            label=label,
            pre_approved=pre_approved,
            days=days,
        )
        assert kept
        return kept

    async def of_key(self, digest: bytes) -> ApiKey | None:
        return await self._one(ApiKey, "of_key", digest=digest)

    async def of_session(self, digest: bytes) -> ApiKey | None:
        return await self._one(ApiKey, "of_session", digest=digest)

    async def exist(self) -> bool:
        row = await self._record("exist")
        return bool(row and row["found"])

    async def all(self, workspace: str | None = None) -> list[ApiKey]:
        return await self._all(ApiKey, "all", workspace=workspace)

    async def workspaces(self) -> list[Workspace]:
        return await self._all(Workspace, "workspaces")

    async def revoke(self, key_id: int) -> ApiKey | None:
        await self._run("end_sessions", id=key_id)
        return await self._one(ApiKey, "revoke", id=key_id)

    async def touch(self, key_id: int, *, every_s: float) -> None:
        await self._run("touch", id=key_id, every_s=every_s)

    async def open_session(self, digest: bytes, key_id: int, *, life_s: float, most: int) -> None:
        await self._run("add_session", digest=digest, id=key_id, life_s=life_s)
        await self._run("drop_old_sessions", id=key_id, most=most)

    async def end_session(self, digest: bytes) -> None:
        await self._run("end_session", digest=digest)
