"""How a character is written: one version, one revision a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.actor import Actor
from tools.domain.characters import Character, CharacterContent, character_document
from tools.ports.store import UnitOfWork
from tools.studio.content import modelled, named


async def new_character(
    work: UnitOfWork,
    actor: Actor,
    project_id: int,
    fields: Mapping[str, Any],
    *,
    bible_base: Mapping[str, Any] | None = None,
) -> Character:
    """Raises `NameTakenError`, `NotFoundError`, `InvalidError`, `LimitExceededError`."""
    character = await work.characters.add(
        actor, project_id, character_fields(fields), bible_base=bible_base
    )
    await work.revisions.add(
        actor, "character", character.id, character.version, character_document(character)
    )
    return character


async def save_character(
    work: UnitOfWork, actor: Actor, character: Character, *, expected: int | None = None
) -> Character:
    """Write a held character as its next version. Raises `StaleVersionError`, `NameTakenError`."""
    saved = await work.characters.save(actor, character, expected=expected)
    await work.revisions.add(actor, "character", saved.id, saved.version, character_document(saved))
    return saved


def character_fields(fields: Mapping[str, Any]) -> CharacterContent:
    """The content over checked fields. Raises `InvalidError`, `LimitExceededError`."""
    content = modelled(CharacterContent, "character", fields)
    return content.model_copy(update={"name": named("name", content.name)})
