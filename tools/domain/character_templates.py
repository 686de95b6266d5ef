"""How a character is made, kept to make others so."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.domain.characters import CharacterContent
from tools.domain.documents import merge_patch
from tools.domain.templates import Template, TemplateContent

CARRIED = ("appearance", "generation_prompts", "rendering", "generation_preferences")
"""The documents of a character that a template carries, beside the description."""


class CharacterTemplateContent(TemplateContent):
    """What people write of a character template: all of a character but its name.

    `description` says who such a character is.
    """

    appearance: dict[str, Any] = Field(default_factory=dict[str, Any])
    generation_prompts: dict[str, Any] = Field(default_factory=dict[str, Any])
    rendering: dict[str, Any] = Field(default_factory=dict[str, Any])
    generation_preferences: dict[str, Any] = Field(default_factory=dict[str, Any])


class CharacterTemplate(CharacterTemplateContent, Template):
    """A kept character template."""


def template_of(
    character: CharacterContent, name: str, description: str | None = None, *, shared: bool = False
) -> CharacterTemplateContent:
    """A template that makes characters like this one."""
    return CharacterTemplateContent(
        name=name,
        description=character.description if description is None else description,
        shared=shared,
        **{field: getattr(character, field) for field in CARRIED},
    )


def character_applied(template: CharacterTemplate, character: CharacterContent) -> dict[str, Any]:
    """The character's fields with the template merged in (RFC 7396): what both say is replaced,
    lists too; what only the character has stays."""
    fields: dict[str, Any] = {
        field: merge_patch(getattr(character, field), getattr(template, field)) for field in CARRIED
    }
    if template.description:
        fields["description"] = template.description
    return fields
