"""What users claim of a character against its picture and its definition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.domain.animation.claims import Claim, verify_claims
from tools.domain.animation.dna_reading import dna_from_definition, dna_from_measures
from tools.domain.animation.measures import Measures

Measuring = Callable[[str], Measures]


def claims_of(measures: Measures, text: str) -> dict[str, Claim]:
    """By aspect; of several of one aspect the last."""
    report = verify_claims(text, dna_from_measures(measures), measures)
    return {claim.aspect: claim for claim in report.claims}


def test_a_red_sweater_is_seen_with_its_share(measured: Measuring) -> None:
    report = verify_claims(
        "somebody in a red sweater", dna_from_measures(measured("plain")), measured("plain")
    )
    color = next(claim for claim in report.claims if claim.aspect == "color")
    assert color.verdict == "supported"
    assert color.figure is not None and color.figure < 0.15
    assert "%" in color.detail
    assert report.holds


def test_a_green_dress_is_contradicted_where_nothing_is_green(measured: Measuring) -> None:
    color = claims_of(measured("plain"), "a woman in a green dress")["color"]
    assert color.verdict == "contradicted"


def test_small_things_that_are_not_found_are_not_visible(measured: Measuring) -> None:
    assert claims_of(measured("plain"), "with green eyes")["color"].verdict == "not_visible"


@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("swordsman", "armed with a sword", "supported"),
        ("plain", "armed with a sword", "not_visible"),
        ("swordsman", "an unarmed monk", "contradicted"),
        ("plain", "an unarmed monk", "not_visible"),
        ("lancer", "she holds a dagger", "contradicted"),
        ("lancer", "she holds a spear", "supported"),
    ],
)
def test_weapons_are_told_by_what_stands_out(
    measured: Measuring, name: str, text: str, verdict: str
) -> None:
    assert claims_of(measured(name), text)["weapon"].verdict == verdict


@pytest.mark.parametrize(
    ("name", "text", "verdict"),
    [
        ("sprite", "a chibi figure", "supported"),
        ("plain", "a chibi figure", "contradicted"),
        ("plain", "a figure six heads tall", "supported"),
        ("sprite", "a figure seven heads high", "contradicted"),
    ],
)
def test_proportions_are_counted_in_heads(
    measured: Measuring, name: str, text: str, verdict: str
) -> None:
    claim = claims_of(measured(name), text)["proportions"]
    assert claim.verdict == verdict
    assert claim.figure == measured(name).head_to_body


def test_two_characters_in_a_picture_of_one_are_contradicted(measured: Measuring) -> None:
    claim = claims_of(measured("plain"), "two characters side by side")["figures"]
    assert (claim.verdict, claim.figure) == ("contradicted", 1)


def test_a_step_of_mass_is_within_the_error(measured: Measuring) -> None:
    assert dna_from_measures(measured("plain")).mass_class == "medium"
    assert claims_of(measured("plain"), "a heavy fighter")["mass"].verdict == "not_visible"
    assert claims_of(measured("plain"), "a massive, slim girl")["mass"].verdict == "not_visible"


def test_heavy_armor_is_not_a_heavy_person(measured: Measuring) -> None:
    assert "mass" not in claims_of(measured("plain"), "a fighter in heavy armor")


def test_pixels_do_not_say_who_somebody_is_and_a_definition_does(measured: Measuring) -> None:
    text = "a knight with a cape, without a helmet"
    assert claims_of(measured("plain"), text)["archetype"].verdict == "not_visible"
    dna = dna_from_definition({"name": "Bor", "description": "A knight with a red cape."})
    verdicts = {c.claim: c.verdict for c in verify_claims(text, dna).claims}
    assert verdicts == {"knight": "supported", "cape": "supported", "no helmet": "supported"}
    wrong = verify_claims("a pirate with a gun", dna)
    assert {c.aspect for c in wrong.contradicted} == {"archetype", "weapon"}


def test_a_missing_hand_is_the_definitions_to_know() -> None:
    dna = dna_from_definition({"name": "Mara", "description": "She has no hands."})
    (claim,) = verify_claims("no hands", dna).claims
    assert (claim.aspect, claim.verdict) == ("anatomy", "supported")


def test_words_that_no_rule_checks_are_said_to_be_unchecked(measured: Measuring) -> None:
    report = verify_claims("a zorblatt", dna_from_measures(measured("plain")), measured("plain"))
    assert [(c.claim, c.aspect) for c in report.claims] == [("zorblatt", "words")]


@pytest.mark.parametrize("text", ["", "   ", "...", "💥", "a" * 5000, "no no no"])
def test_any_text_can_be_checked(measured: Measuring, text: str) -> None:
    assert verify_claims(text, dna_from_measures(measured("plain"))).text == text
