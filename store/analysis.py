"""What an analysis reads, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.analysis.facts import CanonicalVector, CastFact, GenerationFact, VersionFact
from tools.domain.assessments import Assessment
from tools.domain.errors import NotFoundError
from tools.domain.scenes import Scene


class AnalysisRows(Rows):
    concept = "analysis"

    async def versions(self, actor: Actor, character_id: int, *, limit: int) -> list[VersionFact]:
        return await self._all(VersionFact, "versions", character_id=character_id, limit=limit)

    async def scenes_of(
        self, actor: Actor, project_id: int, name: str, bible_name: str, *, limit: int
    ) -> list[Scene]:
        return await self._all(
            Scene,
            "scenes_of",
            workspace=actor.workspace,
            project_id=project_id,
            name=Jsonb([name]),
            bible_name=Jsonb([bible_name]),
            limit=limit,
        )

    async def scenes(
        self, actor: Actor, project_id: int, *, branch: str | None = None, limit: int
    ) -> list[Scene]:
        return await self._all(
            Scene,
            "scenes",
            workspace=actor.workspace,
            project_id=project_id,
            branch=branch,
            limit=limit,
        )

    async def scenes_by_id(self, actor: Actor, project_id: int, ids: Sequence[int]) -> list[Scene]:
        return await self._all(
            Scene,
            "scenes_by_id",
            workspace=actor.workspace,
            project_id=project_id,
            ids=list(ids),
        )

    async def generations_of_character(
        self, actor: Actor, character_id: int, *, limit: int
    ) -> list[GenerationFact]:
        rows = await self._records(
            "newest_of_character",
            workspace=actor.workspace,
            character_id=character_id,
            limit=limit,
        )
        return await self._generations(actor, rows)

    async def generations_of_project(
        self, actor: Actor, project_id: int, *, limit: int
    ) -> list[GenerationFact]:
        rows = await self._records(
            "newest_of_project", workspace=actor.workspace, project_id=project_id, limit=limit
        )
        return await self._generations(actor, rows)

    async def cast(
        self, actor: Actor, project_id: int, *, limit: int, scores: int
    ) -> list[CastFact]:
        return await self._all(
            CastFact,
            "cast",
            workspace=actor.workspace,
            project_id=project_id,
            limit=limit,
            scores=scores,
        )

    async def newest_scores(
        self, actor: Actor, project_id: int, *, looked_at: int, characters: int, each: int
    ) -> list[Assessment]:
        return await self._all(
            Assessment,
            "newest_scores",
            workspace=actor.workspace,
            project_id=project_id,
            looked_at=looked_at,
            characters=characters,
            each=each,
        )

    async def canonical_vectors(
        self, actor: Actor, project_id: int, space: str, *, limit: int
    ) -> list[CanonicalVector]:
        return await self._all(
            CanonicalVector,
            "canonical_vectors",
            workspace=actor.workspace,
            project_id=project_id,
            space=space,
            limit=limit,
        )

    async def template_uses(
        self, actor: Actor, styles: Sequence[int], templates: Sequence[int]
    ) -> dict[tuple[str, int], int]:
        rows = await self._records(
            "template_uses",
            workspace=actor.workspace,
            styles=list(styles),
            templates=list(templates),
        )
        return {(row["kind"], row["id"]): row["uses"] for row in rows}

    async def counts(self, actor: Actor, project_id: int) -> dict[str, int]:
        row = await self._record("counts", workspace=actor.workspace, project_id=project_id)
        if row is None:
            raise NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")
        return row

    async def keep_assessment(
        self, actor: Actor, character_id: int, assessment: Mapping[str, Any]
    ) -> None:
        await self._run(
            "keep_assessment",
            workspace=actor.workspace,
            character_id=character_id,
            assessment=Jsonb(dict(assessment)),
        )

    async def _generations(
        self, actor: Actor, rows: Sequence[Mapping[str, Any]]
    ) -> list[GenerationFact]:
        ids = [row["id"] for row in rows]
        return await self._all(GenerationFact, "generations", workspace=actor.workspace, ids=ids)
