"""The five stages from the log, and what a failed attempt changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from graph.generation.build import build_generation
from tools.domain.adjustments import (
    BELOW_THRESHOLD,
    Drawn,
    adjustments_after,
    changes_made,
    moved_on,
)
from tools.domain.orchestration import NODES, STAGES, attempts_of, stage_of, stages_of
from tools.domain.runs import Event
from tools.domain.shortcomings import shortcomings

_RUN = UUID("01990000-0000-7000-8000-000000000002")
_T0 = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_node_of_the_graph_works_for_a_stage() -> None:
    nodes = {name for name in build_generation(None).nodes if not name.startswith("__")}
    assert nodes == set(NODES)
    assert [stage_of(node) for node in ("requirements", "render", "assess", "rank", "settle")] == [
        *STAGES
    ]


def test_drawing_again_is_part_of_the_loop() -> None:
    assert stage_of("render", 1) == "Initial Generation"
    assert stage_of("render", 2) == "Quality Assessment Loop"


def test_times_and_standing_come_from_the_log() -> None:
    log = _log("Requirements Parsing", "Initial Generation")
    told = stages_of("running", log)
    assert [stage.status for stage in told] == [
        "completed", "running", "pending", "pending", "pending"
    ]  # fmt: skip
    assert (told[0].started_at, told[0].ended_at) == (_at(0), _at(1))
    assert (told[1].started_at, told[1].ended_at) == (_at(1), None)


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_the_stage_that_a_run_ended_in_says_so_and_the_rest_is_skipped(status: Any) -> None:
    told = stages_of(status, _log("Requirements Parsing", "Initial Generation"), ended_at=_at(9))
    assert [stage.status for stage in told] == ["completed", status, *["skipped"] * 3]
    assert told[1].ended_at == _at(9)


def test_a_repeated_node_does_not_move_the_beginning() -> None:
    log = _log("Requirements Parsing", "Initial Generation", "Initial Generation")
    assert stages_of("running", log)[1].started_at == _at(1)


def test_a_run_whose_log_is_gone_is_told_from_its_status() -> None:
    told = stages_of("completed", [], ended_at=_at(1))
    assert {stage.status for stage in told} == {"completed"}
    assert {stage.started_at for stage in told} == {None}
    assert [stage.status for stage in stages_of("cancelled", [])] == ["cancelled", *["skipped"] * 4]


def test_attempts_are_told_while_they_are_made_and_the_kept_one_at_the_end() -> None:
    changes = [{"code": "HAIR_DRIFT", "adjustment": "emphasis", "value": ["hair"]}]
    log = [
        _event(1, "attempt.assessed", number=1, score=0.4, codes=["HAIR_DRIFT"]),
        _event(2, "attempt.improved", after=1, changes=changes),
        _event(3, "attempt.assessed", number=2, score=0.9, passes=True),
    ]
    first, second = attempts_of(log)
    assert (first.score, first.changes[0].adjustment, first.kept) == (0.4, "emphasis", False)
    assert (second.passes, second.kept) == (True, False)
    attempts = [{"number": 1, "score": 0.4}, {"number": 2, "score": 0.9, "why": "better"}]
    kept = [one for one in attempts_of(log, {"number": 2, "attempts": attempts}) if one.kept]
    assert [(one.number, one.why) for one in kept] == [(2, "better")]


ALLEY = Drawn(setting="neon_alley", view="side", framing="full")
TOLD = Drawn(by_words=True, setting="neon_alley", view="side", framing="full")


def test_each_change_names_the_code_that_asked_for_it() -> None:
    codes = ["HAIR_DRIFT", "EYES_DRIFT"]
    after = adjustments_after(codes, {})
    told = {one.adjustment: one for one in changes_made(codes, {}, after, TOLD)}
    assert told["emphasis"].code == "HAIR_DRIFT EYES_DRIFT"
    assert told["emphasis"].value == ["hair", "eyes"]
    assert told["view"].code == "EYES_DRIFT"
    assert told["scene_light"].code == "HAIR_DRIFT"


def test_what_changes_nothing_on_the_picture_is_no_change() -> None:
    after = adjustments_after(["EYES_DRIFT"], {})
    there = Drawn(setting="neon_alley", view="three_quarter", framing="full")
    assert changes_made(["EYES_DRIFT"], {}, after, there) == []
    assert [one.adjustment for one in changes_made(["EYES_DRIFT"], {}, after, ALLEY)] == ["view"]


@pytest.mark.parametrize(
    ("drawn", "steps"),
    [
        (ALLEY, ["scene_light", "scene_light", "another_seed", "another_seed"]),
        (Drawn(), ["another_seed"] * 4),
    ],
)
def test_an_attempt_that_fails_for_no_region_changes_something_each_time(drawn, steps) -> None:
    before: dict[str, Any] = {}
    seen: list[str] = []
    for _ in steps:
        after = moved_on([], adjustments_after([], before), before, drawn)
        (change,) = changes_made([], before, after, drawn)
        assert change.code == BELOW_THRESHOLD
        seen.append(change.adjustment)
        before = after
    assert seen == steps


def test_codes_that_only_words_can_follow_lead_further_where_nobody_reads_them() -> None:
    after = adjustments_after(["ACCESSORIES_DRIFT"], {})
    drawn_by_definition = moved_on(["ACCESSORIES_DRIFT"], after, {}, ALLEY)
    assert drawn_by_definition["scene_light"] == 0.5
    assert moved_on(["ACCESSORIES_DRIFT"], after, {}, TOLD) == after


@pytest.mark.parametrize(
    ("quality", "alignment", "by_words", "codes"),
    [
        (0.9, 0.9, True, []),
        (0.2, 0.9, True, ["LOW_QUALITY"]),
        (0.9, 0.2, True, ["LOW_ALIGNMENT"]),
        (0.9, 0.2, False, []),
        (None, None, True, []),
    ],
)
def test_without_a_score_quality_and_alignment_are_judged(
    quality, alignment, by_words, codes
) -> None:
    lacking = shortcomings(quality, alignment, by_words=by_words)
    assert [one.code for one in lacking] == codes
    after = adjustments_after(codes, {})
    changes = changes_made(codes, {}, after, TOLD)
    assert [(one.code, one.adjustment) for one in changes] == [
        (code, "another_seed") for code in codes
    ]


def _log(*stages: str) -> list[Event]:
    return [_event(number, "progress", step=stage) for number, stage in enumerate(stages)]


def _event(at: int, type: str, **data: Any) -> Event:
    return Event(run_id=_RUN, seq=at + 1, type=type, data=data, at=_at(at))


def _at(seconds: int) -> datetime:
    return _T0 + timedelta(seconds=seconds)
