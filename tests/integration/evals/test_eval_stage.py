"""Cases are played through the real director, each over its own copy of the world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evals.case import read_cases
from evals.command import register
from evals.report import CaseRun
from evals.runner import NoDirectorError, play
from evals.stage import open_theatre
from evals.world import WorldFileError

WORLD: dict[str, Any] = {
    "current_project": "Harbour",
    "projects": [
        {
            "name": "Harbour",
            "bible": {"title": "Harbour", "visual_style": {"art_direction": "ink"}},
            "bible_characters": [{"name": "Ines Alba", "visual_traits": {"hair": "red braid"}}],
            "characters": [
                {"name": "Ines Alba", "appearance": {"hair": "red braid"}, "image": True},
                {"name": "Otto Reed", "appearance": {"hair": "short grey hair"}},
            ],
            "scenes": [
                {"scene_number": 1, "description": "The tide is out.", "characters": ["Ines Alba"]}
            ],
            "animations": [
                {"character": "Ines Alba", "action_type": "walk"},
                {
                    "character": "Ines Alba",
                    "responder": "Otto Reed",
                    "action_type": "heavy_attack",
                    "suggested": ["Tide Step Dodge", "Full Impact"],
                },
            ],
        },
        {"name": "Inland"},
    ],
    "style_templates": [{"name": "Wet Ink", "generation_params": {"style": "ink wash"}}],
    "character_templates": [{"name": "Sailor"}],
}
DELETE = {"tool": "delete_character", "args": {"character": "Otto Reed"}}
CASES: list[dict[str, Any]] = [
    {"id": "gated", "turns": [{"user": "delete Otto", "expect": [DELETE]}]},
    {"id": "again", "turns": [{"user": "delete Otto", "expect": [DELETE]}]},
    {
        "id": "talk",
        "turns": [
            {
                "user": "open Inland",
                "expect": [{"tool": "open_project", "args": {"project": "Inland"}}],
            },
            {"user": "list the characters", "expect": [{"tool": "list_characters"}]},
        ],
    },
    {
        "id": "sprites",
        "turns": [
            {
                "user": "the first one",
                "expect": [{"tool": "choose_response", "args": {"action": "Tide Step Dodge"}}],
            },
            {
                "user": "generate the sprites for animation 1",
                "expect": [{"tool": "generate_sprites", "args": {"animation": "anim-1"}}],
            },
        ],
    },
    {
        "id": "picture",
        "turns": [
            {
                "user": "draw Ines on the beach",
                "expect": [
                    {
                        "tool": "generate_image",
                        "args": {
                            "character": "Ines Alba",
                            "scene_description": {"contains": ["beach"]},
                        },
                    }
                ],
            }
        ],
    },
]


def written(
    folder: Path, world: dict[str, Any] = WORLD, cases: list[dict[str, Any]] = CASES
) -> Path:
    (folder / "w.json").write_text(json.dumps(world), encoding="utf-8")
    file = folder / "cases.jsonl"
    lines = [json.dumps({**case, "world": "w.json"}) for case in cases]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


async def test_every_case_meets_the_world_as_it_was_written(tmp_path: Path) -> None:
    file = written(tmp_path)
    told: list[CaseRun] = []
    async with open_theatre("embedded") as theatre:
        async with theatre.stage(tmp_path / "w.json") as stage:
            known = await stage.known()
        runs = await play(read_cases(file), file, theatre, played=told.append)
    assert known.projects == ("Harbour", "Inland")
    assert known.characters == ("Ines Alba", "Otto Reed")
    assert (known.bible_characters, known.style_templates) == (("Ines Alba",), ("Wet Ink",))
    assert known.next_scene("main") == 2
    assert {run.case.id: [t.verdict.complaints for t in run.turns] for run in told} == {
        "gated": [()],
        "again": [()],
        "talk": [(), ()],
        "sprites": [(), ()],
        "picture": [()],
    }
    statuses = [call.status for run in runs for turn in run.turns for call in turn.played.calls]
    assert statuses == ["ok"] * 7
    assert all(turn.played.latency_ms > 0 for run in runs for turn in run.turns)
    assert [note.split(":")[0] for note in theatre.notes] == ["w.json"] * len(theatre.notes)


async def test_a_world_that_the_studio_refuses_is_named(tmp_path: Path) -> None:
    twice = {"projects": [{"name": "Harbour"}, {"name": "Harbour"}]}
    file = written(tmp_path, twice)
    async with open_theatre("embedded") as theatre:
        with pytest.raises(WorldFileError, match=r"w\.json: cannot be set up"):
            await play(read_cases(file), file, theatre, played=lambda _: None)


async def test_a_world_names_only_suggestions_that_are_ways_to_respond(tmp_path: Path) -> None:
    (harbour, *_) = WORLD["projects"]
    waiting = {**harbour["animations"][1], "suggested": ["Xylophone"]}
    cast = [{"name": "Ines Alba"}, {"name": "Otto Reed"}]
    project = {"name": "Harbour", "characters": cast, "animations": [waiting]}
    file = written(tmp_path, {"current_project": "Harbour", "projects": [project]})
    async with open_theatre("embedded") as theatre:
        with pytest.raises(WorldFileError, match="Xylophone"):
            await play(read_cases(file), file, theatre, played=lambda _: None)


async def test_a_model_that_nobody_knows_starts_no_director(tmp_path: Path) -> None:
    file = written(tmp_path)
    with pytest.raises(NoDirectorError, match="oracle"):
        async with open_theatre("oracle:nine") as theatre:
            await play(read_cases(file), file, theatre, played=lambda _: None)


def test_the_command_prints_one_json_object(tmp_path: Path) -> None:
    import typer

    app = typer.Typer()
    register(app)
    world = {"projects": [{"name": "Harbour"}, {"name": "Inland"}]}
    file = written(tmp_path, world | {"current_project": "Harbour"}, cases=CASES[2:3])
    result = CliRunner().invoke(app, ["eval", str(file), "--json"])
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["pass_rate"], report["failures"]) == (1.0, [])
