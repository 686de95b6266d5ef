"""Characters as they are kept: versions, designs, inheritance, names."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    NameTakenError,
    NotFoundError,
    StaleVersionError,
    UnknownNameError,
)
from tools.studio import bible_characters, bible_import, characters, finding, projects, scenes
from tools.studio.inheritance import sync_character
from tools.studio.studio import Studio

SAMPLES = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"


@pytest.fixture
async def project(studio: Studio) -> int:
    made = await projects.create_project(studio, LOCAL, title="Neon Ronin")
    document = json.loads((SAMPLES / "bible.json").read_text("utf-8"))
    await bible_import.import_bible(studio, LOCAL, made.id, document)
    return made.id


async def test_an_edit_raises_the_version_and_keeps_the_old_one(
    studio: Studio, project: int
) -> None:
    made = await characters.create_character(
        studio, LOCAL, project, name="Aoi", appearance={"hair": "black"}
    )
    edit = await characters.update_character(
        studio, LOCAL, made.id, patch={"description": "A courier."}
    )
    versions = await characters.character_versions(studio, LOCAL, made.id)
    assert edit.after.version == 2 and not edit.new_design
    assert [v.document["description"] for v in versions] == ["A courier.", ""]


async def test_an_edit_that_changes_nothing_raises_nothing(studio: Studio, project: int) -> None:
    made = await characters.create_character(
        studio, LOCAL, project, name="Aoi", appearance={"hair": "black"}
    )
    edit = await characters.update_character(
        studio, LOCAL, made.id, patch={"appearance": {"hair": "black"}}
    )
    assert edit.after == made and edit.changes == []


async def test_a_changed_appearance_is_a_new_design_and_the_old_look_the_old_design(
    studio: Studio, project: int
) -> None:
    made = await characters.create_character(
        studio, LOCAL, project, name="Aoi", appearance={"hair": "black"}
    )
    red = await characters.update_character(
        studio, LOCAL, made.id, patch={"appearance": {"hair": "red"}}
    )
    back = await characters.restore_character(studio, LOCAL, made.id, 1)
    assert red.new_design and red.regions == ("hair",)
    assert back.after.design == made.design and back.after.version == 3


async def test_in_words_only_the_jacket_changes(studio: Studio, project: int) -> None:
    made = await characters.create_character(
        studio,
        LOCAL,
        project,
        name="Aoi",
        appearance={"style": "black tactical vest over a blue jacket"},
    )
    edit = await characters.update_character(
        studio, LOCAL, made.id, patch={"appearance": {"style": "red jacket"}}, in_words=True
    )
    assert edit.after.appearance == {"style": "black tactical vest over a red jacket"}
    assert edit.regions == ("torso",)


async def test_a_renamed_character_keeps_its_place_in_scenes_and_its_entry(
    studio: Studio, project: int
) -> None:
    kai, _ = await characters.create_from_bible(studio, LOCAL, project, "kai")
    scene = await scenes.create_scene(
        studio, LOCAL, project, characters=["Mara Voss", "Kai Nakamura"]
    )
    edit = await characters.update_character(studio, LOCAL, kai.id, patch={"name": "Kai Tanaka"})
    cast = (await scenes.get_scene(studio, LOCAL, scene.scene.id)).characters
    assert edit.scenes == [1] and cast == ["Mara Voss", "Kai Tanaka"]
    assert (await sync_character(studio, LOCAL, kai.id)).applied == []


async def test_two_characters_of_a_project_cannot_share_a_name(
    studio: Studio, project: int
) -> None:
    await characters.create_character(studio, LOCAL, project, name="Zoë O'Hara")
    other = await characters.create_character(studio, LOCAL, project, name="Wren")
    with pytest.raises(NameTakenError):
        await characters.update_character(studio, LOCAL, other.id, patch={"name": "ZOE OHARA"})


async def test_sync_pulls_what_the_bible_changed_and_keeps_what_hands_changed(
    studio: Studio, project: int
) -> None:
    kai, _ = await characters.create_from_bible(studio, LOCAL, project, "Kai Nakamura")
    await characters.update_character(
        studio, LOCAL, kai.id, patch={"appearance": {"hair": "silver bob", "scar": "left cheek"}}
    )
    await bible_characters.write_bible_character(
        studio,
        LOCAL,
        project,
        "Kai Nakamura",
        patch={"visual_traits": {"hair": "white braid", "eyes": "green", "weapon": None}},
    )
    sync = await sync_character(studio, LOCAL, kai.id)
    assert {change.path for change in sync.applied} == {"/appearance/eyes", "/appearance/weapon"}
    assert [conflict.path for conflict in sync.conflicts] == ["/appearance/hair"]
    assert sync.conflicts[0].bible_changed
    assert sync.character.appearance["hair"] == "silver bob"
    assert sync.character.appearance["scar"] == "left cheek"
    assert "weapon" not in sync.character.appearance


async def test_an_open_conflict_stays_until_the_bible_is_preferred(
    studio: Studio, project: int
) -> None:
    kai, _ = await characters.create_from_bible(studio, LOCAL, project, "Kai Nakamura")
    await characters.update_character(
        studio, LOCAL, kai.id, patch={"appearance": {"hair": "silver bob"}}
    )
    await bible_characters.write_bible_character(
        studio, LOCAL, project, "Kai Nakamura", patch={"visual_traits": {"hair": "white braid"}}
    )
    first = await sync_character(studio, LOCAL, kai.id)
    second = await sync_character(studio, LOCAL, kai.id)
    assert first.conflicts == second.conflicts and second.character.version == 2
    settled = await sync_character(studio, LOCAL, kai.id, prefer="bible")
    assert settled.conflicts == [] and settled.character.appearance["hair"] == "white braid"
    assert (await sync_character(studio, LOCAL, kai.id)).character.version == 3


async def test_a_character_that_the_bible_does_not_know_cannot_be_synced(
    studio: Studio, project: int
) -> None:
    made = await characters.create_character(studio, LOCAL, project, name="Aoi")
    with pytest.raises(UnknownNameError) as refused:
        await sync_character(studio, LOCAL, made.id)
    assert refused.value.code == "BIBLE_CHARACTER_NOT_FOUND"


async def test_fifty_writers_at_once_lose_nothing(studio: Studio, project: int) -> None:
    made = await characters.create_character(studio, LOCAL, project, name="Aoi")
    await asyncio.gather(
        *(
            characters.update_character(
                studio, LOCAL, made.id, patch={"appearance": {f"mark_{n}": "a dot"}}
            )
            for n in range(50)
        )
    )
    after = await characters.get_character(studio, LOCAL, made.id)
    versions = await characters.character_versions(studio, LOCAL, made.id)
    assert len(after.appearance) == 50 and after.version == 51
    assert [v.version for v in versions] == list(range(51, 0, -1))


async def test_of_fifty_writers_who_saw_one_version_one_wins(studio: Studio, project: int) -> None:
    made = await characters.create_character(studio, LOCAL, project, name="Aoi")
    answers = await asyncio.gather(
        *(
            characters.update_character(
                studio, LOCAL, made.id, patch={"description": f"{n}"}, expected=1
            )
            for n in range(50)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(a, StaleVersionError) for a in answers) == 49


async def test_a_spoken_name_finds_its_character(studio: Studio, project: int) -> None:
    await characters.create_from_bible(studio, LOCAL, project, "Kai Nakamura")
    found, how = await finding.find_character(studio, LOCAL, project, "kay")
    assert found.name == "Kai Nakamura" and how.match == "near"
    with pytest.raises(UnknownNameError):
        await finding.find_character(studio, LOCAL, project, "kay", lenient=False)


async def test_a_name_that_only_the_bible_knows_is_said_to_be_there(
    studio: Studio, project: int
) -> None:
    with pytest.raises(NotFoundError, match="Only the bible knows Mara Voss"):
        await finding.find_character(studio, LOCAL, project, "Mara")


async def test_without_a_project_a_name_must_be_unique_in_the_workspace(
    studio: Studio, project: int
) -> None:
    other = await projects.create_project(studio, LOCAL, title="Other")
    await characters.create_character(studio, LOCAL, project, name="Aoi")
    assert (await finding.character_named(studio, LOCAL, "aoi"))[0].project_id == project
    await characters.create_character(studio, LOCAL, other.id, name="Aoi")
    with pytest.raises(ConflictError) as refused:
        await finding.character_named(studio, LOCAL, "aoi")
    assert refused.value.code == "AMBIGUOUS_NAME"
    assert (await finding.character_named(studio, LOCAL, "aoi", other.id))[0].project_id == other.id


async def test_a_stranger_sees_no_character(studio: Studio, project: int) -> None:
    stranger = Actor(workspace="elsewhere")
    made = await characters.create_character(studio, LOCAL, project, name="Aoi")
    for attempt in (
        characters.get_character(studio, stranger, made.id),
        characters.update_character(studio, stranger, made.id, patch={"name": "Mine"}),
        characters.delete_character(studio, stranger, made.id),
        characters.character_versions(studio, stranger, made.id),
        characters.list_characters(studio, stranger, project),
        characters.create_character(studio, stranger, project, name="Mine"),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await characters.list_characters(studio, stranger)).items == []


async def test_two_names_that_fit_are_both_offered(studio: Studio, project: int) -> None:
    for name in ("Yuki Mori", "Yuki Tanabe"):
        await characters.create_character(studio, LOCAL, project, name=name)
    with pytest.raises(AmbiguousNameError) as refused:
        await finding.find_character(studio, LOCAL, project, "Yuki")
    assert refused.value.facts["candidates"] == ["Yuki Mori", "Yuki Tanabe"]
