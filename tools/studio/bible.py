"""The bible: write it, read it, see what it was, go back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.domain.actor import Actor
from tools.domain.bible import Bible, BibleCharacter, BibleContent, bible_document
from tools.domain.bible_files import read_bible_document
from tools.domain.changes import FieldChange, field_changes
from tools.domain.documents import merge_patch
from tools.domain.errors import ConflictError, NotFoundError
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.pictures import Asset
from tools.domain.revisions import ChangeInFull, Revision, change_in_full
from tools.ports.store import UnitOfWork
from tools.studio.bible_keeping import hold_bible, keep_bible, replace_characters
from tools.studio.content import modelled, storable
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class BibleEdit:
    """A bible after a change, and what the change was."""

    bible: Bible
    created: bool
    changes: list[FieldChange]


async def get_bible(studio: Studio, actor: Actor, project_id: int) -> Bible:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BIBLE_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await bible_of(work, actor, project_id)


async def write_bible(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
    must_be_new: bool = False,
) -> BibleEdit:
    """Merge `patch` (the fields of `BibleContent`) key by key; begins a missing bible.

    Raises `NotFoundError`, `StaleVersionError`, `InvalidError`, `LimitExceededError`, and with
    `must_be_new` `ConflictError` (`BIBLE_EXISTS`).
    """
    storable("bible", patch)
    async with studio.store.begin(actor) as work:
        held = await hold_bible(work, actor, project_id, expected)
        if must_be_new and not held.is_new:
            raise ConflictError("The project has a bible already.", code="BIBLE_EXISTS")
        before = held.bible.model_dump(include=set(BibleContent.model_fields))
        content = modelled(BibleContent, "bible", merge_patch(before, patch))
        changed = field_changes(before, content.model_dump())
        if not changed and not held.is_new:
            return BibleEdit(bible=held.bible, created=False, changes=[])
        kept = await keep_bible(work, actor, held.bible.model_copy(update=content.model_dump()))
        return BibleEdit(bible=kept.bible, created=held.is_new, changes=changed)


async def bible_history(
    studio: Studio,
    actor: Actor,
    project_id: int,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[ChangeInFull]:
    """What each version changed, newest first; a character's path is by its name."""
    async with studio.store.read(actor) as work:
        bible = await bible_of(work, actor, project_id)
        page = await work.revisions.page(actor, "bible", bible.id, limit=limit, cursor=cursor)
        earlier = await work.revisions.page(
            actor, "bible", bible.id, limit=1, cursor=page.next_cursor
        )
    return await asyncio.to_thread(_history, page, earlier.items if page.next_cursor else [])


async def restore_bible(
    studio: Studio, actor: Actor, project_id: int, version: int, *, expected: int | None = None
) -> BibleEdit:
    """Write an earlier version again, as the next one, characters included.

    Raises `NotFoundError` (`BIBLE_NOT_FOUND`, `VERSION_NOT_FOUND`), `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        await bible_of(work, actor, project_id)
        held = await hold_bible(work, actor, project_id, expected)
        revision = await work.revisions.one(actor, "bible", held.bible.id, version)
        before = bible_document(held.bible, held.characters)
        changed = field_changes(by_name(before), by_name(revision.document))
        if not changed:
            return BibleEdit(bible=held.bible, created=False, changes=[])
        document = read_bible_document(revision.document)
        await replace_characters(work, actor, held, document.characters or ())
        restored = held.bible.model_copy(update=document.content.model_dump())
        kept = await keep_bible(work, actor, restored)
        return BibleEdit(bible=kept.bible, created=False, changes=changed)


async def export_bible(studio: Studio, actor: Actor, project_id: int) -> dict[str, Any]:
    """The whole bible as one document, which `import_bible` takes. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        bible = await bible_of(work, actor, project_id)
        return bible_document(bible, await work.bibles.characters(actor, bible.id))


async def keep_export(
    studio: Studio, actor: Actor, project_id: int, document: Mapping[str, Any]
) -> Asset | None:
    """An exported bible kept as a JSON file that can be downloaded; None where a viewer asks."""
    if not actor.may_write:
        return None
    data = json.dumps(document, ensure_ascii=False, indent=2).encode()
    sha256 = await studio.files.put(data)
    asset = Asset(sha256=sha256, type="application/json", size=len(data))
    async with studio.store.begin(actor) as work:
        await work.links.link(actor, asset, subject=f"project:{project_id}", role="bible export")
    return asset


async def bible_of(work: UnitOfWork, actor: Actor, project_id: int) -> Bible:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`, `BIBLE_NOT_FOUND`)."""
    bible = await work.bibles.of_project(actor, project_id)
    if bible is None:
        project = await work.projects.get(actor, project_id)
        raise NotFoundError(
            f"The project “{project.title}” has no bible yet. Write one first.",
            code="BIBLE_NOT_FOUND",
        )
    return bible


async def bible_if_any(
    work: UnitOfWork, actor: Actor, project_id: int
) -> tuple[Bible | None, list[BibleCharacter]]:
    """The bible and its characters, or None and none."""
    bible = await work.bibles.of_project(actor, project_id)
    return bible, await work.bibles.characters(actor, bible.id) if bible else []


def _history(page: Page[Revision], earlier: list[Revision]) -> Page[ChangeInFull]:
    """The page's changes; each is held against the version before, the last against `earlier`."""
    named = [
        revision.model_copy(update={"document": by_name(revision.document)})
        for revision in (*page.items, *earlier)
    ]
    told = zip(named, [*named[1:], None], strict=True)
    return Page(
        items=[change_in_full(*pair) for pair in list(told)[: len(page.items)]],
        next_cursor=page.next_cursor,
    )


def by_name(document: Mapping[str, Any]) -> dict[str, Any]:
    """A bible's document with its characters under their names, for comparing."""
    characters = {entry["name"]: entry for entry in document.get("characters", [])}
    return {**document, "characters": characters}
