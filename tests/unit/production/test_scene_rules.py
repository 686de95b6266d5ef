"""What the rules find in a scene's cast, its pairs and its pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tools.domain.assessments import Assessment, CanonicalReference
from tools.domain.bible import BibleCharacterContent, BibleContent
from tools.domain.characters import Character
from tools.domain.consistency import Region
from tools.domain.ensembles import CharacterFinding
from tools.domain.pictures import Picture
from tools.domain.scenes import Scene
from tools.domain.validation import Finding, Production
from tools.domain.validation.lineups import CastMember, Lineup, Pair, ScenePicture
from tools.domain.validation.scene_rules import SCENE_RULES, validate_lineup

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ID = UUID(int=7)


def picture(label: str = "Kai 1") -> Picture:
    return Picture(
        id=ID, sha256="a" * 64, label=label, file_name="k.png", domain="rendered", created_at=NOW
    )


def assessed(verdict: Any, **facts: Any) -> Assessment:
    return Assessment(verdict=verdict, space="embedded-1", domain="rendered", design="d", **facts)


def member(name: str = "Kai", **facts: Any) -> CastMember:
    character = Character(
        id=1,
        project_id=1,
        name=name,
        version=1,
        design="d",
        created_by="me",
        created_at=NOW,
        updated_at=NOW,
    )
    reference = CanonicalReference(
        id=1, character_id=1, design="d", sha256="a" * 64, status="canonical", created_by="me",
        created_at=NOW,
    )  # fmt: skip
    known: dict[str, Any] = {
        "place": 0, "character": character, "in_bible": True, "reference": reference,
        "newest": picture(f"{name} 1"), "assessed": assessed("approved", score=0.97),
    }  # fmt: skip
    return CastMember(name=name, **(known | facts))


def lineup(*cast: CastMember, **facts: Any) -> Lineup:
    scene = Scene(
        id=1, project_id=1, scene_number=3, characters=[one.name for one in cast], user_id="me",
        version=1, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    placed = [replace(one, place=place) for place, one in enumerate(cast)]
    given: dict[str, Any] = {"production": None} | facts
    return Lineup(scene=scene, cast=placed, **given)


def found(lineup: Lineup, rule: str) -> list[Finding]:
    return [one for one in validate_lineup(lineup) if one.rule == rule]


def pair(**facts: Any) -> Pair:
    known: dict[str, Any] = {
        "first": "Kai", "second": "Mara", "space": "embedded-1", "cosine": 0.9, "similarity": 0.8,
        "score": None, "calibration_id": None, "told_apart_by": (), "differences": {},
    }  # fmt: skip
    return Pair(**(known | facts))


def test_a_sound_scene_has_nothing_to_find() -> None:
    assert validate_lineup(lineup(member("Kai"), member("Mara"))) == []


def test_an_empty_cast_is_told() -> None:
    assert [one.rule for one in validate_lineup(lineup())] == ["scene_has_a_cast"]


def test_a_name_that_is_no_character_is_an_error_with_its_path() -> None:
    unknown = CastMember(place=0, name="Nobody", in_bible=True)
    (one,) = found(lineup(member(), unknown), "cast_is_in_the_project")
    assert (one.severity, one.path) == ("error", "$.scenes['main/3'].characters[1]")
    assert (one.character, one.scene, one.branch) == ("Nobody", 3, "main")
    assert "from the bible" in one.suggestion


def test_a_name_that_the_bible_does_not_know_is_found_only_where_there_is_a_bible() -> None:
    cast = (member("Kai"),)
    without = lineup(*cast)
    assert validate_lineup(without) == []
    production = Production(bible=BibleContent(), scenes=(without.scene,))
    (one,) = validate_lineup(lineup(*cast, production=production))
    assert one.rule == "scene_cast_is_in_the_bible"


def test_a_design_without_a_reference_is_told_once() -> None:
    bare = member(reference=None, assessed=None)
    assert [one.rule for one in validate_lineup(lineup(bare))] == ["cast_has_references"]


@pytest.mark.parametrize(
    ("verdict", "report", "severity"),
    [
        ("needs_revision", {"reasons": ["hair: differs"]}, "error"),
        ("needs_review", {}, "warning"),
        ("unscored", {"codes": ["HAIR_DRIFT"]}, "warning"),
        ("unscored", {}, None),
        ("approved", {}, None),
    ],
)
def test_the_newest_pictures_verdict_weighs(
    verdict: str, report: dict[str, Any], severity: str | None
) -> None:
    cast = member(assessed=assessed(verdict, score=0.4, report=report))
    told = found(lineup(cast), "newest_pictures_are_consistent")
    assert [one.severity for one in told] == ([severity] if severity else [])
    if report.get("reasons"):
        assert "hair: differs" in told[0].message


def test_two_who_look_alike_are_found_by_score_or_by_regions() -> None:
    cast = (member("Kai"), member("Mara"))

    def told(**facts: Any) -> int:
        return len(found(lineup(*cast, pairs=[pair(**facts)]), "cast_can_be_told_apart"))

    assert told(score=0.5) == 1
    assert told(score=0.49) == 0
    assert told() == 1
    assert told(told_apart_by=(Region.HAIR,)) == 0


def test_who_is_missing_confused_or_drifted_on_a_picture_is_found() -> None:
    def seen(**facts: Any) -> CharacterFinding:
        known: dict[str, Any] = {
            "name": "Kai", "character_id": 1, "found": True, "verdict": "approved"
        }  # fmt: skip
        return CharacterFinding(**(known | facts))

    def told(one: CharacterFinding) -> list[str]:
        shown = ScenePicture(picture=picture("Scene 1"), found=(one,))
        return [f.severity for f in found(lineup(member(), pictures=[shown]), _RECOGNISED)]

    assert told(seen()) == []
    assert told(seen(found=None, verdict="no_reference")) == []
    assert told(seen(found=False, verdict="needs_revision")) == ["error"]
    assert told(seen(confused_with="Mara", similarity=0.6)) == ["warning"]
    assert told(seen(verdict="needs_revision")) == ["warning"]


def test_a_picture_outside_the_palette_and_a_missing_trait_are_found() -> None:
    trait = {
        "trait": "hair", "said": "silver", "said_color": "#c0c0c0", "region": "hair",
        "measured_color": "#c02030", "distance": 0.3, "fits": False,
    }  # fmt: skip
    color = {"color": "#c02030", "outside": True}

    def told(outside: float, fits: bool) -> list[str]:
        bible = {
            "palette": {"outside": outside, "distance": 0.3, "colors": [color]},
            "traits": [trait | {"fits": fits}],
        }
        cast = member(assessed=assessed("approved", report={"bible": bible}))
        return [one.rule for one in validate_lineup(lineup(cast))]

    assert told(0.2, True) == []
    assert told(0.3, True) == ["pictures_keep_to_the_palette"]
    assert told(0.0, False) == ["pictures_show_the_traits"]


def test_colours_that_the_bible_states_are_held_against_its_palette_for_the_cast_alone() -> None:
    green = {"hair": "green"}
    entries = tuple(
        BibleCharacterContent(name=name, visual_traits={"coat": "a bright green coat", **green})
        for name in ("Kai", "Somebody Else")
    )
    bible = BibleContent(visual_style={"color_palette": ["#c02030"]})
    scene = lineup(member("Kai")).scene
    production = Production(bible=bible, entries=entries, scenes=(scene,))
    told = found(lineup(member("Kai"), production=production), "colors_are_in_the_palette")
    assert told
    assert {one.character for one in told} == {"Kai"}


def test_errors_come_first() -> None:
    cast = (member("Kai", reference=None, assessed=None), CastMember(place=1, name="Nobody"))
    severities = [one.severity for one in validate_lineup(lineup(*cast))]
    assert severities == sorted(severities, key=("error", "warning", "info").index)
    assert set(SCENE_RULES) >= {one.rule for one in validate_lineup(lineup(*cast))}


_RECOGNISED = "everybody_is_recognised"
