"""Documents that people edit piece by piece: merging, comparing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def merge_patch(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7396): null removes, objects merge, the rest replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged: dict[str, Any] = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def changed_paths(before: Any, after: Any, path: str = "") -> list[str]:
    """The JSON pointers at which two documents differ, in order of the keys."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = sorted({*before, *after}, key=str)
        return [
            found
            for key in keys
            for found in changed_paths(before.get(key), after.get(key), f"{path}/{_escaped(key)}")
        ]
    return [] if before == after else [path]


def same_document(one: Any, other: Any) -> bool:
    """Whether two documents say the same in JSON: a null is something, and `true` is not 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_document(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_document, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def canonical_bytes(document: Any) -> bytes:
    """The document's canonical JSON, the same for any order of keys.

    Half a surrogate pair, which JSON can carry and UTF-8 cannot, has bytes of its own.
    """
    return _CANONICAL.encode(document).encode("utf-8", "surrogatepass")


def digest(document: Any) -> str:
    """The sha256 of a document's canonical JSON."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
