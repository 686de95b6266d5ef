"""What holds of every sync of a character with its bible, whatever the three documents say."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tools.domain.bible import BibleCharacterContent
from tools.domain.changes import value_at
from tools.domain.characters import CharacterContent
from tools.domain.documents import changed_paths
from tools.domain.inheritance import base_of, inherited, merged

LEAF = st.sampled_from(["black", "silver", "", None, ["a", "b"], [], 3])
LOOKS = st.dictionaries(
    st.sampled_from(["hair", "eyes", "a/b", "~"]),
    LEAF | st.dictionaries(st.sampled_from(["left", "right"]), LEAF, max_size=2),
    max_size=3,
)
TEXT = st.sampled_from(["", "A ronin.", "A courier."])
EMPTY = ("", None, [], {})


@st.composite
def entries(draw: st.DrawFn) -> BibleCharacterContent:
    workflow = draw(st.sampled_from([{}, {"comfyui_workflow": "v1"}, {"comfyui_workflow": "v2"}]))
    return BibleCharacterContent(
        name="Kai",
        description=draw(TEXT),
        visual_traits=draw(LOOKS),
        extra={"generation_prompts": workflow} if workflow else {},
    )


@st.composite
def characters(draw: st.DrawFn) -> CharacterContent:
    workflow = draw(st.sampled_from([{}, {"workflow": "v1"}, {"workflow": "own"}]))
    return CharacterContent(
        name="Kai", description=draw(TEXT), appearance=draw(LOOKS), rendering=workflow
    )


BASES = st.none() | entries().map(base_of)


def after(character: CharacterContent, fields: dict[str, Any]) -> CharacterContent:
    return character.model_copy(update=fields)


def alike(one: Any, other: Any) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)


@given(BASES, entries(), characters(), st.sampled_from(["bible", "character"]))
def test_a_second_sync_changes_nothing(
    base: Any, entry: BibleCharacterContent, mine: CharacterContent, prefer: Any
) -> None:
    first = merged(base, entry, mine, prefer)
    second = merged(first.base, entry, after(mine, first.fields), prefer)
    assert second.applied == []
    assert second.fields == first.fields
    assert {c.path for c in second.conflicts} == {c.path for c in first.conflicts}


@given(entries(), entries())
def test_a_character_that_nobody_touched_follows_the_bible(
    then: BibleCharacterContent, now: BibleCharacterContent
) -> None:
    mine = CharacterContent(name="Kai", **inherited(then))
    merge = merged(base_of(then), now, mine)
    assert merge.conflicts == []
    wanted = inherited(now)
    assert all(
        alike(value_at(merge.fields, path), value_at(wanted, path))
        for path in changed_paths(merge.fields, wanted)
    )


@given(BASES, entries(), characters())
def test_what_the_hand_wrote_stays_and_every_difference_is_accounted_for(
    base: Any, entry: BibleCharacterContent, mine: CharacterContent
) -> None:
    merge = merged(base, entry, mine)
    before, now = mine.model_dump(), inherited(entry)
    for conflict in merge.conflicts:
        assert value_at(merge.fields, conflict.path) == value_at(before, conflict.path)
        assert conflict.character == value_at(before, conflict.path)
        assert conflict.bible == value_at(now, conflict.path)
    for change in merge.applied:
        assert alike(value_at(merge.fields, change.path), value_at(now, change.path))
    told = {c.path for c in merge.conflicts} | {c.path for c in merge.applied}
    inherited_before = {field: before[field] for field in now}
    assert set(changed_paths(inherited_before, merge.fields)) <= told


@given(BASES, entries(), characters())
def test_with_the_bible_preferred_nothing_is_left_open(
    base: Any, entry: BibleCharacterContent, mine: CharacterContent
) -> None:
    merge = merged(base, entry, mine, "bible")
    assert merge.conflicts == []
    theirs = inherited(entry)
    for path in changed_paths(merge.fields, theirs):
        left = value_at(merge.fields, path)
        assert alike(left, value_at(theirs, path)) or value_at(base or {}, path) in EMPTY
