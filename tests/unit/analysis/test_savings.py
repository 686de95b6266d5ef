"""What would save work, and that each estimate follows what was spent."""

from __future__ import annotations

import pytest

from tests.unit.analysis.made_up import attempt, generation, member, project
from tools.domain.analysis.facts import GenerationFact
from tools.domain.analysis.registry import savings
from tools.domain.analysis.savings.blank_pictures import blank_pictures
from tools.domain.analysis.savings.failing_backend import failing_backend
from tools.domain.analysis.savings.hopeless_characters import hopeless_characters
from tools.domain.analysis.savings.reason_codes import reason_codes
from tools.domain.analysis.savings.surplus_attempts import surplus_attempts
from tools.domain.analysis.savings.waiting import waiting
from tools.domain.ranking import BLANK_PICTURE

CAST = (member(1, "Kai Nakamura"), member(2, "Mara Voss"))


def test_the_code_that_alone_failed_most_attempts_comes_first_with_what_it_took() -> None:
    made = (
        generation(1, attempt(1, "HAIR_DRIFT"), attempt(2, "HAIR_DRIFT"), attempt(3)),
        generation(2, attempt(1, "EYES_DRIFT", "HAIR_DRIFT"), attempt(2), character_id=2),
    )
    found = list(reason_codes(project(cast=CAST, generations=made)))
    assert [(one.subject.name, one.code) for one in found[:1]] == [
        ("Kai Nakamura", "RETRIES_FOR_HAIR_DRIFT")
    ]
    figures = found[0].figures
    assert (figures["failed_attempts"].value, figures["failed_for_this_alone"].value) == (2, 2)
    assert figures["spared"].value == 4.0, "two seconds an attempt"
    assert found[-1].figures["failed_for_this_alone"].value == 0
    assert found[-1].sentence.endswith("mending it alone would have spared none.")
    assert found[0].sentence.endswith("2 of them for nothing else, which took 4.0 s of work.")


def test_what_a_definition_would_spare_is_expected_only_where_it_was_tried() -> None:
    tried = (
        generation(1, attempt(1, "HAIR_DRIFT"), attempt(2, because=("HAIR_DRIFT",))),
        generation(2, attempt(1, "HAIR_DRIFT"), attempt(2, "HAIR_DRIFT", because=("HAIR_DRIFT",))),
    )
    action = next(iter(reason_codes(project(cast=CAST, generations=tried)))).action
    assert action is not None and action.effect is not None
    assert (action.effect.before, action.effect.after) == (3.0, 1.5)
    untried = (generation(1, attempt(1, "HAIR_DRIFT"), attempt(2)),)
    blind = next(iter(reason_codes(project(cast=CAST, generations=untried)))).action
    assert blind is not None and blind.effect is None


def test_attempts_beyond_those_that_were_kept_are_surplus() -> None:
    made = tuple(
        generation(n, attempt(1, rank=1), attempt(2, rank=2), attempt(3, rank=3)) for n in (1, 2, 3)
    )
    found = next(iter(surplus_attempts(project(generations=made))))
    assert found.figures["enough_attempts"].value == 1
    assert found.figures["surplus_attempts"].value == 6
    assert found.figures["spared"].value == 12.0
    late = tuple(
        generation(n, attempt(1, rank=2), attempt(2, rank=3), attempt(3, rank=1)) for n in (1, 2, 3)
    )
    assert not list(surplus_attempts(project(generations=late)))


def test_the_backend_that_fails_most_is_held_against_the_best_other() -> None:
    made = (
        generation(1, backend="comfyui", status="failed", error_code="BACKEND_DOWN", worked_s=9.0),
        generation(2, attempt(1), backend="comfyui"),
        generation(3, attempt(1), backend="sketch"),
    )
    found = next(iter(failing_backend(project(generations=made))))
    assert found.figures["failure_share"].value == 0.5
    assert found.figures["wasted"].value == 9.0
    assert found.figures["BACKEND_DOWN"].value == 1
    assert found.action is not None and found.action.effect is not None
    assert (found.action.effect.before, found.action.effect.after) == (1.0, 0.0)
    alone = next(iter(failing_backend(project(generations=made[:2]))))
    assert alone.action is not None and alone.action.effect is None
    assert not list(failing_backend(project(generations=made[1:])))


def test_a_character_that_never_passes_needs_another_reference() -> None:
    def failing(n: int, best: float) -> GenerationFact:
        first = attempt(1, "HAIR_DRIFT", score=0.2)
        return generation(n, first, attempt(2, "EYES_DRIFT", score=best))

    made = (failing(1, 0.3), failing(2, 0.6))
    found = next(iter(hopeless_characters(project(cast=CAST, generations=made))))
    assert found.figures["best_score"].value == 0.6
    assert found.figures["worked"].value == 8.0
    passing = (*made, generation(3, attempt(1, score=0.9)))
    assert not list(hopeless_characters(project(cast=CAST, generations=passing)))


def test_blank_pictures_are_counted_by_backend() -> None:
    blank = attempt(1, BLANK_PICTURE, broken=BLANK_PICTURE)
    made = (generation(1, blank, attempt(2), backend="comfyui"), generation(2, attempt(1)))
    found = list(blank_pictures(project(generations=made)))
    assert [one.subject.name for one in found] == ["comfyui"]
    assert found[0].figures["blank_pictures"].value == 1
    assert found[0].figures["spared"].value == pytest.approx(2.0)


def test_what_saves_most_is_told_first() -> None:
    made = (
        generation(1, attempt(1, "HAIR_DRIFT"), attempt(2)),
        generation(2, backend="comfyui", status="failed", error_code="BUSY", worked_s=100.0),
    )
    found = savings(project(cast=CAST, generations=made))
    assert [one.code for one in found] == ["BACKEND_FAILS", "RETRIES_FOR_HAIR_DRIFT"]


def test_where_the_queue_takes_longer_than_the_work_more_workers_are_advised() -> None:
    def made(waited_s: float) -> tuple[GenerationFact, ...]:
        return tuple(generation(n, attempt(1), waited_s=waited_s) for n in (1, 2, 3))

    found = next(iter(waiting(project(generations=made(10.0)))))
    assert (found.figures["waited_mean"].value, found.figures["worked_mean"].value) == (10.0, 2.0)
    assert found.figures["waited"].value == 30.0
    assert not list(waiting(project(generations=made(1.0))))
    assert not list(waiting(project(generations=made(10.0)[:2])))
