"""The director's tools for bible, characters and scenes, called as a model calls them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call, Outcome
from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    NeedsProjectError,
    NotFoundError,
    UnknownNameError,
)
from tools.studio import projects
from tools.studio.studio import Studio

SAMPLES = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"
Use = Callable[..., Awaitable[Outcome]]

SIGNATURES = {
    "get_bible": ("", ""),
    "write_bible": ("", "title description visual_style world_setting narrative_guidelines"),
    "list_bible_characters": ("", ""),
    "get_bible_character": ("name", ""),
    "write_bible_character": (
        "name",
        "description visual_traits personality_traits relationships evolution_arc",
    ),
    "remove_bible_character": ("name", ""),
    "validate_bible": ("", ""),
    "get_bible_history": ("", ""),
    "export_bible": ("", ""),
    "import_bible": ("document", ""),
    "list_characters": ("", ""),
    "get_character": ("character", ""),
    "create_character": ("name", "description appearance from_bible"),
    "update_character": ("character", "name description appearance"),
    "delete_character": ("character", ""),
    "sync_character": ("character", ""),
    "create_scene": ("description", "characters scene_number branch"),
    "list_scenes": ("", "branch"),
    "update_scene": ("scene_number", "description characters branch"),
}
DESTROYING = {"remove_bible_character", "import_bible", "delete_character"}
READING = {
    "get_bible", "list_bible_characters", "get_bible_character", "validate_bible",
    "get_bible_history", "list_characters", "get_character", "list_scenes",
}  # fmt: skip


@pytest.fixture
async def use(studio: Studio) -> Use:
    project = await projects.create_project(studio, LOCAL, title="Neon Ronin")

    async def call(tool: str, **arguments: Any) -> Outcome:
        outcome = await CATALOG[tool](
            Call(studio=studio, actor=LOCAL, project_id=project.id), arguments
        )
        json.dumps(outcome.content)
        return outcome

    document = json.loads((SAMPLES / "bible.json").read_text("utf-8"))
    await call("import_bible", document=document)
    return call


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_tool_takes_what_the_contract_says(name: str) -> None:
    required, optional = SIGNATURES[name]
    parameters = CATALOG[name].schema()["function"]["parameters"]
    assert set(parameters.get("required", [])) == set(required.split())
    assert set(parameters["properties"]) == {*required.split(), *optional.split()}
    assert CATALOG[name].destroys == (name in DESTROYING)
    assert CATALOG[name].reads == (name in READING)


async def test_without_a_project_every_tool_says_so(studio: Studio) -> None:
    arguments = {"name": "x", "character": "x", "document": {}, "description": "x"}
    for name, (required, _) in SIGNATURES.items():
        needed = {key: arguments.get(key, 1) for key in required.split()}
        with pytest.raises(NeedsProjectError):
            await CATALOG[name](Call(studio=studio, actor=LOCAL), needed)


async def test_arguments_beyond_the_contract_are_refused(use: Use) -> None:
    with pytest.raises(ValidationError):
        await use("get_character", character="Kai", project="Other")


async def test_the_bible_is_read_and_merged(use: Use) -> None:
    done = await use("write_bible", visual_style={"lighting_style": "candle light"})
    read = await use("get_bible")
    assert done.content["changed"] == {
        "visual_style.lighting_style": {
            "before": "hard neon rim light over deep blue shadow",
            "after": "candle light",
        }
    }
    assert read.content["bible"]["visual_style"]["art_direction"] == "photorealistic anime"
    assert read.content["characters"] == ["Kai Nakamura", "Mara Voss", "Genzo Arakida"]


async def test_a_bible_character_is_written_by_a_part_of_the_name(use: Use) -> None:
    done = await use("write_bible_character", name="genzo", visual_traits={"leg": "wooden"})
    assert done.content["character"] == "Genzo Arakida" and not done.content["created"]
    near = await use("get_bible_character", name="Genzo Arakyda")
    assert near.content["note"] == "“Genzo Arakyda” was taken to mean Genzo Arakida."
    assert near.content["character"]["visual_traits"]["leg"] == "wooden"
    fresh = await use("write_bible_character", name="Oda", description="A debt collector.")
    assert fresh.content["created"]


async def test_a_character_comes_from_the_bible_and_is_corrected(use: Use) -> None:
    made = await use("create_character", name="Mara", from_bible=True)
    assert made.content["character"]["name"] == "Mara Voss" and made.content["from_bible"]
    done = await use("update_character", character="mara", appearance={"jacket": "green"})
    (change,) = done.content["changed"].items()
    assert change[0] == "appearance.style"
    assert change[1]["after"] == change[1]["before"].replace("crimson", "green")
    assert done.content["new_design"] and done.content["regions"] == ("torso",)
    again = await use("update_character", character="mara", appearance={"jacket": "green"})
    assert again.content["unchanged"] and not again.content["new_design"]


async def test_sync_tells_what_it_took_and_what_it_kept(use: Use) -> None:
    await use("create_character", name="Kai Nakamura", from_bible=True)
    await use("update_character", character="Kai", appearance={"eyes": "grey eyes"})
    await use(
        "write_bible_character",
        name="Kai",
        visual_traits={"eyes": "green eyes", "weapon": "spear"},
    )
    done = await use("sync_character", character="Kai")
    assert set(done.content["changed"]) == {"appearance.weapon"}
    assert [c["path"] for c in done.content["conflicts"]] == ["/appearance/eyes"]
    quiet = await use("sync_character", character="Kai")
    assert quiet.content["unchanged"]


async def test_names_that_nobody_has_list_who_there_is(use: Use) -> None:
    await use("create_character", name="Kai Nakamura", from_bible=True)
    with pytest.raises(UnknownNameError) as unknown:
        await use("get_character", character="Zorblax")
    assert unknown.value.facts["candidates"]
    with pytest.raises(NotFoundError, match="Only the bible knows Mara Voss"):
        await use("update_character", character="Mara", description="x")
    await use("write_bible_character", name="Daichi Nakamura")
    with pytest.raises(AmbiguousNameError):
        await use("get_bible_character", name="Nakamura")


async def test_what_destroys_takes_no_near_miss(use: Use) -> None:
    await use("create_character", name="Kai Nakamura", from_bible=True)
    with pytest.raises(NotFoundError):
        await use("delete_character", character="Kai Nakamora")
    deleted = await use("delete_character", character="kai nakamura")
    assert deleted.content["deleted"] == "Kai Nakamura"
    removed = await use("remove_bible_character", name="Mara Voss")
    assert removed.content["removed"] == "Mara Voss"


async def test_scenes_are_numbered_cast_and_changed(use: Use) -> None:
    made = await use("create_scene", description="Noodles.", characters=["Kai", "mara"])
    assert made.content["scene"] == {
        "scene_number": 1,
        "branch": "main",
        "description": "Noodles.",
        "characters": ["Kai Nakamura", "Mara Voss"],
        "status": "draft",
    }
    await use("create_scene", description="A thaw.", branch="winter")
    changed = await use("update_scene", scene_number=1, characters=["Genzo"])
    assert changed.content["scene"]["characters"] == ["Genzo Arakida"]
    listed = await use("list_scenes")
    assert [s["scene_number"] for s in listed.content["scenes"]] == [1]
    assert listed.content["other_branches"] == ["winter"]
    with pytest.raises(UnknownNameError):
        await use("create_scene", description="x", characters=["Zorblax"])
    with pytest.raises(ConflictError):
        await use("create_scene", description="x", scene_number=1)
    with pytest.raises(NotFoundError, match="it has 1"):
        await use("update_scene", scene_number=7, description="x")


async def test_an_export_is_a_document_and_a_file_that_comes_back(use: Use, studio: Studio) -> None:
    done = await use("export_bible")
    (file,) = done.artifacts
    assert file.kind == "file" and file.sha256
    assert json.loads(await studio.files.get(file.sha256)) == done.content["document"]
    again = await use("import_bible", document=done.content["document"])
    assert again.content["changed"] == {} and again.content["bible_version"] == 1


async def test_history_and_validation_are_told(use: Use) -> None:
    await use("write_bible", title="Neon Ronin: Ashes")
    history = await use("get_bible_history")
    assert history.content["versions"][0]["changed"] == ["/title"]
    found = (await use("validate_bible")).content
    assert (found["valid"], found["findings"]) == (True, [])


async def test_a_viewer_may_look_and_export_but_not_write(use: Use, studio: Studio) -> None:
    viewer = Call(studio=studio, actor=Actor(role="viewer"), project_id=1)
    assert (await CATALOG["get_bible"](viewer, {})).content["bible"]["title"] == "Neon Ronin"
    assert (await CATALOG["export_bible"](viewer, {})).artifacts == ()
