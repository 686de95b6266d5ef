"""How old rows are matched, read, and told apart from what was brought before."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.tower import Brought, Known, OldRow, UnfitRowError, outcome_of
from tools.domain.tower_projects import match_projects
from tools.domain.tower_rows import (
    bible_character_of,
    bible_of,
    cast_of,
    character_of,
    preference_of,
    project_of,
    scene_of,
    score_of,
    style_of,
)
from tools.domain.tower_values import moment


def episode(key: str, created: str | None, number: Any = None) -> OldRow:
    metadata = {"project_id": number} if number is not None else None
    return OldRow(key=f"episode:{key}", columns={"created_at": created, "metadata": metadata})


def test_a_stated_number_goes_before_the_place() -> None:
    matched = match_projects([], [episode("a", "2024-01-01"), episode("b", "2024-01-02", "1")])
    assert matched.meant(1) == "episode:b"
    assert matched.meant(2) is None
    assert matched.meant("B") == "episode:b"


def test_the_place_is_by_creation_and_undated_episodes_come_last() -> None:
    rows = [episode("c", None), episode("b", "2024-01-02"), episode("a", "2024-01-01T09:00:00")]
    matched = match_projects([], rows)
    assert [matched.meant(n) for n in (1, "2", 3, 4)] == [
        "episode:a",
        "episode:b",
        "episode:c",
        None,
    ]


def test_a_number_stated_twice_is_the_earlier_episode_s() -> None:
    matched = match_projects([], [episode("b", "2024-02-01", 5), episode("a", "2024-01-01", 5)])
    assert matched.meant(5) == "episode:a"
    assert matched.doubled == (("episode:b", 5),)


def test_integer_projects_keep_their_numbers_and_places_mean_nothing_beside_them() -> None:
    projects = [OldRow(key="project:12", columns={})]
    matched = match_projects(projects, [episode("a", "2024-01-01"), episode("b", None, 3)])
    assert [matched.meant(n) for n in (12, 3, 1)] == ["project:12", "episode:b", None]


@pytest.mark.parametrize("odd", [None, True, "", "x", 10**30, "9" * 40, 1.5, [], {}])
def test_what_is_no_number_means_no_project(odd: Any) -> None:
    assert match_projects([], [episode("a", None)]).meant(odd) is None


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        (None, "created"),
        (Known(id=1, source_digest="new", kept_digest="k", now="k"), "unchanged"),
        (Known(id=1, source_digest="old", kept_digest="k", now="k"), "updated"),
        (Known(id=1, source_digest="new", kept_digest="k", now="edited"), "kept"),
        (Known(id=1, source_digest="old", kept_digest="k", now="edited"), "kept"),
        (Known(id=1, source_digest="old", kept_digest="k", now=None), "kept"),
    ],
    ids=["new", "same", "changed there", "changed here", "changed on both sides", "gone here"],
)
def test_only_what_nobody_touched_here_is_overwritten(known: Known | None, outcome: str) -> None:
    assert outcome_of("new", known)[0] == outcome


@pytest.mark.parametrize(
    ("written", "cast"),
    [
        (None, []),
        ("", []),
        ('["Kai", "Mara", "Kai"]', ["Kai", "Mara"]),
        ("Kai, Mara ,", ["Kai", "Mara"]),
        ('[{"name": "Kai", "role": "lead"}]', ["Kai"]),
        ('"Kai"', ["Kai"]),
        (["Kai"], ["Kai"]),
    ],
    ids=["null", "empty", "json", "commas", "objects", "one", "a list"],
)
def test_a_cast_is_read_however_it_was_written(written: Any, cast: list[str]) -> None:
    assert cast_of(written) == cast


@pytest.mark.parametrize("broken", ['["Kai"', "[1]", '{"a": 1}', "[" * 100_000])
def test_a_broken_cast_is_refused(broken: str) -> None:
    with pytest.raises(UnfitRowError):
        cast_of(broken)


def test_a_whole_graph_is_no_workflow_s_name() -> None:
    row = OldRow(key="1", columns={"name": "Kai", "comfyui_workflow": '{"3": {"class_type": "K"}}'})
    brought = character_of(row)
    assert brought.columns["rendering"] == {}
    assert brought.columns["extra"]["tower"]["comfyui_workflow"].startswith("{")
    assert "workflow add" in brought.notes[0]


def test_columns_that_we_do_not_know_are_kept() -> None:
    brought = character_of(OldRow(key="1", columns={"name": "Kai", "voice": "low", "age": None}))
    assert brought.columns["extra"] == {"tower": {"voice": "low"}}


def test_times_without_a_zone_are_utc() -> None:
    at = moment("2024-01-02T03:04:05")
    assert at is not None
    assert at.isoformat() == "2024-01-02T03:04:05+00:00"
    assert moment("infinity") is None
    assert moment(5) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
COLUMNS = st.dictionaries(
    st.sampled_from(
        [
            "id", "name", "title", "description", "metadata", "version", "characters",
            "scene_number", "branch_name", "workflow_data", "visual_traits", "created_at",
            "echo_assessment", "consistency_score", "user_id", "preference_type", "status",
            "comfyui_workflow", "image_path", "validation_date",
        ]
    ),
    JSON,
)  # fmt: skip


@given(COLUMNS)
def test_any_row_is_read_or_refused_with_a_sentence(columns: dict[str, Any]) -> None:
    readings = (
        project_of, character_of, bible_of, bible_character_of, score_of, style_of, preference_of,
        partial(scene_of, cast_most=50),
    )  # fmt: skip
    for reading in readings:
        try:
            brought = reading(OldRow(key="1", columns=columns))
        except UnfitRowError as error:
            assert str(error).endswith(".")
        else:
            assert isinstance(brought, Brought)
