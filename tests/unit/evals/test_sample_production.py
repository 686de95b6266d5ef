"""The sample production is whole: a bible, three characters, and they agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"
CHARACTERS = ("kai_nakamura", "mara_voss", "genzo_arakida")


def document(name: str) -> dict[str, Any]:
    return json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_character_file_has_the_shape_of_the_pipeline_documents(name: str) -> None:
    character = document(name)
    assert character.keys() == {"name", "gender", "appearance", "generation_prompts"}
    assert character["appearance"].keys() == {"hair", "eyes", "style"}
    assert character["generation_prompts"].keys() == {
        "visual_description",
        "style_tags",
        "negative_prompts",
        "comfyui_workflow",
    }


def test_the_bible_says_of_each_character_what_its_file_says() -> None:
    described = {entry["name"]: entry["visual_traits"] for entry in document("bible")["characters"]}
    for name in CHARACTERS:
        character = document(name)
        traits = described.pop(character["name"])
        assert {key: traits[key] for key in character["appearance"]} == character["appearance"]
        assert traits["gender"] == character["gender"]
    assert described == {}


def test_relationships_are_mutual_and_everyone_has_an_arc() -> None:
    people = {entry["name"]: entry for entry in document("bible")["characters"]}
    for name, person in people.items():
        assert person["relationships"].keys() == people.keys() - {name}
        assert person["evolution_arc"].keys() == {"from", "to", "beats"}


def test_the_palette_is_given_in_hex() -> None:
    palette = document("bible")["visual_style"]["color_palette"]
    assert len(palette) >= 3
    assert all(len(color) == 7 and int(color[1:], 16) >= 0 for color in palette)
