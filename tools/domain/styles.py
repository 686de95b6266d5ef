"""Styles that were saved to be used again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.generation_params import read_params

STYLE_FIELDS = ("name", "description", "generation_params", "shared")
"""What an edit may change and a version keeps."""


class StyleContent(BaseModel):
    """What people write of a saved style; `generation_params` holds what
    `tools.domain.generation_params` lists, and keys of one's own."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    generation_params: dict[str, Any] = {}
    shared: bool = False


class StyleTemplate(StyleContent):
    """A saved style.

    It belongs to the workspace: everybody there may use it, and change it where their role allows.
    A `shared` one may be read and applied from every workspace of the service, and still be
    changed from its own alone; there it is found by its number, or by its exact name where the
    workspace has no style of that name. Otherwise it does not exist elsewhere. As a `style` in an
    order a name means the workspace's own styles only, so that nobody else gives words a meaning.
    `own` says whether it is the reader's workspace's.
    """

    id: int
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    own: bool = True

    @property
    def words(self) -> str:
        """What the style says of itself, for a prompt: its style words, else its description."""
        return read_params(self.generation_params).values.get("style") or (
            self.description or self.name
        )
