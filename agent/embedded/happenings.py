"""Words for what a call did: created, removed, changed from one thing to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from agent.embedded.facts import described, fact, sentence
from agent.embedded.phrasebook import phrasebook

MAX_CHANGES = 8


def happenings_of(result: Mapping[str, Any]) -> list[str]:
    """What a result says was done, in sentences; nothing where it only tells of something."""
    words: dict[str, Any] = phrasebook().wording["happenings"]
    for key in words["gone"]:
        if isinstance(result.get(key), str):
            return [str(words["is_gone"]).format(name=result[key], how=key)]
    subject, thing = _subject(result)
    for key, forms in words["flags"].items():
        value = result.get(key)
        form = forms.get("given") if isinstance(value, Mapping) else forms.get(str(value).lower())
        if form and (subject or "{name}" not in form):
            return [str(form).format(name=subject)]
    changes = result.get("changed")
    if result.get("created") is True and subject:
        told = described(thing) if thing else ""
        return [str(words["is_created"]).format(name=subject), *([told] if told else [])]
    if isinstance(changes, Mapping):
        return _changes(subject, cast("Mapping[str, Any]", changes))
    return []


def _subject(result: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Who or what a result is about: its name, and the object where it is given whole."""
    for key, value in result.items():
        if key in phrasebook().wording["plumbing"]["keys"] or isinstance(value, (bool, list)):
            continue
        if isinstance(value, Mapping):
            table = cast("Mapping[str, Any]", value)
            name = table.get("name") or table.get("title")
            if not name and "scene_number" in table:
                name = f"Scene {table['scene_number']}"
            if name:
                rest = {
                    k: v for k, v in table.items() if k not in {"name", "title", "scene_number"}
                }
                return str(name), rest
        elif isinstance(value, str) and key not in {"note", "unchanged", "status", "message"}:
            return value, {}
    return "", {}


def _changes(subject: str, changes: Mapping[str, Any]) -> list[str]:
    words: dict[str, Any] = phrasebook().wording["happenings"]
    told: list[str] = []
    for path, change in list(changes.items())[:MAX_CHANGES]:
        key = path.rsplit(".", 1)[-1].replace("_", " ")
        if not isinstance(change, Mapping):
            continue
        pair = cast("Mapping[str, Any]", change)
        before, after = fact(pair.get("before")), fact(pair.get("after"))
        form = "now" if after and before else "new" if after else "no_more"
        told.append(str(words[form]).format(key=key, before=before, after=after))
    if not told:
        return []
    return [sentence(f"{subject}: {'; '.join(told)}" if subject else "; ".join(told))]
