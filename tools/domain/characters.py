"""What a character is, and what of it people edit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

CHARACTER_FIELDS = (
    "name", "description", "appearance", "generation_prompts", "rendering",
    "generation_preferences", "extra",
)  # fmt: skip
"""What an edit may change and a version keeps."""


class CharacterContent(BaseModel):
    """What people write of a character. `appearance` maps a feature to words; `extra` keeps what
    an imported file said beyond what we know."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    appearance: dict[str, Any] = {}
    generation_prompts: dict[str, Any] = {}
    rendering: dict[str, Any] = {}
    generation_preferences: dict[str, Any] = {}
    extra: dict[str, Any] = {}


class Character(CharacterContent):
    """A character of a project.

    `version` counts edits; `design` is the key of the appearance. `bible_base` is what the bible
    said at the last sync, null where the character never came from it. `template_id` is the
    character template that was applied last, `style_template_id` the style, each with the version
    it had then; either may be gone since.
    """

    id: int
    project_id: int
    version: int
    design: str
    image_path: str | None = None
    bible_base: dict[str, Any] | None = None
    consistency_score: float | None = None
    last_validation_date: datetime | None = None
    echo_assessment: dict[str, Any] | None = None
    template_id: int | None = None
    template_version: int | None = None
    style_template_id: int | None = None
    style_template_version: int | None = None
    created_by: str
    created_at: datetime
    updated_at: datetime

    @property
    def gender(self) -> str | None:
        gender = self.appearance.get("gender")
        return gender if isinstance(gender, str) else None

    @property
    def bible_name(self) -> str:
        """The name under which the bible knows the character, which a rename does not change."""
        name = (self.bible_base or {}).get("name")
        return name if isinstance(name, str) else self.name


class CharacterName(BaseModel):
    """A character by name only, for finding it; `bible_name` is what the bible calls it."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str
    project_id: int
    bible_name: str | None = None


def only_in_bible(entries: Iterable[str], characters: Iterable[CharacterName]) -> list[str]:
    """The bible's names that no character of the project has, or was made from."""
    taken = {name for c in characters for name in (c.name, c.bible_name) if name is not None}
    return [name for name in entries if name not in taken]


def character_content(character: CharacterContent) -> dict[str, Any]:
    """The fields that people edit, as a document."""
    return character.model_dump(include=set(CHARACTER_FIELDS))


def character_document(character: Character) -> dict[str, Any]:
    """What one version keeps: the edited fields, the design, the picture that stood for it."""
    return character_content(character) | {
        "design": character.design,
        "image_path": character.image_path,
    }
