"""Two branches are compared scene by scene, against what both began from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tools.domain.branch_comparison import Comparison, common_base
from tools.domain.branches import branch_called, fork_of
from tools.domain.scenes import Scene, scene_document
from tools.domain.word_changes import word_changes

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def scene(number: int, scene_id: int = 1, **fields: Any) -> Scene:
    return Scene(
        id=scene_id,
        project_id=1,
        scene_number=number,
        user_id="local",
        version=1,
        created_at=WHEN,
        updated_at=WHEN,
        **fields,
    )


def test_scenes_are_added_removed_changed_or_the_same() -> None:
    a = [scene(1), scene(2, description="Rain."), scene(3)]
    b = [scene(1), scene(2, description="Snow."), scene(4)]
    counts = Comparison(a, b, None).counts()
    assert (counts.added, counts.removed, counts.changed, counts.unchanged) == (1, 1, 1, 1)


def test_without_a_common_base_nobody_is_said_to_have_changed_anything() -> None:
    found = Comparison([scene(1, status="draft")], [scene(1, status="done")], None).difference(1)
    assert found.by is None
    assert not found.conflict
    assert [(f.path, f.a, f.b, f.by) for f in found.fields] == [("/status", "draft", "done", None)]


def test_a_change_on_one_side_is_no_conflict() -> None:
    base = {1: scene_document(scene(1, description="Rain falls."))}
    a = scene(1, description="Rain falls.")
    b = scene(1, description="Snow falls.")
    found = Comparison([a], [b], base).difference(1)
    assert (found.by, found.conflict, found.fields[0].base) == ("b", False, "Rain falls.")
    assert [(run.kind, run.text) for run in found.description] == [
        ("removed", "Rain "),
        ("added", "Snow "),
        ("same", "falls."),
    ]


def test_the_same_field_changed_otherwise_on_both_sides_is_a_conflict() -> None:
    base = {1: scene_document(scene(1, status="draft", workflow_data={"audio": {"rain": 1}}))}
    a = scene(1, status="done", workflow_data={"audio": {"rain": 2}})
    b = scene(1, status="draft", workflow_data={"audio": {"rain": 3}})
    compared = Comparison([a], [b], base)
    found = compared.difference(1)
    assert {f.path: f.by for f in found.fields} == {
        "/status": "a",
        "/workflow_data/audio/rain": "both",
    }
    assert found.conflict
    assert compared.counts().conflicts == 1


def test_different_fields_changed_on_two_sides_are_no_conflict() -> None:
    base = {1: scene_document(scene(1))}
    a, b = scene(1, status="done"), scene(1, characters=["Kai"])
    found = Comparison([a], [b], base).difference(1)
    assert (found.by, found.conflict) == ("both", False)
    assert found.characters_added == ["Kai"]


def test_a_scene_removed_here_and_changed_there_is_a_conflict() -> None:
    base = {1: scene_document(scene(1)), 2: scene_document(scene(2))}
    compared = Comparison([], [scene(1, status="done"), scene(2)], base)
    assert compared.difference(1).conflict
    assert (compared.difference(2).by, compared.difference(2).conflict) == ("a", False)


def test_branches_of_branches_part_at_the_nearest_common_one() -> None:
    bases = {"main": None, "winter": "main", "thaw": "winter", "summer": "main", "lost": None}
    fork = fork_of(bases, "thaw", "summer")
    assert fork is not None
    assert (fork.common, fork.on_a, fork.on_b) == ("main", "winter", "summer")
    own = fork_of(bases, "main", "thaw")
    assert own is not None
    assert (own.common, own.on_a, own.on_b) == ("main", None, "winter")
    assert fork_of(bases, "main", "lost") is None


def test_what_two_copies_share_is_the_older_version_of_the_same_scene() -> None:
    early, late = {"description": "old"}, {"description": "new"}
    shared = common_base({1: (7, 2, late), 2: (8, 1, early)}, {1: (7, 1, early), 2: (9, 1, late)})
    assert shared == {1: early}


def test_a_branch_is_found_in_any_case_unless_two_fit() -> None:
    assert branch_called("WINTER", ["winter"]) == "winter"
    assert branch_called("WINTER", ["winter", "Winter"]) is None
    assert branch_called("main", []) == "main"


TEXTS = st.text(st.sampled_from("ab \n"), max_size=30)


@given(TEXTS, TEXTS)
def test_the_runs_of_words_spell_both_texts(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "removed") == after


SCENES = st.dictionaries(st.integers(1, 6), st.sampled_from(["x", "y", "z"]))


@given(SCENES, SCENES, SCENES)
def test_comparing_the_other_way_round_swaps_sides_and_keeps_conflicts(
    base: dict[int, str], a: dict[int, str], b: dict[int, str]
) -> None:
    begun = {n: scene_document(scene(n, description=text)) for n, text in base.items()}
    ours = [scene(n, description=text) for n, text in a.items()]
    theirs = [scene(n, description=text) for n, text in b.items()]
    there, back = Comparison(ours, theirs, begun), Comparison(theirs, ours, begun)
    assert there.numbers() == back.numbers()
    one, other = there.counts(), back.counts()
    assert (one.added, one.changed, one.conflicts) == (
        other.removed,
        other.changed,
        other.conflicts,
    )
    assert one.added + one.changed + one.unchanged == len(b)
