"""Whose preference sets which parameter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.preferences import Steered, preferred, style_names
from tools.domain.preferred_words import preferences_told
from tools.domain.saved_preferences import changed_preference, preference_types
from tools.domain.styles import StyleTemplate
from tools.studio.ordering import ImageWish

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def style(name: str, **params: Any) -> StyleTemplate:
    return StyleTemplate(
        id=1,
        name=name,
        generation_params=params,
        version=1,
        created_by="mira",
        created_at=_NOW,
        updated_at=_NOW,
    )


def steered(wish: ImageWish | None = None, **said: Any) -> Steered[ImageWish]:
    return preferred(wish or ImageWish(), side_px=1024, **said)


def told(found: Steered[ImageWish]) -> dict[str, tuple[Any, str]]:
    return {one.parameter: (one.value, one.source) for one in found.preferences}


def test_without_preferences_a_wish_stays_as_it_is() -> None:
    wish = ImageWish(scene_description="in the rain")
    assert steered(wish) == Steered(wish=wish)


def test_the_nearest_that_says_it_sets_it() -> None:
    saved = {"style": {"value": "ink"}, "lighting": {"value": "soft"}, "quality": "draft"}
    found = steered(user_preferences={"style": "oil"}, character={"lighting": "neon"}, saved=saved)
    assert (found.wish.style, found.wish.lighting, found.wish.max_iterations) == ("oil", "neon", 1)
    assert told(found) == {
        "style": ("oil", "request"),
        "lighting": ("neon", "character"),
        "quality_threshold": (0.7, "user"),
        "max_iterations": (1, "user"),
        "steps": (12, "user"),
    }


def test_what_the_request_says_itself_no_preference_touches() -> None:
    wish = ImageWish(
        style="oil", width=640, height=480, quality_threshold=0.0, max_iterations=2,
        mode="creative_exploration", steps=20, seed=0, negative_prompt="",
    )  # fmt: skip
    found = steered(
        wish,
        character={"mode": "consistency_priority", "steps": 50, "seed": 9, "negative_prompt": "x"},
        saved={"style": "ink", "aspect_ratio": "16:9", "quality": "high"},
    )
    assert found.wish == wish and found.preferences == ()


def test_words_to_keep_out_are_added_up() -> None:
    found = steered(
        user_preferences={"negative_prompt": "text"},
        character={"negative_prompts": ["blur", "text"]},
        saved={"negative_prompt": {"value": "text"}},
    )
    assert found.wish.kept_out == ("text", "blur, text")
    assert [(one.value, one.source) for one in found.preferences] == [
        ("text", "request"), ("blur, text", "character"),
    ]  # fmt: skip


def test_a_named_style_brings_its_parameters_with_it() -> None:
    wet = style("Wet Asphalt", style="glossy", lighting="neon", checkpoint="a.safetensors")
    found = steered(
        ImageWish(style="wet asphalt"), saved={"lighting": "soft"}, styles={"wet asphalt": wet}
    )
    assert (found.wish.style, found.wish.lighting) == ("glossy", "neon")
    assert found.wish.rendering == {"checkpoint": "a.safetensors"}
    assert {one.template for one in found.preferences} == {"Wet Asphalt"}


def test_what_stands_beside_a_named_style_goes_before_its_own() -> None:
    wet = style("Wet Asphalt", style="glossy", lighting="neon")
    found = steered(
        user_preferences={"style": "Wet Asphalt", "lighting": "dawn"},
        styles={"wet asphalt": wet},
    )
    assert (found.wish.style, found.wish.lighting) == ("glossy", "dawn")


def test_a_style_that_loses_brings_nothing() -> None:
    wet = style("Wet Asphalt", style="glossy", lighting="neon", quality="high")
    found = steered(
        character={"style": "ink"}, saved={"style": "Wet Asphalt"}, styles={"wet asphalt": wet}
    )
    assert told(found) == {"style": ("ink", "character")}


def test_the_name_of_a_style_without_words_is_no_style_word() -> None:
    wide = style("Cinematic", aspect_ratio="21:9")
    found = steered(saved={"style": "Cinematic"}, styles={"cinematic": wide})
    assert (found.wish.style, found.wish.width, found.wish.height) == ("", 1568, 672)
    assert {one.parameter for one in found.preferences} == {"width", "height"}


def test_one_side_that_is_given_keeps_the_shape() -> None:
    found = steered(ImageWish(width=800), saved={"aspect_ratio": "16:9"})
    assert (found.wish.width, found.wish.height) == (800, 448)
    assert told(found) == {"height": (448, "user")}


def test_words_in_place_of_the_built_ones_leave_no_place_for_style() -> None:
    found = steered(ImageWish(prompt="a cat"), saved={"style": "ink", "lighting": "soft"})
    assert (found.wish.style, found.preferences) == ("", ())


def test_the_characters_own_rendering_goes_before_kept_preferences() -> None:
    rendering = {"steps": 8, "checkpoint": "own"}
    kept = {"quality": "high", "checkpoint": "other", "sampler": "euler"}
    found = steered(character=kept, rendering=rendering)
    assert found.wish.steps is None and found.wish.rendering == {"sampler": "euler"}
    asked = steered(user_preferences=kept, rendering=rendering)
    assert asked.wish.steps == 40 and asked.wish.rendering["checkpoint"] == "other"


def test_a_fault_in_the_request_is_refused_and_elsewhere_a_note() -> None:
    with pytest.raises(InvalidError) as refused:
        steered(user_preferences={"aspect_ratio": "banana"})
    assert refused.value.code == "BAD_PREFERENCE"
    assert refused.value.facts["errors"][0]["path"] == "$.user_preferences.aspect_ratio"
    found = steered(character={"palette": ["nonsuch"], "style": "ink"})
    assert found.wish.style == "ink" and "palette" in found.notes[0]


def test_what_a_generation_does_not_know_is_said() -> None:
    found = steered(user_preferences={"mood": "grim", "style": "photorealistic"})
    assert found.wish.style == "photorealistic"
    assert found.notes == ("The request's preference mood means nothing to a generation.",)


def test_styles_to_look_up_are_those_that_are_said() -> None:
    names = style_names(ImageWish(style="oil"), {"style": {"value": "ink"}}, None, {"style": "oil"})
    assert names == ["oil", "ink"]


def test_what_was_preferred_is_told_by_whose_word_it_was() -> None:
    found = steered(character={"style": "ink"}, saved={"palette": ["#ff0000", "#00ff00"]})
    assert preferences_told(found.preferences) == [
        "As kept with the character: style ink.",
        "As you prefer: palette #ff0000 #00ff00.",
    ]


def test_a_preference_is_merged_replaced_or_removed() -> None:
    kept = changed_preference("style", None, {"value": "ink", "why": "calm"})
    assert kept == {"value": "ink", "why": "calm"}
    assert changed_preference("style", kept, {"value": "oil"}) == {"value": "oil", "why": "calm"}
    assert changed_preference("style", kept, "oil") == {"value": "oil"}
    assert changed_preference("style", kept, None) is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("style", ""), ("style", {"why": "calm"}), ("style", 3), ("palette", "nonsuch"),
        ("palette", []), ("aspect_ratio", "0:9"), ("aspect_ratio", "100:1"), ("quality", 1.2),
        ("quality", "superb"), ("quality", True), ("negative_prompt", ["a", 1]),
        ("style", "x" * 2001),
    ],
    ids=str,
)  # fmt: skip
def test_a_preference_that_cannot_be_meant_is_refused(kind: Any, said: Any) -> None:
    with pytest.raises(InvalidError) as refused:
        changed_preference(kind, None, said)
    assert refused.value.code == "BAD_PREFERENCE"


def test_a_preference_has_a_size_and_a_known_type() -> None:
    with pytest.raises(LimitExceededError):
        changed_preference("style", None, {"value": "ink", "more": "x" * 10_000})
    with pytest.raises(InvalidError) as refused:
        preference_types({"mood": "grim"})
    assert refused.value.code == "UNKNOWN_PREFERENCE"
    assert "aspect_ratio" in refused.value.facts["candidates"]
