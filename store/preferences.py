"""What users prefer, in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.preference_analytics import (
    SETTINGS_MOST,
    PreferenceAnalytics,
    PreferenceSetting,
    acceptance_of,
    effects_of,
)
from tools.domain.saved_preferences import PreferenceType, SavedPreference
from tools.domain.windows import Window


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

    async def effects(
        self, actor: Actor, window: Window, project_id: int | None
    ) -> PreferenceAnalytics:
        rows = await self._records(
            "effects",
            workspace=actor.workspace,
            since=window.since,
            until=window.until,
            project_id=project_id,
            most=SETTINGS_MOST,
        )
        whole = next(row for row in rows if row["preference"] is None)
        steered = [row for row in rows if row["preference"] is not None]
        settings = [row for row in steered if row["parameter"] is not None]
        generations = acceptance_of(whole["n"], whole["accepted"])
        return PreferenceAnalytics(
            since=window.since,
            until=window.until,
            project_id=project_id,
            generations=generations,
            preferences=effects_of(
                generations,
                [
                    (row["preference"], row["n"], row["accepted"])
                    for row in steered
                    if row["parameter"] is None
                ],
            ),
            settings=[_setting(row) for row in settings[:SETTINGS_MOST]],
            more_settings=len(settings) > SETTINGS_MOST,
        )


def _setting(row: dict[str, Any]) -> PreferenceSetting:
    return PreferenceSetting(**row, acceptance=acceptance_of(row["n"], row["accepted"]).acceptance)
