"""A script that somebody wrote by hand, read from its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.animation.errors import MalformedScriptError
from tools.domain.animation.forces import force_from_words
from tools.domain.animation.repair import read_script
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.violations import Violation
from tools.domain.errors import InvalidError
from tools.studio.content import storable


def script_in(document: Mapping[str, Any], who: str) -> AnimationScript:
    """Raises `InvalidError` (`FRAME_COUNT_MISMATCH`, `SCRIPT_MALFORMED`), `LimitExceededError`."""
    storable("script", document)
    frames, count = document.get("frames"), document.get("frame_count")
    if isinstance(frames, list) and isinstance(count, int) and len(frames) != count:
        raise InvalidError(
            "Frame count mismatch",
            code="FRAME_COUNT_MISMATCH",
            who=who,
            expected=count,
            given=len(frames),
        )
    script = read_script(document, who=who)
    if faults := [
        Violation(code="SCRIPT_MALFORMED", who=who, frame=frame.frame_index, detail=fault)
        for frame in script.frames
        if (fault := _unlike_its_words(frame)) is not None
    ]:
        raise MalformedScriptError(faults)
    return script


def _unlike_its_words(frame: AnimationFrame) -> str | None:
    """What is wrong between a frame's force in words and in numbers."""
    if not frame.force_vector:
        return None
    said, force = force_from_words(frame.force_vector), frame.force
    if said is None or force is None:
        return f'force_vector "{frame.force_vector}" names no direction: say it as "right 0.8".'
    if said.x * force.x + said.y * force.y < 0:
        return (
            f'force_vector "{frame.force_vector}" points away from force ({force.x}, {force.y}): '
            "give one of them, or make them agree."
        )
    return None
