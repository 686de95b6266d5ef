"""What an evaluation case is: turns of a user, and the tool calls each of them should lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

_MISSPELT_LIKENESS = 0.75


class CaseFileError(Exception):
    """A file of cases that cannot be played; the message names the file and each bad line."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.problems = tuple(problems)


class _Record(BaseModel):
    """A part of a case. Unknown fields are ignored unless they look like misspelt known ones."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ExpectedCall(_Record):
    """One call that the director should make; `args` holds plain values and matchers.

    Arguments in `free` may have any value.
    """

    tool: str = Field(min_length=1)
    args: Mapping[str, JsonValue] = Field(default_factory=dict)
    free: tuple[str, ...] = ()


class Turn(_Record):
    """One message of the user. With `asks` the turn must end in a question, nothing changed."""

    user: str = Field(min_length=1)
    expect: tuple[ExpectedCall, ...] = ()
    asks: bool = False
    strict: bool = False


class Case(_Record):
    """One conversation in one world. `strict` counts the director's own look-ups against it."""

    id: str = Field(min_length=1)
    tags: tuple[str, ...] = ()
    world: str = Field(min_length=1)
    turns: tuple[Turn, ...] = Field(min_length=1)
    strict: bool = False

    @field_validator("world")
    @classmethod
    def _is_relative(cls, world: str) -> str:
        if Path(world).is_absolute():
            raise ValueError("must be relative to the file of cases")
        return world

    def is_strict(self, turn: Turn) -> bool:
        return self.strict or turn.strict


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSONL file, in order. Empty lines are skipped.

    Raises `CaseFileError`, which lists every bad line with its number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(path, [f"cannot be read: {_reason(error)}"]) from error
    cases: list[Case] = []
    problems: list[str] = []
    first_seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _read_case(line)
        except ValueError as error:
            problems.extend(f"line {number}: {problem}" for problem in _problems(error))
            continue
        if case.id in first_seen:
            problems.append(f"line {number}: id {case.id!r} is taken by line {first_seen[case.id]}")
        first_seen.setdefault(case.id, number)
        cases.append(case)
    if not cases and not problems:
        problems.append("holds no cases")
    if problems:
        raise CaseFileError(path, problems)
    return tuple(cases)


def world_path(cases_file: Path, case: Case) -> Path:
    """Where the case's world lies: its name is relative to the file of cases."""
    return (cases_file.parent / case.world).resolve()


def _read_case(line: str) -> Case:
    record: object = json.loads(line)
    misspelt = list(_misspelt(record))
    if misspelt:
        raise ValueError("; ".join(misspelt))
    return Case.model_validate(record)


def _misspelt(record: object) -> Iterator[str]:
    if not isinstance(record, dict):
        raise ValueError("must be a JSON object")
    case = cast("dict[str, object]", record)
    yield from _misspelt_fields(case, Case, "the case")
    for index, turn in enumerate(_objects(case.get("turns")), start=1):
        yield from _misspelt_fields(turn, Turn, f"turn {index}")
        for call in _objects(turn.get("expect")):
            yield from _misspelt_fields(call, ExpectedCall, f"a call expected in turn {index}")


def _misspelt_fields(
    record: Mapping[str, object], model: type[BaseModel], where: str
) -> Iterator[str]:
    known = list(model.model_fields)
    for field in record:
        near = [] if field in known else get_close_matches(field, known, 1, _MISSPELT_LIKENESS)
        if near:
            yield f"{where} has no field {field!r}; did you mean {near[0]!r}?"


def _objects(value: object) -> Iterable[dict[str, object]]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, object]", item) for item in items if isinstance(item, dict)]


def _problems(error: ValueError) -> list[str]:
    if isinstance(error, ValidationError):
        return [f"{_place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
    if isinstance(error, json.JSONDecodeError):
        return [f"is not JSON: {error.msg} at column {error.colno}"]
    return [str(error)]


def _place(location: Sequence[Any]) -> str:
    return ".".join(str(part) for part in location) or "the case"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "it is not UTF-8 text"
