"""Words on someone's looks become what the rig draws."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.reading import read_drawing
from tools.domain.reading.colors import hex_of
from tools.domain.reading.data_files import load_data

KAI: dict[str, Any] = {
    "name": "Kai Nakamura",
    "gender": "male",
    "appearance": {
        "hair": "dark black hair with electric neon blue streaks",
        "eyes": "left eye bright blue, right eye cyan cybernetic",
        "style": "black tactical military vest with glowing blue circuits",
    },
}


def look_of(**appearance: Any):
    return read_drawing({"name": "A", "appearance": appearance}).look


def worn(**appearance: Any) -> dict[str, str]:
    return {garment.kind: garment.color for garment in look_of(**appearance).garments}


def undrawn(description: str) -> tuple[str, ...]:
    return read_drawing({"name": "A", "description": description}).undrawn


def color(*words: str, on: str = "cloth") -> str | None:
    return hex_of((), words, on)


def test_the_character_of_the_seed_is_read_whole():
    drawing = read_drawing(KAI)
    look = drawing.look
    assert look.hair.style == "short"
    assert look.hair.streak is not None
    assert look.eyes.left == hex_of(("bright",), ("blue",), "eyes")
    assert look.eyes.right == color("cyan", on="eyes")
    assert look.eyes.cybernetic_right
    assert not look.eyes.cybernetic_left
    vest = look.garments[-1]
    assert (vest.kind, vest.color, vest.glowing) == ("tactical_vest", color("black"), True)
    assert vest.accent == color("blue")
    assert look.presentation == "masculine"
    assert drawing.undrawn == ()


@pytest.mark.parametrize(
    ("words", "style", "hue", "streak", "tips"),
    [
        ("waist-length silver twin tails with pink tips", "twin_tails", "silver", None, "pink"),
        ("teal bob", "bob", "teal", None, None),
        ("bob, teal", "bob", "teal", None, None),
        ("messy black hair with red highlights", "messy", "black", "red", None),
        ("blue-streaked white hair", None, "white", "blue", None),
        ("long straight auburn hair fading to gold", "long_straight", "auburn", None, "gold"),
        ("long, wavy, mint green", "long_wavy", "mint green", None, None),
        ("ash blond undercut", "undercut", "ash blond", None, None),
        ("shaved sides, platinum", "undercut", "platinum", None, None),
        ("hime cut, jet-black", "hime", "jet black", None, None),
        ("two-tone: black and white", None, "black", "white", None),
        ("crimson braids", "braid", "crimson", None, None),
        ("pink space buns", "bun", "pink", None, None),
        ("big curly ginger hair", "curly", "ginger", None, None),
        ("grey ponytail tied with string", "ponytail", "gray", None, None),
        ("a purple mohawk", "mohawk", "purple", None, None),
    ],
)  # fmt: skip
def test_hair_has_its_style_and_each_colour_its_place(
    words: str, style: str | None, hue: str, streak: str | None, tips: str | None
):
    hair = look_of(hair=words).hair
    if style is not None:
        assert hair.style == style
    assert hair.color == color(hue, on="hair")
    assert hair.streak == (color(streak, on="hair") if streak else None)
    assert hair.tips == (color(tips, on="hair") if tips else None)


@pytest.mark.parametrize(
    ("words", "left", "right"),
    [
        ("green", "green", "green"),
        ("heterochromia: green and gold", "green", "gold"),
        ("one blue, the other amber", "blue", "amber"),
        ("left: red, right: violet", "red", "violet"),
        ("right eye gold, left eye grey", "gray", "gold"),
        ("mismatched eyes, brown and teal", "brown", "teal"),
        ("one green eye and one brown", "green", "brown"),
        ("blue-green", "blue green", "blue green"),
    ],
)
def test_each_eye_has_its_own_colour(words: str, left: str, right: str):
    eyes = look_of(eyes=words).eyes
    assert (eyes.left, eyes.right) == (color(left, on="eyes"), color(right, on="eyes"))


def test_eyes_may_be_nested_objects():
    eyes = look_of(eyes={"left": {"color": "green"}, "right": "gold, cybernetic"}).eyes
    assert eyes.left == color("green", on="eyes")
    assert eyes.right == color("gold", on="eyes")
    assert eyes.cybernetic_right


def test_colours_stay_with_their_nearest_noun():
    clothes = worn(style="weathered brown leather duster over a white shirt, grey jeans")
    assert clothes["trench_coat"] == color("brown")
    assert clothes["shirt"] == color("white")
    assert clothes["jeans"] == color("gray", on="jeans")
    clothes = worn(style="crimson kimono with gold obi, wooden sandals")
    assert clothes == {
        "sandals": "#8a5f38", "kimono": color("crimson"), "belt": color("gold"),
    }  # fmt: skip


def test_a_colour_may_follow_its_noun():
    look = read_drawing({"description": "Hair black and blue eyes. Her jacket is red."}).look
    assert look.hair.color == color("black", on="hair")
    assert look.eyes.left == color("blue", on="eyes")
    assert {g.kind: g.color for g in look.garments}["jacket"] == color("red")


def test_a_colour_is_shared_by_things_joined_by_and():
    clothes = worn(style="a white dress, black gloves and boots")
    assert clothes["gloves"] == clothes["boots"] == color("black")
    apart = worn(style="a white dress, black gloves and a hat")
    assert apart["hat"] != color("black")


@pytest.mark.parametrize(
    ("words", "kind", "main", "accent", "glowing"),
    [
        ("black and gold jacket", "jacket", "black", "gold", False),
        ("gold-trimmed white robe", "robe", "white", "gold", False),
        ("white robe trimmed with gold", "robe", "white", "gold", False),
        ("navy blazer with silver buttons", "blazer", "navy", "silver", False),
        ("grey bodysuit with glowing orange lines", "bodysuit", "gray", "orange", True),
        ("purple cloak, lined with red", "cloak", "purple", "red", False),
    ],
)
def test_accents_are_told_from_the_garment(
    words: str, kind: str, main: str, accent: str, glowing: bool
):
    garment = next(g for g in look_of(style=words).garments if g.kind == kind)
    assert (garment.color, garment.accent) == (color(main), color(accent))
    assert garment.glowing is glowing


@pytest.mark.parametrize(
    "words", ["no glasses", "without glasses", "not wearing glasses", "she wears no glasses or hat"]
)
def test_what_is_denied_is_not_worn(words: str):
    drawing = read_drawing(
        {"description": "a girl with glasses", "appearance": {"accessories": words}}
    )
    assert "glasses" not in {g.kind for g in drawing.look.garments}


def test_later_sources_override_earlier_ones():
    drawing = read_drawing(
        {
            "description": "A man with red hair who wears a green dress and a hat.",
            "visual_traits": {"hair": "blue ponytail"},
            "appearance": {"hair": "silver bob", "style": "black suit"},
        }
    )
    assert drawing.look.hair.color == color("silver", on="hair")
    assert drawing.look.hair.style == "bob"
    kinds = {g.kind for g in drawing.look.garments}
    assert "blazer" in kinds
    assert "dress" not in kinds
    assert "hat" in kinds


def test_keys_of_their_own_name_the_thing():
    look = look_of(
        hair_color="teal", hairstyle="high ponytail", left_eye="amber", right_eye="blue",
        boots="red", glasses="thin, silver", weapon="a katana on her back",
    )  # fmt: skip
    assert (look.hair.style, look.hair.color) == ("ponytail", color("teal", on="hair"))
    assert look.eyes.left == color("amber", on="eyes")
    clothes = {g.kind: g.color for g in look.garments}
    assert clothes["boots"] == color("red")
    assert clothes["glasses"] == color("silver")
    assert look.prop is not None
    assert look.prop.kind == "katana"


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("She has a dragon on her shoulder.", ("dragon",)),
        ("Blue eyes, fox tail, silver wings.", ("fox", "tail", "wings")),
        ("He wears a torn red scarf.", ("torn",)),
        ("A black dress with white polka dots.", ("polka dots",)),
        ("A brooding mercenary who trusts nobody and lives for revenge.", ()),
        ("Tall woman with long red hair, green eyes, a brown coat and black boots.", ()),
        ("She has a scar across her left cheek and wears round glasses.", ()),
        ("Red hair with a 簪 in it.", ("簪",)),
        ("His right eye was rented, then bought back with three years of night work.", ()),
        ("He taught three generations to hold a sword. The dojo is a laundry now.", ()),
        ("She hunts demons for the voice of Pirate Band 88.", ()),
    ],
)
def test_only_what_cannot_be_drawn_is_reported(words: str, missed: tuple[str, ...]):
    assert undrawn(words) == missed


def test_two_weapons_are_one_too_many():
    drawing = read_drawing({"appearance": {"weapon": "a spear and a shield"}})
    assert drawing.look.prop is not None
    assert drawing.look.prop.kind == "spear"
    assert drawing.undrawn == ("shield",)


def test_people_have_ages_heights_and_builds():
    look = read_drawing({"description": "A burly old man, 190 cm, with a full grey beard."}).look
    assert (look.presentation, look.build, look.age, look.height) == (
        "masculine", "stocky", "elder", "tall",
    )  # fmt: skip
    assert look.face == ("beard",)
    assert look.hair.color == color("gray", on="hair")
    assert look_of(age=9).age == "child"
    assert look_of(age="17 years old").age == "teen"
    assert look_of(height="short").height == "short"


def test_a_story_arms_and_dresses_nobody():
    look = read_drawing(
        {"description": "He sold his last sword to buy a hat. The voice of Pirate Band 88."}
    ).look
    assert look.prop is None
    assert "hat" not in {g.kind for g in look.garments}
    assert look.age == "adult"


def test_an_old_coat_does_not_make_an_old_man():
    look = read_drawing({"description": "A man in an old brown coat with a small bag."}).look
    assert (look.age, look.height) == ("adult", "average")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("plate armour", {"breastplate", "pauldrons", "gauntlets", "greaves", "boots"}),
        ("black suit with a red tie", {"shirt", "tie", "blazer", "trousers", "shoes"}),
        ("miko outfit", {"kimono", "hakama", "sandals"}),
        ("red leather jacket", {"tshirt", "jeans", "boots", "leather_jacket"}),
        ("lab coat", {"shirt", "trousers", "shoes", "lab_coat"}),
    ],
)
def test_an_outfit_is_complete(words: str, kinds: set[str]):
    assert set(worn(style=words)) == kinds


def test_dressed_in_black_means_all_of_it():
    clothes = read_drawing({"description": "He is dressed in black."}).look.garments
    assert {g.color for g in clothes} == {color("black")}


def test_clothes_are_listed_from_the_skin_outwards():
    kinds = [g.kind for g in look_of(style="a cloak over plate armour, white shirt").garments]
    assert kinds.index("shirt") < kinds.index("cloak")
    assert kinds.index("breastplate") < kinds.index("cloak")


def test_every_kind_and_style_of_the_rig_has_a_word():
    kinds = load_data("garments")["kinds"]
    for kind, facts in kinds.items():
        word = facts["words"][0]
        assert kind in worn(style=f"black {word}"), (kind, word)
    for prop, words in load_data("props").items():
        for word in words:
            look = look_of(weapon=f"a {word}")
            assert look.prop is not None, word
            assert look.prop.kind == prop, word
    for style, words in load_data("hair")["styles"].items():
        for word in words:
            assert look_of(hair=f"black {word}").hair.style == style, word


def test_the_lexicon_knows_many_colours_on_every_thing():
    names = load_data("colors")["names"]
    assert len(names) >= 150
    for name in names:
        said = look_of(hair=f"{name} hair", style=f"{name} dress", eyes=f"{name} eyes")
        assert said.hair.color == color(name, on="hair"), name
        assert said.eyes.left == color(name, on="eyes"), name
        dress = next(g for g in said.garments if g.kind == "dress")
        assert dress.color == color(name), name


def test_hex_codes_are_colours():
    assert look_of(hair="#F80 bob").hair.color == "#ff8800"
    assert worn(style="#12ab34 kimono")["kimono"] == "#12ab34"
