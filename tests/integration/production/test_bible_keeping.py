"""The bible as it is kept: merged, versioned, restored, imported and exported."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tools.domain.actor import LOCAL, Actor
from tools.domain.definition import definition_of
from tools.domain.errors import (
    AmbiguousNameError,
    InvalidError,
    NameTakenError,
    NotFoundError,
    StaleVersionError,
    UnknownNameError,
)
from tools.studio import bible, bible_characters, bible_import, characters, projects, scenes
from tools.studio.inheritance import sync_character
from tools.studio.studio import Studio

SAMPLES = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"


def sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / name).read_text("utf-8"))


@pytest.fixture
async def project(studio: Studio) -> int:
    made = await projects.create_project(studio, LOCAL, title="Neon Ronin")
    return made.id


async def test_writing_begins_a_bible_and_then_merges_key_by_key(
    studio: Studio, project: int
) -> None:
    first = await bible.write_bible(
        studio, LOCAL, project, patch={"title": "N", "visual_style": {"a": 1, "b": {"c": 2}}}
    )
    second = await bible.write_bible(
        studio, LOCAL, project, patch={"visual_style": {"b": {"d": 3}, "a": None}}
    )
    assert first.created and first.bible.version == 1
    assert second.bible.version == 2
    assert second.bible.visual_style == {"b": {"c": 2, "d": 3}}
    assert [change.path for change in second.changes] == ["/visual_style/a", "/visual_style/b/d"]


async def test_writing_what_stands_there_raises_no_version(studio: Studio, project: int) -> None:
    await bible.write_bible(studio, LOCAL, project, patch={"title": "N"})
    again = await bible.write_bible(studio, LOCAL, project, patch={"title": "N"})
    assert again.bible.version == 1 and again.changes == []


async def test_a_null_empties_a_field(studio: Studio, project: int) -> None:
    await bible.write_bible(studio, LOCAL, project, patch={"title": "N", "world_setting": {"a": 1}})
    emptied = await bible.write_bible(
        studio, LOCAL, project, patch={"title": None, "world_setting": None}
    )
    assert (emptied.bible.title, emptied.bible.world_setting) == ("", {})


async def test_a_bible_of_another_workspace_does_not_exist(studio: Studio, project: int) -> None:
    stranger = Actor(workspace="elsewhere")
    await bible.write_bible(studio, LOCAL, project, patch={"title": "N"})
    with pytest.raises(NotFoundError, match="no project"):
        await bible.get_bible(studio, stranger, project)
    with pytest.raises(NotFoundError, match="no project"):
        await bible.write_bible(studio, stranger, project, patch={"title": "mine"})


async def test_a_version_seen_before_is_refused(studio: Studio, project: int) -> None:
    await bible.write_bible(studio, LOCAL, project, patch={"title": "N"})
    await bible.write_bible(studio, LOCAL, project, patch={"title": "M"})
    with pytest.raises(StaleVersionError) as refused:
        await bible.write_bible(studio, LOCAL, project, patch={"title": "O"}, expected=1)
    assert refused.value.facts["version"] == 2


async def test_each_change_of_a_character_is_a_version_of_the_bible(
    studio: Studio, project: int
) -> None:
    await bible.write_bible(studio, LOCAL, project, patch={"title": "N"})
    await bible_characters.write_bible_character(
        studio, LOCAL, project, "Kai Nakamura", patch={"visual_traits": {"hair": "black"}}
    )
    await bible_characters.write_bible_character(
        studio, LOCAL, project, "Kai Nakamura", patch={"visual_traits": {"hair": "silver"}}
    )
    history = (await bible.bible_history(studio, LOCAL, project)).items
    assert [change.version for change in history] == [3, 2, 1]
    assert history[0].changed == ["/characters/Kai Nakamura/visual_traits/hair"]
    assert history[0].author == "local"


async def test_writers_who_begin_a_bible_at_once_share_it_and_lose_nothing(
    studio: Studio, project: int
) -> None:
    await asyncio.gather(
        *(
            bible_characters.write_bible_character(
                studio, LOCAL, project, f"Extra {n}", patch={"description": "one of many"}
            )
            for n in range(20)
        ),
        *(
            bible.write_bible(studio, LOCAL, project, patch={"world_setting": {f"k{n}": n}})
            for n in range(20)
        ),
    )
    after = await bible.get_bible(studio, LOCAL, project)
    history = (await bible.bible_history(studio, LOCAL, project)).items
    listed = await bible_characters.list_bible_characters(studio, LOCAL, project)
    assert after.version == 40 and [c.version for c in history] == list(range(40, 0, -1))
    assert len(after.world_setting) == 20 and len(listed) == 20


async def test_restoring_writes_the_old_content_as_a_new_version(
    studio: Studio, project: int
) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    before = await bible.export_bible(studio, LOCAL, project)
    await bible_characters.remove_bible_character(studio, LOCAL, project, "Mara Voss")
    await bible.write_bible(studio, LOCAL, project, patch={"title": "Other"})
    restored = await bible.restore_bible(studio, LOCAL, project, 1)
    assert restored.bible.version == 4
    assert await bible.export_bible(studio, LOCAL, project) == before


async def test_an_exported_bible_comes_back_whole(studio: Studio, project: int) -> None:
    document = {
        **sample("bible.json"),
        "schema": {"of": ["another", None, 1.5]},
        "season": 2,
    }
    document["characters"][0]["voice"] = {"pitch": "low"}
    await bible_import.import_bible(studio, LOCAL, project, document)
    exported = await bible.export_bible(studio, LOCAL, project)
    assert exported == document
    second = await projects.create_project(studio, LOCAL, title="Copy")
    await bible_import.import_bible(studio, LOCAL, second.id, exported)
    assert await bible.export_bible(studio, LOCAL, second.id) == exported


async def test_importing_twice_changes_nothing_the_second_time(
    studio: Studio, project: int
) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    again = await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    assert again.changes == [] and again.version == 1


async def test_a_dry_run_tells_the_same_changes_and_makes_none(
    studio: Studio, project: int
) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    document = sample("bible.json")
    document["characters"] = document["characters"][:1]
    document["characters"][0]["description"] = "Changed."
    told = await bible_import.import_bible(studio, LOCAL, project, document, dry_run=True)
    assert told.removed == ["Mara Voss", "Genzo Arakida"] and told.changed == ["Kai Nakamura"]
    assert (await bible.get_bible(studio, LOCAL, project)).version == 1
    done = await bible_import.import_bible(studio, LOCAL, project, document)
    assert done.changes == told.changes and done.version == 2


async def test_a_dry_run_into_nothing_leaves_nothing(studio: Studio, project: int) -> None:
    told = await bible_import.import_bible(
        studio, LOCAL, project, sample("kai_nakamura.json"), dry_run=True
    )
    assert told.added == ["Kai Nakamura"] and told.characters_written == ["Kai Nakamura"]
    with pytest.raises(NotFoundError, match="no bible"):
        await bible.get_bible(studio, LOCAL, project)


async def test_a_character_file_makes_the_entry_and_the_character(
    studio: Studio, project: int
) -> None:
    file = {**sample("kai_nakamura.json"), "voice_actor": "unknown"}
    await bible_import.import_bible(studio, LOCAL, project, file)
    entry = await bible_characters.get_bible_character(studio, LOCAL, project, "Kai Nakamura")
    kai = (await characters.list_characters(studio, LOCAL, project)).items[0]
    assert entry.visual_traits == {"gender": "male", **file["appearance"]}
    assert kai.appearance == entry.visual_traits
    assert kai.generation_prompts == file["generation_prompts"]
    assert kai.rendering == {"workflow": "photorealistic_anime_character_v2"}
    assert await bible_import.export_character(studio, LOCAL, project, "kai") == file


async def test_what_only_the_bible_says_of_an_imported_character_is_no_conflict(
    studio: Studio, project: int
) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    await bible_import.import_bible(studio, LOCAL, project, sample("kai_nakamura.json"))
    kai = (await characters.list_characters(studio, LOCAL, project)).items[0]
    entry = await bible_characters.get_bible_character(studio, LOCAL, project, "Kai Nakamura")
    assert definition_of(None, entry, kai)["appearance"]["weapon"] == "katana"
    sync = await sync_character(studio, LOCAL, kai.id)
    assert sync.conflicts == [] and sync.character.description == entry.description
    assert sync.character.appearance["weapon"] == "katana"


async def test_a_broken_document_is_refused_with_its_paths(studio: Studio, project: int) -> None:
    document = {"title": 7, "characters": [{"name": "Kai"}, {"name": "KAI"}, "Mara", {}]}
    with pytest.raises(InvalidError) as refused:
        await bible_import.import_bible(studio, LOCAL, project, document)
    with pytest.raises(NotFoundError):
        await bible.get_bible(studio, LOCAL, project)
    assert "$" in refused.value.facts["errors"][0]["path"]


async def test_a_part_of_a_name_made_of_whole_words_is_the_name(
    studio: Studio, project: int
) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    edit = await bible_characters.write_bible_character(
        studio,
        LOCAL,
        project,
        "kai",
        patch={"relationships": {"genzo": "estranged"}},
        spoken=True,
    )
    assert not edit.created
    assert edit.character.relationships["Genzo Arakida"] == "estranged"
    assert "genzo" not in edit.character.relationships


async def test_a_new_name_that_lies_inside_another_is_a_new_character(
    studio: Studio, project: int
) -> None:
    await bible_characters.write_bible_character(studio, LOCAL, project, "Yoda", patch={})
    edit = await bible_characters.write_bible_character(
        studio, LOCAL, project, "Oda", patch={}, spoken=True
    )
    assert edit.created and edit.alike == ("Yoda",)


async def test_a_slip_of_the_pen_in_a_long_name_is_taken_for_the_name(
    studio: Studio, project: int
) -> None:
    for name in ("Genzo Arakida", "Ode"):
        await bible_characters.write_bible_character(studio, LOCAL, project, name, patch={})
    slip = await bible_characters.write_bible_character(
        studio, LOCAL, project, "Genzo Arakyda", patch={"description": "x"}, spoken=True
    )
    short = await bible_characters.write_bible_character(
        studio, LOCAL, project, "Oda", patch={}, spoken=True
    )
    assert slip.character.name == "Genzo Arakida" and slip.found and not slip.created
    assert short.created and short.alike == ("Ode",)


async def test_a_shared_part_of_two_names_is_asked_about(studio: Studio, project: int) -> None:
    for name in ("Kai Nakamura", "Daichi Nakamura"):
        await bible_characters.write_bible_character(studio, LOCAL, project, name, patch={})
    with pytest.raises(AmbiguousNameError) as refused:
        await bible_characters.write_bible_character(
            studio, LOCAL, project, "Nakamura", patch={}, spoken=True
        )
    assert refused.value.facts["candidates"] == ["Kai Nakamura", "Daichi Nakamura"]


async def test_a_renamed_entry_is_followed_everywhere(studio: Studio, project: int) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    await characters.create_from_bible(studio, LOCAL, project, "Kai")
    scene = await scenes.create_scene(studio, LOCAL, project, characters=["Mara Voss"])
    await bible_characters.write_bible_character(
        studio, LOCAL, project, "Kai Nakamura", patch={"name": "Kai Tanaka"}
    )
    await bible_characters.write_bible_character(
        studio, LOCAL, project, "Mara Voss", patch={"name": "Mara Vex"}
    )
    genzo = await bible_characters.get_bible_character(studio, LOCAL, project, "Genzo Arakida")
    kai = (await characters.list_characters(studio, LOCAL, project)).items[0]
    assert set(genzo.relationships) == {"Kai Tanaka", "Mara Vex"}
    assert (kai.name, kai.bible_name) == ("Kai Nakamura", "Kai Tanaka")
    assert (await scenes.get_scene(studio, LOCAL, scene.scene.id)).characters == ["Mara Vex"]


async def test_names_in_the_bible_are_once_only(studio: Studio, project: int) -> None:
    await bible_characters.write_bible_character(studio, LOCAL, project, "Zoë", patch={})
    with pytest.raises(NameTakenError):
        await bible_characters.write_bible_character(
            studio, LOCAL, project, "ZOE", patch={}, writing="new"
        )


async def test_removing_takes_no_near_miss(studio: Studio, project: int) -> None:
    await bible_import.import_bible(studio, LOCAL, project, sample("bible.json"))
    with pytest.raises(UnknownNameError) as refused:
        await bible_characters.remove_bible_character(studio, LOCAL, project, "Mara Foss")
    assert "Mara Voss" in refused.value.facts["candidates"]
