"""The bible's characters: written, found, renamed, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tools.domain.actor import Actor
from tools.domain.bible import BibleCharacter, BibleCharacterContent
from tools.domain.changes import FieldChange, field_changes
from tools.domain.documents import merge_patch
from tools.domain.errors import NameTakenError, UnknownNameError
from tools.domain.naming import Resolution, nearest
from tools.domain.scenes import renamed, scene_document
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any, bible_of
from tools.studio.bible_keeping import HeldBible, hold_bible, keep_bible
from tools.studio.bible_names import (
    KIND,
    alike_to,
    bible_character_named,
    exactly,
    known_as,
    slip_of,
)
from tools.studio.content import modelled, named, storable
from tools.studio.studio import Studio

Writing = Literal["new", "known", "either"]
"""Whether the character must be new, must be known, or may be either."""


@dataclass(frozen=True, kw_only=True)
class BibleCharacterEdit:
    """A character of the bible after a change.

    `found` is set where the name was spelt otherwise, `alike` are names that a new one is close to.
    """

    character: BibleCharacter
    created: bool
    changes: list[FieldChange]
    version: int
    found: Resolution | None = None
    alike: tuple[str, ...] = ()


async def list_bible_characters(
    studio: Studio, actor: Actor, project_id: int
) -> list[BibleCharacter]:
    """Empty where there is no bible yet. Raises `NotFoundError` (`PROJECT_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        bible, characters = await bible_if_any(work, actor, project_id)
        if bible is None:
            await work.projects.get(actor, project_id)
        return characters


async def find_bible_character(
    studio: Studio, actor: Actor, project_id: int, spoken: str, *, lenient: bool = True
) -> tuple[BibleCharacter, Resolution]:
    """The one that a name means. Raises `UnknownNameError`, `AmbiguousNameError`."""
    characters = await list_bible_characters(studio, actor, project_id)
    return bible_character_named(characters, spoken, lenient=lenient)


async def get_bible_character(
    studio: Studio, actor: Actor, project_id: int, name: str
) -> BibleCharacter:
    """By its whole name, however it is spelt. Raises `NotFoundError`."""
    return (await bible_character_at_version(studio, actor, project_id, name))[0]


async def bible_character_at_version(
    studio: Studio, actor: Actor, project_id: int, name: str
) -> tuple[BibleCharacter, int]:
    """By its whole name, however it is spelt, with the bible's version. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        bible, characters = await bible_if_any(work, actor, project_id)
        if bible is None:
            await work.projects.get(actor, project_id)
        return exactly(characters, name), bible.version if bible else 0


async def write_bible_character(
    studio: Studio,
    actor: Actor,
    project_id: int,
    name: str,
    *,
    patch: Mapping[str, Any],
    writing: Writing = "either",
    spoken: bool = False,
    expected: int | None = None,
) -> BibleCharacterEdit:
    """Merge `patch` (the fields of `BibleCharacterContent`) into the character, or begin it.

    `spoken` takes whole words of a name for the name ("Bram" for "Bram Oakhart"), also in
    `relationships`, and a long name with a slip of the pen for the one known; else names must
    be whole. A changed name follows into
    relationships, scenes and the characters made from this one. Raises `UnknownNameError`,
    `AmbiguousNameError`, `NameTakenError`, `StaleVersionError`, `InvalidError`.
    """
    storable(KIND, patch)
    async with studio.store.begin(actor) as work:
        held = await hold_bible(work, actor, project_id, expected)
        known = known_as(held.characters, name, spoken)
        slip = slip_of(held.characters, name) if spoken and known is None else None
        if slip is not None:
            known = exactly(held.characters, slip.name or name)
        _require(writing, known, held.characters, name)
        wanted = _spoken_relationships(held.characters, patch) if spoken else dict(patch)
        before = known.model_dump(include=_FIELDS) if known else {"name": named("name", name)}
        content = _content(merge_patch(before, {k: v for k, v in wanted.items() if k in _FIELDS}))
        changed = field_changes(before if known else {}, content.model_dump())
        if known and not changed:
            return _edit(held, known, created=False, changed=[], found=slip)
        if known is None:
            character = await work.bibles.add_character(actor, held.bible.id, content)
        else:
            character = await work.bibles.save_character(
                actor, known.model_copy(update=content.model_dump())
            )
            await _follow_name(work, actor, project_id, held, known.name, character.name)
        kept = await keep_bible(work, actor, held.bible)
        alike = () if known else alike_to(held.characters, content.name)
        return _edit(
            kept, character, created=known is None, changed=changed, found=slip, alike=alike
        )


async def remove_bible_character(
    studio: Studio,
    actor: Actor,
    project_id: int,
    spoken: str,
    *,
    whole_name: bool = False,
    expected: int | None = None,
) -> BibleCharacter:
    """Take a character out; what others say of it stays, and validation reports it.

    Raises `UnknownNameError`, `AmbiguousNameError`, `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        await bible_of(work, actor, project_id)
        held = await hold_bible(work, actor, project_id, expected)
        if whole_name:
            character = exactly(held.characters, spoken)
        else:
            character, _ = bible_character_named(held.characters, spoken, lenient=False)
        await work.bibles.remove_character(actor, character.id)
        await keep_bible(work, actor, held.bible)
        return character


_FIELDS = set(BibleCharacterContent.model_fields)


def _content(fields: Mapping[str, Any]) -> BibleCharacterContent:
    content = modelled(BibleCharacterContent, KIND, fields)
    return content.model_copy(update={"name": named("name", content.name)})


def _require(
    writing: Writing,
    known: BibleCharacter | None,
    characters: Sequence[BibleCharacter],
    name: str,
) -> None:
    if writing == "new" and known:
        raise NameTakenError(
            f"There is a character of the bible called “{known.name}” already.", name=known.name
        )
    if writing == "known" and known is None:
        raise UnknownNameError(KIND, name, nearest(name, [c.name for c in characters]))


def _spoken_relationships(
    characters: Sequence[BibleCharacter], patch: Mapping[str, Any]
) -> dict[str, Any]:
    """The patch with every relationship under the full name of the character meant."""
    said = patch.get("relationships")
    if not isinstance(said, Mapping):
        return dict(patch)
    full: dict[str, Any] = {}
    for name, words in said.items():
        meant = known_as(characters, name, spoken=True)
        full[meant.name if meant else name] = words
    return {**patch, "relationships": full}


async def _follow_name(
    work: UnitOfWork, actor: Actor, project_id: int, held: HeldBible, before: str, after: str
) -> None:
    if before == after:
        return
    for other in held.characters:
        if before in other.relationships and other.name != before:
            relations = {after if k == before else k: v for k, v in other.relationships.items()}
            await work.bibles.save_character(
                actor, other.model_copy(update={"relationships": relations})
            )
    await work.characters.rename_base(actor, project_id, before, after)
    if not await work.characters.called(actor, project_id, before):
        await rename_in_scenes(work, actor, project_id, before, after)


async def rename_in_scenes(
    work: UnitOfWork, actor: Actor, project_id: int, before: str, after: str
) -> list[int]:
    """Put the new name in every scene's cast; returns the scenes' numbers."""
    numbers: list[int] = []
    for scene in await work.scenes.with_character(actor, project_id, before):
        cast = renamed(scene.characters, before, after)
        saved = await work.scenes.save(
            actor, scene.model_copy(update={"characters": cast}), expected=None
        )
        await work.revisions.add(actor, "scene", saved.id, saved.version, scene_document(saved))
        numbers.append(saved.scene_number)
    return numbers


def _edit(
    held: HeldBible,
    character: BibleCharacter,
    *,
    created: bool,
    changed: list[FieldChange],
    found: Resolution | None = None,
    alike: tuple[str, ...] = (),
) -> BibleCharacterEdit:
    return BibleCharacterEdit(
        character=character,
        created=created,
        changes=changed,
        version=held.bible.version,
        found=found,
        alike=alike,
    )
