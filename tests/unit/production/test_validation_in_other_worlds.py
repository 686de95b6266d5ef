"""Bibles of many kinds: what is a contradiction is found, what only sounds like one is not."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.bible import BibleCharacterContent, BibleContent
from tools.domain.validation import Finding, Production, validate
from tools.domain.validation.asides import is_group
from tools.domain.validation.eras import latest_year
from tools.domain.validation.palettes import palette_in


def found(entries: list[dict[str, Any]], **bible: Any) -> list[Finding]:
    return validate(
        Production(
            bible=BibleContent(**bible),
            entries=tuple(BibleCharacterContent(**entry) for entry in entries),
        )
    )


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in findings]


SILENT: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "a fairy tale, with a grandmother's eyes": (
        [
            {
                "name": "Old Agnes",
                "description": "An old woman with white hair and pale grey eyes who keeps bees.",
                "visual_traits": {"hair": "white, in a long braid", "eyes": "grey"},
                "relationships": {"Tobias": "grandmother of"},
            },
            {
                "name": "Tobias",
                "description": "A boy of nine. He has his grandmother's eyes and red cheeks.",
                "visual_traits": {"hair": "straw-blond", "eyes": "grey"},
                "relationships": {"Old Agnes": "grandson"},
            },
        ],
        {"world_setting": {"time_period": "once upon a time"}},
    ),
    "odd eyes, told without sides": (
        [
            {
                "name": "Kai",
                "description": "One eye is blue, the other is cyan.",
                "visual_traits": {"eyes": "left eye bright blue, right eye cyan cybernetic"},
            }
        ],
        {},
    ),
    "a magical girl who transforms": (
        [
            {
                "name": "Hina",
                "description": "When she transforms, her hair turns pink and her eyes glow gold.",
                "visual_traits": {"hair": "brown", "eyes": "green"},
            }
        ],
        {},
    ),
    "a spy in disguise": (
        [
            {
                "name": "Io",
                "description": "At night she wears a blonde wig and a blue dress.",
                "visual_traits": {"hair": "black", "outfit": "red dress"},
            }
        ],
        {},
    ),
    "someone who was blonde once": (
        [
            {
                "name": "Io",
                "description": "Once blonde, her hair is black now; her brother's is red.",
                "visual_traits": {"hair": "black"},
            }
        ],
        {},
    ),
    "a knight and his siege engines": (
        [
            {
                "name": "Bo",
                "description": (
                    "He builds siege engines, has a laser-focused gaze and is the engine of the "
                    "revolt. Neon green banners fly, and the drone of bees fills the air."
                ),
            }
        ],
        {"world_setting": {"time_period": "medieval Europe"}},
    ),
    "a dreamer and a traveller in time": (
        [
            {"name": "Leo", "description": "He dreams of a helicopter."},
            {"name": "Doc", "description": "A time traveler with a phone."},
        ],
        {"world_setting": {"time_period": "Renaissance Florence"}},
    ),
    "a revolution with a man called Jean": (
        [{"name": "Jean Morel", "description": "Jean prints pamphlets."}],
        {"world_setting": {"time_period": "Paris, 1789"}},
    ),
    "jazz on the radio": (
        [{"name": "Flo", "description": "She sings on the radio and watches television."}],
        {"world_setting": {"time_period": "Chicago in the 1920s"}},
    ),
    "guilds, orders and navies": (
        [
            {
                "name": "Ayo",
                "relationships": {
                    "The Iron Guild": "former member",
                    "Navy": "deserter",
                    "House Varn": "in debt to",
                    "enemies": "The Crimson Order",
                    "mentor": "an old blind swordsman",
                    "status": "single",
                },
            }
        ],
        {},
    ),
    "a circle of lovers": (
        [
            {"name": "A One", "relationships": {"B Two": "loves"}},
            {"name": "B Two", "relationships": {"C Three": "loves", "A One": "loved by"}},
            {"name": "C Three", "relationships": {"A One": "loves", "B Two": "loved by"}},
            {"name": "D Four", "relationships": {}},
        ],
        {},
    ),
    "names without capitals, looks in another language": (
        [
            {
                "name": "中村 快",
                "description": "黒い髪。",
                "visual_traits": {"hair": "黒"},
                "relationships": {"佐藤 真理": "妹"},
            },
            {"name": "佐藤 真理", "relationships": {"中村 快": "兄"}},
        ],
        {},
    ),
    "mechs of a far future": (
        [
            {
                "name": "Juno",
                "description": "Juno's teal flight suit has orange stripes. Her eyes are amber.",
                "visual_traits": {"eyes": "amber", "outfit": "teal flight suit"},
            }
        ],
        {
            "visual_style": {"color_palette": ["teal", "orange", "#101820"]},
            "world_setting": {"time_period": "2187 AD", "technology": "plasma drives, mechs"},
        },
    ),
    "synonyms of one colour": (
        [
            {
                "name": "Nia",
                "description": "Raven hair and hazel eyes.",
                "visual_traits": {"hair": "black", "eyes": "brown"},
            }
        ],
        {},
    ),
    "a life told by ages, years and spans": (
        [
            {
                "name": "Ayo",
                "evolution_arc": {"age_8": "child", "age_17": "soldier", "age_40": "q"},
            },
            {"name": "Bem", "evolution_arc": {"1920": "child", "1938": "soldier"}},
            {"name": "Cid", "evolution_arc": {"episodes_1-4": "child", "episodes_5-9": "soldier"}},
            {"name": "Dov", "evolution_arc": {"start": "naive", "middle": "lost", "end": "wise"}},
        ],
        {},
    ),
}
SILENT["a circle of lovers"][0][0]["relationships"]["C Three"] = "loved by"


@pytest.mark.parametrize("world", SILENT)
def test_what_only_sounds_like_a_contradiction_is_none(world: str) -> None:
    entries, bible = SILENT[world]
    assert found(entries, **bible) == []


FOUND: dict[str, tuple[list[dict[str, Any]], dict[str, Any], list[tuple[str, str]]]] = {
    "hair of two colours": (
        [{
            "name": "Rin",
            "description": "Rin's long crimson hair is her pride.",
            "visual_traits": {"hair": "short black hair"},
        }],
        {},
        [("descriptions_agree", "$.characters[0].description")],
    ),
    "the two eyes changed about": (
        [{
            "name": "Kael",
            "description": "His left eye is green, his right eye is brown.",
            "visual_traits": {"left_eye": "brown", "right_eye": "green"},
        }],
        {},
        [("descriptions_agree", "$.characters[0].description")] * 2,
    ),
    "two skins": (
        [{
            "name": "Ada",
            "description": "She has pale skin.",
            "visual_traits": {"skin": "dark brown skin"},
        }],
        {},
        [("descriptions_agree", "$.characters[0].description")],
    ),
    "a magenta poncho in a western": (
        [{"name": "Clara", "visual_traits": {"outfit": "a magenta poncho", "hat": "brown hat"}}],
        {"visual_style": {"color_palette": {"sand": "#c2955b", "earth": {"hex": "#7a4a21"}}}},
        [("colors_are_in_the_palette", "$.characters[0].visual_traits.outfit")],
    ),
    "a smartphone at Honno-ji": (
        [{"name": "Oda", "description": "He checks his smartphone before battle."}],
        {"world_setting": {"time_period": "Sengoku Japan, 1582"}},
        [("technology_fits_the_period", "$.characters[0].description")],
    ),
    "neon-lit alleys of a kingdom": (
        [{"name": "Oda", "description": "She hides in neon-lit alleys."}],
        {"world_setting": {"time_period": "medieval kingdom"}},
        [("technology_fits_the_period", "$.characters[0].description")],
    ),
    "an airplane too early": (
        [{"name": "Flo", "description": "She flies an airplane."}],
        {"world_setting": {"time_period": "the late 1880s"}},
        [("technology_fits_the_period", "$.characters[0].description")],
    ),
    "an uncle whom nobody knows": (
        [
            {"name": "Ayo", "relationships": {"family": [{"name": "Bem"}, {"name": "Nobi"}]}},
            {"name": "Bem", "relationships": {"Ayo": {"type": "sister"}}},
        ],
        {},
        [("relationships_lead_somewhere", "$.characters[0].relationships.family")],
    ),
    "an admirer in secret": (
        [{"name": "Lena Hart", "relationships": {"Mo": "admires"}}, {"name": "Mo"}],
        {},
        [("relationships_are_mutual", "$.characters[0].relationships.Mo")],
    ),
    "an act that nobody wrote": (
        [{"name": "Ayo", "evolution_arc": {"act_1": "naive", "act_3": "wise"}}],
        {},
        [("arc_has_no_gaps", "$.characters[0].evolution_arc")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("world", FOUND)
def test_what_is_a_contradiction_is_found_where_it_stands(world: str) -> None:
    entries, bible, expected = FOUND[world]
    findings = found(entries, **bible)
    assert told(findings) == expected
    assert all(finding.suggestion and finding.character for finding in findings)


@pytest.mark.parametrize(
    "palette",
    [["#c2955b", "#7a4a21"], "#c2955b, #7a4a21", {"a": "#c2955b", "b": {"color": "#7a4a21"}}],
    ids=["list", "text", "object"],
)
def test_a_palette_is_read_however_it_was_written(palette: Any) -> None:
    assert palette_in({"color_palette": palette}) == ["#c2955b", "#7a4a21"]


def test_groups_are_told_from_people() -> None:
    assert is_group("The Iron Guild")
    assert is_group("House Varn")
    assert not is_group("Theodora Ironwood")


@pytest.mark.parametrize(
    ("period", "year"),
    [("the late 1880s", 1889), ("3000 BC", -3000), ("800 AD", 800), ("2187 AD", 2187)],
)
def test_years_are_read_however_they_are_written(period: str, year: int) -> None:
    assert latest_year(period) == year
