"""Where pictures and files are kept: their facts in the store, their bytes beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
        """Raises `UnavailableError`: `ASSET_UNREADABLE` where the bytes are missing or do not
        match their sha256, `ASSET_STORE_UNAVAILABLE` where the store does not answer."""
        ...

    async def size(self, sha256: str) -> int:
        """How many bytes there are. Raises as `get`."""
        ...

    async def part(self, sha256: str, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, of a file that was verified. Raises as `get`."""
        ...

    async def derived(self, sha256: str, name: str) -> bytes | None:
        """What was made from the file before and kept under `name`; None where it was not."""
        ...

    async def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        """Keep what was made from the file, for as long as the file itself is kept."""
        ...


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """One object of the store: an asset's bytes, or something derived from them."""

    sha256: str
    size: int
    changed_at: datetime


class AssetShelf(AssetBytes, Protocol):
    """The asset store as whoever looks after it sees it."""

    async def claim(self, owner: UUID) -> int:
        """Note that the database keeps its files here; returns how many databases do."""
        ...

    async def remove(self, sha256: str) -> int:
        """Delete the bytes and all that was derived; returns how many bytes that freed."""
        ...

    async def tidy(self, older_than: timedelta) -> int:
        """Delete what writes left behind that were cut off; returns how many bytes that freed."""
        ...

    def stored(self) -> AsyncIterator[Sequence[StoredFile]]:
        """Everything that is there, page by page."""
        ...


class AssetLedger(Protocol):
    """Which files are needed, of all workspaces. Every call is a transaction of its own."""

    async def owner(self) -> UUID:
        """The name under which this database claims its asset store."""
        ...

    async def pin(self, sha256: str) -> None:
        """Note that the bytes are put now; whoever deletes them waits, or has done so before."""
        ...

    def alone(self) -> AbstractAsyncContextManager[bool]:
        """Whether no other process collects at the same time; so it stays while it is open."""
        ...

    async def drop_links(self, older_than: timedelta) -> int:
        """Drop the links of uploads that nothing used and of subjects that are gone."""
        ...

    async def unneeded(self, older_than: timedelta, *, after: str, limit: int) -> list[str]:
        """Files that nothing has needed for so long, in order of their sha256."""
        ...

    async def unknown(self, sha256s: Sequence[str]) -> list[str]:
        """Those that nothing here tells of."""
        ...

    def freeing(self, sha256: str, older_than: timedelta) -> AbstractAsyncContextManager[bool]:
        """Whether the bytes may be deleted while it is open; then the file is forgotten with them.

        Nobody can link the file or put its bytes meanwhile: they wait, and put them anew.
        """
        ...

    async def page(self, *, after: str, limit: int) -> list[Asset]:
        """All files in order of their sha256."""
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

    async def of_scene(self, actor: Actor, scene_id: int, *, limit: int) -> list[Picture]:
        """The pictures that were kept of runs that drew the scene, newest first."""
        ...
