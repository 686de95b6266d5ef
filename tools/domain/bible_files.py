"""Bibles as documents: reading one that was exported here or written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.domain.bible import (
    BIBLE_CHARACTER_FIELDS,
    BIBLE_FIELDS,
    BibleCharacterContent,
    BibleContent,
)
from tools.domain.bible_lists import as_object
from tools.domain.character_files import into_bible, is_character_file, read_character_file
from tools.domain.naming import fold
from tools.domain.shape import Faults

_OBJECTS = ("visual_style", "world_setting", "narrative_guidelines")
_CHARACTER_OBJECTS = ("visual_traits", "personality_traits", "relationships", "evolution_arc")


@dataclass(frozen=True, kw_only=True)
class BibleDocument:
    """What a document says of a bible. `characters` is None where it does not list any.

    `given` are the keys of the document; an exported one gives them all.
    """

    content: BibleContent
    characters: tuple[BibleCharacterContent, ...] | None
    given: frozenset[str]

    @property
    def whole(self) -> bool:
        return self.given >= {*BIBLE_FIELDS, "characters"}

    def over(self, before: BibleContent) -> BibleContent:
        """The bible after the import: what is given replaces, what is left out stays."""
        given = {
            field: getattr(self.content, field) for field in BIBLE_FIELDS if field in self.given
        }
        kept = {} if self.whole else before.extra
        return before.model_copy(update={**given, "extra": {**kept, **self.content.extra}})


def read_bible_document(document: Mapping[str, Any]) -> BibleDocument:
    """Raises `InvalidError` with the paths of what does not fit."""
    faults = Faults()
    content = BibleContent(
        title=faults.text_at(document, "title", "$"),
        description=faults.text_at(document, "description", "$"),
        **{key: faults.object_at(document, key, "$") for key in _OBJECTS},
        extra={k: v for k, v in document.items() if k not in (*BIBLE_FIELDS, "characters")},
    )
    listed = faults.list_at(document, "characters", "$")
    characters = _characters(listed, faults)
    known = {*BIBLE_FIELDS, "characters"} & set(document)
    if not known:
        faults.add("$", "None of the keys of a bible or of a character file is here.")
    faults.settle("a bible document")
    return BibleDocument(
        content=content,
        characters=None if document.get("characters") is None else tuple(characters),
        given=frozenset(known),
    )


def read_bible_character(entry: Mapping[str, Any], path: str = "$") -> BibleCharacterContent:
    """One entry of a bible's list, or a character file in its place. Raises `InvalidError`."""
    if is_character_file(entry):
        return into_bible(None, read_character_file(entry, path))
    faults = Faults()
    content = BibleCharacterContent(
        name=faults.name(entry, path),
        description=faults.text_at(entry, "description", path),
        **{
            key: faults.object_at({key: as_object(key, entry.get(key))}, key, path)
            for key in _CHARACTER_OBJECTS
        },
        extra={key: value for key, value in entry.items() if key not in BIBLE_CHARACTER_FIELDS},
    )
    faults.settle("a bible document")
    return content


def _characters(listed: Sequence[Any], faults: Faults) -> list[BibleCharacterContent]:
    found: list[BibleCharacterContent] = []
    seen: set[str] = set()
    for index, entry in enumerate(listed):
        path = f"$.characters[{index}]"
        if not isinstance(entry, Mapping):
            faults.add(path, "This must be an object.")
            continue
        content = read_bible_character(entry, path)
        if fold(content.name) in seen:
            faults.add(f"{path}.name", f"“{content.name}” stands in the list twice.")
        seen.add(fold(content.name))
        found.append(content)
    return found
