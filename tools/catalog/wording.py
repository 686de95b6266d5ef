"""How answers word what was changed and which names were understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tools.catalog.names import note
from tools.domain.changes import FieldChange
from tools.domain.naming import Resolution

_CHANGES_MOST = 40
_TEXT_MOST = 400


def changes_worded(changes: Sequence[FieldChange]) -> dict[str, Any]:
    """The changed fields under dotted names, each before and after; long lists are cut."""
    worded: dict[str, Any] = {
        "changed": {
            change.path.strip("/").replace("/", "."): {
                "before": _short(change.before),
                "after": _short(change.after),
            }
            for change in changes[:_CHANGES_MOST]
        }
    }
    if len(changes) > _CHANGES_MOST:
        worded["more_changes"] = len(changes) - _CHANGES_MOST
    return worded


def notes(found: Iterable[Resolution]) -> dict[str, str]:
    """The remarks on names that were spelt otherwise, in one."""
    remarks = [note(one)["note"] for one in found if note(one)]
    return {"note": " ".join(remarks)} if remarks else {}


def filled(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value not in (None, "", {}, [], ())}


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _TEXT_MOST:
        return value[: _TEXT_MOST - 1] + "…"
    return value
