"""The append-only history in PostgreSQL. Callers have checked that the subject is the actor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.paging import Page, after_number, page_of
from tools.domain.revisions import Revision, Versioned


class RevisionRows(Rows):
    concept = "revisions"

    async def add(
        self,
        actor: Actor,
        kind: Versioned,
        subject_id: int,
        version: int,
        document: Mapping[str, Any],
    ) -> None:
        await self._run(
            "add",
            kind=kind,
            subject_id=subject_id,
            version=version,
            document=Jsonb(dict(document)),
            author=actor.user,
            run_id=actor.run_id,
        )

    async def all_of(self, actor: Actor, kind: Versioned, subject_id: int) -> list[Revision]:
        return await self._all(Revision, "all_of", kind=kind, subject_id=subject_id)

    async def page(
        self, actor: Actor, kind: Versioned, subject_id: int, *, limit: int, cursor: str | None
    ) -> Page[Revision]:
        rows = await self._all(
            Revision,
            "page",
            kind=kind,
            subject_id=subject_id,
            before=after_number(cursor) if cursor else None,
            limit=limit,
        )
        return page_of(rows, limit, lambda revision: revision.version)

    async def one(self, actor: Actor, kind: Versioned, subject_id: int, version: int) -> Revision:
        revision = await self._one(
            Revision, "one", kind=kind, subject_id=subject_id, version=version
        )
        if revision is None:
            raise NotFoundError(f"The {kind} has no version {version}.", code="VERSION_NOT_FOUND")
        return revision
