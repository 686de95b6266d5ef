"""The story's scenes, as the director words them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.sentences import told
from tools.catalog.tool import Arguments, Call, Family, Outcome
from tools.catalog.wording import changes_worded, filled, notes
from tools.domain.paging import LIMIT_MOST
from tools.domain.scenes import MAIN_BRANCH, Scene
from tools.studio import scenes

FAMILY = Family()

_BRANCH = Field(None, description="The branch of the story; `main` where left out.")
_CAST = Field(None, description="The names of all characters in the scene.")


class CreateScene(Arguments):
    description: str = Field(description="What happens in the scene, and where.")
    characters: list[str] | None = _CAST
    scene_number: int | None = Field(None, description="The next one where left out.")
    branch: str | None = _BRANCH


class ListScenes(Arguments):
    branch: str | None = _BRANCH


class UpdateScene(Arguments):
    scene_number: int = Field(description="The number of the scene to change.")
    description: str | None = Field(None, description="The new description.")
    characters: list[str] | None = _CAST
    branch: str | None = _BRANCH


@FAMILY.tool(CreateScene)
async def create_scene(call: Call, said: CreateScene) -> Outcome:
    """Add a scene to the story."""
    made = await scenes.create_scene(
        call.studio,
        call.actor,
        call.project,
        description=said.description,
        characters=said.characters or (),
        scene_number=said.scene_number,
        branch=said.branch or MAIN_BRANCH,
        casting="spoken",
    )
    message = f"Scene {made.scene.scene_number} is in the story. {_told(made.scene)}"
    return Outcome(
        content={"scene": _worded(made.scene), "created": True, "message": message}
        | notes(made.near)
    )


@FAMILY.tool(ListScenes, reads=True)
async def list_scenes(call: Call, said: ListScenes) -> Outcome:
    """List the scenes of a branch in order."""
    branch = said.branch or MAIN_BRANCH
    page = await scenes.list_scenes(
        call.studio, call.actor, call.project, branch=branch, limit=LIMIT_MOST
    )
    branches = await scenes.list_branches(call.studio, call.actor, call.project)
    return Outcome(
        content={
            "branch": branch,
            "scenes": [_worded(scene) for scene in page.items],
            "more": page.next_cursor is not None,
            "message": _listed(branch, page.items),
        }
        | filled(other_branches=[other for other in branches if other != branch])
    )


@FAMILY.tool(UpdateScene)
async def update_scene(call: Call, said: UpdateScene) -> Outcome:
    """Change a scene's description or its characters (the list replaces the old one)."""
    scene = await scenes.find_scene(
        call.studio, call.actor, call.project, said.scene_number, said.branch or MAIN_BRANCH
    )
    edit = await scenes.update_scene(
        call.studio,
        call.actor,
        scene.id,
        patch=said.model_dump(exclude_none=True, include={"description", "characters"}),
        casting="spoken",
    )
    return Outcome(
        content={"scene": _worded(edit.scene)}
        | {"message": told(f"Scene {edit.scene.scene_number}", edit.changes)}
        | changes_worded(edit.changes)
        | notes(edit.near)
    )


def _told(scene: Scene) -> str:
    cast = f" With {', '.join(scene.characters)}." if scene.characters else ""
    said = scene.description.rstrip()
    return f"{said}{'' if not said or said.endswith(('.', '!', '?')) else '.'}{cast}".strip()


def _listed(branch: str, found: list[Scene]) -> str:
    if not found:
        return f"The branch {branch} has no scenes yet."
    return "\n".join(f"{scene.scene_number}. {_told(scene)}" for scene in found)


def _worded(scene: Scene) -> dict[str, Any]:
    return filled(
        scene_number=scene.scene_number,
        branch=scene.branch_name,
        description=scene.description,
        characters=scene.characters,
        status=scene.status,
        has_clip=scene.video_path is not None or None,
    )
