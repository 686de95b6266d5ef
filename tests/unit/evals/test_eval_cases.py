"""Files of cases are read whole or refused with the lines at fault; ours are sound."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from evals.case import Case, CaseFileError, read_cases, world_path
from evals.world import World, WorldFileError, read_world
from tools.domain.naming import resolve

CASES = Path(__file__).parents[3] / "evals" / "cases"
GOOD = {"id": "a", "world": "w.json", "turns": [{"user": "hi", "expect": []}]}


def lines(path: Path, *records: object) -> Path:
    texts = (r if isinstance(r, str) else json.dumps(r) for r in records)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(CaseFileError) as caught:
        read_cases(path)
    return caught.value.problems


def test_a_case_is_read_with_its_defaults(tmp_path: Path) -> None:
    (case,) = read_cases(lines(tmp_path / "c.jsonl", "", GOOD, ""))
    assert (case.tags, case.strict, case.turns[0].asks) == ((), False, False)
    assert world_path(tmp_path / "c.jsonl", case) == (tmp_path / "w.json").resolve()


def test_every_bad_line_is_named_with_its_number(tmp_path: Path) -> None:
    problems = refused(
        lines(
            tmp_path / "c.jsonl",
            GOOD,
            "{broken",
            {**GOOD, "id": "b", "turns": []},
            "[1]",
            GOOD,
        )
    )
    assert [problem.split(":")[0] for problem in problems] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]
    assert "is not JSON" in problems[0]
    assert "turns" in problems[1]
    assert "must be a JSON object" in problems[2]
    assert "id 'a' is taken by line 1" in problems[3]


def test_a_misspelt_field_is_refused_and_an_unknown_one_ignored(tmp_path: Path) -> None:
    misspelt = {**GOOD, "turns": [{"user": "hi", "expects": []}]}
    (problem,) = refused(lines(tmp_path / "c.jsonl", misspelt))
    assert "turn 1 has no field 'expects'; did you mean 'expect'?" in problem
    assert read_cases(lines(tmp_path / "d.jsonl", {**GOOD, "author": "somebody"}))


def test_a_missing_an_empty_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.jsonl")[0]
    assert refused(lines(tmp_path / "empty.jsonl", "\n")) == ("holds no cases",)
    (tmp_path / "bin.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in refused(tmp_path / "bin.jsonl")[0]


def test_a_world_outside_of_the_files_folder_must_still_be_relative(tmp_path: Path) -> None:
    assert "relative" in refused(lines(tmp_path / "c.jsonl", {**GOOD, "world": "/etc/w.json"}))[0]


def test_a_broken_world_says_where(tmp_path: Path) -> None:
    path = lines(tmp_path / "w.json", {"projects": [{"name": ""}]})
    with pytest.raises(WorldFileError, match=r"projects\.0\.name"):
        read_world(path)
    lost = lines(tmp_path / "v.json", {"current_project": "Gone", "projects": []})
    with pytest.raises(WorldFileError, match="none of its projects"):
        read_world(lost)


LANDED = frozenset(
    {
        *("list_projects", "create_project", "open_project"),
        *("get_bible", "write_bible", "validate_bible", "get_bible_history"),
        *("export_bible", "import_bible", "list_bible_characters", "get_bible_character"),
        *("write_bible_character", "remove_bible_character"),
        *("list_characters", "get_character", "create_character", "update_character"),
        *("delete_character", "sync_character", "create_scene", "list_scenes", "update_scene"),
        *("generate_image", "get_generation_status"),
        *("check_consistency", "find_similar", "approve_reference"),
    }
)


@pytest.fixture(scope="module")
def ours() -> dict[str, tuple[Case, ...]]:
    return {name: read_cases(CASES / f"{name}.jsonl") for name in ("single", "multi")}


def test_there_are_enough_cases_of_both_kinds(ours: dict[str, tuple[Case, ...]]) -> None:
    assert len(ours["single"]) >= 150
    assert len(ours["multi"]) >= 30
    assert all(len(case.turns) == 1 for case in ours["single"])
    assert all(2 <= len(case.turns) <= 5 for case in ours["multi"])


def test_every_tool_has_five_cases(ours: dict[str, tuple[Case, ...]]) -> None:
    cases = list(chain(*ours.values()))
    tools = Counter(
        tool
        for case in cases
        for tool in {call.tool for turn in case.turns for call in turn.expect}
    )
    assert set(tools) == LANDED
    assert {tool: count for tool, count in tools.items() if count < 5} == {}


def test_no_message_is_used_twice_and_every_case_has_tags(
    ours: dict[str, tuple[Case, ...]],
) -> None:
    singles = Counter((case.world, case.turns[0].user.casefold()) for case in ours["single"])
    assert [said for said, count in singles.items() if count > 1] == []
    assert all(case.tags for case in chain(*ours.values()))


def test_the_characters_that_cases_expect_are_in_their_worlds(
    ours: dict[str, tuple[Case, ...]],
) -> None:
    worlds: dict[Path, list[str]] = {}
    for name, cases in ours.items():
        for case in cases:
            path = world_path(CASES / f"{name}.jsonl", case)
            there = worlds.setdefault(path, names(read_world(path)))
            cast = list(dict.fromkeys([*there, *created(case)]))
            unknown = [who for who in expected_characters(case) if resolve(who, cast).name is None]
            assert unknown == [] or "unknown_name" in case.tags, case.id
    assert len(worlds) == 2


def names(world: World) -> list[str]:
    people = chain.from_iterable((*p.characters, *p.bible_characters) for p in world.projects)
    return list(dict.fromkeys(person.name for person in people))


def created(case: Case) -> list[str]:
    calls = chain.from_iterable(turn.expect for turn in case.turns)
    return [str(call.args["name"]) for call in calls if call.tool == "create_character"]


def expected_characters(case: Case) -> list[str]:
    spoken: list[object] = []
    for call in chain.from_iterable(turn.expect for turn in case.turns):
        spoken.append(call.args.get("character"))
        listed = call.args.get("characters")
        spoken.extend(listed if isinstance(listed, list) else [])
    return [who for who in spoken if isinstance(who, str)]
