"""References, scores and calibrations in PostgreSQL.

Callers have checked that the character is the actor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.assessments import (
    Assessment,
    CanonicalReference,
    StoredCalibration,
    Validation,
)
from tools.domain.drifts import Point
from tools.domain.errors import NotFoundError
from tools.domain.paging import Page, after_moment, after_number, page_of


class ReferenceRows(Rows):
    concept = "references"

    async def canonical(
        self, actor: Actor, character_id: int, design: str
    ) -> CanonicalReference | None:
        return await self._one(
            CanonicalReference, "canonical", character_id=character_id, design=design
        )

    async def latest_canonical(self, actor: Actor, character_id: int) -> CanonicalReference | None:
        return await self._one(CanonicalReference, "latest_canonical", character_id=character_id)

    async def propose(
        self, actor: Actor, character_id: int, design: str, sha256: str, picture_id: UUID | None
    ) -> CanonicalReference:
        reference = await self._one(
            CanonicalReference,
            "propose",
            character_id=character_id,
            design=design,
            sha256=sha256,
            picture_id=picture_id,
            user=actor.user,
        )
        assert reference is not None
        return reference

    async def approve(self, actor: Actor, reference_id: int) -> CanonicalReference:
        await self._run("retire", reference_id=reference_id)
        reference = await self._one(CanonicalReference, "approve", reference_id=reference_id)
        if reference is None:
            raise _unknown_reference(reference_id)
        return reference

    async def of_character(self, actor: Actor, character_id: int) -> list[CanonicalReference]:
        return await self._all(CanonicalReference, "of_character", character_id=character_id)

    async def get(self, actor: Actor, character_id: int, reference_id: int) -> CanonicalReference:
        reference = await self._one(
            CanonicalReference,
            "get",
            workspace=actor.workspace,
            character_id=character_id,
            reference_id=reference_id,
        )
        if reference is None:
            raise _unknown_reference(reference_id)
        return reference

    async def page(
        self, actor: Actor, character_id: int, *, limit: int, cursor: str | None
    ) -> Page[CanonicalReference]:
        rows = await self._all(
            CanonicalReference,
            "page",
            character_id=character_id,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda reference: reference.id)

    async def remove(self, actor: Actor, reference_id: int) -> None:
        await self._run("remove", workspace=actor.workspace, reference_id=reference_id)


class ScoreRows(Rows):
    concept = "scores"

    async def keep(
        self, actor: Actor, *, character_id: int, picture_id: UUID | None, assessment: Assessment
    ) -> tuple[int, datetime]:
        row = await self._record(
            "keep",
            character_id=character_id,
            picture_id=picture_id,
            reference_id=assessment.reference_id,
            reference_sha256=assessment.reference_sha256,
            score=assessment.score,
            similarity=assessment.similarity,
            verdict=assessment.verdict,
            space=assessment.space,
            domain=assessment.domain,
            calibration_id=assessment.calibration_id,
            design=assessment.design,
            report=Jsonb(assessment.report),
            run_id=actor.run_id,
            quality=assessment.quality,
            alignment=assessment.alignment,
            measured_by=assessment.measured_by,
        )
        assert row is not None
        await self._run("note_on_character", character_id=character_id, score=assessment.score)
        return row["id"], row["validation_date"]

    async def verdicts(self, actor: Actor, character_id: int) -> dict[str, int]:
        rows = await self._records("verdicts", workspace=actor.workspace, character_id=character_id)
        return {row["verdict"]: row["count"] for row in rows}

    async def history(self, actor: Actor, character_id: int, *, limit: int) -> list[Assessment]:
        return await self._all(Assessment, "history", character_id=character_id, limit=limit)

    async def note_opinion(self, actor: Actor, score_id: int, opinion: Mapping[str, Any]) -> None:
        await self._run("note_opinion", score_id=score_id, opinion=Jsonb(dict(opinion)))

    async def newest_of_picture(
        self, actor: Actor, character_id: int, picture_id: UUID
    ) -> Assessment | None:
        return await self._one(
            Assessment, "newest_of_picture", character_id=character_id, picture_id=picture_id
        )

    async def get(self, actor: Actor, character_id: int, score_id: int) -> Validation:
        found = await self._one(Validation, "get", character_id=character_id, score_id=score_id)
        if found is None:
            raise NotFoundError(f"There is no score {score_id}.", code="SCORE_NOT_FOUND")
        return found

    async def page(
        self,
        actor: Actor,
        character_id: int,
        *,
        since: datetime | None,
        until: datetime | None,
        limit: int,
        cursor: str | None,
    ) -> Page[Validation]:
        after_at, after_id = after_moment(cursor) or (None, None)
        rows = await self._all(
            Validation,
            "page",
            character_id=character_id,
            since=since,
            until=until,
            after_at=after_at,
            after_id=after_id,
            limit=limit,
        )
        return page_of(rows, limit, lambda row: f"{row.at and row.at.isoformat()}|{row.id}")

    async def points(
        self,
        actor: Actor,
        character_id: int,
        *,
        since: datetime | None,
        until: datetime | None,
        limit: int,
    ) -> list[Point]:
        rows = await self._records(
            "points", character_id=character_id, since=since, until=until, limit=limit
        )
        return [_point(row) for row in rows]


class CalibrationRows(Rows):
    concept = "calibrations"

    async def find(self, actor: Actor, space: str, domain: str) -> StoredCalibration | None:
        return await self._one(StoredCalibration, "find", space=space, domain=domain)

    async def put(
        self,
        actor: Actor,
        *,
        space: str,
        domain: str,
        data_set: str,
        n: int,
        ece: float,
        parameters: Mapping[str, Any],
        fitted_at: str,
    ) -> StoredCalibration:
        calibration = await self._one(
            StoredCalibration,
            "put",
            space=space,
            domain=domain,
            data_set=data_set,
            n=n,
            ece=ece,
            parameters=Jsonb(dict(parameters)),
            fitted_at=fitted_at,
        )
        assert calibration is not None
        return calibration


def _point(row: dict[str, Any]) -> Point:
    row["codes"] = tuple(row["codes"])
    return Point(**row)


def _unknown_reference(reference_id: int) -> NotFoundError:
    return NotFoundError(f"There is no reference {reference_id}.", code="REFERENCE_NOT_FOUND")
