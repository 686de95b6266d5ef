"""Messages of a server's websocket, text and binary, read without trust."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

PREVIEW = "preview"
_PREVIEW_BARE, _PREVIEW_DESCRIBED = 1, 4
_MOST_METADATA_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Event:
    """`prompt_id` is None where the message does not say whose it is."""

    type: str
    prompt_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])


def event_of(message: str | bytes) -> Event | None:
    """None for what is not a message of ComfyUI. The pixels of a preview are dropped."""
    return _picture(message) if isinstance(message, bytes) else _text(message)


def _text(message: str) -> Event | None:
    content = _json(message)
    kind = content.get("type")
    return _event(kind, content.get("data")) if isinstance(kind, str) else None


def _picture(message: bytes) -> Event | None:
    """>I 1, >I format, bytes; or >I 4, >I length, JSON of that length, bytes."""
    if len(message) < 8:
        return None
    kind, number = struct.unpack_from(">II", message)
    if kind == _PREVIEW_BARE:
        return Event(type=PREVIEW)
    if kind == _PREVIEW_DESCRIBED and number <= min(_MOST_METADATA_BYTES, len(message) - 8):
        return _event(PREVIEW, _json(message[8 : 8 + number]))
    return None


def _event(kind: str, data: Any) -> Event:
    facts = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    prompt_id = facts.get("prompt_id")
    return Event(type=kind, prompt_id=prompt_id if isinstance(prompt_id, str) else None, data=facts)


def _json(text: str | bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Any]", data) if isinstance(data, dict) else {}
