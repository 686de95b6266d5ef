"""What exists, told in one look."""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Actor
from tools.domain.briefing import Briefing


class Briefings(Protocol):
    async def of(self, actor: Actor, project_id: int | None) -> Briefing:
        """The names in the workspace and, where one is open, in the project."""
        ...
