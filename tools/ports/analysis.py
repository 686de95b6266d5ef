"""What an analysis reads: rows of many concepts, bounded and without what its rules skip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.analysis.facts import CanonicalVector, CastFact, GenerationFact, VersionFact
from tools.domain.assessments import Assessment
from tools.domain.scenes import Scene


class Analysis(Protocol):
    async def versions(self, actor: Actor, character_id: int, *, limit: int) -> list[VersionFact]:
        """Newest first. The caller has seen that the character is the actor's."""
        ...

    async def scenes_of(
        self, actor: Actor, project_id: int, name: str, bible_name: str, *, limit: int
    ) -> list[Scene]:
        """Those that have one of the names in their cast, by branch and number."""
        ...

    async def scenes(
        self, actor: Actor, project_id: int, *, branch: str | None = None, limit: int
    ) -> list[Scene]:
        """By branch and number."""
        ...

    async def scenes_by_id(self, actor: Actor, project_id: int, ids: Sequence[int]) -> list[Scene]:
        """Those of the project among the ids, by branch and number."""
        ...

    async def generations_of_character(
        self, actor: Actor, character_id: int, *, limit: int
    ) -> list[GenerationFact]:
        """Newest first."""
        ...

    async def generations_of_project(
        self, actor: Actor, project_id: int, *, limit: int
    ) -> list[GenerationFact]:
        """Newest first."""
        ...

    async def cast(
        self, actor: Actor, project_id: int, *, limit: int, scores: int
    ) -> list[CastFact]:
        """The project's characters that were changed last; the mean of at most `scores` scores."""
        ...

    async def newest_scores(
        self, actor: Actor, project_id: int, *, looked_at: int, characters: int, each: int
    ) -> list[Assessment]:
        """The newest scores of up to `characters` validated ones among the `looked_at` that were
        changed last; newest first."""
        ...

    async def canonical_vectors(
        self, actor: Actor, project_id: int, space: str, *, limit: int
    ) -> list[CanonicalVector]:
        """The vectors of the canonical pictures of the present designs."""
        ...

    async def template_uses(
        self, actor: Actor, styles: Sequence[int], templates: Sequence[int]
    ) -> dict[tuple[str, int], int]:
        """How many characters of the workspace took a template last, by kind and number."""
        ...

    async def counts(self, actor: Actor, project_id: int) -> dict[str, int]:
        """How many `characters`, `scenes` and `generations` the project has.

        Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
        """
        ...

    async def keep_assessment(
        self, actor: Actor, character_id: int, assessment: Mapping[str, Any]
    ) -> None:
        """Keep it beside the character as `echo_assessment`; not an edit, the version stays."""
        ...
