"""Facts of a result in words: values, objects, lists, whatever tool they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from agent.embedded.phrasebook import phrasebook

MAX_ITEMS = 12
MAX_VALUE = 400


def described(table: Mapping[str, Any]) -> str:
    """An object: its name, its description, then its other facts by their keys."""
    plumbing = phrasebook().wording["plumbing"]["keys"]
    first = [table.get(key) for key in ("name", "title", "description")]
    told = [sentence(text[:MAX_VALUE]) for text in first if isinstance(text, str) and text]
    for key, value in table.items():
        named = key in {"name", "title", "description"} or key in plumbing
        text = "" if named else fact(value)
        told += [sentence(f"{key.replace('_', ' ')}: {text}")] if text else []
    return " ".join(told)


def _keyed(key: str, text: str) -> str:
    """`hair black`, but `green hair` as it is."""
    word = key.replace("_", " ")
    return text if word in text else f"{word} {text}"


def fact(value: Any) -> str:
    if isinstance(value, Mapping):
        table = cast("Mapping[str, Any]", value)
        inner = [_keyed(k, t) for k, v in table.items() if (t := fact(v))]
        return ", ".join(inner)[:MAX_VALUE]
    if isinstance(value, list):
        return joined([t for v in cast("list[Any]", value)[:MAX_ITEMS] if (t := fact(v))])
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)[:MAX_VALUE].strip().rstrip(".")


def label_of(item: Any) -> str:
    if not isinstance(item, Mapping):
        return fact(item)
    table = cast("Mapping[str, Any]", item)
    if "scene_number" in table:
        people = table.get("characters")
        cast_list = (
            f" ({joined([str(p) for p in cast('list[Any]', people)])})"
            if isinstance(people, list) and people
            else ""
        )
        return f"scene {table['scene_number']}: {fact(table.get('description'))}{cast_list}"
    for key in (
        "name",
        "title",
        "label",
        "character",
        "action",
        "message",
        "summary",
        "description",
        "id",
    ):
        if table.get(key):
            label = fact(table[key])
            score = table.get("score") or table.get("similarity")
            return f"{label} ({score:.2f})" if isinstance(score, float) else label
    return fact(table)


def joined(names: Sequence[str], word: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    if names[-1].startswith(f"{word} "):
        return f"{', '.join(names[:-1])} {names[-1]}"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…”" else f"{text}."


def listed(key: str, items: Sequence[Any]) -> str:
    words = phrasebook().wording["results"]
    things = key.replace("_", " ")
    if not items:
        return str(words["none"]).format(things=things)
    names = [label_of(item) for item in items[:MAX_ITEMS]]
    if len(items) > MAX_ITEMS:
        names.append(str(words["more"]).format(number=len(items) - MAX_ITEMS))
    things = things[:-1] if len(items) == 1 and things.endswith("s") else things
    long = any(len(name) > 40 for name in names)
    told = "; ".join(names) if long else joined(names)
    return str(words["count"]).format(number=len(items), things=things, names=told.rstrip("."))


def is_object(table: Mapping[str, Any]) -> bool:
    return any(key in table for key in ("name", "title", "description")) or len(table) > 2
