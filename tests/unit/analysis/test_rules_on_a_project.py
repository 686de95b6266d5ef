"""What is found on a project, and that each figure follows its data."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.analysis.made_up import (
    NOON,
    attempt,
    bible,
    entry,
    generation,
    member,
    project,
    scene,
    score,
)
from tools.domain.analysis.facts import PairFact, TemplateFact
from tools.domain.analysis.finding import Finding
from tools.domain.analysis.project.bible_findings import bible_findings
from tools.domain.analysis.project.diverging_branches import diverging_branches
from tools.domain.analysis.project.drifting_attribute import drifting_attribute
from tools.domain.analysis.project.generation_cost import generation_cost
from tools.domain.analysis.project.likeness import cosines
from tools.domain.analysis.project.look_alikes import look_alikes
from tools.domain.analysis.project.never_approved import never_approved
from tools.domain.analysis.project.scenes_with_strangers import scenes_with_strangers
from tools.domain.analysis.project.scenes_without_reference import scenes_without_reference
from tools.domain.analysis.project.unused_characters import unused_characters
from tools.domain.analysis.project.unused_templates import unused_templates
from tools.domain.analysis.project.weakest_character import weakest_character
from tools.domain.analysis.report import figures_of

KAI, MARA = member(1, "Kai Nakamura", canonical_id=1), member(2, "Mara Voss")


def pair(cosine: float, **fields: Any) -> PairFact:
    given: dict[str, Any] = {
        "one": 1,
        "other": 2,
        "one_picture": "p1",
        "other_picture": "p2",
        "space": "embedded-1",
        "cosine": cosine,
    }
    return PairFact.model_validate(given | fields)


def codes(found: Any) -> list[str]:
    return [one.code for one in found]


def coded(found: Any, code: str) -> Finding:
    return next(one for one in found if one.code == code)


def test_cosines_are_those_of_every_pair_the_nearest_first() -> None:
    found = cosines([[1.0, 0.0], [2.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    assert [(one.one, one.other) for one in found] == [(0, 1), (0, 2), (1, 2)]
    assert [one.cosine for one in found] == pytest.approx([1.0, 0.0, 0.0])
    assert cosines([[1.0]]) == []


@pytest.mark.parametrize(("probability", "alike"), [(0.5, True), (0.49, False)])
def test_where_a_calibration_exists_its_probability_decides_who_looks_alike(
    probability: float, alike: bool
) -> None:
    near = pair(0.97, probability=probability, calibration_id=3, alike=("hair", "outfit"))
    found = list(look_alikes(project(cast=(KAI, MARA), pairs=(near,), between=(0.97,))))
    assert ("LOOK_ALIKES" in codes(found)) is alike
    if alike:
        told = coded(found, "LOOK_ALIKES")
        assert told.figures["probability"].rows["calibrations"] == [3]
        assert told.figures["cosine"].rows["characters"] == [1, 2]
        assert told.action is not None and told.action.needs == ["appearance.hair"]


def test_without_a_calibration_the_cosines_of_approved_pictures_are_the_limit() -> None:
    same = (0.9, 0.92, 0.94, 0.96, 0.98)
    for cosine, alike in ((0.93, True), (0.91, False)):
        found = look_alikes(project(cast=(KAI, MARA), pairs=(pair(cosine),), same_cosines=same))
        told = list(found)
        assert ("LOOK_ALIKES" in codes(told)) is alike
        if alike:
            limit = coded(told, "LOOK_ALIKES").figures["limit"]
            assert (limit.value, limit.n) == (0.92, 5)


def test_without_those_a_pair_far_from_all_others_looks_alike() -> None:
    between = (0.99, *(0.5 + 0.01 * n for n in range(12)))
    found = list(look_alikes(project(cast=(KAI, MARA), pairs=(pair(0.99),), between=between)))
    assert coded(found, "LOOK_ALIKES").figures["limit"].n == 13
    usual = list(look_alikes(project(cast=(KAI, MARA), pairs=(pair(0.6),), between=between)))
    assert "LOOK_ALIKES" not in codes(usual)


def test_with_too_few_figures_nothing_is_claimed_but_the_nearest_are_named() -> None:
    found = list(look_alikes(project(cast=(KAI, MARA), pairs=(pair(0.99),), between=(0.99,))))
    assert codes(found) == ["NEAREST_CHARACTERS"]
    assert found[0].severity == "info"


def test_scenes_that_cannot_be_checked_name_who_lacks_a_reference() -> None:
    scenes = (scene(1, "", "Kai Nakamura"), scene(2, "", "Mara Voss", "Kai Nakamura"))
    found = next(iter(scenes_without_reference(project(cast=(KAI, MARA), scenes=scenes))))
    assert found.figures["scenes_without_reference"].value == 1
    assert found.figures["scenes_without_reference"].rows["scenes"] == [2]
    assert found.action is not None and found.action.args == {"character": "Mara Voss"}
    approved = member(2, "Mara Voss", canonical_id=5)
    assert not list(scenes_without_reference(project(cast=(KAI, approved), scenes=scenes)))


def test_a_cast_may_call_a_character_as_the_bible_does() -> None:
    renamed = member(2, "The Voice", bible_name="Mara Voss")
    scenes = (scene(1, "", "Mara Voss"),)
    assert not list(scenes_with_strangers(project(cast=(renamed,), scenes=scenes)))


def test_strangers_in_casts_are_counted_and_those_of_the_bible_told_apart() -> None:
    scenes = (scene(1, "", "Kai Nakamura", "Nobody"), scene(2, "", "Genzo Arakida"))
    known = (entry("Genzo Arakida"),)
    found = next(iter(scenes_with_strangers(project(cast=(KAI,), scenes=scenes, entries=known))))
    assert found.severity == "error"
    assert found.figures["unknown_characters"].value == 2
    assert found.figures["only_in_bible"].value == 1
    bible_only = project(cast=(KAI,), scenes=(scene(2, "", "Genzo Arakida"),), entries=known)
    lesser = next(iter(scenes_with_strangers(bible_only)))
    assert lesser.severity == "warning"
    assert lesser.action is not None and lesser.action.args["from_bible"] is True


def test_bible_findings_are_told_by_rule_with_their_number() -> None:
    scenes = (scene(1, "", "Nobody", "Anybody"),)
    found = list(bible_findings(project(bible=bible(), scenes=scenes)))
    told = coded(found, "SCENE_CAST_IS_IN_THE_BIBLE")
    assert told.figures["contradictions"].value == 2
    assert codes(bible_findings(project())) == ["NO_BIBLE"]


def test_who_is_in_no_scene_is_unused() -> None:
    found = next(
        iter(unused_characters(project(cast=(KAI, MARA), scenes=(scene(1, "", "Mara Voss"),))))
    )
    assert found.figures["unused_characters"].rows["characters"] == [1]
    everybody = (scene(1, "", "Mara Voss", "Kai Nakamura"),)
    assert not list(unused_characters(project(cast=(KAI, MARA), scenes=everybody)))


def test_templates_that_nothing_took_are_unused() -> None:
    def template(number: int, kind: str, uses: int) -> TemplateFact:
        return TemplateFact(id=number, kind=kind, name=f"T{number}", uses=uses, created_at=NOON)

    kept = (template(1, "style", 0), template(2, "style", 3), template(1, "character", 0))
    found = list(unused_templates(project(templates=kept)))
    assert codes(found) == ["UNUSED_CHARACTER_TEMPLATES", "UNUSED_STYLE_TEMPLATES"]
    style = coded(found, "UNUSED_STYLE_TEMPLATES")
    assert style.figures["unused_style_templates"].rows["templates"] == [1]
    assert style.figures["style_template_uses"].value == 3
    assert style.action is not None and style.action.tool == "apply_style_template"
    used = tuple(one.model_copy(update={"uses": 1}) for one in kept)
    assert not list(unused_templates(project(templates=used)))


def test_a_branch_is_held_against_main_scene_by_scene() -> None:
    main = [scene(n, f"Scene {n}.") for n in (1, 2)]
    other = [
        scene(3, "Scene 1.", branch_name="dawn").model_copy(update={"scene_number": 1}),
        scene(4, "Another.", branch_name="dawn").model_copy(update={"scene_number": 2}),
        scene(5, "New.", branch_name="dawn").model_copy(update={"scene_number": 3}),
    ]
    found = next(iter(diverging_branches(project(scenes=(*main, *other)))))
    assert found.figures["divergence"].value == pytest.approx(2 / 3, abs=1e-4)
    assert (found.figures["changed"].value, found.figures["added"].value) == (1, 1)
    same = next(iter(diverging_branches(project(scenes=(*main[:1], other[0])))))
    assert same.code == "BRANCH_EQUALS_MAIN"


def test_the_backend_on_which_most_time_is_lost_comes_first() -> None:
    made = (
        generation(1, attempt(1)),
        generation(2, backend="comfyui", status="failed", error_code="BUSY", worked_s=30.0),
        generation(3, attempt(1), attempt(2, rank=1), backend="comfyui", worked_s=8.0),
    )
    found = list(generation_cost(project(generations=made)))
    assert [one.subject.name for one in found] == ["comfyui", "sketch"]
    assert found[0].code == "MOST_TIME_LOST"
    assert (found[0].figures["lost"].value, found[0].figures["failed"].value) == (34.0, 1)
    assert found[1].figures["lost"].value == 0.0


def test_what_was_paid_and_waited_is_told_where_it_is_known() -> None:
    made = (
        generation(1, attempt(1), backend="gemini", cost_usd=0.04, waited_s=2.0),
        generation(2, attempt(1), backend="gemini", cost_usd=0.02, waited_s=4.0),
    )
    figures = next(iter(generation_cost(project(generations=made)))).figures
    assert (figures["cost"].value, figures["waited_mean"].value) == (0.06, 3.0)


def test_candidates_that_nobody_approved_are_counted() -> None:
    waiting = member(2, "Mara Voss", candidates=3)
    found = next(iter(never_approved(project(cast=(KAI, waiting)))))
    assert found.figures["candidates"].value == 3
    approved = member(2, "Mara Voss", candidates=3, canonical_id=4)
    assert not list(never_approved(project(cast=(KAI, approved))))


def test_the_least_consistent_character_is_the_one_with_the_lowest_mean() -> None:
    cast = (
        member(1, "Kai Nakamura", scores=3, mean_score=0.9),
        member(2, "Mara Voss", scores=2, mean_score=0.6),
        member(3, "One Picture", scores=1, mean_score=0.1),
    )
    found = next(iter(weakest_character(project(cast=cast))))
    assert found.subject.name == "Mara Voss"
    assert found.figures["mean_score"].value == 0.6
    assert found.figures["mean_score_of_all"].value == pytest.approx(0.78)


def test_the_attribute_that_drifts_most_is_that_of_all_characters() -> None:
    scores = (score(1, 0.4, "eyes"), score(2, 0.4, "eyes"), score(3, 0.4, "hair"))
    found = next(iter(drifting_attribute(project(scores=scores))))
    assert "eyes" in found.sentence
    assert found.figures["drift_share"].value == pytest.approx(2 / 3, abs=1e-4)


def test_figures_of_two_subjects_of_a_rule_do_not_hide_each_other() -> None:
    made = (generation(1, attempt(1)), generation(2, attempt(1), backend="comfyui"))
    figures = figures_of(list(generation_cost(project(generations=made))))
    assert {"generation_cost.sketch.generations", "generation_cost.comfyui.generations"} <= (
        figures.keys()
    )
