"""A scene drawn as a clip, as the director words it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

from pydantic import Field

from tools.catalog.generation import Ordered, awaited
from tools.catalog.tool import Arguments, Call, Family, Outcome
from tools.domain.errors import InvalidError
from tools.domain.generations import CLIP_S_MOST
from tools.domain.scenes import MAIN_BRANCH
from tools.studio import scene_generation, scenes
from tools.studio.ordering import ImageWish

FAMILY = Family()


class GenerateScene(Arguments):
    scene_number: int | None = Field(None, description="The number of a scene of the story.")
    branch: str | None = Field(
        None, description="The branch that the scene is on; `main` where left out."
    )
    description: str | None = Field(
        None, description="What happens and where, for a scene that the story does not have."
    )
    characters: list[str] | None = Field(
        None, description="With `description`: the names of all characters, the first one leads."
    )
    duration: float | None = Field(
        None, gt=0, le=CLIP_S_MOST, description="Seconds; 5 where left out."
    )
    style: str | None = Field(None, description="A saved style's name, or words for the style.")


@FAMILY.tool(GenerateScene)
async def generate_scene(call: Call, said: GenerateScene) -> Outcome:
    """Make a clip of a scene with all its characters: of one of the story by its scene_number,
    which then has the clip, or of a description with characters, which is kept in no scene."""
    given = said.model_dump(exclude_none=True, include={"duration", "style"})
    wish = ImageWish(**{**call.defaults, **given})
    order, remark = await _planned(call, said, wish)
    outcome = await awaited(call, order)
    content = dict(outcome.content)
    if said.scene_number is not None:
        content["scene_number"] = said.scene_number
    if remark:
        content["message"] = f"{content['message']} {remark}"
    return replace(outcome, content=content)


async def _planned(
    call: Call, said: GenerateScene, wish: ImageWish
) -> tuple[Awaitable[Ordered], str]:
    """The order to make, and what the user should know."""
    _told_apart(said)
    if said.scene_number is not None:
        scene = await scenes.find_scene(
            call.studio, call.actor, call.project, said.scene_number, said.branch or MAIN_BRANCH
        )
        drawn, remark = await scene_generation.clip_or_picture(
            call.studio, wish, len(scene.characters)
        )
        order = scene_generation.generate_scene(call.studio, call.actor, scene.id, drawn)
        return order, remark
    cast = said.characters or []
    drawn, remark = await scene_generation.clip_or_picture(
        call.studio, _worded(wish, said), len(cast)
    )
    order = scene_generation.order_cast(call.studio, call.actor, call.project, cast, drawn)
    return order, f"{remark} It is kept in no scene of the story.".strip()


def _worded(wish: ImageWish, said: GenerateScene) -> ImageWish:
    return replace(wish, scene_description=said.description or "")


def _told_apart(said: GenerateScene) -> None:
    """Raises `InvalidError` where it is not said which scene is meant."""
    if said.scene_number is not None:
        if said.description or said.characters:
            raise InvalidError(
                "Give a scene_number, or a description with characters, not both. update_scene "
                "changes what a scene of the story says.",
                code="TWO_SCENES",
            )
        return
    if not said.description and not said.characters:
        raise InvalidError(
            "Say which scene: its scene_number, or a description with characters.",
            code="NO_SCENE",
        )
    if not said.characters:
        raise InvalidError(
            "Say who is in it: a description goes with characters, a list of names.",
            code="NO_CHARACTERS",
        )
    if not said.description:
        raise InvalidError(
            "Say what happens: characters go with a description.", code="NO_DESCRIPTION"
        )
