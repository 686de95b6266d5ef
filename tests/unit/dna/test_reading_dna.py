"""DNA by written rules: from measures, from definitions, and from what a model says besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.domain.animation.anatomy import can_perform
from tools.domain.animation.bodies import weapon_called, weapon_named_in
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.dna_merging import merged_dna
from tools.domain.animation.dna_reading import (
    dna_from_definition,
    dna_from_look,
    dna_from_measures,
)
from tools.domain.animation.measures import Measures
from tools.domain.animation.physique import (
    mobility_of,
    physique_of,
    reach_of,
    seen_weapon_kg,
    weapon_mass_of,
)
from tools.domain.look import Garment, Look, Prop

Measuring = Callable[[str], Measures]
KNIGHT = {
    "name": "Sir Bor",
    "description": "A knight in full plate armor with a red cape and a two-handed sword.",
    "appearance": {"build": "stocky"},
    "gender": "male",
}


def defined(description: str, **more: object) -> CharacterDNA:
    return dna_from_definition({"name": "Kai", "description": description, **more})


def test_a_reference_man_weighs_what_icrp_says() -> None:
    man = physique_of("average", presentation="masculine")
    assert man.body_kg == pytest.approx(73, abs=1.0)
    assert man.mass_class == "medium"


def test_armor_makes_heavy_and_slow() -> None:
    knight = dna_from_definition(KNIGHT)
    assert (knight.archetype, knight.mass_class, knight.mobility) == ("knight", "heavy", "low")


def test_a_child_is_light_and_has_a_childs_proportions() -> None:
    child = defined("A little girl with a wand")
    assert child.mass_class == "light"
    assert child.body_proportions.head_to_body < 5.5


@pytest.mark.parametrize(
    ("words", "weapon", "mass", "reach"),
    [
        ("a boy with a dagger", "dagger", "light", "short"),
        ("a man with a sword", "sword", "medium", "medium"),
        ("a man with a two-handed sword", "greatsword", "heavy", "long"),
        ("a woman with a naginata", "halberd", "heavy", "long"),
        ("a brute with a giant hammer", "warhammer", "oversized", "medium"),
        ("an archer with a bow", "bow", "medium", "long"),
        ("a monk", None, "none", "short"),
        ("a man without a sword", None, "none", "short"),
    ],
)
def test_weapons_have_their_mass_and_reach(
    words: str, weapon: str | None, mass: str, reach: str
) -> None:
    dna = defined(words)
    assert (dna.weapon_type, dna.weapon_mass, dna.reach) == (weapon, mass, reach)


@pytest.mark.parametrize(
    ("words", "constraint"),
    [
        ("She has no hands.", "no hands"),
        ("a handless ghost", "no hands"),
        ("A one-armed ronin", "one arm"),
        ("He lost his left arm in the war.", "one arm"),
        ("She uses a wheelchair", "wheelchair"),
        ("It floats above the ground", "floating"),
        ("a legless spirit", "no legs"),
        ("pirate with a peg leg", "one leg"),
    ],
)
def test_a_definition_says_what_a_body_cannot_do(words: str, constraint: str) -> None:
    dna = defined(words)
    assert dna.anatomical_constraints == (constraint,)
    assert "anatomical_constraints" in dna.measured


@pytest.mark.parametrize(
    "words",
    ["holds a lamp in one hand", "He is not blind", "stands on one leg, smiling", "a knight"],
)
def test_gestures_and_denials_are_no_constraints(words: str) -> None:
    assert defined(words).anatomical_constraints == ()


def test_who_has_no_hands_is_asked_about_a_sword() -> None:
    dna = defined("A ghost with no hands and a sword")
    assert "no hands" in (can_perform("heavy_attack", dna) or "")


def test_the_definition_knows_and_the_pixels_color(measured: Measuring) -> None:
    look = Look(garments=(Garment(kind="sweater", color="#c02a2a"),), prop=Prop(kind="katana"))
    dna = dna_from_look(look, measured("plain"))
    assert dna.weapon_type == "katana"
    assert dna.archetype == "samurai"
    assert dna.dominant_colors == tuple(one.color for one in measured("plain").dominant)


def test_without_a_picture_colors_come_from_the_look() -> None:
    dna = dna_from_look(Look(garments=(Garment(kind="robe", color="#3344aa"),)))
    assert dna.dominant_colors[0] == "#3344aa"
    assert len(dna.palette) <= 16


def test_pixels_alone_name_a_weapon_by_length_and_metal(measured: Measuring) -> None:
    sword, spear = dna_from_measures(measured("swordsman")), dna_from_measures(measured("lancer"))
    assert (sword.weapon_type, sword.weapon_mass) == ("sword", "medium")
    assert (spear.weapon_type, spear.reach) == ("staff", "long")
    assert {"weapon_type", "reach", "palette"} <= set(sword.measured)


def test_what_pixels_do_not_tell_is_not_called_measured(measured: Measuring) -> None:
    plain = dna_from_measures(measured("plain"))
    assert plain.archetype == "unknown"
    assert not {"archetype", "equipment", "mobility", "weapon_type"} & set(plain.measured)


def test_a_picture_without_a_figure_measures_nothing() -> None:
    nobody = dna_from_measures(Measures(figures=0, background="none", cropped=False))
    assert nobody.measured == ()


def test_a_steel_blade_weighs_what_blades_weigh(measured: Measuring) -> None:
    weapon = measured("swordsman").weapon
    assert weapon is not None
    assert 0.6 < seen_weapon_kg(weapon, 1.7) < 2.0


def test_mass_and_reach_never_fall_as_weapons_grow() -> None:
    masses = [weapon_mass_of(kg) for kg in (0, 0.3, 1.0, 2.5, 9)]
    assert masses == ["none", "light", "medium", "heavy", "oversized"]
    assert [reach_of(m, 1.7) for m in (0, 0.3, 0.8, 1.3)] == ["short", "short", "medium", "long"]


def test_a_load_beyond_a_third_of_the_body_is_slow() -> None:
    free = physique_of("athletic", load_kg=3)
    laden = physique_of("athletic", load_kg=25)
    assert (mobility_of(free, "athletic"), mobility_of(laden, "athletic")) == ("high", "low")
    assert mobility_of(free, "athletic", "adult", ("wheelchair",)) == "low"


def test_the_most_exact_name_of_a_weapon_counts() -> None:
    found = weapon_named_in("She draws a two-handed sword, not a dagger")
    assert found is not None and found.name == "greatsword"
    assert weapon_named_in("no weapons, swordfish tattoo") is None
    assert (named := weapon_called("rusty iron sword")) is not None and named.name == "sword"


class TestWhatAModelSays:
    def test_colors_that_are_not_there_are_told_and_never_taken(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("plain"))
        dna, warnings = merged_dna(mine, {"dominant_colors": ["#c02a2a", "#00ff66"]})
        assert dna.dominant_colors == mine.dominant_colors
        assert [(w.field, w.said) for w in warnings] == [("dominant_colors", "#00ff66")]

    def test_heads_within_a_fifth_pass_in_silence(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("plain"))
        dna, warnings = merged_dna(mine, {"body_proportions": {"head_to_body": 7.2}})
        assert warnings == ()
        assert dna.body_proportions.head_to_body == mine.body_proportions.head_to_body

    def test_heads_far_off_are_overruled(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("sprite"))
        dna, warnings = merged_dna(mine, {"body_proportions": {"head_to_body": 7.5}})
        assert dna.body_proportions == mine.body_proportions
        assert [w.field for w in warnings] == ["head_to_body"]

    def test_one_step_of_mass_is_the_models_to_say(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("plain"))
        assert mine.mass_class == "medium"
        dna, warnings = merged_dna(mine, {"mass_class": "heavy"})
        assert (dna.mass_class, warnings) == ("heavy", ())
        dna, warnings = merged_dna(mine, {"mass_class": "massive"})
        assert dna.mass_class == "medium"
        assert [w.code for w in warnings] == ["DNA_CONTRADICTS_PICTURE"]

    def test_a_weapon_that_stands_out_cannot_be_denied(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("swordsman"))
        dna, warnings = merged_dna(mine, {"weapon_type": None})
        assert dna.weapon_type == "sword"
        assert [w.field for w in warnings] == ["weapon_type"]

    def test_a_weapon_held_before_the_body_may_be_named(self, measured: Measuring) -> None:
        mine = dna_from_measures(measured("plain"))
        dna, warnings = merged_dna(mine, {"weapon_type": "axe", "weapon_mass": "heavy"})
        assert (dna.weapon_type, dna.weapon_mass, warnings) == ("axe", "heavy", ())

    def test_what_the_definition_knows_stays(self) -> None:
        mine = dna_from_definition(KNIGHT)
        dna, _ = merged_dna(
            mine,
            {"archetype": "pirate", "weapon_type": "gun", "equipment": ["hat"], "reach": "medium"},
        )
        assert dna == mine

    @pytest.mark.parametrize(
        "said",
        [
            {"mass_class": "enormous"},
            {"body_proportions": {"head_to_body": "seven"}},
            {"body_proportions": {"head_to_body": True}},
            {"dominant_colors": [5]},
            {"equipment": "hat"},
            {"archetype": 7},
        ],
    )
    def test_nonsense_is_told_and_ignored(
        self, measured: Measuring, said: dict[str, object]
    ) -> None:
        mine = dna_from_measures(measured("plain"))
        dna, warnings = merged_dna(mine, said)
        assert dna == mine
        assert [w.code for w in warnings] == ["DNA_FIELD_UNUSABLE"]
