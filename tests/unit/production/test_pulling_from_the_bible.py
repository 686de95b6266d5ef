"""What a character takes of its bible, in full: fields, changes, conflicts, and the next base."""

from __future__ import annotations

from typing import Any

from tools.domain.bible import BibleCharacterContent
from tools.domain.changes import FieldChange
from tools.domain.characters import CharacterContent
from tools.domain.inheritance import SyncConflict, base_of, inherited, merged


def entry(description: str = "d", /, **traits: Any) -> BibleCharacterContent:
    return BibleCharacterContent(name="Kai", description=description, visual_traits=traits)


def kai(description: str = "d", /, **appearance: Any) -> CharacterContent:
    return CharacterContent(
        name="Kai",
        description=description,
        appearance=appearance,
        generation_preferences={"seed": 3},
        extra={"note": "mine"},
    )


def fields(description: str = "d", /, **appearance: Any) -> dict[str, Any]:
    return {
        "description": description,
        "appearance": appearance,
        "generation_prompts": {},
        "rendering": {},
    }


def test_prompts_and_rendering_are_found_among_what_the_bible_says_besides() -> None:
    told = {
        "generation_prompts": {"positive": "p", "comfyui_workflow": "w"},
        "rendering": {"steps": 20},
    }
    known = BibleCharacterContent(
        name="Kai", description="d", visual_traits={"hair": "a"}, extra=told
    )
    assert inherited(known) == {
        "description": "d",
        "appearance": {"hair": "a"},
        "generation_prompts": {"positive": "p", "comfyui_workflow": "w"},
        "rendering": {"workflow": "w", "steps": 20},
    }
    assert base_of(known) == {"name": "Kai", **inherited(known)}


def test_a_rendering_of_its_own_goes_before_an_older_workflow() -> None:
    told = {"generation_prompts": {"comfyui_workflow": "old"}, "rendering": {"workflow": "new"}}
    known = BibleCharacterContent(name="Kai", extra=told)
    assert inherited(known)["rendering"] == {"workflow": "new"}
    untold = BibleCharacterContent(name="Kai", extra={"rendering": "none", "generation_prompts": 1})
    assert inherited(untold) == fields("")


def test_only_what_is_inherited_is_merged() -> None:
    merge = merged(base_of(entry(hair="a")), entry("e", hair="b"), kai(hair="a"))
    assert merge.fields == fields("e", hair="b")
    assert merge.base == {"name": "Kai", **fields("e", hair="b")}
    assert merge.applied == [
        FieldChange(path="/appearance/hair", before="a", after="b"),
        FieldChange(path="/description", before="d", after="e"),
    ]


def test_a_conflict_shows_all_three() -> None:
    merge = merged(
        base_of(entry(hair="a", hat="h", eyes="x")),
        entry(hair="b", eyes="x"),
        kai(hair="c", hat="i", eyes="y"),
    )
    assert merge.conflicts == [
        SyncConflict(
            path="/appearance/eyes",
            bible_before="x",
            bible="x",
            character="y",
            bible_changed=False,
        ),
        SyncConflict(
            path="/appearance/hair",
            bible_before="a",
            bible="b",
            character="c",
            bible_changed=True,
        ),
        SyncConflict(
            path="/appearance/hat",
            bible_before="h",
            bible=None,
            character="i",
            bible_changed=True,
        ),
    ]
    assert merge.applied == []
    assert merge.fields == fields(hair="c", hat="i", eyes="y")
    assert merge.base == {"name": "Kai", **fields(hair="a", hat="h", eyes="x")}


def test_what_the_bible_adds_against_a_hand_is_no_part_of_the_base_until_it_is_settled() -> None:
    merge = merged(base_of(entry()), entry(hat="h"), kai(hat="i"))
    assert merge.conflicts == [
        SyncConflict(path="/appearance/hat", bible="h", character="i", bible_changed=True)
    ]
    assert merge.base == {"name": "Kai", **fields()}


def test_a_character_that_never_came_from_the_bible_has_an_empty_description_for_a_base() -> None:
    merge = merged(None, entry("d"), kai("mine"))
    assert merge.conflicts == [
        SyncConflict(path="/description", bible="d", character="mine", bible_changed=True)
    ]
    assert merge.base == {"name": "Kai", **fields("")}
    assert merge.fields == fields("mine")


def test_empty_and_absent_are_one() -> None:
    merge = merged(base_of(entry(hat="")), entry(scar=[], tattoo={}), kai(eyes="", hat=None))
    assert (merge.applied, merge.conflicts) == ([], [])
    lost = merged(base_of(entry(hat="h")), entry(hat="h"), kai(hat=""))
    assert [conflict.path for conflict in lost.conflicts] == ["/appearance/hat"]
    gained = merged(base_of(entry(hat="")), entry(), kai(hat="h"))
    assert (gained.applied, gained.conflicts) == ([], [])
    assert gained.fields == fields(hat="h")


def test_names_with_signs_of_their_own_lead_to_their_fields() -> None:
    merge = merged(
        base_of(entry(**{"a~b": {"c/d": 1, "~1": 1}, "e~": 1})),
        entry(**{"a~b": {"c/d": 2, "~1": 3}}),
        kai(**{"a~b": {"c/d": 1, "~1": 1}, "e~": 1}),
    )
    assert merge.fields == fields(**{"a~b": {"c/d": 2, "~1": 3}})
    assert [change.path for change in merge.applied] == [
        "/appearance/a~0b/c~1d",
        "/appearance/a~0b/~01",
        "/appearance/e~0",
    ]


def test_documents_that_are_merged_stay_as_they_were() -> None:
    known = entry(armour={"chest": "b", "legs": "l"})
    own = kai(armour={"chest": "c", "legs": "l", "head": "h"})
    merge = merged(base_of(entry(armour={"chest": "a", "legs": "k"})), known, own)
    assert merge.base["appearance"] == {"armour": {"chest": "a", "legs": "l"}}
    assert known == entry(armour={"chest": "b", "legs": "l"})
    preferred = merged(None, known, own, "bible")
    assert preferred.fields["appearance"] == {"armour": {"chest": "b", "legs": "l", "head": "h"}}
    assert own == kai(armour={"chest": "c", "legs": "l", "head": "h"})
