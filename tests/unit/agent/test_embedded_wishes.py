"""Wishes, styles and templates are heard whole, in many words."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Please leave logos and text out of all my images.", "negative_prompt", "logos and text"),
        ("never put captions in my pictures", "negative_prompt", "captions"),
        ("I always want 4:3 from now on", "aspect_ratio", "4:3"),
        ("my aspect ratio preference is 21:9", "aspect_ratio", "21:9"),
        ("prefer pale evening light in everything you make", "lighting", "pale evening light"),
        ("remember that I like a gouache stlye by default", "style", "gouache"),
        ("my go-to palette is navy, sand and rust, note that", "palette", "navy, sand and rust"),
        ("my favourite colours are teal and rust", "palette", "teal and rust"),
    ],
)
def test_a_preference_is_heard_whole_and_bare(
    conversation: Any, text: str, kind: str, value: str
) -> None:
    assert conversation.say(text) == [("set_preference", {"preference_type": kind, "value": value})]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("draw Kai on the pier in loose watercolour", "loose watercolour"),
        ("draw Kai at the window in pencil with fine hatching", "pencil with fine hatching"),
        ("draw Kai in charcoal and chalk", "charcoal and chalk"),
        ("draw Kai in a pencil skirt", None),
    ],
)
def test_a_medium_is_a_style_with_all_that_belongs_to_it(
    conversation: Any, text: str, style: str | None
) -> None:
    [(tool, args)] = conversation.say(text)
    assert (tool, args.get("style")) == ("generate_image", style)


def test_a_style_is_saved_with_the_facts_that_have_names(conversation: Any) -> None:
    [(tool, args)] = conversation.say(
        "save a style Ashfall with the palette set to grey and rust and the lighting to low fog"
    )
    assert tool == "save_style_template"
    assert args["name"] == "Ashfall"
    assert args["generation_params"] == {"palette": "grey and rust", "lighting": "low fog"}


def test_a_style_described_after_a_colon_loses_no_word(conversation: Any) -> None:
    [(_, args)] = conversation.say("create a style called Paper Lantern: thick ink with warm light")
    assert args["description"] == "thick ink with warm light"


def test_a_name_may_begin_with_a_word_of_commands(conversation: Any) -> None:
    [(_, args)] = conversation.say("save Kai as character template Old Captain")
    assert args["name"] == "Old Captain"


@pytest.mark.parametrize(
    ("text", "tool", "template"),
    [
        ("put the wet asfalt style on Kai", "apply_style_template", "Wet Asphalt"),
        ("base Kai on the courier template", "apply_character_template", "Lantern Courier"),
        ("give Kai the courier archetype", "apply_character_template", "Lantern Courier"),
    ],
)
def test_a_template_is_known_by_a_part_and_past_two_typos(
    conversation: Any, text: str, tool: str, template: str
) -> None:
    made = conversation.say(text)
    assert made == [(tool, {"template": template, "character": "Kai Nakamura"})]


@pytest.mark.parametrize(
    "text", ["suggest optimizations", "suggest_optimizations", "sugest optimisations please"]
)
def test_a_tool_is_found_by_its_own_name(conversation: Any, text: str) -> None:
    assert conversation.say(text) == [("suggest_optimizations", {})]
