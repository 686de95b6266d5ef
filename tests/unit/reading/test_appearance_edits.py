"""A user's words change one thing of an appearance, and only that."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.edits import appearance_edit
from tools.domain.reading import read_look
from tools.domain.regions import regions_changed, regions_named

KAI: dict[str, Any] = {
    "hair": "dark black hair with electric neon blue streaks",
    "eyes": "left eye bright blue, right eye cyan cybernetic",
    "style": "black tactical military vest with glowing blue circuits",
}
MIO: dict[str, Any] = {
    "hair": "waist-length silver twin tails with pink tips",
    "eyes": {"left": "green", "right": "gold"},
    "style": "black tactical vest over a blue jacket, grey jeans, an old hat",
    "accessories": ["round glasses", "gold earrings"],
}


def style(beneath: str) -> dict[str, str]:
    return {"style": f"black tactical vest over {beneath}"}


@pytest.mark.parametrize(
    ("words", "patch"),
    [
        ("make his jacket red", style("a red jacket, grey jeans, an old hat")),
        ("orange jacket", style("an orange jacket, grey jeans, an old hat")),
        ("turn the jeans black", style("a blue jacket, black jeans, an old hat")),
        ("red leather jacket", style("a red leather jacket, grey jeans, an old hat")),
        ("remove the glasses", {"accessories": ["gold earrings"]}),
        ("take off the jeans", style("a blue jacket, an old hat")),
        ("silver bob", {"hair": "silver bob with pink tips"}),
        ("make her hair red", {"hair": "waist-length red twin tails with pink tips"}),
        ("blue tips", {"hair": "waist-length silver twin tails with blue tips"}),
        ("make the left eye violet", {"eyes": {"left": "violet", "right": "gold"}}),
        ("give her a katana", {"weapon": "katana"}),
        ("replace the hat with a crown", style("a blue jacket, grey jeans, an old crown")),
    ],
)  # fmt: skip
def test_words_are_changed_in_place(words: str, patch: dict[str, Any]):
    assert appearance_edit(MIO, words) == patch


def test_a_new_outer_garment_takes_the_place_of_the_one_worn():
    patch = appearance_edit(KAI, "make his jacket red")
    assert patch["style"].startswith("red jacket with glowing blue circuits")
    after = read_look({"appearance": KAI | patch})
    kinds = [g.kind for g in after.garments]
    assert "jacket" in kinds
    assert "tactical_vest" not in kinds


def test_where_nothing_is_worn_the_new_is_added():
    worn = {"style": "white shirt, jeans and boots"}
    assert appearance_edit(worn, "a green cloak") == {
        "style": "green cloak over white shirt, jeans and boots"
    }
    assert appearance_edit({}, "red jacket") == {"style": "red jacket"}


def test_what_went_without_saying_is_written_out_before_it_would_change():
    patch = appearance_edit({"style": "white shirt and jeans"}, "a green cloak")
    assert patch == {"style": "green cloak over white shirt and jeans, sneakers"}


@pytest.mark.parametrize(
    ("words", "patch"),
    [
        ("remove the circuits", {"style": "black tactical military vest"}),
        ("no streaks", {"hair": "dark black hair"}),
        ("shave his head", {"hair": "bald"}),
        ("make his right eye gold", {"eyes": "left eye bright blue, right eye gold cybernetic"}),
        ("orange circuits", {"style": "black tactical military vest with glowing orange circuits"}),
    ],
)
def test_details_are_changed_and_removed_alone(words: str, patch: dict[str, Any]):
    assert appearance_edit(KAI, words) == patch


def test_one_thing_instead_of_another():
    appearance = {"eyes": "amber, eyepatch over the left eye", "weapon": "spear"}
    assert appearance_edit(appearance, "a katana instead of the spear") == {"weapon": "katana"}
    assert appearance_edit(appearance, "remove the eyepatch") == {"eyes": "amber"}


def test_words_that_nothing_draws_are_kept():
    assert appearance_edit({"accessories": "red scarf"}, "dragon wings") == {
        "accessories": "red scarf, dragon wings"
    }


def test_what_is_not_named_is_denied():
    assert appearance_edit(KAI, "remove the glasses") == {"accessories": "no glasses"}


@pytest.mark.parametrize("appearance", [KAI, MIO], ids=["kai", "mio"])
@pytest.mark.parametrize(
    "words",
    [
        "make his jacket red", "silver bob", "make the hair green", "blue streaks", "red eyes",
        "left eye white", "yellow scarf", "white sneakers", "make the trousers brown", "pale skin",
        "a scar on the cheek", "give them a spear", "remove the glasses", "a black trench coat",
        "put on a witch hat", "make the vest purple", "long curly hair", "70 years old", "tall",
    ],
)  # fmt: skip
def test_an_edit_changes_the_regions_it_names_and_no_other(appearance: dict[str, Any], words: str):
    before = read_look({"appearance": appearance})
    after = read_look({"appearance": appearance | appearance_edit(appearance, words)})
    assert regions_changed(before, after) <= regions_named(words)
    again = appearance | appearance_edit(appearance, words)
    assert read_look({"appearance": again | appearance_edit(again, words)}) == after


@pytest.mark.parametrize(
    "words", ["red jacket", "green hair", "violet eyes", "dark skin", "pink shoes"]
)
def test_an_edit_takes_effect(words: str):
    before = read_look({"appearance": KAI})
    after = read_look({"appearance": KAI | appearance_edit(KAI, words)})
    assert regions_changed(before, after) == regions_named(words)


@pytest.mark.parametrize(
    ("edit", "regions"),
    [
        ("make his jacket red", {"torso"}),
        ({"style": "red jacket"}, {"torso"}),
        ({"hair": "silver bob"}, {"hair"}),
        ({"eyes": "green"}, {"eyes"}),
        ({"weapon": "katana"}, {"prop"}),
        ({"hair": "bob", "boots": "black"}, {"hair", "feet"}),
        ("red dress and round glasses", {"torso", "legs", "accessories"}),
        ("freckles", {"face"}),
        ({"height": "tall"}, {"silhouette"}),
        ({"style": "something nobody knows"}, {"torso", "legs"}),
        ("taller", {"silhouette"}),
        ("orange circuits", {"torso"}),
        ("a fresh idea", set[str]()),
    ],
)
def test_an_edit_names_its_regions(edit: Any, regions: set[str]):
    assert regions_named(edit) == regions


def test_the_appearance_given_is_left_alone():
    appearance = {"eyes": {"left": "green"}, "accessories": ["hat"]}
    appearance_edit(appearance, "red left eye and no hat")
    assert appearance == {"eyes": {"left": "green"}, "accessories": ["hat"]}
