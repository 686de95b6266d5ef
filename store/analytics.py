"""Figures over a window, counted by PostgreSQL."""

from __future__ import annotations

from typing import Any

import numpy as np

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.analytics import CharacterUse, GenerationAnalytics, QualityAnalytics
from tools.domain.generation_sums import (
    BilledSums,
    GenerationSums,
    Seconds,
    generation_analytics,
)
from tools.domain.paging import Page, after_numbers, page_of
from tools.domain.validation_sums import MEASURES, DaySums, Sums, space_qualities
from tools.domain.windows import Bucket, Window, days_in

_PARTS = ("n", "x", "xx", "y", "yy", "xy")
_NOTHING = "Nothing was validated in this window."


class AnalyticsRows(Rows):
    concept = "analytics"

    async def generations(
        self, actor: Actor, window: Window, bucket: Bucket, project_id: int | None
    ) -> GenerationAnalytics:
        asked = _asked(actor, window, project_id)
        rows = await self._records("generations", **asked)
        billed = await self._records("generations_billed", **asked)
        return generation_analytics(
            [_generations(row) for row in rows],
            [BilledSums(**row) for row in billed],
            window=window,
            bucket=bucket,
            project_id=project_id,
        )

    async def quality(
        self, actor: Actor, window: Window, bucket: Bucket, project_id: int | None
    ) -> QualityAnalytics:
        of = {"workspace": actor.workspace, "project_id": project_id}
        whole, parts = days_in(window)
        rows = await self._records("whole_days", first=whole[0], last=whole[1], **of)
        for part in parts:
            asked = {"since": part.since, "until": part.until}
            rows += await self._records("parts_of_days", **asked, **of)
        spaces = space_qualities([_day(row) for row in rows], bucket)
        return QualityAnalytics(
            since=window.since,
            until=window.until,
            bucket=bucket,
            project_id=project_id,
            spaces=spaces,
            reason=None if spaces else _NOTHING,
        )

    async def characters(
        self,
        actor: Actor,
        window: Window,
        project_id: int | None,
        *,
        limit: int,
        cursor: str | None,
    ) -> Page[CharacterUse]:
        after = after_numbers(cursor, 3)
        asked = _asked(actor, window, project_id)
        found: list[CharacterUse] = []
        if after is None or after[0] or after[1]:
            generations, pictures, number = after or (None, None, None)
            found = await self._all(
                CharacterUse,
                "characters_used",
                after_generations=generations,
                after_pictures=pictures,
                after_id=number,
                limit=limit + 1,
                **asked,
            )
        if len(found) <= limit:
            last = after[2] if after and not after[0] and not after[1] else 0
            found += await self._all(
                CharacterUse,
                "characters_unused",
                after_id=last,
                limit=limit + 1 - len(found),
                **asked,
            )
        return page_of(
            found, limit, lambda one: f"{one.generations}|{one.pictures}|{one.character_id}"
        )


def _asked(actor: Actor, window: Window, project_id: int | None) -> dict[str, Any]:
    return {
        "workspace": actor.workspace,
        "since": window.since,
        "until": window.until,
        "project_id": project_id,
    }


def _generations(row: dict[str, Any]) -> GenerationSums:
    worked_s, took_s = _seconds(row.pop("worked_s")), _seconds(row.pop("took_s"))
    return GenerationSums(**row, worked_s=worked_s, took_s=took_s)


def _seconds(written: bytes | None) -> Seconds:
    """Numbers as float8send writes them."""
    return np.frombuffer(written or b"", ">f8").astype(np.float64)


def _day(row: dict[str, Any]) -> DaySums:
    return DaySums(
        day=row["day"],
        space=row["space"],
        calibration_ids=row["calibration_ids"] or (),
        n=row["n"],
        approved=row["approved"],
        sums={name: Sums(**{part: row[f"{name}_{part}"] for part in _PARTS}) for name in MEASURES},
    )
