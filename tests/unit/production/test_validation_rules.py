"""Each rule finds its contradiction, says where, and stays silent where words are not explicit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tools.domain.bible import BibleCharacterContent, BibleContent
from tools.domain.bible_files import read_bible_document
from tools.domain.characters import Character
from tools.domain.scenes import Scene
from tools.domain.validation import RULES, Finding, Production, validate
from tools.domain.validation.eras import inventions, latest_year
from tools.domain.validation.shades import distance, hex_stated

SAMPLE = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin" / "bible.json"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def entry(name: str, **fields: Any) -> BibleCharacterContent:
    return BibleCharacterContent(name=name, **fields)


def character(name: str, appearance: dict[str, Any], **fields: Any) -> Character:
    return Character(
        id=1,
        project_id=1,
        name=name,
        appearance=appearance,
        version=1,
        design="d",
        created_by="local",
        created_at=WHEN,
        updated_at=WHEN,
        **fields,
    )


def scene(number: int, cast: list[str], description: str = "") -> Scene:
    return Scene(
        id=number,
        project_id=1,
        scene_number=number,
        characters=cast,
        description=description,
        user_id="local",
        version=1,
        created_at=WHEN,
        updated_at=WHEN,
    )


def found(
    *entries: BibleCharacterContent,
    characters: tuple[Character, ...] = (),
    scenes: tuple[Scene, ...] = (),
    **bible: Any,
) -> list[Finding]:
    return validate(
        Production(
            bible=BibleContent(**bible), entries=entries, characters=characters, scenes=scenes
        )
    )


def test_the_sample_production_contradicts_itself_nowhere() -> None:
    document = read_bible_document(json.loads(SAMPLE.read_text("utf-8")))
    production = Production(bible=document.content, entries=document.characters or ())
    assert validate(production) == []


def test_an_empty_bible_has_nothing_to_contradict() -> None:
    assert found() == []


def test_every_finding_carries_the_name_of_a_rule() -> None:
    findings = found(
        entry(
            "Kai",
            description="His hair is green.",
            visual_traits={"hair": "red", "style": "#00ff00 coat, laptop"},
            relationships={"Nobody": "rival", "Mara": "friend"},
            evolution_arc={"from": "a"},
        ),
        entry("Mara"),
        scenes=(scene(1, ["Ghost"]),),
        visual_style={"color_palette": ["#0b1026", "not a colour"]},
        world_setting={"time_period": "medieval", "technology": "laptops"},
    )
    assert {finding.rule for finding in findings} == set(RULES)
    assert all(finding.suggestion and finding.path.startswith("$.") for finding in findings)
    gravity = [finding.severity for finding in findings]
    assert gravity == sorted(gravity, key=["error", "warning", "info"].index)


def test_a_cast_the_bible_does_not_know_is_found_with_its_scene() -> None:
    (finding,) = found(entry("Kai Nakamura"), scenes=(scene(3, ["KAI NAKAMURA", "Kai Nakamra"]),))
    assert (finding.character, finding.scene, finding.branch) == ("Kai Nakamra", 3, "main")
    assert finding.path == "$.scenes['main/3'].characters[1]"
    assert "Kai Nakamura" in finding.suggestion


def test_a_renamed_character_is_still_the_bible_s() -> None:
    renamed = character("Kai Tanaka", {}, bible_base={"name": "Kai"})
    assert found(entry("Kai"), characters=(renamed,), scenes=(scene(1, ["Kai Tanaka"]),)) == []


@pytest.mark.parametrize(
    ("description", "traits", "thing"),
    [
        ("She has bright red hair.", {"hair": "long white ponytail"}, "hair"),
        ("Her green eyes miss nothing.", {"eyes": "violet eyes"}, "eyes"),
        ("He wears a yellow kimono.", {"style": "indigo haori over a black kimono"}, "kimono"),
    ],
)
def test_a_description_that_gives_other_colours_disagrees(
    description: str, traits: dict[str, Any], thing: str
) -> None:
    (finding,) = found(entry("Kai", description=description, visual_traits=traits))
    assert finding.rule == "descriptions_agree" and finding.severity == "error"
    assert f"Kai's {thing}:" in finding.message and finding.path == "$.characters[0].description"


@pytest.mark.parametrize(
    ("description", "traits"),
    [
        ("Her crimson hair burns.", {"hair": "red bob"}),
        ("His hair is black.", {"hair": "dark black hair with electric blue streaks"}),
        ("A blue left eye, they say.", {"eyes": "left eye bright blue, right eye cyan cybernetic"}),
        ("His right eye was rented, then seized.", {"eyes": "right eye cyan"}),
        ("A red letter day.", {"hair": "green"}),
        ("Mara's red hair is all he sees.", {"hair": "black"}),
        ("He has no red hair.", {"hair": "black"}),
    ],
)
def test_words_that_need_not_mean_another_colour_are_left_alone(
    description: str, traits: dict[str, Any]
) -> None:
    findings = found(entry("Kai", description=description, visual_traits=traits), entry("Mara"))
    assert findings == []


def test_the_two_eyes_are_held_apart() -> None:
    (finding,) = found(
        entry(
            "Kai",
            description="His left eye is red.",
            visual_traits={"eyes": "left eye blue, right eye red"},
        )
    )
    assert "left eye" in finding.message


def test_a_character_s_own_look_is_held_against_the_bible() -> None:
    (finding,) = found(
        entry("Kai", visual_traits={"hair": "black"}),
        characters=(character("Kai", {"hair": "silver bob"}),),
    )
    assert finding.severity == "warning" and "Sync" in finding.suggestion
    assert finding.path == "$.project.characters[0].appearance.hair"


def test_a_prompt_that_describes_another_look_disagrees() -> None:
    prompts = {"generation_prompts": {"visual_description": "a woman with green hair"}}
    (finding,) = found(entry("Kai", visual_traits={"hair": "pink"}, extra=prompts))
    assert finding.path.endswith("generation_prompts.visual_description")


@pytest.mark.parametrize(
    "traits",
    [{"style": "neon green coat"}, {"hair": "#22dd22"}, {"style": {"top": "green shirt"}}],
)
def test_a_colour_far_from_the_palette_is_named_with_its_nearest(traits: dict[str, Any]) -> None:
    findings = found(
        entry("Kai", visual_traits=traits),
        visual_style={"color_palette": ["#0b1026", "#ff2e88"]},
    )
    assert [finding.rule for finding in findings] == ["colors_are_in_the_palette"]
    assert "of the palette" in findings[0].suggestion


@pytest.mark.parametrize(
    "traits",
    [
        {"style": "black coat, white shirt, grey scarf"},
        {"style": "dark blue jacket"},
        {"hair": "auburn", "eyes": "green eyes", "skin": "tan"},
        {"style": "coat"},
    ],
)
def test_neutral_near_and_born_colours_keep_to_any_palette(traits: dict[str, Any]) -> None:
    palette = {"color_palette": ["#0b1026", "#2255cc"]}
    assert found(entry("Kai", visual_traits=traits), visual_style=palette) == []


def test_a_palette_takes_hex_and_names_and_reports_the_rest() -> None:
    findings = found(visual_style={"color_palette": ["#0af", "midnight blue", "Monday", 7]})
    assert [finding.path for finding in findings] == [
        "$.visual_style.color_palette[2]",
        "$.visual_style.color_palette[3]",
    ]
    assert hex_stated("#0AF") == "#00aaff"


def test_distances_are_those_that_the_thresholds_speak_of() -> None:
    assert distance("#000000", "#ffffff") == pytest.approx(1, abs=0.001)
    assert distance("#ff0000", "#ff0000") == 0
    assert distance("#d0272d", "#b3142f") < 0.15 < distance("#d0272d", "#2360d8")


def test_a_relationship_to_nobody_and_a_one_sided_one_are_found() -> None:
    findings = found(
        entry("Kai", relationships={"Mara Voss": "trusts her", "Ghost": "brother"}),
        entry("Mara Voss"),
    )
    lost, one_sided = findings
    assert (lost.rule, lost.path) == (
        "relationships_lead_somewhere",
        "$.characters[0].relationships.Ghost",
    )
    assert (one_sided.rule, one_sided.character) == ("relationships_are_mutual", "Mara Voss")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Mara Voss": "friend"}, {"Kai": "friend"}),
        ({"mara": "friend"}, {"KAI": "rival"}),
        ({"friend": "Mara Voss"}, {"Kai": "friend"}),
        ({"allies": ["Mara Voss"]}, {"rival": "sworn against Kai since the fire."}),
        ({"the city": "owes it nothing"}, {}),
    ],
)
def test_relationships_count_by_key_or_by_value(one: Any, other: Any) -> None:
    assert found(entry("Kai", relationships=one), entry("Mara Voss", relationships=other)) == []


def test_cyclic_relationships_are_fine_and_one_to_oneself_is_not() -> None:
    ring = {"A": "B", "B": "C", "C": "A"}
    both = [
        entry(name, relationships={other: "x" for other in ring if other != name}) for name in ring
    ]
    assert found(*both) == []
    (finding,) = found(entry("Kai", relationships={"Kai": "his own worst enemy"}))
    assert finding.message == "Kai is related to Kai."


@pytest.mark.parametrize(
    ("arc", "path"),
    [
        ({"from": "a blade"}, ".to"),
        ({"end": "free"}, ".start"),
        ({"from": "a", "to": ""}, ".to"),
        ({"beats": ["one", " ", "three"]}, ".beats[1]"),
        ({"beats": []}, ".beats"),
        ({"act_1": "a", "act_3": "c"}, ""),
        (
            {"stages": [{"episode": 1, "x": "a"}, {"episode": 4, "x": "b"}, {"episode": 2}]},
            ".stages",
        ),
    ],
)
def test_a_gap_in_an_arc_is_found_where_it_is(arc: dict[str, Any], path: str) -> None:
    (finding,) = found(entry("Kai", evolution_arc=arc))
    assert (finding.rule, finding.path) == (
        "arc_has_no_gaps",
        f"$.characters[0].evolution_arc{path}",
    )


@pytest.mark.parametrize(
    "arc",
    [
        {"from": "a", "to": "b", "beats": ["one", "two"]},
        {"start": "a", "end": "b"},
        {"act 1": "a", "act 2": "b", "act 3": "c"},
        {"2026": "a", "2089": "b"},
        {"theme": "trust"},
        {},
    ],
)
def test_an_arc_without_a_gap_is_left_alone(arc: dict[str, Any]) -> None:
    assert found(entry("Kai", evolution_arc=arc)) == []


def test_a_laptop_in_the_middle_ages_is_found_wherever_it_stands() -> None:
    findings = found(
        entry("Kai", visual_traits={"weapon": "laser rifle"}),
        scenes=(scene(2, ["Kai"], "He checks his smartphone."),),
        world_setting={"time_period": "medieval Europe", "technology": "castles, no engines"},
    )
    assert {(f.path, f.scene) for f in findings} == {
        ("$.characters[0].visual_traits.weapon", None),
        ("$.scenes['main/2'].description", 2),
    }


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("medieval", 1500),
        ("Edo period, 1703", 1868),
        ("the 18th century", 1800),
        ("late autumn 1889", 1889),
        ("an unhurried age before engines", 1712),
        ("cyberpunk future, winter of 2089", None),
        ("medieval fantasy", None),
        ("Neo-Victorian", None),
        ("a post-apocalyptic dark ages", None),
        ("", None),
        ("winter", None),
    ],
)
def test_only_explicit_periods_have_a_last_year(period: str, year: int | None) -> None:
    assert latest_year(period) == year


def test_what_is_said_not_to_be_there_is_not_there() -> None:
    assert list(inventions("no flying cars, never a radio; two telephones")) == [
        ("telephones", 1876)
    ]
