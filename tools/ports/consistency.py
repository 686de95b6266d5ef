"""Where references, vectors, scores and calibrations are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import Assessment, CanonicalReference, Neighbour, StoredCalibration


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
        """Make it canonical for its character and design; the one before is retired."""
        ...

    async def of_character(self, actor: Actor, character_id: int) -> list[CanonicalReference]: ...


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
        project_id: int,
        space: str,
        vector: Sequence[float],
        limit: int,
        without: str | None = None,
    ) -> list[Neighbour]:
        """The project's pictures by cosine similarity, best first; `without` leaves a sha256 out.

        Never fewer than `limit` where the project has that many in this space.
        """
        ...


class Scores(Protocol):
    async def keep(
        self, actor: Actor, *, character_id: int, picture_id: UUID | None, assessment: Assessment
    ) -> int: ...

    async def history(self, actor: Actor, character_id: int, *, limit: int) -> list[Assessment]:
        """Newest first."""
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
