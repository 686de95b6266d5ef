"""Sets a world up in an empty studio, through the same use cases that everybody else calls."""

from __future__ import annotations

from collections.abc import Collection

from evals.rehearsed import rehearse
from evals.world import SceneryError, World, WorldProject
from tools.domain.actor import LOCAL
from tools.studio.bible import write_bible
from tools.studio.bible_characters import write_bible_character
from tools.studio.characters import create_character
from tools.studio.generation import wait_for
from tools.studio.ordering import ImageWish, order_image
from tools.studio.projects import create_project
from tools.studio.scenes import create_scene
from tools.studio.studio import Studio
from tools.studio.templates import CHARACTERS, STYLES, create_template


async def set_up(studio: Studio, world: World) -> None:
    """Create everything in the world, pictures included. Raises `StudioError`, `SceneryError`."""
    for project in world.projects:
        created = await create_project(
            studio, LOCAL, title=project.name, synopsis=project.description
        )
        await _bible(studio, created.id, project)
        await _cast(studio, created.id, project)
        for scene in project.scenes:
            await create_scene(
                studio,
                LOCAL,
                created.id,
                description=scene.description,
                characters=scene.characters,
                scene_number=scene.scene_number,
                branch=scene.branch,
            )
        for animation in project.animations:
            await rehearse(studio, created.id, animation)
    for template in world.style_templates:
        await create_template(studio, LOCAL, STYLES, **template.model_dump())
    for kept in world.character_templates:
        await create_template(studio, LOCAL, CHARACTERS, **kept.model_dump())


def left_out(world: World, tools: Collection[str]) -> list[str]:
    """What of the world cannot be set up, because no tool of this version works on it."""
    reasons: list[str] = []
    if world.character_templates and "apply_character_template" not in tools:
        reasons.append("character templates were left out: this version has no tools for them")
    return reasons


async def _bible(studio: Studio, project_id: int, project: WorldProject) -> None:
    if project.bible is not None:
        await write_bible(studio, LOCAL, project_id, patch=project.bible.model_dump())
    for entry in project.bible_characters:
        content = entry.model_dump()
        await write_bible_character(studio, LOCAL, project_id, entry.name, patch=content)


async def _cast(studio: Studio, project_id: int, project: WorldProject) -> None:
    for character in project.characters:
        await create_character(
            studio,
            LOCAL,
            project_id,
            name=character.name,
            description=character.description,
            appearance=dict(character.appearance),
        )
    for character in project.characters:
        if character.image:
            await _picture(studio, project_id, character.name)


async def _picture(studio: Studio, project_id: int, name: str) -> None:
    ordered, _ = await order_image(studio, LOCAL, project_id, name, ImageWish())
    drawn = await wait_for(studio, LOCAL, ordered)
    if drawn.best is None:
        raise SceneryError(
            f"the picture of {name} was not drawn: {drawn.run.error or drawn.status}"
        )
