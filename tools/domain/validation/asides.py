"""Words that speak of somebody else, of another time, or of a group and not of a person."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OWN = frozenset({"his", "her", "hers", "its", "their", "my", "it", "that", "there", "he", "she"})
_ONE_EYE = re.compile(r"\b(?:one|other|each|two different|mismatched)\b")


def tells_of_looks(sentence: str, name: str) -> bool:
    """Whether a sentence says how the named one looks now and always.

    One that names relatives, companions or another's possession, a time, a condition or a disguise
    does not: what it says need not hold for the character.
    """
    words = _WORDS.findall(sentence.replace("’", "'").casefold())
    spoken = f" {' '.join(words)} "
    own = set(name.casefold().split())
    owners = {word.removesuffix("'s") for word in words if word.endswith("'s")}
    if owners - own - _OWN:
        return False
    return not any(
        f" {aside} " in spoken for kind in ("others", "not_always") for aside in _data()[kind]
    )


def tells_eyes_apart(sentence: str) -> bool:
    """Whether eyes are told apart without saying which is the left one."""
    return _ONE_EYE.search(sentence.casefold()) is not None


def is_group(name: str) -> bool:
    """Whether a name is that of a group or a place: “The Iron Guild”, “Navy”, “House Varn”."""
    words = [word.casefold() for word in _WORDS.findall(name)]
    return words[:1] == ["the"] or bool(set(words) & set(_data()["groups"]))


@cache
def _data() -> dict[str, list[str]]:
    source = files("tools.domain.validation").joinpath("data/asides.json")
    return json.loads(source.read_text("utf-8"))
