"""What a failed call offers instead, and which argument it was about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from agent.embedded.normalise import fold
from agent.embedded.schema import BoundTool
from agent.embedded.turns import Call


def candidates_of(result: Any) -> tuple[str, ...]:
    """The names that a failed call offers instead."""
    if not isinstance(result, Mapping):
        return ()
    found: object = cast("Mapping[str, Any]", result).get("candidates")
    if not isinstance(found, list):
        details: object = cast("Mapping[str, Any]", result).get("error")
        return candidates_of(details) if isinstance(details, Mapping) else ()
    names: list[str] = []
    for item in cast("list[object]", found):
        if isinstance(item, Mapping):
            item = cast("Mapping[str, Any]", item).get("name")
        if isinstance(item, (str, int)):
            names.append(str(item))
    return tuple(names)


def doubtful_argument(tool: BoundTool, call: Call, candidates: Sequence[str]) -> str | None:
    """The argument that a failure was about."""
    result = cast("Mapping[str, Any]", call.result) if isinstance(call.result, Mapping) else {}
    named = result.get("argument")
    if isinstance(named, str) and named in call.args:
        return named
    names = [
        name
        for name, slot in tool.phrases.slots.items()
        if slot.of and isinstance(call.args.get(name), str)
    ]
    message = fold(str(result.get("message") or result.get("error") or ""))
    spoken = [name for name in names if fold(str(call.args[name])) in message]
    return next(iter(spoken or names), None) if candidates or spoken else None
