"""A script that somebody wrote by hand, read from its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.animation.repair import read_script
from tools.domain.animation.script import AnimationScript
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
    return read_script(document, who=who)
