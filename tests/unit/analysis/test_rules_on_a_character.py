"""What is found on a character, and that each figure follows its data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.analysis.made_up import (
    DESIGN,
    KAI,
    attempt,
    bible,
    character,
    entry,
    facts,
    generation,
    reference,
    scene,
    score,
    version,
)
from tools.domain.analysis.character.bible_step import bible_step
from tools.domain.analysis.character.contradictions import contradictions
from tools.domain.analysis.character.definition_gaps import definition_gaps
from tools.domain.analysis.character.design_churn import design_churn
from tools.domain.analysis.character.drifting_region import drifting_region
from tools.domain.analysis.character.palette_distance import palette_distance
from tools.domain.analysis.character.prompt_conflicts import prompt_conflicts
from tools.domain.analysis.character.reference_lacking import reference_lacking
from tools.domain.analysis.character.retries import retries
from tools.domain.analysis.character.score_trend import score_trend
from tools.domain.analysis.character.undrawn_words import undrawn_words
from tools.domain.analysis.character.unused import unused
from tools.domain.analysis.character.verdicts import verdicts
from tools.domain.analysis.facts import CharacterFacts
from tools.domain.analysis.finding import Finding
from tools.domain.analysis.registry import CHARACTER_RULES, on_character
from tools.domain.inheritance import base_of


def only(found: Any) -> Finding:
    (one,) = list(found)
    return one


def test_falling_scores_are_a_warning_with_their_slope_and_rows() -> None:
    falling = [score(n, 0.95 - 0.1 * n + 0.005 * (n % 2)) for n in range(1, 7)]
    found = only(score_trend(facts(scores=falling)))
    assert (found.code, found.severity) == ("SCORES_FALL", "warning")
    assert found.figures["slope_per_picture"].value == pytest.approx(-0.1, abs=0.01)
    assert found.figures["mean"].n == 6
    assert found.figures["mean"].rows["scores"] == [6, 5, 4, 3, 2, 1]
    assert found.figures["mean"].rows["calibrations"] == [3]
    assert found.action is not None and found.action.tool == "check_consistency"


def test_the_mean_follows_the_scores() -> None:
    means = [
        only(score_trend(facts(scores=[score(1, 0.9), score(2, last)]))).figures["mean"].value
        for last in (0.9, 0.5)
    ]
    assert means == [0.9, 0.7]


def test_scores_of_an_earlier_design_are_no_trend_of_this_one() -> None:
    old = [score(n, 0.9, design="1" * 16) for n in (1, 2, 3)]
    assert only(score_trend(facts(scores=old))).code == "NO_TREND"


def test_the_region_that_drifts_most_is_named_with_its_share_and_the_pictures() -> None:
    scores = [score(1, 0.4, "hair"), score(2, 0.4, "hair", "outfit"), score(3, 0.9), score(4, 0.9)]
    found = only(drifting_region(facts(scores=scores)))
    assert found.code == "REGION_DRIFTS"
    assert "hair" in found.sentence
    assert found.figures["drift_share"].value == 0.5
    assert found.figures["drift_share"].n == 4
    assert found.figures["drift_share"].rows["scores"] == [2, 1]
    assert found.action is not None and found.action.adjustments is not None
    assert found.action.adjustments["emphasis"] == ["hair"]
    assert found.action.effect is None, "no attempt was ever adjusted, so nothing can be expected"


def test_without_drift_nothing_is_said_of_it() -> None:
    assert list(drifting_region(facts(scores=[score(1, 0.9), score(2, 0.9)]))) == []


def advised_after(*adjusted: tuple[str, ...]) -> Any:
    """The advice on drifting hair, where attempts that were adjusted for it showed these codes."""
    made = [
        generation(n, attempt(1, "HAIR_DRIFT"), attempt(2, *codes, because=("HAIR_DRIFT",)))
        for n, codes in enumerate(adjusted, start=1)
    ]
    drifting = facts(scores=[score(1, 0.4, "hair")], generations=tuple(made))
    return only(drifting_region(drifting)).action


def test_an_adjustment_that_never_helped_is_not_advised_again() -> None:
    never = advised_after(*[("HAIR_DRIFT",)] * 3)
    assert (never.tool, never.needs) == ("update_character", ["appearance.hair"])
    assert "none of 3 attempts" in never.sentence
    assert advised_after(("HAIR_DRIFT",), ("HAIR_DRIFT",), ()).tool == "generate_image"


def test_the_expected_effect_is_the_share_of_adjusted_attempts_that_were_cured() -> None:
    def effect(*adjusted: tuple[str, ...]) -> Any:
        return advised_after(*adjusted).effect

    cured_half = effect((), ("HAIR_DRIFT",))
    assert (cured_half.before, cured_half.after) == (1.0, 0.5)
    assert "1 of 2" in cured_half.basis
    assert effect((), ()).after == 0.0


def test_verdicts_are_counted_and_most_rejected_is_a_warning() -> None:
    poor = [score(1, 0.9), score(2, 0.4), score(3, 0.4), score(4, 0.4)]
    found = only(verdicts(facts(scores=poor)))
    assert found.code == "MOST_REJECTED"
    assert found.figures["needs_revision_share"].value == 0.75
    better = only(verdicts(facts(scores=[*poor, score(5, 0.9), score(6, 0.9), score(7, 0.9)])))
    assert better.code == "VERDICTS"
    assert better.figures["approved_share"].value == pytest.approx(4 / 7, abs=1e-4)


@pytest.mark.parametrize(
    ("without", "needs"),
    [("hair", "appearance.hair"), ("eyes", "appearance.eyes"), ("style", "appearance.style")],
)
def test_what_the_definition_leaves_open_is_named(without: str, needs: str) -> None:
    looks = {key: value for key, value in KAI.items() if key != without}
    found = only(definition_gaps(facts(character(appearance=looks))))
    assert found.severity == "warning"
    assert found.action is not None and needs in found.action.needs
    assert list(definition_gaps(facts())) == []


def test_a_gap_that_the_prompt_fills_is_proposed_from_it() -> None:
    looks = {key: value for key, value in KAI.items() if key != "eyes"}
    prompts = {"visual_description": "a lean man with grey eyes"}
    someone = character(appearance=looks, generation_prompts=prompts)
    found = only(definition_gaps(facts(someone)))
    assert found.action is not None
    assert found.action.args["appearance"] == {"eyes": "grey eyes"}
    assert found.action.needs == []


def test_words_that_cannot_be_drawn_are_counted_in_definition_and_pictures() -> None:
    someone = character(appearance={**KAI, "wings": "gossamer wings"})
    drawn = generation(1, attempt(1, undrawn=("gossamer",)), attempt(2, undrawn=("gossamer",)))
    found = only(undrawn_words(facts(someone, generations=(drawn,))))
    assert "gossamer" in found.sentence
    assert found.figures["undrawn_in_definition"].value >= 1
    assert found.figures["undrawn_in_pictures"].value == 2
    assert list(undrawn_words(facts())) == []


def test_designs_that_nobody_approved_a_picture_of_are_counted() -> None:
    designs = ["a" * 16, "b" * 16, "c" * 16, DESIGN]
    versions = tuple(version(n, d) for n, d in enumerate(designs, start=1))[::-1]
    found = only(design_churn(facts(versions=versions, references=(reference(),))))
    assert (found.code, found.severity) == ("DESIGNS_ABANDONED", "warning")
    assert found.figures["designs_without_reference"].value == 3
    approved = tuple(reference(n, design=d) for n, d in enumerate(designs, start=1))
    kept = only(design_churn(facts(versions=versions, references=approved)))
    assert kept.figures["designs_without_reference"].value == 0


def test_a_design_without_reference_says_whether_to_approve_or_to_generate() -> None:
    assert list(reference_lacking(facts(references=(reference(),)))) == []
    bare = only(reference_lacking(facts()))
    assert bare.action is not None and bare.action.tool == "generate_image"
    waiting = only(reference_lacking(facts(references=(reference(status="candidate"),))))
    assert waiting.severity == "error"
    assert waiting.action is not None and waiting.action.tool == "approve_reference"
    assert waiting.figures["candidates"].value == 1


def test_out_of_step_with_the_bible_counts_what_a_sync_would_take() -> None:
    then = entry(visual_traits=KAI)
    now = entry(visual_traits={**KAI, "hair": "white hair", "weapon": "katana"})
    someone = character(bible_base=base_of(then))
    known = {"bible": bible(), "entries": (now,)}
    found = only(bible_step(facts(someone, entry=now, **known)))
    assert found.code == "OUT_OF_STEP_WITH_BIBLE"
    assert found.figures["fields_to_take"].value == 2
    assert found.action is not None and found.action.tool == "sync_character"
    by_hand = someone.model_copy(update={"appearance": {**KAI, "hair": "red hair"}})
    conflict = only(bible_step(facts(by_hand, entry=now, **known)))
    assert conflict.figures["fields_changed_on_both_sides"].value == 1
    assert list(bible_step(facts(someone, bible=bible(), entry=then, entries=(then,)))) == []


def test_a_character_that_the_bible_does_not_know_is_said_to_be_missing_there() -> None:
    assert only(bible_step(facts(bible=bible()))).code == "NOT_IN_BIBLE"
    assert list(bible_step(facts())) == [], "without a bible there is nothing to be missing from"


def test_the_distance_to_the_palette_follows_the_palette() -> None:
    someone = character(appearance={**KAI, "style": "bright green coat"})

    def mean(*palette: str) -> float:
        known = bible(color_palette=list(palette))
        return float(
            only(palette_distance(facts(someone, bible=known)))
            .figures["palette_distance_mean"]
            .value
        )

    assert mean("#ff2e88") > mean("#ff2e88", "#22c533")
    assert list(palette_distance(facts(someone, bible=bible()))) == []


def test_what_the_pixels_say_of_the_palette_stands_beside_the_words() -> None:
    someone = character(appearance={**KAI, "style": "bright green coat"})
    known = bible(color_palette=["#22c533", "#3060ff"])
    seen = score(1, 0.9)
    seen = seen.model_copy(
        update={"report": {**seen.report, "bible": {"palette": {"distance": 0.3}}}}
    )
    found = only(palette_distance(facts(someone, scores=[seen], bible=known)))
    assert found.figures["pictures"].value == 0.3
    assert found.figures["pictures"].rows["scores"] == [1]


def test_contradictions_of_the_validation_are_taken_over_with_their_mend() -> None:
    said = entry(description="He has white hair.", visual_traits={"hair": "black hair"})
    found = list(contradictions(facts(bible=bible(), entry=said, entries=(said,))))
    assert "DESCRIPTIONS_AGREE" in {one.code for one in found}
    agreeing = entry(description="He has black hair.", visual_traits={"hair": "black hair"})
    again = list(contradictions(facts(bible=bible(), entry=agreeing, entries=(agreeing,))))
    assert "DESCRIPTIONS_AGREE" not in {one.code for one in again}


def test_a_character_in_no_scene_is_offered_one() -> None:
    found = only(unused(facts()))
    assert found.code == "IN_NO_SCENE"
    assert found.action is not None and found.action.tool == "create_scene"
    played = only(unused(facts(scenes=(scene(1, "", "Kai Nakamura"),))))
    assert (played.code, played.figures["scenes"].value) == ("IN_SCENES", 1)


def test_a_negative_prompt_that_forbids_what_is_asked_for_is_an_error() -> None:
    prompts = {"negative_prompts": ["male", "cartoon", "black vest"]}
    found = only(prompt_conflicts(facts(character(generation_prompts=prompts))))
    assert found.figures["conflicting_negatives"].value == 2
    assert found.action is not None and found.action.request is not None
    body = found.action.request["body"]
    assert body == {"generation_prompts": {"negative_prompts": ["cartoon"]}}
    clean = character(generation_prompts={"negative_prompts": ["female", "cartoon"]})
    assert list(prompt_conflicts(facts(clean))) == []


def test_attempts_a_picture_are_averaged_and_their_codes_counted() -> None:
    made = (
        generation(1, attempt(1, "HAIR_DRIFT"), attempt(2, "HAIR_DRIFT"), attempt(3)),
        generation(2, attempt(1)),
    )
    found = only(retries(facts(generations=made)))
    assert found.figures["attempts_per_generation"].value == 2.0
    assert found.figures["HAIR_DRIFT"].value == 2
    assert found.code == "MANY_RETRIES"
    explored = generation(3, attempt(1, "HAIR_DRIFT"), mode="creative_exploration")
    assert list(retries(facts(generations=(explored,)))) == []


def everything() -> CharacterFacts:
    known = entry(visual_traits={**KAI, "weapon": "katana"})
    return facts(
        character(generation_prompts={"negative_prompts": ["black vest"]}),
        scores=[score(n, 0.9 - 0.1 * n, "hair") for n in range(1, 5)],
        versions=(version(2), version(1)),
        bible=bible(color_palette=["#ff2e88"]),
        entry=known,
        entries=(known,),
        generations=(generation(1, attempt(1, "HAIR_DRIFT"), attempt(2)),),
    )


def test_the_gravest_findings_come_first_and_carry_their_rules_names() -> None:
    found = on_character(everything())
    severities = [one.severity for one in found]
    assert severities == sorted(severities, key=("error", "warning", "info").index)
    assert {one.rule for one in found} <= set(CHARACTER_RULES)
    assert {"prompt_conflicts", "drifting_region", "score_trend"} <= {one.rule for one in found}


def test_every_finding_of_a_rule_has_figures() -> None:
    assert all(one.figures for one in on_character(everything()))
