"""Pictures and files: bytes by their sha256, and where each comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, computed_field

PictureDomain = Literal["rendered", "generated", "uploaded"]
"""Drawn by an embedded renderer, made by a model, or brought by a person."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Asset(_Record):
    """A file's facts; sides in pixels where it is a picture."""

    sha256: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None

    @computed_field
    @property
    def url(self) -> str:
        return f"/api/assets/{self.sha256}"


class Picture(_Record):
    """One picture of a production. `provenance` says how it was made, whole enough to repeat it."""

    id: UUID
    project_id: int | None = None
    character_id: int | None = None
    run_id: UUID | None = None
    sha256: str
    label: str
    file_name: str
    domain: PictureDomain
    design: str | None = None
    provenance: dict[str, Any] = {}
    created_at: datetime

    @computed_field
    @property
    def url(self) -> str:
        return f"/api/assets/{self.sha256}"
