"""A character's definition as an ordered list of texts, the later the stronger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from tools.domain.reading.data_files import load_data
from tools.domain.reading.lexicon import mark_words
from tools.domain.reading.mention import HEADS
from tools.domain.reading.words import lemma_of

Field = Literal["text", "gender", "age", "height", "build"]
"""What a key speaks of: `text` is read as words, the others have a table of their own."""
_NOTHING = frozenset({"none", "no", "n/a", "nothing", "null", "false", "-", ""})


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a definition.

    `head` is the thing the key names ("hair", "left eye", "boots"); `path` the keys that
    lead to it, empty for the description; `unread_key` a key that is no thing we know.
    """

    text: str
    path: tuple[str, ...]
    head: tuple[str, str] | None = None
    side: str = ""
    field: Field = "text"
    story: bool = False
    absent: bool = False
    unread_key: str = ""


def sources_of(definition: Mapping[str, Any]) -> tuple[Source, ...]:
    """The description, then the bible's traits, then the appearance: later ones override.

    A key of `appearance` replaces the same key of `visual_traits`.
    """
    found: list[Source] = []
    if description := definition.get("description"):
        found.append(Source(_text(description), (), story=True))
    keyed: dict[tuple[str, ...], Source] = {}
    for group in ("visual_traits", "appearance"):
        for source in appearance_sources(definition.get(group)):
            keyed.pop(source.path, None)
            keyed[source.path] = source
    found.extend(keyed.values())
    if gender := definition.get("gender"):
        found.append(Source(_text(gender), ("gender",), field="gender"))
    return tuple(found)


def appearance_sources(appearance: object) -> tuple[Source, ...]:
    """Every text in an appearance (an object, a list or a string), in its own order."""
    return tuple(_walk(appearance, (), None))


def _walk(value: object, path: tuple[str, ...], above: _Key | None) -> Iterator[Source]:
    if isinstance(value, Mapping) and (item := _one_item(cast("Mapping[str, object]", value))):
        yield _source(item, path, above)
    elif isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            below = _key(str(key).strip().lower(), above is not None and above.head is not None)
            if below.ignored:
                continue
            yield from _walk(inner, (*path, str(key)), _under(above, below))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        items = cast("Sequence[object]", value)
        if any(isinstance(item, Mapping) for item in items):
            for number, item in enumerate(items):
                yield from _walk(item, (*path, str(number)), above)
        else:
            yield _source("; ".join(_text(item) for item in items), path, above)
    elif isinstance(value, bool):
        name = path[-1].replace("_", " ") if path else ""
        yield _source(name if value else "none", path, None if value else above)
    elif value is not None:
        yield _source(_text(value), path, above)


def _one_item(value: Mapping[str, object]) -> str:
    """An object that describes one thing (`{"item": "shirt", "color": "blue"}`), as words."""
    words = {str(key).lower(): _text(inner) for key, inner in value.items()}
    item = next((words[key] for key in ("item", "garment", "piece") if key in words), "")
    said = [words[key] for key in ("color", "colour", "material") if key in words]
    return " ".join([*said, item]) if item else ""


def _source(text: str, path: tuple[str, ...], key: _Key | None) -> Source:
    absent = text.strip().lower() in _NOTHING
    if key is None:
        return Source(text, path, absent=absent)
    return Source(text, path, key.head, key.side, key.field, absent=absent, unread_key=key.unread)


@dataclass(frozen=True, slots=True)
class _Key:
    head: tuple[str, str] | None = None
    side: str = ""
    field: Field = "text"
    ignored: bool = False
    unread: str = ""


def _under(above: _Key | None, below: _Key) -> _Key:
    if above is None or below.head is not None or below.field != "text":
        if above is not None and above.head == below.head and not below.side:
            return above
        return below
    return _Key(above.head, below.side or above.side, above.field) if above.head else below


@lru_cache(maxsize=1024)
def _key(name: str, nested: bool) -> _Key:
    """What a key is about; a generic one ("style", "color") only names a part of what is above."""
    keys = load_data("body")["keys"]
    words = name.replace("_", " ").replace("-", " ")
    if name in keys["ignored"] or words in keys["ignored"]:
        return _Key(ignored=True)
    if nested and words in keys["generic"]:
        return _Key()
    fields: tuple[Field, ...] = ("gender", "age", "height", "build")
    for field in fields:
        if words in keys[field]:
            return _Key(field=field)
    marks = mark_words(words, "look")
    side = next((mark.senses["side"] for mark in marks if "side" in mark.senses), "")
    side = side if side in ("left", "right", "both") else ""
    if words in keys["outfit"]:
        return _Key(("outfit", "outfit"))
    for mark in reversed(marks):
        for role in HEADS:
            if role in mark.senses:
                return _Key(_head_of(role, mark.senses[role]), side)
    if any(word in keys["outfit"] for word in words.split()):
        return _Key(("outfit", "outfit"))
    loose = set(keys["loose"]) | set(keys["generic"])
    known = words in loose or any(lemma_of(word) in loose for word in words.split())
    return _Key(None, side, unread="" if known or words.isdigit() else words)


def _head_of(role: str, value: str) -> tuple[str, str] | None:
    if role in ("hair", "hair_style", "hair_color"):
        return ("hair", "hair") if role != "hair_style" else ("hair_style", value)
    return (role, value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "; ".join(_text(inner) for inner in cast("Mapping[str, object]", value).values())
    if isinstance(value, Sequence):
        return "; ".join(_text(item) for item in cast("Sequence[object]", value))
    return "" if value is None else str(value)
