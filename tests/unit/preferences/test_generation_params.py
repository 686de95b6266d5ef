"""Parameters that can be kept: read one by one, checked, and put into a character."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.character_templates import CharacterTemplate, character_applied, template_of
from tools.domain.characters import CharacterContent
from tools.domain.generation_params import read_params
from tools.domain.preference_analytics import acceptance_of, effects_of
from tools.domain.qualities import quality_of
from tools.domain.sides import SIDE_PX, aspect_ratio, sides_of
from tools.domain.styles import StyleTemplate, style_applied, style_of

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_KEPT: dict[str, Any] = {
    "id": 3, "version": 2, "created_by": "mira", "created_at": _NOW, "updated_at": _NOW,
}  # fmt: skip


def style(**params: Any) -> StyleTemplate:
    return StyleTemplate(name="Wet Asphalt", generation_params=params, **_KEPT)


def test_every_name_of_a_parameter_means_it() -> None:
    read = read_params(
        {
            "style_tags": ["anime", "ink"], "lighting_style": "neon", "colors": "red, #0AF",
            "negative_prompts": ["blur"], "cfg_scale": 7, "model": "a.safetensors",
            "rendering": {"lora": {"name": "x", "strength": 0.5}, "steps": 30},
        }
    )  # fmt: skip
    assert read.values == {
        "style": "anime, ink", "lighting": "neon", "palette": ("#d0272d", "#00aaff"),
        "negative_prompt": "blur", "cfg": 7.0, "steps": 30,
    }  # fmt: skip
    assert read.rendering == {
        "checkpoint": "a.safetensors", "loras": [{"name": "x", "strength": 0.5}],
    }  # fmt: skip


def test_a_key_under_its_own_name_goes_before_another_name_of_it() -> None:
    assert read_params({"style_tags": "a", "style": "b"}).values == {"style": "b"}
    assert read_params({"style": "b", "style_tags": "a"}).values == {"style": "b"}


def test_a_fault_spoils_no_other_key_and_unknown_ones_are_told() -> None:
    read = read_params({"width": 10, "height": 512, "mood": "grim", "seed": None})
    assert dict(read.values) == {"height": 512} and read.unknown == ("mood",)
    assert [(fault.key, fault.message) for fault in read.faults] == [
        ("width", "should be from 64 to 2048")
    ]


@pytest.mark.parametrize(
    "document",
    [
        {"width": 1e400}, {"height": float("nan")}, {"steps": True}, {"seed": 2**60},
        {"cfg": -1}, {"denoise": 0}, {"quality": 10**400}, {"mode": "wild"}, {"loras": [{}]},
        {"palette": [1]}, {"checkpoint": ""}, {"clip_skip": 1.5}, {"embeddings": ["a"] * 9},
        {"aspect_ratio": "9" * 400},
    ],
    ids=lambda document: next(iter(document)),
)  # fmt: skip
def test_values_that_cannot_be_meant_are_faults(document: dict[str, Any]) -> None:
    read = read_params(document)
    assert not read.values and not read.rendering and len(read.faults) == 1


@given(st.dictionaries(st.sampled_from(["style", "width", "palette", "quality", "loras", "cfg",
    "aspect_ratio", "rendering", "mode"]), st.recursive(st.none() | st.booleans() | st.floats()
    | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5)))  # fmt: skip
def test_whatever_is_read_is_answered(document: dict[str, Any]) -> None:
    read_params(document)


def test_a_shape_keeps_the_area_of_the_studios_square() -> None:
    assert sides_of(aspect_ratio("16:9"), 1024) == (1368, 768)
    assert sides_of(aspect_ratio("9x16"), 1024) == (768, 1368)
    assert aspect_ratio("Widescreen") == "16:9" and aspect_ratio(1.5) == "1.5:1"


@given(
    st.integers(1, 32).flatmap(lambda n: st.sampled_from([f"{n}:1", f"1:{n}", f"{n}:3"])),
    st.integers(SIDE_PX.start, SIDE_PX.stop - 1),
)
def test_sides_are_even_and_within_their_limits(ratio: str, side_px: int) -> None:
    width, height = sides_of(aspect_ratio(ratio), side_px)
    assert width in SIDE_PX and height in SIDE_PX and width % 2 == height % 2 == 0
    across, down = (float(part) for part in ratio.split(":"))
    assert (width >= height) == (across >= down) or abs(width - height) <= 8


def test_a_better_quality_reaches_higher_and_tries_more() -> None:
    draft, standard, high = (quality_of(word) for word in ("draft", "Standard", "high"))
    assert draft.quality_threshold < standard.quality_threshold < high.quality_threshold
    assert draft.max_iterations < standard.max_iterations < high.max_iterations
    assert quality_of(0.8).quality_threshold == 0.8 and quality_of("0.95").max_iterations == 5


def test_a_style_goes_into_what_a_characters_generations_read() -> None:
    character = CharacterContent(
        name="Kai",
        generation_preferences={"lighting": "dawn", "note": "mine"},
        rendering={"workflow": "w", "steps": 8},
    )
    fields, left = style_applied(
        style(style="glossy", lighting="neon", steps=30, loras=["x"], mood="grim"), character
    )
    assert fields == {
        "generation_preferences": {"lighting": "neon", "note": "mine", "style": "glossy"},
        "rendering": {"workflow": "w", "steps": 30, "loras": ["x"]},
    }
    assert [one.key for one in left] == ["mood"]


def test_a_style_of_a_character_makes_another_like_it() -> None:
    kai = CharacterContent(
        name="Kai",
        generation_prompts={"style_tags": ["anime", "ink"]},
        generation_preferences={"lighting": "neon", "palette": ["red"]},
        rendering={"checkpoint": "a", "workflow": "w"},
    )
    params = style_of(kai, {"lighting_style": "soft"})
    assert params == {
        "style": "anime, ink", "palette": ["#d0272d"], "checkpoint": "a", "workflow": "w",
        "lighting_style": "soft",
    }  # fmt: skip


def test_a_style_without_parameters_means_its_description_or_its_name() -> None:
    assert style().words == "Wet Asphalt"
    assert style().model_copy(update={"description": "shining streets"}).words == "shining streets"
    assert style(aspect_ratio="21:9").words == ""


def test_a_character_template_replaces_what_both_say_and_leaves_the_rest() -> None:
    kai = CharacterContent(name="Kai", description="A guard.", appearance={"hair": "black"})
    template = CharacterTemplate(
        name="Courier",
        appearance={"hair": "red", "style": "grey coat"},
        generation_prompts={"style_tags": ["ink"]},
        **_KEPT,
    )
    other = CharacterContent(
        name="Mara",
        description="A voice.",
        appearance={"hair": "white", "eyes": "violet"},
        generation_prompts={"style_tags": ["a", "b"]},
    )
    fields = character_applied(template, other)
    assert fields["appearance"] == {"hair": "red", "eyes": "violet", "style": "grey coat"}
    assert fields["generation_prompts"] == {"style_tags": ["ink"]} and "description" not in fields
    made = template_of(kai, "Guard")
    assert (made.description, made.appearance) == ("A guard.", {"hair": "black"})


def test_acceptance_is_a_share_and_nothing_of_nothing() -> None:
    whole = acceptance_of(10, 6)
    effects = {one.preference: one for one in effects_of(whole, [("style", 4, 4), ("steps", 0, 0)])}
    assert effects["style"].with_it.acceptance == 1.0
    assert effects["style"].without_it.acceptance == pytest.approx(2 / 6)
    assert effects["style"].difference == pytest.approx(4 / 6)
    assert effects["palette"].with_it.acceptance is None and effects["palette"].difference is None
    assert "steps" in effects
