"""How a character takes after its bible: a merge of bible then, bible now and character now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.bible import BibleCharacterContent
from tools.domain.changes import FieldChange, value_at
from tools.domain.characters import CharacterContent
from tools.domain.documents import changed_paths

Prefer = Literal["bible", "character"]
_INHERITED = ("description", "appearance", "generation_prompts", "rendering")
_ABSENT = object()
_EMPTY = (_ABSENT, "", None, {}, [])


class SyncConflict(BaseModel):
    """A field changed by hand since the last sync, and what the bible says of it.

    `bible_changed` is false where the bible says what it said then.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    bible_before: Any = None
    bible: Any = None
    character: Any = None
    bible_changed: bool


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The fields after the merge, what was taken from the bible, what was kept against it.

    `base` is what the next sync compares with: the bible now, save for the open conflicts.
    """

    fields: dict[str, Any]
    applied: list[FieldChange]
    conflicts: list[SyncConflict]
    base: dict[str, Any]


def inherited(entry: BibleCharacterContent) -> dict[str, Any]:
    """What a character takes from the bible's entry, under the character's own field names."""
    prompts = _object(entry.extra.get("generation_prompts"))
    workflow = prompts.get("comfyui_workflow")
    rendering = _object(entry.extra.get("rendering"))
    return {
        "description": entry.description,
        "appearance": entry.visual_traits,
        "generation_prompts": prompts,
        "rendering": {**({"workflow": workflow} if workflow else {}), **rendering},
    }


def base_of(entry: BibleCharacterContent) -> dict[str, Any]:
    """What is kept as `bible_base`: the fields taken, and the bible's name for the character."""
    return {"name": entry.name, **inherited(entry)}


def merged(
    base: Mapping[str, Any] | None,
    entry: BibleCharacterContent,
    character: CharacterContent,
    prefer: Prefer = "character",
) -> Merge:
    """Pull what the bible changed; what was changed by hand stays, unless `prefer` is `bible`.

    Fields are leaves of the documents; a list is one field. What only the character has is its
    own and no conflict. Without `base` every field that the two write differently is a conflict.
    """
    then = {field: (base or {}).get(field) for field in _INHERITED}
    now = inherited(entry)
    mine = character.model_dump(include=set(_INHERITED))
    fields, next_base = dict(mine), dict(now)
    applied: list[FieldChange] = []
    conflicts: list[SyncConflict] = []
    for path in _differing(now, mine):
        old, new, own = _at(then, path), _at(now, path), _at(mine, path)
        by_hand = not _same(own, old) and not (base is None and own in _EMPTY)
        if by_hand and old in _EMPTY and new in _EMPTY:
            continue
        if by_hand and prefer == "character":
            conflicts.append(_conflict(path, old, new, own))
            _put(next_base, path, old)
        else:
            applied.append(FieldChange(path=path, before=_json(own), after=_json(new)))
            _put(fields, path, new)
    return Merge(
        fields=fields,
        applied=applied,
        conflicts=conflicts,
        base={"name": entry.name, **next_base},
    )


def _differing(now: Mapping[str, Any], mine: Mapping[str, Any]) -> list[str]:
    """The leaves at which the character is not as the bible now."""
    paths = changed_paths(mine, now)
    return [path for path in paths if not _same(_at(mine, path), _at(now, path))]


def _conflict(path: str, old: Any, new: Any, own: Any) -> SyncConflict:
    return SyncConflict(
        path=path,
        bible_before=_json(old),
        bible=_json(new),
        character=_json(own),
        bible_changed=not _same(old, new),
    )


def _at(document: Mapping[str, Any], path: str) -> Any:
    found = value_at(document, path)
    return _ABSENT if found is None else found


def _same(one: Any, other: Any) -> bool:
    """Equal, where what is absent and what is empty are one."""
    return one == other or (one in _EMPTY and other in _EMPTY)


def _json(value: Any) -> Any:
    return None if value is _ABSENT else value


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    """Set or, with `_ABSENT`, remove the leaf at a JSON pointer that leads through objects.

    The objects on the way are copied; a field of the document itself is emptied, not removed.
    """
    *steps, last = [s.replace("~1", "/").replace("~0", "~") for s in path.split("/")[1:]]
    place = document
    for step in steps:
        place[step] = dict(place[step])
        place = place[step]
    if value is _ABSENT and steps:
        del place[last]
    else:
        place[last] = "" if value is _ABSENT else value


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
