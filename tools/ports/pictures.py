"""Where pictures and files are kept: their facts in the store, their bytes beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.pictures import Asset, Picture, PictureDomain


class AssetBytes(Protocol):
    """Content-addressed bytes. Putting the same bytes twice keeps one copy."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes; returns their sha256 in hexadecimal."""
        ...

    async def get(self, sha256: str) -> bytes:
        """Raises `UnavailableError` where the bytes are missing or do not match their sha256."""
        ...


class AssetLinks(Protocol):
    async def link(self, actor: Actor, asset: Asset, *, subject: str, role: str) -> None:
        """Note the asset and give the workspace access to it."""
        ...

    async def get(self, actor: Actor, sha256: str) -> Asset:
        """Raises `NotFoundError` (`ASSET_NOT_FOUND`) where the workspace has no link to it."""
        ...


class Pictures(Protocol):
    async def add(
        self,
        actor: Actor,
        *,
        picture_id: UUID,
        project_id: int | None,
        character_id: int | None,
        sha256: str,
        name: str,
        domain: PictureDomain,
        design: str | None,
        provenance: Mapping[str, Any],
    ) -> Picture:
        """Keep a picture of the actor's run, labelled `<name> <n>`, n counting per project."""
        ...

    async def get(self, actor: Actor, picture_id: UUID) -> Picture: ...

    async def newest(self, actor: Actor, *, character_id: int) -> Picture | None: ...

    async def recent(self, actor: Actor, *, project_id: int, limit: int) -> list[Picture]:
        """Newest last."""
        ...

    async def called(self, actor: Actor, project_id: int, spoken: str) -> list[Picture]:
        """The pictures whose sha256, file name or label is `spoken`, newest first."""
        ...

    async def of_run(self, actor: Actor, run_id: UUID) -> list[Picture]: ...
