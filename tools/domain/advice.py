"""What of a foreign adviser's words is taken: plain text, bounded, that keeps what must stay."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

PROMPT_CHARACTERS_MOST = 2_000
REMARKS_CHARACTERS_MOST = 1_000
_READ_CHARACTERS_MOST = 50_000
_OBJECTS_TRIED_MOST = 50
_JOINERS = "\u200c\u200d\ufe0f"
"""Invisible, and part of words in Persian, Indic scripts and emoji."""
_COMMANDS = ("<", ">", "{", "}", "[", "]", "|", "\\", "`", "://", "embedding:")
"""What image models and their front ends take for more than words."""
_WEIGHT = re.compile(r":\s*-?\d*\.?\d+\s*\)")


def plain(text: str, *, most: int) -> str:
    """One line without control characters, at most `most` characters, cut at a word."""
    spaced = "".join(_visible(c) for c in text[: 4 * most])
    line = " ".join(spaced.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0].rstrip()}…"


def held(refined: str, *, original: str, keep: Iterable[str]) -> str | None:
    """The refined prompt as it may be used, or None where it breaks a rule.

    Every one of `keep` stands in it as whole words, whatever its case; it has at most
    `PROMPT_CHARACTERS_MOST` characters; and it holds no weight, bracket or address that the
    original does not hold.
    """
    if len(refined) > 2 * PROMPT_CHARACTERS_MOST:
        return None
    text = plain(refined, most=2 * PROMPT_CHARACTERS_MOST)
    if not text or len(text) > PROMPT_CHARACTERS_MOST:
        return None
    lower, before = text.casefold(), original.casefold()
    if any(command in lower and command not in before for command in _COMMANDS):
        return None
    if _WEIGHT.search(text) and not _WEIGHT.search(original):
        return None
    return text if all(_stands(words, text) for words in keep if words.strip()) else None


def object_in(text: str, wanted: Collection[str]) -> dict[str, Any] | None:
    """The first JSON object in the text that has one of the wanted keys, wherever it stands."""
    for found in _objects_in(text[:_READ_CHARACTERS_MOST]):
        if any(key in found for key in wanted):
            return found
    return None


def share(value: Any) -> float | None:
    """A figure from 0 to 1, also where it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    return figure if math.isfinite(figure) and 0.0 <= figure <= 1.0 else None


def _stands(words: str, text: str) -> bool:
    wanted = " ".join(words.casefold().split())
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text.casefold())
    return found is not None


def _visible(character: str) -> str:
    """A space for what breaks lines, nothing for what hides or reverses text."""
    if character.isspace():
        return " "
    hidden = unicodedata.category(character)[0] == "C" and character not in _JOINERS
    return "" if hidden else character


def _objects_in(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    at = -1
    for _ in range(_OBJECTS_TRIED_MOST):
        at = text.find("{", at + 1)
        if at < 0:
            return
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield cast("dict[str, Any]", found)
