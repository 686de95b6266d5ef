"""A patch of an appearance as a director means it: what it does not name stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.documents import merge_patch
from tools.domain.edits import appearance_edit
from tools.domain.reading.mentions import read_mentions


def restyled(appearance: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The appearance after a patch in a director's words.

    `{"style": "red jacket"}` on a black vest over a blue jacket makes the jacket red and leaves
    the vest, `{"jacket": "red"}` does the same. A value that names nothing to be worn or seen
    (`{"mood": "grim"}`), that is not text, or that is null, is merged as it stands (RFC 7396).
    """
    edited = dict(appearance)
    for key, value in patch.items():
        words = _words(key, value) if edited else None
        change = {key: value} if words is None else appearance_edit(edited, words)
        edited = merge_patch(edited, change)
    return edited


def _words(key: str, value: Any) -> str | None:
    """The value as words that name a thing, with the key as its noun where it has none."""
    if not isinstance(value, str):
        return None
    for words in (value, f"{value} {key.replace('_', ' ')}"):
        if read_mentions(words).mentions:
            return words
    return None
