"""What users prefer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.preference_analytics import PreferenceAnalytics
from tools.domain.saved_preferences import PreferenceType, SavedPreference
from tools.domain.windows import Window


class Preferences(Protocol):
    """The saved preferences of the actor's user in the actor's workspace."""

    async def all(self, actor: Actor) -> list[SavedPreference]:
        """One a type at most."""
        ...

    async def hold(self, actor: Actor) -> list[SavedPreference]:
        """As `all`; nobody else changes them until the unit of work ends."""
        ...

    async def put(
        self, actor: Actor, preference_type: PreferenceType, data: Mapping[str, Any]
    ) -> None: ...

    async def remove(self, actor: Actor, preference_type: PreferenceType) -> None: ...

    async def effects(
        self, actor: Actor, window: Window, project_id: int | None
    ) -> PreferenceAnalytics:
        """What preferences of anybody steered, in the workspace or one project of it."""
        ...
