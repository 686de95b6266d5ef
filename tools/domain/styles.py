"""Styles that were saved to be used again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class StyleTemplate(BaseModel):
    """Generation parameters under a name; `generation_params` may hold `style` and more words."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str
    description: str = ""
    generation_params: dict[str, Any] = {}
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime

    @property
    def words(self) -> str:
        """What the style says, as words for a prompt."""
        values = [value for value in self.generation_params.values() if isinstance(value, str)]
        return ", ".join([*values, self.description] if self.description else values) or self.name
