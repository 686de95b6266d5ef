"""Words of a server, fit for a sentence of ours: one line, bounded, no control characters."""

from __future__ import annotations

import re
from typing import Any

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def said(value: Any, limit: int = 200) -> str:
    """The value as one line of at most `limit` characters; empty for None."""
    if value is None:
        return ""
    text = _BLANK.sub(" ", str(value)[: limit * 8]).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """With a full stop, unless it ends in one."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."
