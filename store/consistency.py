"""References, scores and calibrations in PostgreSQL.

Callers have checked that the character is the actor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.assessments import Assessment, CanonicalReference, StoredCalibration
from tools.domain.errors import NotFoundError


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
            raise NotFoundError(
                f"There is no reference {reference_id}.", code="REFERENCE_NOT_FOUND"
            )
        return reference

    async def of_character(self, actor: Actor, character_id: int) -> list[CanonicalReference]:
        return await self._all(CanonicalReference, "of_character", character_id=character_id)


class ScoreRows(Rows):
    concept = "scores"

    async def keep(
        self, actor: Actor, *, character_id: int, picture_id: UUID | None, assessment: Assessment
    ) -> int:
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
        )
        assert row is not None
        await self._run("note_on_character", character_id=character_id, score=assessment.score)
        return row["id"]

    async def history(self, actor: Actor, character_id: int, *, limit: int) -> list[Assessment]:
        return await self._all(Assessment, "history", character_id=character_id, limit=limit)


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
