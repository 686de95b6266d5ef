"""The frames of one message among themselves: joined, said once, doubtful ones left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.embedded.schema import BoundTool
from agent.embedded.state import Frame, State


def without_doubtful(frames: list[Frame]) -> list[Frame]:
    """Where other things are clear, what lacks something and was no clear command is left out."""
    if not any(f.callable for f in frames):
        return frames[:1]
    tools = [f.tool for f in frames if f.callable]
    return [f for f in frames if f.callable or (f.belief > 0.8 and f.tool not in tools)]


def joined_changes(frames: list[Frame], state: State) -> list[Frame]:
    """Changes of one thing that follow each other are one change."""
    found: list[Frame] = []
    for frame in frames:
        before = found[-1] if found else None
        tool = state.bound.get(frame.tool)
        both = (
            before is not None and before.tool == frame.tool and before.callable and frame.callable
        )
        if both and before and tool and tool.phrases.changes and not frame.adds and not before.adds:
            merged = _merged(before.args, frame.args, tool)
            if merged is not None:
                found[-1] = replace(before, args=merged)
                continue
        found.append(frame)
    return found


def _merged(
    first: Mapping[str, Any], second: Mapping[str, Any], tool: BoundTool
) -> dict[str, Any] | None:
    merged = dict(first)
    for name, value in second.items():
        if name not in merged:
            merged[name] = value
        elif tool.phrases.slots[name].take == "object":
            merged[name] = {**merged[name], **value}
        elif merged[name] != value:
            return None
    return merged


def once_each(frames: Sequence[Frame]) -> list[Frame]:
    found: list[Frame] = []
    for frame in frames:
        if not any(frame == other or _says_less(frame, other) for other in found):
            found.append(frame)
    return found


def _says_less(frame: Frame, other: Frame) -> bool:
    """Whether a frame repeats another one and leaves things out: `..., draw it`."""
    same = frame.tool == other.tool and len(frame.args) < len(other.args)
    return same and all(other.args.get(name) == value for name, value in frame.args.items())
