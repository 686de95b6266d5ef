"""What a project is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Project(BaseModel):
    """One production: its bible, characters and scenes belong to it."""

    model_config = ConfigDict(frozen=True)

    id: int
    title: str
    synopsis: str = ""
    status: str = "active"
    metadata: dict[str, Any] = {}
    legacy_id: UUID | None = None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
