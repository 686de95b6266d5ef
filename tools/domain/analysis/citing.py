"""Whether every number that a text names stands in the figures that it was written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_NUMBER = re.compile(
    r"(?<![\w#.])(?:[-+−]\s?)?(\d{1,3}(?:[,\u202f]\d{3})+|\d+)(\.\d+)?\s?(%|per\s?cent\b)?",
    re.IGNORECASE,
)
_HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_COUNTED = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ROUND = {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000, "dozen": 12}
_WORDS = {word: n for n, word in enumerate(_COUNTED.split(" "), start=2)} | _ROUND
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_ROUNDED_FROM = 10
"""From this size on a figure may be told without its decimals."""


def uncited(text: str, facts: Mapping[str, Any]) -> list[str]:
    """The numbers and colours of a text that the facts do not hold, as the text writes them.

    A number may be rounded to the decimals that it is told with, and a share told in per cent;
    numbers in the facts' own texts count as figures. Number words count from two on.
    """
    known = list(_numbers(facts))
    colors = {color.casefold() for told in _texts(facts) for color in _HEX.findall(told)}
    missing = [c for c in _HEX.findall(text) if c.casefold() not in colors]
    bare = _HEX.sub(" ", text)
    for match in _NUMBER.finditer(bare):
        value, decimals, percent = _read(match)
        if not any(_tells(value, decimals, percent, figure) for figure in known):
            missing.append(match.group().strip())
    said = {word for told in _texts(facts) for word in _WORD.findall(told.casefold())}
    for match in _WORD.finditer(bare):
        word = match.group().casefold()
        if word not in said and not any(_tells(_WORDS[word], 0, False, f) for f in known):
            missing.append(match.group())
    return missing


def _read(match: re.Match[str]) -> tuple[float, int, bool]:
    whole, rest, percent = match.groups()
    value = float(re.sub(r"[,\u202f]", "", whole) + (rest or ""))
    return value, len(rest or ".") - 1, percent is not None


def _tells(value: float, decimals: int, percent: bool, figure: float) -> bool:
    """Whether a told value is the figure, rounded as it is told."""
    told = abs(figure)
    if percent and _near(value, told * 100, decimals):
        return True
    if decimals == 0 and not percent and told < _ROUNDED_FROM:
        return value == told
    return _near(value, told, decimals)


def _near(value: float, figure: float, decimals: int) -> bool:
    return abs(value - figure) <= 0.5 * 10**-decimals + 1e-9


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, str):
        for match in _NUMBER.finditer(_HEX.sub(" ", value)):
            number, _, percent = _read(match)
            yield number
            if percent:
                yield number / 100
    else:
        for held in _inside(value):
            yield from _numbers(held)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for held in _inside(value):
            yield from _texts(held)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return list(value) if isinstance(value, list | tuple) else []
