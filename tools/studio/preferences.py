"""What the user prefers: read, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.actor import Actor
from tools.domain.saved_preferences import SavedPreference, changed_preference, preference_types
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
