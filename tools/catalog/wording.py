"""How answers word what was changed and which names were understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tools.catalog.names import note
from tools.catalog.sentences import told
from tools.domain.changes import FieldChange
from tools.domain.naming import Resolution
from tools.studio.characters import CharacterEdit

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


def notes(found: Iterable[Resolution | None]) -> dict[str, str]:
    """The remarks on names that were spelt otherwise, in one; None is a name that nobody said."""
    remarks = [note(one)["note"] for one in found if one and note(one)]
    return {"note": " ".join(remarks)} if remarks else {}


def filled(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value not in (None, "", {}, [], ())}


def edited(edit: CharacterEdit) -> dict[str, Any]:
    """What an edit changed of a character, in fields and as a message."""
    said = told(edit.after.name, edit.changes)
    if edit.new_design:
        said += " That is a new design: its next picture is compared with the one before."
    return {
        "character": edit.after.name,
        "version": edit.after.version,
        "new_design": edit.new_design,
        "message": said,
        **changes_worded(edit.changes),
        **({} if edit.changes else {"unchanged": "The character was so already."}),
    }


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _TEXT_MOST:
        return value[: _TEXT_MOST - 1] + "…"
    return value
