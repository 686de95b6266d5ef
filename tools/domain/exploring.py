"""What an exploration tries: camera and light otherwise in every further picture, on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.domain.orchestration import Adjustment

EXPLORED = "EXPLORATION"
"""The reason of a change that nothing was wrong with, made for variety."""
_SHOTS: Sequence[Mapping[str, str]] = (
    {"view": "front", "framing": "knees"},
    {"view": "side", "framing": "full"},
    {"view": "three_quarter", "framing": "portrait"},
    {"view": "front", "framing": "full"},
    {"view": "side", "framing": "knees"},
)
_LIGHTS = ("dramatic", "soft", "backlit")


def explored(made: int, requirements: Mapping[str, Any]) -> dict[str, str]:
    """The adjustments of the picture after `made` others (1 or more).

    Only what the request leaves open is tried: `view` (for one figure alone) and `framing` where
    its words decide neither, `light` (as `tools.domain.staging.Light`) where none was asked for.
    `requirements` are those of `tools.domain.requirements`.
    """
    left_open = set(requirements.get("left_open", ()))
    if requirements.get("companions"):
        left_open.discard("view")
    shot = _SHOTS[(made - 1) % len(_SHOTS)]
    tried = {name: value for name, value in shot.items() if name in left_open}
    if not requirements.get("lighting"):
        tried["light"] = _LIGHTS[(made - 1) % len(_LIGHTS)]
    return tried


def variations_made(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Adjustment]:
    """What the next picture tries that the last one did not."""
    return [
        Adjustment(code=EXPLORED, adjustment=name, value=value)
        for name, value in after.items()
        if before.get(name) != value
    ]
