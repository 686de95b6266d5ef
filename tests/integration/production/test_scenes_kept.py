"""Scenes as they are kept: numbers, branches, casts."""

from __future__ import annotations

import asyncio

import pytest

from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import ConflictError, InvalidError, NotFoundError, UnknownNameError
from tools.studio import characters, projects, scenes
from tools.studio.bible_characters import write_bible_character
from tools.studio.casting import cast
from tools.studio.studio import Studio


@pytest.fixture
async def project(studio: Studio) -> int:
    made = await projects.create_project(studio, LOCAL, title="Willowmere")
    await characters.create_character(studio, LOCAL, made.id, name="Zoë Brightwater")
    return made.id


async def test_a_scene_without_a_number_is_the_branch_s_next(studio: Studio, project: int) -> None:
    await scenes.create_scene(studio, LOCAL, project, scene_number=4)
    main = await scenes.create_scene(studio, LOCAL, project)
    winter = await scenes.create_scene(studio, LOCAL, project, branch="winter")
    assert (main.scene.scene_number, winter.scene.scene_number) == (5, 1)


async def test_scenes_made_at_once_get_numbers_of_their_own(studio: Studio, project: int) -> None:
    made = await asyncio.gather(*(scenes.create_scene(studio, LOCAL, project) for _ in range(10)))
    assert sorted(m.scene.scene_number for m in made) == list(range(1, 11))


async def test_a_number_is_taken_once(studio: Studio, project: int) -> None:
    await scenes.create_scene(studio, LOCAL, project, scene_number=2)
    other = await scenes.create_scene(studio, LOCAL, project)
    with pytest.raises(ConflictError) as refused:
        await scenes.create_scene(studio, LOCAL, project, scene_number=2)
    assert refused.value.code == "SCENE_NUMBER_TAKEN"
    with pytest.raises(ConflictError):
        await scenes.update_scene(studio, LOCAL, other.scene.id, patch={"scene_number": 2})


async def test_spoken_names_become_full_names(studio: Studio, project: int) -> None:
    made = await scenes.create_scene(
        studio, LOCAL, project, characters=["zoe", "Zoe Brightwatr"], casting="spoken"
    )
    assert made.scene.characters == ["Zoë Brightwater"]
    assert [found.spoken for found in made.near] == ["Zoe Brightwatr"]


async def test_an_unknown_spoken_name_is_refused_and_a_written_one_kept(
    studio: Studio, project: int
) -> None:
    with pytest.raises(UnknownNameError):
        await scenes.create_scene(studio, LOCAL, project, characters=["Ghost"], casting="spoken")
    kept = await scenes.create_scene(
        studio, LOCAL, project, characters=["ZOE BRIGHTWATER", "Ghost"]
    )
    assert kept.scene.characters == ["Zoë Brightwater", "Ghost"]


async def test_a_renamed_character_is_not_taken_for_two(studio: Studio, project: int) -> None:
    await write_bible_character(studio, LOCAL, project, "Kai Nakamura", patch={})
    kai, _ = await characters.create_from_bible(studio, LOCAL, project, "Kai Nakamura")
    await characters.update_character(studio, LOCAL, kai.id, patch={"name": "Kai Tanaka"})
    made = await scenes.create_scene(studio, LOCAL, project, characters=["Kai"], casting="spoken")
    assert made.scene.characters == ["Kai Tanaka"]
    async with studio.store.begin(LOCAL) as work:
        meant = await cast(work, LOCAL, project, "Kai")
    assert meant.character.name == "Kai Tanaka" and not meant.created


async def test_an_unknown_number_names_those_that_there_are(studio: Studio, project: int) -> None:
    await scenes.create_scene(studio, LOCAL, project, scene_number=3)
    with pytest.raises(NotFoundError, match="it has 3"):
        await scenes.find_scene(studio, LOCAL, project, 9)
    with pytest.raises(NotFoundError, match="Branches with scenes: main"):
        await scenes.find_scene(studio, LOCAL, project, 3, "winter")


async def test_pages_follow_branch_and_number(studio: Studio, project: int) -> None:
    for number, branch in ((2, "main"), (1, "main"), (1, "alt ending"), (3, "main")):
        await scenes.create_scene(studio, LOCAL, project, scene_number=number, branch=branch)
    seen: list[tuple[str, int]] = []
    cursor = None
    while True:
        page = await scenes.list_scenes(studio, LOCAL, project, limit=1, cursor=cursor)
        seen += [(s.branch_name, s.scene_number) for s in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [("alt ending", 1), ("main", 1), ("main", 2), ("main", 3)]


async def test_a_stranger_sees_no_scene(studio: Studio, project: int) -> None:
    stranger = Actor(workspace="elsewhere")
    made = await scenes.create_scene(studio, LOCAL, project)
    for attempt in (
        scenes.get_scene(studio, stranger, made.scene.id),
        scenes.update_scene(studio, stranger, made.scene.id, patch={"status": "mine"}),
        scenes.delete_scene(studio, stranger, made.scene.id),
        scenes.create_scene(studio, stranger, project, scene_number=9),
        scenes.list_scenes(studio, stranger, project),
        scenes.find_scene(studio, stranger, project, 1),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await scenes.list_scenes(studio, stranger)).items == []
    assert await scenes.list_branches(studio, stranger, project) == []


@pytest.mark.parametrize("number", [0, -1])
async def test_scenes_are_numbered_from_one(studio: Studio, project: int, number: int) -> None:
    with pytest.raises(InvalidError):
        await scenes.create_scene(studio, LOCAL, project, scene_number=number)


async def test_a_patch_merges_and_a_list_replaces_the_cast(studio: Studio, project: int) -> None:
    made = await scenes.create_scene(
        studio, LOCAL, project, description="dawn", characters=["Zoë Brightwater"]
    )
    edit = await scenes.update_scene(
        studio, LOCAL, made.scene.id, patch={"characters": [], "workflow_data": {"a": {"b": 1}}}
    )
    again = await scenes.update_scene(
        studio, LOCAL, made.scene.id, patch={"workflow_data": {"a": {"b": None, "c": 2}}}
    )
    assert edit.scene.characters == [] and edit.scene.description == "dawn"
    assert again.scene.workflow_data == {"a": {"c": 2}} and again.scene.version == 3
