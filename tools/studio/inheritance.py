"""Pulling into a character what changed in the bible."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.bible import BibleCharacter
from tools.domain.changes import FieldChange
from tools.domain.characters import Character
from tools.domain.errors import UnknownNameError
from tools.domain.inheritance import Prefer, SyncConflict, merged
from tools.domain.naming import fold, nearest
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_of
from tools.studio.bible_names import KIND
from tools.studio.characters import rewrite
from tools.studio.content import expect_version
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Sync:
    """A character after it was held against the bible: what it took, what it kept against it."""

    before: Character
    character: Character
    applied: list[FieldChange]
    conflicts: list[SyncConflict]


async def sync_character(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    prefer: Prefer = "character",
    expected: int | None = None,
) -> Sync:
    """Pull what changed in the bible; changes by hand stay and are reported, unless `prefer` is
    `bible`. Raises `NotFoundError`, `UnknownNameError` (`BIBLE_CHARACTER_NOT_FOUND`),
    `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        before = await work.characters.hold(actor, character_id)
        expect_version("character", before.version, expected)
        entry = await _entry(work, actor, before)
        merge = merged(before.bible_base, entry, before, prefer)
        edit = await rewrite(work, actor, before, merge.fields, bible_base=merge.base)
        after = edit.after
        if not edit.changes and merge.base != before.bible_base:
            await work.characters.note_base(actor, before.id, merge.base)
            after = await work.characters.get(actor, before.id)
        return Sync(
            before=before, character=after, applied=merge.applied, conflicts=merge.conflicts
        )


async def _entry(work: UnitOfWork, actor: Actor, character: Character) -> BibleCharacter:
    bible = await bible_of(work, actor, character.project_id)
    entries = await work.bibles.characters(actor, bible.id)
    wanted = fold(character.bible_name)
    entry = next((e for e in entries if fold(e.name) == wanted), None)
    if entry is None:
        names = [e.name for e in entries]
        raise UnknownNameError(KIND, character.bible_name, nearest(character.bible_name, names))
    return entry
