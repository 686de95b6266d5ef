"""Where references, vectors, scores and calibrations are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import (
    Assessment,
    CanonicalReference,
    Neighbour,
    StoredCalibration,
    Validation,
)
from tools.domain.drifts import Point
from tools.domain.paging import Page


class References(Protocol):
    async def canonical(
        self, actor: Actor, character_id: int, design: str
    ) -> CanonicalReference | None: ...

    async def latest_canonical(self, actor: Actor, character_id: int) -> CanonicalReference | None:
        """The newest canonical reference of any design."""
        ...

    async def propose(
        self, actor: Actor, character_id: int, design: str, sha256: str, picture_id: UUID | None
    ) -> CanonicalReference:
        """Keep a picture as candidate; one that is there already is answered as it is."""
        ...

    async def approve(self, actor: Actor, reference_id: int) -> CanonicalReference:
        """Make it canonical for its character and design; the one before is retired.

        One that is canonical already stays as it is. The caller holds the character.
        """
        ...

    async def of_character(self, actor: Actor, character_id: int) -> list[CanonicalReference]: ...

    async def get(self, actor: Actor, character_id: int, reference_id: int) -> CanonicalReference:
        """Raises `NotFoundError` (`REFERENCE_NOT_FOUND`)."""
        ...

    async def page(
        self, actor: Actor, character_id: int, *, limit: int, cursor: str | None
    ) -> Page[CanonicalReference]:
        """In the order in which they were proposed."""
        ...

    async def remove(self, actor: Actor, reference_id: int) -> None:
        """Drop it with its link to the file; scores that were measured against it stay."""
        ...


class Vectors(Protocol):
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
    ) -> None: ...

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
        """Pictures of the project, or of the whole workspace, by cosine similarity, best first.

        `without` leaves a sha256 out. Never fewer than `limit` where there are that many in this
        space.
        """
        ...


class Scores(Protocol):
    async def keep(
        self, actor: Actor, *, character_id: int, picture_id: UUID | None, assessment: Assessment
    ) -> tuple[int, datetime]:
        """Keep a score, and note it on the character; answers its number and its time."""
        ...

    async def history(self, actor: Actor, character_id: int, *, limit: int) -> list[Assessment]:
        """Newest first."""
        ...

    async def verdicts(self, actor: Actor, character_id: int) -> dict[str, int]:
        """How many of the character's scores came to which verdict."""
        ...

    async def note_opinion(self, actor: Actor, score_id: int, opinion: Mapping[str, Any]) -> None:
        """Keep what an adviser said of the picture beside its score."""
        ...

    async def newest_of_picture(
        self, actor: Actor, character_id: int, picture_id: UUID
    ) -> Assessment | None: ...

    async def get(self, actor: Actor, character_id: int, score_id: int) -> Validation:
        """Raises `NotFoundError` (`SCORE_NOT_FOUND`)."""
        ...

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
        """Newest first, from `since` to before `until`."""
        ...

    async def points(
        self,
        actor: Actor,
        character_id: int,
        *,
        since: datetime | None,
        until: datetime | None,
        limit: int,
    ) -> list[Point]:
        """The newest of the window, for a trend; newest first."""
        ...


class Calibrations(Protocol):
    async def find(self, actor: Actor, space: str, domain: str) -> StoredCalibration | None: ...

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
        """Insert, or replace the one of the same space, domain and data set."""
        ...
