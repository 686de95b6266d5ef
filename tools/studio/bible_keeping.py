"""How a bible is held, changed and kept: one lock, one version, one revision a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.bible import (
    Bible,
    BibleCharacter,
    BibleCharacterContent,
    bible_character_document,
    bible_document,
)
from tools.domain.documents import same_document
from tools.domain.errors import LimitExceededError
from tools.domain.naming import fold
from tools.ports.store import UnitOfWork
from tools.studio.content import expect_version, storable
from tools.studio.limits import BIBLE_CHARACTERS_MOST


@dataclass(frozen=True, kw_only=True)
class HeldBible:
    """A bible locked for a change, with its characters as they are before."""

    bible: Bible
    characters: tuple[BibleCharacter, ...]

    @property
    def is_new(self) -> bool:
        return self.bible.version == 0


async def hold_bible(
    work: UnitOfWork, actor: Actor, project_id: int, expected: int | None = None
) -> HeldBible:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`), `StaleVersionError`."""
    bible = await work.bibles.hold(actor, project_id)
    expect_version("bible", bible.version, expected)
    characters = await work.bibles.characters(actor, bible.id)
    return HeldBible(bible=bible, characters=tuple(characters))


async def keep_bible(work: UnitOfWork, actor: Actor, bible: Bible) -> HeldBible:
    """Write the held bible as its next version, with all its characters in the revision.

    Raises `LimitExceededError` where it grew over the limits of a document, or of a bible's
    characters.
    """
    saved = await work.bibles.save(actor, bible)
    characters = await work.bibles.characters(actor, saved.id)
    document = bible_document(saved, characters)
    within_bible_limit(characters)
    storable("bible", document)
    await work.revisions.add(actor, "bible", saved.id, saved.version, document)
    return HeldBible(bible=saved, characters=tuple(characters))


def within_bible_limit(characters: Sequence[BibleCharacterContent]) -> None:
    """Raises `LimitExceededError` where a bible has too many characters."""
    if len(characters) > BIBLE_CHARACTERS_MOST:
        raise LimitExceededError(
            f"The bible has {len(characters)} characters, the limit is {BIBLE_CHARACTERS_MOST}.",
            limit=BIBLE_CHARACTERS_MOST,
        )


async def replace_characters(
    work: UnitOfWork, actor: Actor, held: HeldBible, wanted: Sequence[BibleCharacterContent]
) -> None:
    """Make the bible's characters be these, in this order."""
    kept = [fold(c.name) for c in held.characters]
    asked = [fold(c.name) for c in wanted]
    if asked[: len(kept)] != kept:
        for character in held.characters:
            await work.bibles.remove_character(actor, character.id)
        kept = []
    for character, content in zip(held.characters[: len(kept)], wanted, strict=False):
        if not same_document(
            bible_character_document(character), bible_character_document(content)
        ):
            await work.bibles.save_character(
                actor, character.model_copy(update=content.model_dump())
            )
    for content in wanted[len(kept) :]:
        await work.bibles.add_character(actor, held.bible.id, content)
