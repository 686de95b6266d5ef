"""What the user prefers: read, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tools.domain.actor import Actor
from tools.domain.preference_analytics import PreferenceAnalytics
from tools.domain.saved_preferences import SavedPreference, changed_preference, preference_types
from tools.domain.windows import window_of
from tools.studio.content import storable
from tools.studio.studio import Studio


async def get_preferences(studio: Studio, actor: Actor) -> list[SavedPreference]:
    """Those of the actor's user in his workspace, oldest first."""
    async with studio.store.read(actor) as work:
        return await work.preferences.all(actor)


async def change_preferences(
    studio: Studio, actor: Actor, said: Mapping[str, Any]
) -> list[SavedPreference]:
    """Merge into the user's preferences, all or none; what is not named stays.

    A null removes one, anything but an object is its `value`. Raises `InvalidError`
    (`UNKNOWN_PREFERENCE`, `BAD_PREFERENCE`), `LimitExceededError`.
    """
    storable("preferences", said)
    wanted = preference_types(said)
    async with studio.store.begin(actor) as work:
        kept = {one.preference_type: one for one in await work.preferences.hold(actor)}
        for kind, value in wanted.items():
            before = kept[kind].preference_data if kind in kept else None
            after = changed_preference(kind, before, value)
            if after is None:
                await work.preferences.remove(actor, kind)
            else:
                await work.preferences.put(actor, kind, after)
        return await work.preferences.all(actor)


async def preference_analytics(
    studio: Studio,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    project_id: int | None = None,
) -> PreferenceAnalytics:
    """What preferences steered in the window, and what became of it.

    Raises `NotFoundError` (`PROJECT_NOT_FOUND`), `InvalidError`, `LimitExceededError`.
    """
    window = window_of(since, until, datetime.now(UTC))
    async with studio.store.read(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        return await work.preferences.effects(actor, window, project_id)
