"""What a failed attempt changes for the next one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.domain.adjustments import adjustments_after, emphasised
from tools.domain.consistency import ReasonCode

CODES = [code.value for code in ReasonCode]


def test_hair_that_drifted_is_emphasised_in_plainer_light() -> None:
    after = adjustments_after(["HAIR_DRIFT"], {})
    assert after == {"emphasis": ["hair"], "scene_light": 0.5, "because": ["HAIR_DRIFT"]}


def test_the_light_is_halved_each_time_it_is_asked_for_again() -> None:
    first = adjustments_after(["HAIR_DRIFT"], {})
    assert adjustments_after(["HAIR_DRIFT"], first)["scene_light"] == 0.25


def test_several_codes_keep_every_region_once() -> None:
    after = adjustments_after(["HAIR_DRIFT", "OUTFIT_DRIFT", "HAIR_DRIFT"], {})
    assert after["emphasis"] == ["hair", "outfit"]
    assert after["because"] == ["HAIR_DRIFT", "OUTFIT_DRIFT"]


def test_a_code_without_a_rule_changes_nothing() -> None:
    assert adjustments_after(["NOT_A_CODE"], {"view": "front"}) == {"view": "front"}


@given(st.lists(st.sampled_from(CODES), max_size=6))
def test_every_known_code_is_on_record_and_what_was_there_stays(codes: list[str]) -> None:
    before = {"seed_shift": 3}
    after = adjustments_after(codes, before)
    assert after.get("because", []) == list(dict.fromkeys(codes))
    assert after["seed_shift"] == 3
    assert before == {"seed_shift": 3}


def test_the_prompt_opens_with_the_words_that_need_weight() -> None:
    definition = {"appearance": {"hair": "silver bob", "style": "red vest"}}
    adjusted = adjustments_after(["HAIR_DRIFT", "OUTFIT_DRIFT"], {})
    assert emphasised("Kai, rain", definition, adjusted) == "silver bob, red vest, Kai, rain"
    assert emphasised("Kai, rain", definition, {}) == "Kai, rain"
