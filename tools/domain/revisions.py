"""The history of a thing that is edited: who wrote which version, and what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.documents import changed_paths

Versioned = Literal[
    "bible", "character", "scene", "style_template", "character_template", "project"
]


class Revision(BaseModel):
    """One version as it was written, whole."""

    model_config = ConfigDict(frozen=True)

    version: int
    document: dict[str, Any]
    author: str
    run_id: UUID | None = None
    created_at: datetime


class Change(BaseModel):
    """What one version changed against the one before; paths are JSON pointers."""

    model_config = ConfigDict(frozen=True)

    version: int
    author: str
    at: datetime
    changed: list[str]


def changes(revisions: list[Revision]) -> list[Change]:
    """What each version changed, newest first; the first version lists all that it brought."""
    ordered = sorted(revisions, key=lambda revision: revision.version)
    found: list[Change] = []
    before: dict[str, Any] = {}
    for revision in ordered:
        paths = changed_paths(before, revision.document)
        found.append(
            Change(
                version=revision.version,
                author=revision.author,
                at=revision.created_at,
                changed=paths,
            )
        )
        before = revision.document
    return found[::-1]
