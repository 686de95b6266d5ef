"""Taking a bible document or character files in, or telling what that would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.actor import Actor
from tools.domain.bible import (
    Bible,
    BibleCharacter,
    BibleCharacterContent,
    BibleContent,
    bible_document,
)
from tools.domain.bible_files import read_bible_document
from tools.domain.changes import FieldChange, field_changes
from tools.domain.character_files import character_file, character_files, into_bible
from tools.domain.characters import Character, CharacterContent, character_content
from tools.domain.documents import merge_patch, same_document
from tools.domain.errors import InvalidError
from tools.domain.naming import fold
from tools.ports.store import UnitOfWork
from tools.studio.bible import by_name
from tools.studio.bible_keeping import (
    HeldBible,
    hold_bible,
    keep_bible,
    replace_characters,
    within_bible_limit,
)
from tools.studio.character_keeping import character_fields, new_character
from tools.studio.characters import rewrite
from tools.studio.content import expect_version, named, storable
from tools.studio.finding import find_character
from tools.studio.studio import Studio

_MISSING = object()


class Import(BaseModel):
    """What an import changed, or would change where it is a `dry_run`.

    `version` is the bible's after it; `added changed removed` name the bible's characters,
    `characters_written` the project's own characters that character files made or changed.
    """

    model_config = ConfigDict(frozen=True)

    dry_run: bool
    version: int
    changes: list[FieldChange]
    added: list[str]
    changed: list[str]
    removed: list[str]
    characters_written: list[str]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """The bible as it should be, and the character files that go into the project."""

    content: BibleContent
    entries: tuple[BibleCharacterContent, ...]
    files: tuple[CharacterContent, ...] = ()


async def import_bible(
    studio: Studio,
    actor: Actor,
    project_id: int,
    document: Any,
    *,
    dry_run: bool = False,
    expected: int | None = None,
) -> Import:
    """Take in a bible document, a character file, or a list of character files.

    Of a bible document what is given replaces what was, `characters` as a whole; what it leaves
    out stays. A character file is merged into the bible's entry key by key, and written to the
    project's character of that name, which is created where there is none. Raises
    `InvalidError` with paths, `LimitExceededError`, `NotFoundError`, `StaleVersionError`.
    """
    storable("document", document)
    if dry_run:
        async with studio.store.read(actor) as work:
            held = await _looked_at(work, actor, project_id)
            expect_version("bible", held.bible.version, expected)
            plan = _plan(held, document)
            written = [f.name for f in plan.files if await _differs(work, actor, project_id, f)]
            return _report(held, plan, written, dry_run=True, version=held.bible.version)
    async with studio.store.begin(actor) as work:
        held = await hold_bible(work, actor, project_id, expected)
        plan = _plan(held, document)
        written = [f.name for f in plan.files if await _write(work, actor, project_id, plan, f)]
        report = _report(held, plan, written, dry_run=False, version=held.bible.version)
        if not report.changes and not held.is_new:
            return report
        await replace_characters(work, actor, held, plan.entries)
        bible = held.bible.model_copy(update=plan.content.model_dump())
        kept = await keep_bible(work, actor, bible)
        return _report(held, plan, written, dry_run=False, version=kept.bible.version)


async def export_character(
    studio: Studio, actor: Actor, project_id: int, spoken: str
) -> dict[str, Any]:
    """The character as a character file. Raises `UnknownNameError`, `AmbiguousNameError`."""
    character, _ = await find_character(studio, actor, project_id, spoken, lenient=False)
    return character_file(character)


async def _looked_at(work: UnitOfWork, actor: Actor, project_id: int) -> HeldBible:
    """The bible without a lock; one that is not there yet looks like an empty one."""
    bible = await work.bibles.of_project(actor, project_id)
    if bible is None:
        project = await work.projects.get(actor, project_id)
        bible = Bible(
            id=0,
            project_id=project_id,
            version=0,
            created_at=project.created_at,
            updated_at=project.updated_at,
        )
    characters = await work.bibles.characters(actor, bible.id)
    return HeldBible(bible=bible, characters=tuple(characters))


def _plan(held: HeldBible, document: Any) -> _Plan:
    plan = _read(held, document)
    within_bible_limit(plan.entries)
    storable("bible", bible_document(plan.content, plan.entries))
    return plan


def _read(held: HeldBible, document: Any) -> _Plan:
    files = character_files(document)
    before = BibleContent.model_validate(held.bible.model_dump(include=_FIELDS))
    if files is not None:
        return _Plan(
            content=before, entries=_with_files(held.characters, files), files=tuple(files)
        )
    if not isinstance(document, Mapping):
        raise InvalidError(
            "A bible document is an object, character files are objects or a list of them.",
            errors=[{"path": "$", "message": "This must be an object."}],
        )
    read = read_bible_document(document)
    entries = held.characters if read.characters is None else read.characters
    for entry in entries:
        named("name of a character", entry.name)
    return _Plan(content=read.over(before), entries=tuple(entries))


def _with_files(
    known: Sequence[BibleCharacter], files: Sequence[CharacterContent]
) -> tuple[BibleCharacterContent, ...]:
    entries: dict[str, BibleCharacterContent] = {fold(entry.name): entry for entry in known}
    for file in files:
        named("name of a character", file.name)
        entries[fold(file.name)] = into_bible(entries.get(fold(file.name)), file)
    return tuple(entries.values())


def _report(
    held: HeldBible, plan: _Plan, written: list[str], *, dry_run: bool, version: int
) -> Import:
    before = by_name(bible_document(held.bible, held.characters))
    after = by_name(bible_document(plan.content, plan.entries))
    were, are = before["characters"], after["characters"]
    return Import(
        dry_run=dry_run,
        version=version,
        changes=field_changes(before, after) or _otherwise(before, after),
        added=[name for name in are if name not in were],
        changed=[n for n in are if n in were and not same_document(are[n], were[n])],
        removed=[name for name in were if name not in are],
        characters_written=written,
    )


def _otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """What no field tells: another order of the characters, a null for what was not there."""
    were, are = list(before["characters"]), list(after["characters"])
    if were != are:
        return [FieldChange(path="/characters", before=were, after=are)]
    return [
        FieldChange(path=f"/{key}", before=before.get(key), after=after.get(key))
        for key in sorted({*before, *after})
        if not same_document(before.get(key, _MISSING), after.get(key, _MISSING))
    ]


async def _differs(work: UnitOfWork, actor: Actor, project_id: int, file: CharacterContent) -> bool:
    known = await work.characters.called(actor, project_id, file.name)
    return not known or _over(known[0], file) != character_content(known[0])


async def _write(
    work: UnitOfWork, actor: Actor, project_id: int, plan: _Plan, file: CharacterContent
) -> bool:
    """Create or change the project's character; whether that changed anything."""
    name = next(e.name for e in plan.entries if fold(e.name) == fold(file.name))
    known = await work.characters.called(actor, project_id, file.name)
    if not known:
        base = _base({}, name, file)
        await new_character(work, actor, project_id, file.model_dump(), bible_base=base)
        return True
    before = await work.characters.hold(actor, known[0].id)
    base = _base(before.bible_base or {}, name, file)
    edit = await rewrite(work, actor, before, _over(before, file), bible_base=base)
    return bool(edit.changes)


def _base(before: Mapping[str, Any], name: str, file: CharacterContent) -> dict[str, Any]:
    """What the character and the bible are at one on since the file was taken into both.

    What only the bible says is left out, so that the next sync brings it.
    """
    said = {
        "description": file.description,
        "appearance": file.appearance,
        "generation_prompts": file.generation_prompts,
        "rendering": file.rendering,
    }
    merged: dict[str, Any] = merge_patch(
        before, {key: value for key, value in said.items() if value}
    )
    return {**merged, "name": name}


def _over(character: Character, file: CharacterContent) -> dict[str, Any]:
    """The character's fields after its file was taken in."""
    content = character_fields(file.model_dump())
    return {
        **character_content(character),
        "description": content.description or character.description,
        "appearance": merge_patch(character.appearance, content.appearance),
        "generation_prompts": content.generation_prompts or character.generation_prompts,
        "rendering": merge_patch(character.rendering, content.rendering),
        "extra": {**character.extra, **content.extra},
    }


_FIELDS = set(BibleContent.model_fields)
