"""What exists, gathered in one statement."""

from __future__ import annotations

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.briefing import NAMES_MOST, Briefing


class BriefingRows(Rows):
    concept = "briefings"

    async def of(self, actor: Actor, project_id: int | None) -> Briefing:
        row = await self._record(
            "of", workspace=actor.workspace, project_id=project_id, most=NAMES_MOST
        )
        assert row is not None
        return Briefing.model_validate(
            {key: value for key, value in row.items() if value is not None}
        )
