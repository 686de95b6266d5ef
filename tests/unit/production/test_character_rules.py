"""Designs, files, inheritance, definitions and prompts of characters."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.bible import BibleCharacterContent, BibleContent, bible_document
from tools.domain.bible_files import read_bible_document
from tools.domain.changes import field_changes, value_at
from tools.domain.character_files import (
    character_file,
    into_bible,
    read_character_file,
    with_older_names,
)
from tools.domain.characters import Character, CharacterContent
from tools.domain.definition import build_generation_prompt, definition_of, palette_of
from tools.domain.design import design_of
from tools.domain.errors import InvalidError, UnknownNameError
from tools.domain.inheritance import base_of, inherited, merged
from tools.domain.restyling import restyled
from tools.domain.scenes import renamed

SAMPLES = Path(__file__).parents[3] / "tools" / "samples" / "neon_ronin"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
leaves = st.one_of(texts, st.integers(-9, 9), st.booleans(), st.lists(texts, max_size=3))
objects = st.dictionaries(texts.filter(lambda key: key != "gender"), leaves, max_size=4)


def sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / name).read_text("utf-8"))


def made(content: CharacterContent, **fields: Any) -> Character:
    return Character.model_validate(
        {
            "id": 1,
            "project_id": 1,
            "version": 1,
            "design": design_of(content.appearance),
            "created_by": "local",
            "created_at": WHEN,
            "updated_at": WHEN,
            **content.model_dump(),
            **fields,
        }
    )


def test_a_design_is_the_words_not_their_spacing_or_order() -> None:
    one = design_of({"hair": "silver  bob", "eyes": "blue", "hat": ""})
    assert one == design_of({"eyes": " blue", "hair": "silver bob"})
    assert one != design_of({"eyes": "blue", "hair": "silver bun"})
    assert len(one) == 16


def test_changes_are_told_by_path_with_both_values() -> None:
    changes = field_changes({"a": {"b/c": 1}}, {"a": {"b/c": 2, "d": None}, "e": []})
    assert [(c.path, c.before, c.after) for c in changes] == [("/a/b~1c", 1, 2), ("/e", None, [])]
    assert value_at({"a": 1}, "/a/b") is None


@pytest.mark.parametrize("name", ["kai_nakamura", "mara_voss", "genzo_arakida"])
def test_a_sample_file_is_written_as_it_was_read(name: str) -> None:
    file = sample(f"{name}.json")
    assert character_file(read_character_file(file)) == file


@given(
    name=texts,
    appearance=objects,
    prompts=objects,
    extra=st.dictionaries(texts, st.one_of(leaves, st.none(), objects), max_size=3),
    gender=st.one_of(st.none(), texts),
)
def test_any_character_file_is_written_as_it_was_read(
    name: str, appearance: Any, prompts: Any, extra: Any, gender: str | None
) -> None:
    known = {"name": name.strip() or "x", "appearance": appearance}
    parts = {"generation_prompts": prompts, "gender": gender}
    file = {**extra, **known, **{key: value for key, value in parts.items() if value}}
    assert character_file(read_character_file(file)) == file


@given(
    st.lists(
        st.builds(
            BibleCharacterContent,
            name=texts,
            description=texts,
            visual_traits=objects,
            relationships=objects,
            extra=st.dictionaries(texts.map("x_{}".format), leaves, max_size=2),
        ),
        max_size=4,
        unique_by=lambda entry: entry.name,
    ),
    objects,
)
def test_any_bible_reads_as_it_was_written(entries: Any, style: Any) -> None:
    numbered = [
        e.model_copy(update={"name": f"n{i} {e.name.strip()}".strip()})
        for i, e in enumerate(entries)
    ]
    bible = BibleContent(title="t", visual_style=style, extra={"season": 2})
    document = bible_document(bible, numbered)
    read = read_bible_document(document)
    assert read.whole and read.content == bible
    assert bible_document(read.content, read.characters or ()) == document


def test_a_partial_document_replaces_what_it_gives_and_leaves_the_rest() -> None:
    before = BibleContent(title="a", world_setting={"x": 1}, extra={"k": 1})
    after = read_bible_document({"title": "b", "visual_style": {"y": 2}}).over(before)
    assert after == BibleContent(
        title="b", world_setting={"x": 1}, visual_style={"y": 2}, extra={"k": 1}
    )


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"title": 3}, "$.title"),
        ({"visual_style": []}, "$.visual_style"),
        ({"characters": {}}, "$.characters"),
        ({"characters": [{"name": "A"}, {"name": "a"}]}, "$.characters[1].name"),
        ({"characters": [{"name": ""}]}, "$.characters[0].name"),
        ({"characters": [{"name": "A", "relationships": "B"}]}, "$.characters[0].relationships"),
        ({"something": "else"}, "$"),
    ],
)
def test_a_document_that_does_not_fit_says_where(document: Any, path: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_bible_document(document)
    assert refused.value.facts["errors"][0]["path"] == path


def test_a_file_goes_into_the_bible_key_by_key() -> None:
    before = BibleCharacterContent(
        name="Kai", description="d", visual_traits={"weapon": "katana"}, extra={"k": 1}
    )
    file = read_character_file({"name": "Kai", "appearance": {"hair": "red"}, "gender": "male"})
    after = into_bible(before, file)
    assert after.visual_traits == {"weapon": "katana", "hair": "red", "gender": "male"}
    assert (after.description, after.extra) == ("d", {"k": 1})


def test_older_names_go_where_the_fields_are_kept() -> None:
    assert with_older_names({"comfyui_workflow": "w", "gender": "f", "name": "n"}) == {
        "name": "n",
        "rendering": {"workflow": "w"},
        "appearance": {"gender": "f"},
    }


def test_of_an_older_and_a_newer_name_the_one_that_changes_something_counts() -> None:
    before = CharacterContent(name="n", rendering={"workflow": "old"})
    by_older = {"comfyui_workflow": "new", "rendering": {"workflow": "old"}}
    by_newer = {"comfyui_workflow": "old", "rendering": {"workflow": "new"}}
    assert with_older_names(by_older, before)["rendering"] == {"workflow": "new"}
    assert with_older_names(by_newer, before)["rendering"] == {"workflow": "new"}


def entry(**traits: Any) -> BibleCharacterContent:
    return BibleCharacterContent(name="Kai", description="d", visual_traits=traits)


def kai(description: str = "d", **appearance: Any) -> CharacterContent:
    return CharacterContent(name="Kai", description=description, appearance=appearance)


def test_what_only_the_bible_changed_is_taken() -> None:
    merge = merged(base_of(entry(hair="a", hat="b")), entry(hair="c"), kai(hair="a", hat="b"))
    assert merge.fields["appearance"] == {"hair": "c"}
    assert [(c.path, c.before, c.after) for c in merge.applied] == [
        ("/appearance/hair", "a", "c"),
        ("/appearance/hat", "b", None),
    ]
    assert merge.conflicts == [] and merge.base == base_of(entry(hair="c"))


def test_what_hands_changed_is_kept_and_told_whether_the_bible_changed_too() -> None:
    base = base_of(entry(hair="a", eyes="x"))
    merge = merged(base, entry(hair="b", eyes="x"), kai(hair="c", eyes="y"))
    assert merge.fields["appearance"] == {"hair": "c", "eyes": "y"} and merge.applied == []
    assert [(c.path, c.bible_changed) for c in merge.conflicts] == [
        ("/appearance/eyes", False),
        ("/appearance/hair", True),
    ]
    assert merge.base["appearance"] == {"hair": "a", "eyes": "x"}


def test_both_changing_alike_is_no_conflict() -> None:
    merge = merged(base_of(entry(hair="a")), entry(hair="b"), kai(hair="b"))
    assert merge.conflicts == [] and merge.applied == []


def test_the_bible_preferred_wins_every_field_that_it_speaks_of() -> None:
    base = base_of(entry(hair="a", hat="h"))
    merge = merged(base, entry(hair="b", hat="h"), kai("mine", hair="c", scar="s"), "bible")
    assert merge.fields["appearance"] == {"hair": "b", "hat": "h", "scar": "s"}
    assert merge.fields["description"] == "d" and merge.conflicts == []


def test_a_trait_taken_away_by_hand_stays_away() -> None:
    merge = merged(base_of(entry(hat="h")), entry(hat="h2"), kai())
    assert merge.fields["appearance"] == {}
    assert merge.conflicts[0].character is None and merge.conflicts[0].bible == "h2"


def test_without_a_base_gaps_are_filled_and_differences_are_conflicts() -> None:
    merge = merged(None, entry(hair="a", eyes="x"), kai("", hair="b"))
    assert merge.fields["appearance"] == {"hair": "b", "eyes": "x"}
    assert merge.fields["description"] == "d"
    assert [c.path for c in merge.conflicts] == ["/appearance/hair"]


@given(objects, objects, objects)
def test_a_second_sync_finds_nothing_more_to_take(then: Any, now: Any, mine: Any) -> None:
    character = kai(**mine) if all(k != "description" for k in mine) else kai()
    first = merged(base_of(entry(**then)), entry(**now), character)
    after = character.model_copy(update=first.fields)
    second = merged(first.base, entry(**now), after)
    assert second.applied == [] and second.conflicts == first.conflicts
    third = merged(first.base, entry(**now), after, "bible")
    settled = character.model_copy(update=third.fields)
    assert merged(third.base, entry(**now), settled).conflicts == []


def test_only_the_jacket_changes_in_words() -> None:
    worn = {"hair": "black", "style": "black tactical vest over a blue jacket"}
    for patch in ({"style": "red jacket"}, {"jacket": "red"}, {"outfit": "red jacket"}):
        assert restyled(worn, patch) == {
            "hair": "black",
            "style": "black tactical vest over a red jacket",
        }


def test_words_for_nothing_worn_and_nulls_are_merged_as_they_stand() -> None:
    worn = {"hair": "black", "scar": "left cheek"}
    assert restyled(worn, {"mood": "grim", "scar": None}) == {"hair": "black", "mood": "grim"}
    assert restyled({}, {"hair": "silver bob"}) == {"hair": "silver bob"}
    assert restyled(worn, {"hair": "silver"})["hair"] == "silver"


def test_the_definition_lays_the_character_over_the_bible() -> None:
    bible = BibleContent(visual_style={"art_direction": "ink", "color_palette": ["#0B1026", "x"]})
    own = made(kai(hair="red"), bible_base=None)
    told = definition_of(bible, entry(hair="black", weapon="katana", gender="male"), own)
    assert told["appearance"] == {"hair": "red", "weapon": "katana", "gender": "male"}
    assert told["gender"] == "male" and told["visual_style"] == bible.visual_style
    assert palette_of(bible) == ("#0b1026",) and palette_of(None) == ()


def test_a_trait_dropped_since_the_last_sync_does_not_come_back() -> None:
    known = entry(hair="black", weapon="katana")
    own = made(kai(hair="black"), bible_base=base_of(known))
    told = definition_of(None, known, own)
    assert "weapon" not in told["appearance"] and "weapon" not in told["visual_traits"]


def test_the_prompt_holds_identity_scene_and_style_each_once() -> None:
    file = read_character_file(sample("kai_nakamura.json"))
    known = into_bible(None, file)
    own = made(file, bible_base=base_of(known))
    bible = BibleContent(visual_style={"art_direction": "photorealistic anime"})
    told = definition_of(bible, known, own)
    made_prompt = build_generation_prompt([told], "kai", "standing in a neon alley")
    words = made_prompt.prompt.split(", ")
    assert words[:2] == ["Kai Nakamura", "male"]
    assert made_prompt.prompt.count("photorealistic anime") == 1
    assert made_prompt.prompt.index("circuits") < made_prompt.prompt.index("neon alley")
    assert made_prompt.negative_prompt == "female, cartoon"


def test_a_style_override_takes_the_place_of_tags_and_art_direction() -> None:
    told = {
        "name": "Kai",
        "generation_prompts": {"style_tags": ["cyberpunk"]},
        "visual_style": {"art_direction": "ink", "lighting_style": "neon"},
    }
    assert build_generation_prompt([told], "Kai", "", "watercolour").prompt == (
        "Kai, watercolour, neon"
    )


def test_a_description_that_an_edit_made_untrue_is_not_sent() -> None:
    file = read_character_file(sample("kai_nakamura.json"))
    known = into_bible(None, file)
    edited = file.model_copy(update={"appearance": {**file.appearance, "style": "red jacket"}})
    told = definition_of(None, known, made(edited, bible_base=base_of(known)))
    prompt = build_generation_prompt([told], "Kai Nakamura").prompt
    assert "red jacket" in prompt and "tactical vest" not in prompt


def test_a_description_in_other_colours_than_the_looks_now_is_not_sent() -> None:
    own = made(
        CharacterContent(
            name="Kai",
            appearance={"hair": "red"},
            generation_prompts={"visual_description": "a man with black hair"},
        )
    )
    prompt = build_generation_prompt([definition_of(None, None, own)], "Kai").prompt
    assert prompt == "Kai, red hair"


def test_a_prompt_for_nobody_names_who_there_is() -> None:
    with pytest.raises(UnknownNameError) as refused:
        build_generation_prompt([{"name": "Kai"}], "Zed")
    assert refused.value.facts["candidates"] == ["Kai"]


def test_what_a_character_inherits_includes_prompts_and_workflow() -> None:
    known = into_bible(None, read_character_file(sample("kai_nakamura.json")))
    assert inherited(known)["rendering"] == {"workflow": "photorealistic_anime_character_v2"}


def test_a_workflow_that_only_the_prompts_name_is_inherited_too() -> None:
    prompts = {"generation_prompts": {"comfyui_workflow": "w"}}
    known = BibleCharacterContent(name="Kai", extra=prompts)
    assert inherited(known)["rendering"] == {"workflow": "w"}
    named = BibleCharacterContent(name="Kai", extra={**prompts, "rendering": {"workflow": "v"}})
    assert inherited(named)["rendering"] == {"workflow": "v"}
    assert inherited(BibleCharacterContent(name="Kai"))["rendering"] == {}


def test_a_renamed_cast_holds_nobody_twice() -> None:
    assert renamed(["A", "B", "C"], "A", "B") == ["B", "C"]
