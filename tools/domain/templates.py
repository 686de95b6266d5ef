"""What is kept under a name to be applied again: styles, and how characters are made."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class TemplateContent(BaseModel):
    """What people write of any template."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    shared: bool = False


class Template(TemplateContent):
    """A template as it is kept.

    It belongs to a workspace: everybody there may use it, and change it where their role allows.
    A `shared` one may be read and applied from every workspace of the service, and still be
    changed, and its history be read, from its own alone. Elsewhere it is found by its number, or
    by its exact name where that workspace has none of that name. One that is not shared does not
    exist elsewhere. Names are unique within a workspace.
    """

    id: int
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    own: bool = Field(default=True, description="Whether it is of the reader's workspace.")


class LeftAlone(BaseModel):
    """A part of a template that did nothing to what it was applied to, and why."""

    model_config = ConfigDict(frozen=True)

    key: str
    reason: str
