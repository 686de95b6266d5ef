"""Whether a character's development is told without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.domain.bible import BibleCharacterContent
from tools.domain.validation.production import Finding, Production, step

_ENDS = (("from", "to"), ("start", "end"), ("beginning", "end"), ("beginning", "ending"))
_NUMBERED = re.compile(r"^(?P<what>\D*?)[\s_-]*(?P<number>\d{1,4})$")
_NUMBER_KEYS = ("stage", "step", "act", "episode", "chapter", "part", "order", "season", "number")


def arc_has_no_gaps(production: Production) -> Iterator[Finding]:
    """An arc that names one end names the other, says something at every stage, skips none."""
    for index, entry in enumerate(production.entries):
        for path, message, suggestion in _gaps(entry.evolution_arc):
            yield _finding(index, entry, path, message, suggestion)


def _gaps(arc: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield from _missing_end(arc)
    for key, value in arc.items():
        if _blank(value):
            yield step(key), f"“{key}” says nothing.", f"Say what happens, or remove “{key}”."
        elif isinstance(value, list):
            yield from _blank_stages(key, value)
    yield from _skipped("", {key: _number_in(key) for key in arc})
    for key, value in arc.items():
        if isinstance(value, list):
            yield from _skipped(step(key), _stage_numbers(key, value))


def _missing_end(arc: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """One end of the arc without the other; a start with any known end is whole."""
    starts = {start for start, _ in _ENDS}
    ends = {end for _, end in _ENDS}
    started, ended = starts & set(arc), ends & set(arc)
    if started and not ended:
        start = sorted(started)[0]
        missing = next(end for begin, end in _ENDS if begin == start)
        yield (
            step(missing),
            f"The arc has “{start}” and no “{missing}”.",
            f"Say where it ends, as “{missing}”.",
        )
    if ended and not started:
        end = sorted(ended)[0]
        missing = next(begin for begin, closing in _ENDS if closing == end)
        yield (
            step(missing),
            f"The arc has “{end}” and no “{missing}”.",
            f"Say where it starts, as “{missing}”.",
        )


def _blank_stages(key: str, stages: list[Any]) -> Iterator[tuple[str, str, str]]:
    for place, stage in enumerate(stages):
        if _blank(stage):
            yield (
                f"{step(key)}[{place}]",
                f"Stage {place + 1} of “{key}” says nothing.",
                "Say what happens there, or remove it.",
            )


def _skipped(
    path: str, numbers: Mapping[str, tuple[str, int] | None]
) -> Iterator[tuple[str, str, str]]:
    by_what: dict[str, set[int]] = {}
    for numbered in numbers.values():
        if numbered is not None:
            by_what.setdefault(numbered[0], set()).add(numbered[1])
    for what, present in by_what.items():
        missing = sorted(set(range(min(present), max(present))) - present)
        if missing and len(present) > 1 and len(missing) <= len(present):
            listed = ", ".join(map(str, missing))
            noun = what or "stage"
            yield (
                path,
                f"The arc jumps over {noun} {listed}.",
                f"Say what happens in {noun} {listed}, or number the others anew.",
            )


def _number_in(key: str) -> tuple[str, int] | None:
    match = _NUMBERED.match(key.strip().lower())
    return (match["what"].strip(" _-"), int(match["number"])) if match else None


def _stage_numbers(key: str, stages: list[Any]) -> dict[str, tuple[str, int] | None]:
    found: dict[str, tuple[str, int] | None] = {}
    for place, stage in enumerate(stages):
        if isinstance(stage, Mapping):
            for name in _NUMBER_KEYS:
                number = stage.get(name)
                if (
                    isinstance(number, int)
                    and not isinstance(number, bool)
                    and 0 <= number < 10_000
                ):
                    found[f"{key}[{place}]"] = (name, number)
                    break
    return found


def _blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip(" .…-?")
    return value is None or value in ([], {})


def _finding(
    index: int, entry: BibleCharacterContent, path: str, message: str, suggestion: str
) -> Finding:
    return Finding(
        rule="arc_has_no_gaps",
        severity="warning",
        path=f"$.characters[{index}].evolution_arc{path}",
        message=f"{entry.name}: {message}",
        suggestion=suggestion,
        character=entry.name,
    )
