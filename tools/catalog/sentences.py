"""Answers in plain sentences, for whoever reads rather than computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.domain.changes import FieldChange

_CHANGES_TOLD = 8
_VALUE_CHARACTERS_MOST = 160


def described(name: str, description: str, *parts: Mapping[str, Any]) -> str:
    """A name with its description, and the facts of each part as lines."""
    head = f"{name}: {description}" if description else f"{name}."
    facts = [f"- {_spoken(key)}: {_plain(held)}" for part in parts for key, held in part.items()]
    return "\n".join([head, *facts])


def counted(things: str, names: Sequence[str]) -> str:
    """How many there are, and which; `things` in the plural."""
    if not names:
        return f"There are no {things} yet."
    return f"{len(names)} {things if len(names) > 1 else _singular(things)}: {', '.join(names)}."


def told(subject: str, changes: Sequence[FieldChange]) -> str:
    """What an edit changed, field by field."""
    if not changes:
        return f"{subject} was so already; nothing changed."
    said = [_change(change) for change in changes[:_CHANGES_TOLD]]
    more = len(changes) - len(said)
    rest = f"; and {more} more" if more else ""
    return f"{subject}: {'; '.join(said)}{rest}."


def _change(change: FieldChange) -> str:
    field = _spoken(change.path.strip("/").split("/")[-1])
    if change.before in (None, "", {}, []):
        return f"{field} is “{_plain(change.after)}”"
    if change.after in (None, "", {}, []):
        return f"{field} “{_plain(change.before)}” is gone"
    return f"{field} was “{_plain(change.before)}”, is now “{_plain(change.after)}”"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        text = ", ".join(f"{_spoken(str(key))} {_plain(held)}" for key, held in value.items())
    elif isinstance(value, list):
        text = ", ".join(_plain(held) for held in value)
    else:
        text = str(value)
    return text if len(text) <= _VALUE_CHARACTERS_MOST else f"{text[:_VALUE_CHARACTERS_MOST]}…"


def _spoken(key: str) -> str:
    return key.replace("_", " ").replace("~1", "/").replace("~0", "~")


def _singular(things: str) -> str:
    return things[:-1] if things.endswith("s") else things
