"""What an edit changed, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.domain.documents import changed_paths


class FieldChange(BaseModel):
    """One field before and after; null stands for one that is not there."""

    model_config = ConfigDict(frozen=True)

    path: str
    """A JSON pointer, such as `/appearance/hair`."""
    before: Any = None
    after: Any = None


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields at which two documents differ, in order of their paths."""
    return [
        FieldChange(path=path, before=value_at(before, path), after=value_at(after, path))
        for path in changed_paths(before, after)
    ]


def value_at(document: Mapping[str, Any], pointer: str) -> Any:
    """The value that a JSON pointer names (RFC 6901, through objects), None where there is none."""
    value: Any = document
    for step in pointer.split("/")[1:]:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step.replace("~1", "/").replace("~0", "~"))
    return value
