"""Whether an argument's value is what was expected: folding, numbers, sets and matchers."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

_MATCHERS = frozenset({"contains", "any", "absent"})

Meaning = Callable[[str], str | None]
"""What a spoken name stands for, or None where it stands for nothing known."""


def fold(text: str) -> str:
    """The form in which strings that differ in case and white space alone are equal."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def is_matcher(expected: object) -> bool:
    if not isinstance(expected, Mapping):
        return False
    keys = frozenset(cast("Mapping[str, object]", expected))
    return bool(keys) and keys <= _MATCHERS


def value_matches(
    expected: Any, made: Any, *, meanings: Sequence[Meaning] = (), as_set: bool = False
) -> bool:
    """Whether the made value equals the expected one, or its matcher holds.

    None stands for an argument that is not given. A string also matches a name that one of
    `meanings` takes for the same thing, and one name equals a list of that name alone. Lists
    compare in order, or `as_set`.
    """
    if is_matcher(expected):
        return _matcher_holds(expected, made, meanings, as_set)
    if isinstance(expected, bool) or isinstance(made, bool):
        return expected is made
    if _is_number(expected) or _is_number(made):
        return _same_number(expected, made)
    if isinstance(expected, str) and isinstance(made, str):
        return fold(expected) == fold(made) or _same_meaning(expected, made, meanings)
    if as_set and (_is_list(expected) or _is_list(made)):
        return _same_set(_as_list(expected), _as_list(made), meanings)
    if meanings and _is_list(expected) != _is_list(made):
        expected, made = _as_list(expected), _as_list(made)
    if _is_list(expected) and _is_list(made):
        return _same_list(expected, made, meanings)
    if isinstance(expected, Mapping) and isinstance(made, Mapping):
        return _same_object(
            cast("Mapping[str, Any]", expected), cast("Mapping[str, Any]", made), meanings
        )
    return expected is None and made is None


def ordinal(value: Any) -> Any:
    """An animation's number out of `4`, `"animation 4"` or `"anim-4"`; else the value itself."""
    if _is_list(value):
        return [ordinal(item) for item in value]
    digits = re.search(r"(\d+)\s*$", value) if isinstance(value, str) else None
    return int(digits.group(1)) if digits else value


def _matcher_holds(
    matcher: Mapping[str, Any], made: Any, meanings: Sequence[Meaning], as_set: bool
) -> bool:
    holds = True
    if "absent" in matcher:
        holds = (made is None) is bool(matcher["absent"])
    if "contains" in matcher:
        text = _text_of(made, meanings)
        holds = holds and all(fold(str(part)) in text for part in _as_list(matcher["contains"]))
    if "any" in matcher:
        choices = matcher["any"] if _is_list(matcher["any"]) else [matcher["any"]]
        holds = holds and any(
            value_matches(choice, made, meanings=meanings, as_set=as_set) for choice in choices
        )
    return holds


def _text_of(made: Any, meanings: Sequence[Meaning]) -> str:
    if made is None:
        return ""
    texts = [made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)]
    spoken = [item for item in _as_list(made) if isinstance(item, str)] if meanings else []
    texts.extend(name for meaning in meanings for item in spoken if (name := meaning(item)))
    return fold("\n".join(texts))


def _same_meaning(expected: str, made: str, meanings: Sequence[Meaning]) -> bool:
    for meaning in meanings:
        name = meaning(expected)
        if name is not None and name == meaning(made):
            return True
    return False


def _same_number(expected: Any, made: Any) -> bool:
    left, right = _number(expected), _number(made)
    return left is not None and right is not None and math.isclose(left, right, rel_tol=1e-9)


def _same_list(expected: Sequence[Any], made: Sequence[Any], meanings: Sequence[Meaning]) -> bool:
    return len(expected) == len(made) and all(
        value_matches(wanted, given, meanings=meanings)
        for wanted, given in zip(expected, made, strict=True)
    )


def _same_set(expected: Sequence[Any], made: Sequence[Any], meanings: Sequence[Meaning]) -> bool:
    def covers(some: Sequence[Any], others: Sequence[Any], swapped: bool) -> bool:
        return all(
            any(
                value_matches(other, one, meanings=meanings)
                if swapped
                else value_matches(one, other, meanings=meanings)
                for other in others
            )
            for one in some
        )

    return covers(expected, made, swapped=False) and covers(made, expected, swapped=True)


def _same_object(
    expected: Mapping[str, Any], made: Mapping[str, Any], meanings: Sequence[Meaning]
) -> bool:
    wanted = {fold(key): value for key, value in expected.items()}
    given = {fold(key): value for key, value in made.items()}
    return all(
        value_matches(wanted.get(key), given.get(key), meanings=meanings)
        for key in wanted.keys() | given.keys()
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Any) -> float | None:
    try:
        return float(value) if _is_number(value) or isinstance(value, str) else None
    except ValueError:
        return None


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if _is_list(value) else [value]
