"""The history of a thing that is edited: who wrote which version, and what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.changes import value_at
from tools.domain.documents import canonical_bytes, changed_paths

Versioned = Literal[
    "bible", "character", "scene", "style_template", "character_template", "project"
]


DIFFERENCES_MOST = 200
DIFFERENCE_CHARACTERS_MOST = 4_000


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


class Difference(BaseModel):
    """One field before and after a version; null stands for one that is not there.

    `shortened` where a value is longer than `DIFFERENCE_CHARACTERS_MOST` and only begins here, as
    text.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    before: Any = None
    after: Any = None
    shortened: bool = False


class ChangeInFull(Change):
    """A change with what stood there before and what stands there now.

    `more` counts the changed fields beyond `DIFFERENCES_MOST`; the version itself has them.
    """

    differences: list[Difference] = []
    more: int = 0


def change_in_full(revision: Revision, before: Revision | None) -> ChangeInFull:
    """What a version changed against the one before it, all that it brought where it is None."""
    old = before.document if before else {}
    paths = changed_paths(old, revision.document)
    return ChangeInFull(
        version=revision.version,
        author=revision.author,
        at=revision.created_at,
        changed=paths,
        differences=[
            _difference(path, value_at(old, path), value_at(revision.document, path))
            for path in paths[:DIFFERENCES_MOST]
        ],
        more=max(0, len(paths) - DIFFERENCES_MOST),
    )


def _difference(path: str, before: Any, after: Any) -> Difference:
    written = [canonical_bytes(value).decode() for value in (before, after)]
    if max(map(len, written)) <= DIFFERENCE_CHARACTERS_MOST:
        return Difference(path=path, before=before, after=after)
    cut = [
        value if len(text) <= DIFFERENCE_CHARACTERS_MOST else text[:DIFFERENCE_CHARACTERS_MOST]
        for value, text in zip((before, after), written, strict=True)
    ]
    return Difference(path=path, before=cut[0], after=cut[1], shortened=True)


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
