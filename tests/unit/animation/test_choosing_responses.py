"""Responses that are offered, and what people say to choose one."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tools.domain.animation.anatomy import can_perform, cannot_respond
from tools.domain.animation.choosing import chosen_response
from tools.domain.animation.constraints import (
    interaction_of,
    likelihoods,
    merged_interaction,
    reach_m,
    speed_ms,
    total_kg,
)
from tools.domain.animation.dna import (
    BodyProportions,
    CharacterDNA,
    DualCharacterDNA,
    InteractionConstraints,
    ResponderSuggestion,
)
from tools.domain.animation.kinds import ActionType, ContactAction, ResponderKind
from tools.domain.animation.suggestions import suggestions_for
from tools.domain.choreography.figures import ARM_SHARE
from tools.domain.choreography.manner import BODY_KG, WEAPON_KG

ROWS: dict[ContactAction, set[str]] = {
    "light_attack": {"Backstep Dodge", "Partial Block"},
    "heavy_attack": {"Staggered Hit", "Full Impact"},
    "combo": {"Rolling Dodge", "Counter Attack"},
    "cast_spell": {"Interrupt", "Full Hit", "Evade"},
}
KIND_OF = {
    "Backstep Dodge": "dodge", "Rolling Dodge": "dodge", "Evade": "dodge",
    "Partial Block": "block", "Staggered Hit": "partial_hit", "Full Impact": "full_hit",
    "Full Hit": "full_hit", "Counter Attack": "counter", "Interrupt": "interrupt",
}  # fmt: skip


def somebody(height: str = "average", **facts: Any) -> CharacterDNA:
    said: dict[str, Any] = {
        "archetype": "fighter",
        "body_type": "average",
        "body_proportions": BodyProportions.model_validate(
            {"head_to_body": 2.5, "height_class": height}
        ),
        "mass_class": "medium",
        "mobility": "medium",
        "dominant_colors": (),
    }
    return CharacterDNA.model_validate({**said, **facts})


def pair(instigator: CharacterDNA, responder: CharacterDNA) -> DualCharacterDNA:
    interaction = interaction_of(instigator, responder)
    return DualCharacterDNA(instigator=instigator, responder=responder, interaction=interaction)


KNIGHT = somebody(mass_class="heavy", weapon_type="axe", weapon_mass="heavy", reach="long")
ROGUE = somebody(mass_class="light", mobility="high", weapon_type="dagger", weapon_mass="light",
                 reach="short")  # fmt: skip
OFFERED = suggestions_for("heavy_attack", pair(KNIGHT, ROGUE))


@pytest.mark.parametrize("action", get_args(ContactAction))
@pytest.mark.parametrize("who", [(KNIGHT, ROGUE), (ROGUE, KNIGHT), (KNIGHT, KNIGHT)])
def test_five_ways_are_offered_and_one_is_recommended(
    action: ContactAction, who: tuple[CharacterDNA, CharacterDNA]
) -> None:
    offered = suggestions_for(action, pair(*who))
    names = [suggestion.action for suggestion in offered]
    assert len(offered) == 5
    assert set(names) >= ROWS[action]
    assert [KIND_OF[name] for name in names] == [suggestion.kind for suggestion in offered]
    assert "dodge" in {suggestion.kind for suggestion in offered}
    assert sum(suggestion.recommended for suggestion in offered) == 1
    assert all(any(c.isdigit() for c in suggestion.reason) for suggestion in offered)
    assert offered == suggestions_for(action, pair(*who))


def test_the_quick_dodge_and_the_heavy_do_not() -> None:
    best = {s.kind: s.recommended for s in suggestions_for("light_attack", pair(KNIGHT, ROGUE))}
    assert best["dodge"]
    slow = {s.kind: s.recommended for s in suggestions_for("light_attack", pair(ROGUE, KNIGHT))}
    assert not slow["dodge"]


def test_reasons_carry_the_figures_of_the_two() -> None:
    said = {suggestion.kind: suggestion.reason for suggestion in OFFERED}
    two = pair(KNIGHT, ROGUE)
    assert f"{two.interaction.mass_ratio:.2f}" in said["full_hit"]
    assert f"{speed_ms(ROGUE):.1f} m/s" in said["dodge"]
    assert "dagger" in said["block"]
    assert len(set(said.values())) == 5


def test_what_a_body_cannot_do_is_never_recommended() -> None:
    stuck = ROGUE.model_copy(update={"anatomical_constraints": ("no legs", "no arms")})
    offered = suggestions_for("light_attack", pair(KNIGHT, stuck))
    chosen = next(suggestion for suggestion in offered if suggestion.recommended)
    assert chosen.kind in ("partial_hit", "full_hit")
    assert {s.action for s in offered} >= ROWS["light_attack"]
    dodge = next(suggestion for suggestion in offered if suggestion.kind == "dodge")
    assert dodge.reason == "Against its anatomy: the responder has no legs to dodge on."


@pytest.mark.parametrize(
    ("words", "action", "kind"),
    [
        ("Backstep Dodge", "Backstep Dodge", "dodge"),
        ("backstep doge", "Backstep Dodge", "dodge"),
        ("FULL IMPACT, please", "Full Impact", "full_hit"),
        ("she should dodge", "Backstep Dodge", "dodge"),
        ("Mara dogdes", "Backstep Dodge", "dodge"),
        ("she ducks", "she ducks", "dodge"),
        (" let her roll away ", "let her roll away", "dodge"),
        ("let her parry", "let her parry", "block"),
        ("block it", "Partial Block", "block"),
        ("don't dodge, block instead", "Partial Block", "block"),
        ("block instead of dodging", "Partial Block", "block"),
        ("have her take it on the chin", "have her take it on the chin", "full_hit"),
        ("she gets hit", "Full Impact", "full_hit"),
        ("she stumbles", "she stumbles", "partial_hit"),
        ("staggered", "Staggered Hit", "partial_hit"),
        ("she strikes back", "Counter Attack", "counter"),
        ("riposte!", "Counter Attack", "counter"),
        ("break the spell", "break the spell", "interrupt"),
        ("interrupt him", "interrupt him", "interrupt"),
    ],
)
def test_words_choose_what_they_mean(words: str, action: str, kind: str) -> None:
    chosen = chosen_response(words, OFFERED)
    assert chosen is not None
    assert (chosen.action, chosen.kind) == (action, kind)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("1", 0), ("#3", 2), ("number 2", 1), ("the second one", 1), ("second", 1),
        ("option five", 4), ("option one", 0), ("I take the third", 2), ("the last one", 4),
        ("5", 4), ("no. 4", 3),
    ],
)  # fmt: skip
def test_numbers_choose_by_place(words: str, place: int) -> None:
    assert chosen_response(words, OFFERED) == OFFERED[place]


def test_the_recommended_one_can_be_left_to_us() -> None:
    recommended = next(suggestion for suggestion in OFFERED if suggestion.recommended)
    assert chosen_response("whatever you think", OFFERED) == recommended
    assert chosen_response("your pick", OFFERED) == recommended


@pytest.mark.parametrize(
    "words",
    ["", "  ", "?!", "hello", "make her hair blue", "she should not dodge", "6", "0", "number 9",
     "make it black", "one more time", "don't block", "who is Mara"],
)  # fmt: skip
def test_words_that_mean_none_choose_none(words: str) -> None:
    assert chosen_response(words, OFFERED) is None


def test_a_kind_that_is_not_offered_can_still_be_said() -> None:
    few = tuple(suggestion for suggestion in OFFERED if suggestion.kind != "counter")
    assert chosen_response("hit back", few) == ResponderSuggestion(
        action="hit back", kind="counter", reason="In the user's own words."
    )
    assert chosen_response("dodge", ()) is not None
    assert chosen_response("the last one", ()) is None


def test_masses_are_in_kilograms() -> None:
    weapon = WEAPON_KG["heavy"]
    assert total_kg(somebody()) == pytest.approx(23.5 * 1.70**2)
    assert total_kg(somebody("tall", weapon_mass="heavy")) == pytest.approx(
        23.5 * (1.70 * 1.07) ** 2 + weapon
    )


def test_a_build_that_its_mass_class_already_counts_is_not_counted_again() -> None:
    assert total_kg(somebody(body_type="slim")) == BODY_KG["medium"]
    assert total_kg(somebody(body_type="stocky", mass_class="massive")) == BODY_KG["massive"]


def test_reach_is_in_metres_and_speed_in_metres_a_second() -> None:
    assert reach_m(somebody("short", reach="long")) == pytest.approx(2.0 * 0.93)
    assert speed_ms(somebody(mobility="high")) == 7.0
    arm = BODY_KG["medium"] * ARM_SHARE
    loaded = speed_ms(somebody(weapon_mass="heavy"))
    assert loaded == pytest.approx(5.0 * (arm / (arm + WEAPON_KG["heavy"])) ** 0.5)


def test_constraints_follow_from_two_bodies() -> None:
    found = interaction_of(KNIGHT, ROGUE)
    assert (found.reach_advantage, found.speed_advantage) == ("A", "B")
    assert found.mass_ratio == pytest.approx(total_kg(KNIGHT) / total_kg(ROGUE), abs=0.001)
    turned = interaction_of(ROGUE, KNIGHT)
    assert (turned.reach_advantage, turned.speed_advantage) == ("B", "A")
    assert turned.mass_ratio == pytest.approx(1 / found.mass_ratio, abs=0.001)
    same = interaction_of(KNIGHT, KNIGHT)
    assert (same.reach_advantage, same.speed_advantage, same.mass_ratio) == ("equal", "equal", 1.0)
    assert found.likely_responses[0] == "dodge"
    assert len(turned.likely_responses) >= 3
    weights = likelihoods(KNIGHT, ROGUE)
    ranked = [weights[kind] for kind in found.likely_responses]
    assert ranked == sorted(ranked, reverse=True)


def _said(**facts: Any) -> InteractionConstraints:
    base: dict[str, Any] = {
        "reach_advantage": "equal",
        "speed_advantage": "equal",
        "mass_ratio": 2.0,
        "likely_responses": ("dodge", "block", "full_hit"),
    }
    return InteractionConstraints.model_validate({**base, **facts})


def test_a_model_breaks_ties_and_turns_nothing_round() -> None:
    ruled = _said(reach_advantage="A")
    merged = merged_interaction(ruled, _said(reach_advantage="B", speed_advantage="B"))
    assert (merged.reach_advantage, merged.speed_advantage) == ("A", "B")


@pytest.mark.parametrize(("said", "kept"), [(0.2, 1.6), (1.6, 1.6), (1.9, 1.9), (9.0, 2.5)])
def test_a_model_moves_the_mass_ratio_by_a_quarter(said: float, kept: float) -> None:
    assert merged_interaction(_said(), _said(mass_ratio=said)).mass_ratio == kept


def test_a_model_orders_the_responses_and_adds_none() -> None:
    merged = merged_interaction(_said(), _said(likely_responses=("full_hit", "counter", "dodge")))
    assert merged.likely_responses == ("full_hit", "dodge", "block")


@pytest.mark.parametrize(
    ("action", "constraint", "question"),
    [
        ("heavy_attack", "No hands", "Kai has no hands to swing an axe with."),
        ("cast_spell", "armless", "Kai has no arms to cast a spell with."),
        ("jump", "cannot jump", "Kai has no way to jump."),
        ("walk", "no_legs", "Kai has no legs to walk on."),
        ("run", "can’t run", "Kai has no way to run."),
        ("light_attack", "has no arms", "Kai has no hands to swing an axe with."),
        ("dodge", "immobile", "Kai has no way to move and so none to dodge."),
    ],
)
def test_an_action_that_cannot_be_is_asked_about(
    action: ActionType, constraint: str, question: str
) -> None:
    kai = KNIGHT.model_copy(update={"anatomical_constraints": ("one eye", constraint)})
    assert can_perform(action, kai, name="Kai") == f"{question} Which action should it be?"


@pytest.mark.parametrize("action", get_args(ActionType))
def test_a_whole_body_can_do_everything(action: ActionType) -> None:
    able = KNIGHT.model_copy(update={"anatomical_constraints": ("one-armed", "no helmet")})
    assert can_perform(action, able) is None


@pytest.mark.parametrize("action", ["idle", "death", "hit_reaction"])
def test_nobody_is_too_maimed_to_be_hit(action: ActionType) -> None:
    kai = KNIGHT.model_copy(update={"anatomical_constraints": ("no hands", "cannot move")})
    assert can_perform(action, kai) is None


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [("counter", "no hands to strike back with"), ("block", None), ("full_hit", None)],
)
def test_some_answers_need_hands(kind: ResponderKind, lacking: str | None) -> None:
    handless = ROGUE.model_copy(update={"anatomical_constraints": ("no hands",)})
    assert cannot_respond(kind, handless) == lacking
