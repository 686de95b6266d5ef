"""A template becomes part of a character, or a character becomes a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.domain.actor import Actor
from tools.domain.character_templates import CharacterTemplate, character_applied, template_of
from tools.domain.styles import StyleTemplate, style_applied, style_of
from tools.domain.templates import LeftAlone, Template
from tools.studio.characters import CharacterEdit, rewrite
from tools.studio.content import expect_version
from tools.studio.studio import Studio
from tools.studio.templates import CHARACTERS, STYLES, checked_content, new_template


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a template did to a character, field by field, and what of it did nothing."""

    template: Template
    edit: CharacterEdit
    left_alone: list[LeftAlone] = field(default_factory=list[LeftAlone])


async def apply_style(
    studio: Studio,
    actor: Actor,
    character_id: int,
    template_id: int,
    *,
    expected: int | None = None,
) -> Applied:
    """Have the character drawn in a saved style from now on; applied again it changes nothing.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `TEMPLATE_NOT_FOUND`), `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        before = await work.characters.hold(actor, character_id)
        expect_version("character", before.version, expected)
        style: StyleTemplate = await work.styles.get(actor, template_id)
        fields, left_alone = style_applied(style, before)
        noted = before.model_copy(
            update={"style_template_id": style.id, "style_template_version": style.version}
        )
        edit = await rewrite(work, actor, noted, fields)
        return Applied(template=style, edit=edit, left_alone=left_alone)


async def apply_character_template(
    studio: Studio,
    actor: Actor,
    character_id: int,
    template_id: int,
    *,
    expected: int | None = None,
) -> Applied:
    """Merge a template into the character; a changed look opens a new design.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`, `TEMPLATE_NOT_FOUND`), `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        before = await work.characters.hold(actor, character_id)
        expect_version("character", before.version, expected)
        template: CharacterTemplate = await work.character_templates.get(actor, template_id)
        noted = before.model_copy(
            update={"template_id": template.id, "template_version": template.version}
        )
        edit = await rewrite(work, actor, noted, character_applied(template, before))
        return Applied(template=template, edit=edit)


async def save_as_template(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    name: str | None = None,
    description: str | None = None,
    shared: bool = False,
) -> CharacterTemplate:
    """A template that makes characters like this one, under its name where none is given.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`), `NameTakenError`, `InvalidError`,
    `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        character = await work.characters.get(actor, character_id)
        content = template_of(character, name or character.name, description, shared=shared)
        return await new_template(
            work, actor, CHARACTERS, checked_content(CHARACTERS, content.model_dump())
        )


async def save_style_of(
    studio: Studio,
    actor: Actor,
    character_id: int,
    *,
    name: str,
    description: str | None = None,
    generation_params: Mapping[str, Any] | None = None,
) -> StyleTemplate:
    """A style template with how this character is drawn; `generation_params` go over that.

    Raises `NotFoundError` (`CHARACTER_NOT_FOUND`), `NameTakenError`, `InvalidError`,
    `LimitExceededError`.
    """
    async with studio.store.begin(actor) as work:
        character = await work.characters.get(actor, character_id)
        params = style_of(character, generation_params or {})
        fields = {"name": name, "description": description or "", "generation_params": params}
        return await new_template(work, actor, STYLES, checked_content(STYLES, fields))
