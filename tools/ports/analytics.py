"""Figures that the store counts over a window of time."""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Actor
from tools.domain.analytics import CharacterUse, GenerationAnalytics, QualityAnalytics
from tools.domain.paging import Page
from tools.domain.windows import Bucket, Window


class Analytics(Protocol):
    """Of one project, or of the whole workspace."""

    async def generations(
        self, actor: Actor, window: Window, bucket: Bucket, project_id: int | None
    ) -> GenerationAnalytics: ...

    async def quality(
        self, actor: Actor, window: Window, bucket: Bucket, project_id: int | None
    ) -> QualityAnalytics: ...

    async def characters(
        self,
        actor: Actor,
        window: Window,
        project_id: int | None,
        *,
        limit: int,
        cursor: str | None,
    ) -> Page[CharacterUse]:
        """The most used first: by generations, then pictures; those without any use last."""
        ...
