"""The world that a case is played in: projects with their bibles, characters and scenes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

Document = Mapping[str, JsonValue]


class WorldFileError(Exception):
    """A world that cannot be loaded; the message names the file and what is wrong."""


class SceneryError(Exception):
    """A world that the studio would not take; the message says which part and why."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class WorldBible(_Record):
    title: str = ""
    description: str = ""
    visual_style: Document = Field(default_factory=dict)
    world_setting: Document = Field(default_factory=dict)
    narrative_guidelines: Document = Field(default_factory=dict)


class WorldBibleCharacter(_Record):
    name: str = Field(min_length=1)
    description: str = ""
    visual_traits: Document = Field(default_factory=dict)
    personality_traits: Document = Field(default_factory=dict)
    relationships: Document = Field(default_factory=dict)
    evolution_arc: Document = Field(default_factory=dict)


class WorldCharacter(_Record):
    """A character; with `image` it has one generated picture."""

    name: str = Field(min_length=1)
    description: str = ""
    appearance: Document = Field(default_factory=dict)
    image: bool = False


class WorldScene(_Record):
    scene_number: int = Field(ge=1)
    branch: str = "main"
    description: str
    characters: tuple[str, ...] = ()


class WorldAnimation(_Record):
    """A dual animation that waits for `choose_response`, a single one for `generate_sprites`."""

    character: str
    responder: str | tuple[str, ...] | None = None
    action_type: str
    suggested: tuple[str, ...] = ()


class WorldProject(_Record):
    name: str = Field(min_length=1)
    description: str = ""
    bible: WorldBible | None = None
    bible_characters: tuple[WorldBibleCharacter, ...] = ()
    characters: tuple[WorldCharacter, ...] = ()
    scenes: tuple[WorldScene, ...] = ()
    animations: tuple[WorldAnimation, ...] = ()


class WorldStyleTemplate(_Record):
    name: str = Field(min_length=1)
    description: str = ""
    generation_params: Document = Field(default_factory=dict)


class WorldCharacterTemplate(_Record):
    name: str = Field(min_length=1)
    description: str = ""


class World(_Record):
    """Everything there is when a case begins; `current_project` is the one that is open."""

    current_project: str | None = None
    projects: tuple[WorldProject, ...] = ()
    style_templates: tuple[WorldStyleTemplate, ...] = ()
    character_templates: tuple[WorldCharacterTemplate, ...] = ()


def read_world(path: Path) -> World:
    """The world of a JSON file. Raises `WorldFileError`."""
    try:
        world = World.model_validate_json(path.read_bytes())
    except OSError as error:
        raise WorldFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValidationError as error:
        faults = (
            f"{path}: {'.'.join(map(str, fault['loc'])) or 'the world'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise WorldFileError("\n".join(faults)) from error
    names = [project.name for project in world.projects]
    if world.current_project is not None and world.current_project not in names:
        raise WorldFileError(
            f"{path}: current_project {world.current_project!r} is none of its projects"
        )
    return world
