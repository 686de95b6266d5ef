"""What users prefer, in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.saved_preferences import PreferenceType, SavedPreference


class PreferenceRows(Rows):
    concept = "preferences"

    async def all(self, actor: Actor) -> list[SavedPreference]:
        return await self._all(SavedPreference, "all", workspace=actor.workspace, user=actor.user)

    async def hold(self, actor: Actor) -> list[SavedPreference]:
        await self._run("lock", whose=json.dumps(["preferences", actor.workspace, actor.user]))
        return await self.all(actor)

    async def put(
        self, actor: Actor, preference_type: PreferenceType, data: Mapping[str, Any]
    ) -> None:
        await self._run(
            "put",
            workspace=actor.workspace,
            user=actor.user,
            preference_type=preference_type,
            preference_data=Jsonb(dict(data)),
        )

    async def remove(self, actor: Actor, preference_type: PreferenceType) -> None:
        await self._run(
            "remove",
            workspace=actor.workspace,
            user=actor.user,
            preference_type=preference_type,
        )
