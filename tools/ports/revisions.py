"""The append-only history of everything that is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.revisions import Revision, Versioned


class Revisions(Protocol):
    async def add(
        self,
        actor: Actor,
        kind: Versioned,
        subject_id: int,
        version: int,
        document: Mapping[str, Any],
    ) -> None: ...

    async def all_of(self, actor: Actor, kind: Versioned, subject_id: int) -> list[Revision]:
        """Oldest first."""
        ...

    async def page(
        self, actor: Actor, kind: Versioned, subject_id: int, *, limit: int, cursor: str | None
    ) -> Page[Revision]:
        """Newest first."""
        ...

    async def one(self, actor: Actor, kind: Versioned, subject_id: int, version: int) -> Revision:
        """Raises `NotFoundError` (`VERSION_NOT_FOUND`)."""
        ...
