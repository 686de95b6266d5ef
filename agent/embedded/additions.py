"""Adds to a list that a call would replace: what a look-up found goes before what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from agent.embedded.normalise import fold
from agent.embedded.phrasebook import phrasebook
from agent.embedded.state import Frame
from agent.embedded.turns import Call


def completed_list(frame: Frame, calls: Sequence[Call]) -> Frame:
    """The frame with its list argument completed from the look-up among `calls`."""
    slot = phrasebook().tools[frame.tool].slots[frame.adds]
    source = slot.adds_to
    found = next((c.result for c in reversed(calls) if c.tool == source["tool"]), None)
    there = _list_in(found, source, frame.args)
    said = cast("list[str]", frame.args.get(frame.adds) or [])
    left = [name for name in there if fold(name) not in {fold(s) for s in said}]
    names = left if frame.takes else list(dict.fromkeys([*there, *said]))
    return replace(frame, args={**frame.args, frame.adds: names})


def _list_in(result: Any, source: Mapping[str, str], args: Mapping[str, Any]) -> list[str]:
    if not isinstance(result, Mapping):
        return []
    items: object = cast("Mapping[str, Any]", result).get(source["list"])
    for item in cast("list[object]", items) if isinstance(items, list) else []:
        if not isinstance(item, Mapping):
            continue
        entry = cast("Mapping[str, Any]", item)
        names: object = entry.get(source["field"])
        same_key = entry.get(source["key"]) == args.get(source["key"])
        branch = str(entry.get("branch") or "main") == str(args.get("branch") or "main")
        if same_key and branch and isinstance(names, list):
            return [str(name) for name in cast("list[object]", names)]
    return []
