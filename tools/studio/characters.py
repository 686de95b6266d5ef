"""Characters: begin one, change one, see what it was, go back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.domain.actor import Actor
from tools.domain.changes import FieldChange, field_changes
from tools.domain.character_files import with_older_names
from tools.domain.characters import CHARACTER_FIELDS, Character, character_content
from tools.domain.documents import merge_patch
from tools.domain.naming import Resolution
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.reading import read_drawing
from tools.domain.regions import regions_changed
from tools.domain.restyling import restyled
from tools.domain.revisions import Revision
from tools.ports.store import UnitOfWork
from tools.studio.bible import bible_if_any
from tools.studio.bible_characters import rename_in_scenes
from tools.studio.bible_names import bible_character_named
from tools.studio.character_keeping import character_fields, new_character, save_character
from tools.studio.content import expect_version, storable
from tools.studio.finding import inherit
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class CharacterEdit:
    """A character before and after a change.

    `scenes` are the numbers of the scenes in which a new name took the old one's place.
    """

    before: Character
    after: Character
    changes: list[FieldChange]
    scenes: list[int] = field(default_factory=list[int])

    @property
    def new_design(self) -> bool:
        return self.before.design != self.after.design

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of a picture in which the two are drawn differently."""
        looks = [
            read_drawing({"appearance": character.appearance}).look
            for character in (self.before, self.after)
        ]
        return tuple(sorted(regions_changed(*looks)))


async def create_character(
    studio: Studio, actor: Actor, project_id: int, *, name: str, **fields: Any
) -> Character:
    """`fields` are those of `CharacterContent`, or their older names.

    Raises `NameTakenError`, `NotFoundError` (`PROJECT_NOT_FOUND`), `InvalidError`,
    `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        return await new_character(
            work, actor, project_id, with_older_names({"name": name, **fields})
        )


async def create_from_bible(
    studio: Studio,
    actor: Actor,
    project_id: int,
    spoken: str,
    *,
    lenient: bool = True,
    description: str | None = None,
    appearance: Mapping[str, Any] | None = None,
) -> tuple[Character, Resolution]:
    """A character with the bible's definition; what is given beside it goes over it.

    Raises `UnknownNameError`, `AmbiguousNameError`, `NameTakenError`, `NotFoundError`.
    """
    storable("character", {"description": description, "appearance": appearance})
    async with studio.store.begin(actor) as work:
        bible, entries = await bible_if_any(work, actor, project_id)
        if bible is None:
            await work.projects.get(actor, project_id)
        entry, found = bible_character_named(entries, spoken, lenient=lenient)
        own: dict[str, object] = {}
        if description:
            own["description"] = description
        if appearance:
            own["appearance"] = merge_patch(entry.visual_traits, appearance)
        return await inherit(work, actor, project_id, entry, own), found


async def get_character(studio: Studio, actor: Actor, character_id: int) -> Character:
    """Raises `NotFoundError` (`CHARACTER_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        return await work.characters.get(actor, character_id)


async def list_characters(
    studio: Studio,
    actor: Actor,
    project_id: int | None = None,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Character]:
    """Of one project, or of the whole workspace. Raises `NotFoundError` for an unknown project."""
    async with studio.store.read(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        return await work.characters.page(actor, project_id, limit=limit, cursor=cursor)


async def update_character(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    patch: Mapping[str, Any],
    expected: int | None = None,
    in_words: bool = False,
) -> CharacterEdit:
    """Merge `patch` (the fields of `CharacterContent`, or their older names) into the character.

    With `in_words` the appearance is changed as a director means it: what the words do not name
    stays (`tools.domain.restyling`). A change of appearance opens a new design, a changed name
    follows into the scenes; no change raises no version. Raises `NotFoundError`,
    `StaleVersionError`, `NameTakenError`, `InvalidError`, `LimitExceededError`.
    """
    storable("character", patch)
    async with studio.store.begin(actor) as work:
        before = await work.characters.hold(actor, character_id)
        expect_version("character", before.version, expected)
        fields = _patched(before, with_older_names(patch, before), in_words)
        return await rewrite(work, actor, before, fields)


async def delete_character(
    studio: Studio, actor: Actor, character_id: int, *, expected: int | None = None
) -> Character:
    """Raises `NotFoundError`, `StaleVersionError`. What the bible and scenes say of it stays."""
    async with studio.store.begin(actor) as work:
        character = await work.characters.hold(actor, character_id)
        expect_version("character", character.version, expected)
        await work.characters.remove(actor, character_id)
        return character


async def character_versions(studio: Studio, actor: Actor, character_id: int) -> list[Revision]:
    """Newest first. Raises `NotFoundError`."""
    async with studio.store.read(actor) as work:
        await work.characters.get(actor, character_id)
        return (await work.revisions.all_of(actor, "character", character_id))[::-1]


async def restore_character(
    studio: Studio, actor: Actor, character_id: int, version: int, *, expected: int | None = None
) -> CharacterEdit:
    """Write an earlier version's fields again, as the next version.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `VERSION_NOT_FOUND`), `StaleVersionError`,
    `NameTakenError` where another character has the old name now.
    """
    async with studio.store.begin(actor) as work:
        before = await work.characters.hold(actor, character_id)
        expect_version("character", before.version, expected)
        revision = await work.revisions.one(actor, "character", character_id, version)
        restored = before.model_copy(update={"image_path": revision.document.get("image_path")})
        return await rewrite(work, actor, restored, revision.document)


async def rewrite(
    work: UnitOfWork,
    actor: Actor,
    before: Character,
    fields: Mapping[str, Any],
    *,
    bible_base: Mapping[str, Any] | None = None,
) -> CharacterEdit:
    """Write a held character with these fields as its next version, where anything changes."""
    kept = {key: value for key, value in fields.items() if key in CHARACTER_FIELDS}
    content = character_fields({**character_content(before), **kept})
    changed = field_changes(character_content(before), content.model_dump())
    if not changed:
        return CharacterEdit(before=before, after=before, changes=[])
    update = content.model_dump()
    if bible_base is not None:
        update["bible_base"] = dict(bible_base)
    after = await save_character(work, actor, before.model_copy(update=update))
    scenes = (
        await rename_in_scenes(work, actor, before.project_id, before.name, after.name)
        if before.name != after.name
        else []
    )
    return CharacterEdit(
        before=before,
        after=after,
        changes=changed,
        scenes=scenes,
    )


def _patched(before: Character, patch: Mapping[str, Any], in_words: bool) -> dict[str, Any]:
    fields = character_content(before)
    merged: dict[str, Any] = merge_patch(fields, patch)
    looks = patch.get("appearance")
    if in_words and isinstance(looks, Mapping):
        merged["appearance"] = restyled(before.appearance, looks)
    cleared: dict[str, Any] = {
        key: "" if isinstance(was, str) else {} for key, was in fields.items()
    }
    return {**cleared, **merged}
