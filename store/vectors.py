"""Embeddings in pgvector: every search names its project and its space."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pgvector import HalfVector

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.assessments import Neighbour


class VectorRows(Rows):
    concept = "vectors"

    async def keep(
        self,
        actor: Actor,
        *,
        picture_id: UUID,
        project_id: int,
        character_id: int | None,
        sha256: str,
        space: str,
        vector: Sequence[float],
    ) -> None:
        await self._run(
            "keep",
            picture_id=picture_id,
            project_id=project_id,
            character_id=character_id,
            sha256=sha256,
            space=space,
            vector=HalfVector(list(vector)).to_text(),
        )

    async def nearest(
        self,
        actor: Actor,
        *,
        project_id: int | None,
        space: str,
        vector: Sequence[float],
        limit: int,
        without: str | None = None,
    ) -> list[Neighbour]:
        return await self._all(
            Neighbour,
            "nearest",
            workspace=actor.workspace,
            project_id=project_id,
            space=space,
            vector=HalfVector(list(vector)).to_text(),
            limit=limit,
            without=without,
        )
