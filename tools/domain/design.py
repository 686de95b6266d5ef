"""When two descriptions of a character are one design."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.documents import digest

_DIGITS = 16


def design_of(appearance: Mapping[str, Any]) -> str:
    """The key of a design: 16 hexadecimal digits over the appearance fields.

    Spacing, the order of keys and empty values make no difference; any word does.
    """
    return digest(_bare(appearance))[:_DIGITS]


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        bare = {str(key): _bare(held) for key, held in value.items()}
        return {key: held for key, held in bare.items() if held not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [_bare(held) for held in value]
    return value
