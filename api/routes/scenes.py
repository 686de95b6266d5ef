"""Scenes over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AliasChoices, BaseModel, Field, computed_field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import tag
from api.routes.parameters import ProjectInQuery, RowId, RowNumber, one_project
from tools.domain.paging import Page
from tools.domain.scenes import MAIN_BRANCH, Scene
from tools.studio import scenes

router = APIRouter(prefix="/api/anime/scenes", tags=["scenes"])

Cast = Annotated[
    list[str] | str | None,
    Field(description="The names of the characters: a list, or one written as JSON text."),
]


class ScenePatch(BaseModel):
    """Changes to a scene: objects are merged key by key, lists replace, what is left out stays."""

    description: str | None = None
    characters: Cast = None
    scene_number: int | None = Field(None, ge=1, le=scenes.SCENE_NUMBER_MOST)
    branch_name: str | None = Field(None, validation_alias=AliasChoices("branch_name", "branch"))
    status: str | None = None
    workflow_data: dict[str, Any] | None = None
    video_path: str | None = None

    def fields(self) -> dict[str, Any]:
        """The patch under the names that the studio uses."""
        given = self.model_dump(exclude_unset=True, include=set(ScenePatch.model_fields))
        if "characters" in given:
            given["characters"] = scenes.names_listed(given["characters"])
        return given


class SceneBody(ScenePatch):
    """A new scene; without a number it is the branch's next."""

    project_id: RowNumber | None = None


class SceneAnswer(Scene):
    """A scene, with its branch also under the shorter name."""

    @computed_field
    @property
    def branch(self) -> str:
        return self.branch_name


@router.post("", status_code=201)
async def create_scene(
    body: SceneBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    project_id: ProjectInQuery = None,
) -> SceneAnswer:
    given = {key: value for key, value in body.fields().items() if value is not None}
    made = await scenes.create_scene(
        studio,
        actor,
        one_project(body.project_id, project_id),
        description=given.pop("description", ""),
        characters=given.pop("characters", ()),
        scene_number=given.pop("scene_number", None),
        branch=given.pop("branch_name", MAIN_BRANCH),
        fields=given,
    )
    return _answer(response, made.scene)


@router.get("")
async def list_scenes(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: ProjectInQuery = None,
    branch: Annotated[str | None, Query(description="Only the scenes of this branch.")] = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[SceneAnswer]:
    """By project, branch and number."""
    page = await scenes.list_scenes(
        studio, actor, project_id, branch=branch, limit=limit, cursor=cursor
    )
    return Page(items=[_worded(scene) for scene in page.items], next_cursor=page.next_cursor)


@router.get("/{scene_id}")
async def get_scene(
    scene_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> SceneAnswer:
    return _answer(response, await scenes.get_scene(studio, actor, scene_id))


@router.put("/{scene_id}")
async def update_scene(
    scene_id: RowId,
    body: ScenePatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> SceneAnswer:
    edit = await scenes.update_scene(
        studio, actor, scene_id, patch=body.fields(), expected=expected
    )
    return _answer(response, edit.scene)


@router.delete("/{scene_id}", status_code=204)
async def delete_scene(
    scene_id: RowId, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    await scenes.delete_scene(studio, actor, scene_id, expected=expected)
    return Response(status_code=204)


def _answer(response: Response, scene: Scene) -> SceneAnswer:
    tag(response, scene.version)
    return _worded(scene)


def _worded(scene: Scene) -> SceneAnswer:
    return SceneAnswer.model_validate(scene.model_dump())
