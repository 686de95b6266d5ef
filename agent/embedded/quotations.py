"""What stands in a message word for word: quotations and JSON documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from agent.embedded.normalise import Token

QUOTES = {'"': '"', "“": "”", "«": "»", "「": "」", "„": "“", "'": "'", "‘": "’"}
CLOSED_IN = 400
"""The most tokens of a quotation."""


def quoted(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where each quotation opens and closes."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        closing = QUOTES.get(tokens[at].raw)
        opens = closing and (at == 0 or tokens[at - 1].end < tokens[at].start or closing != "'")
        end = _closing(tokens, at, closing) if opens and closing else None
        if end is None:
            at += 1
            continue
        found.append((at, end))
        at = end + 1
    return found


def document_in(text: str, tokens: Sequence[Token]) -> tuple[dict[str, Any], int, int] | None:
    """The JSON object of a message, with the tokens that it begins and ends at."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    first = next((i for i, t in enumerate(tokens) if t.start >= start), None)
    if first is None:
        return None
    last = next((i for i, t in enumerate(tokens) if t.start >= end), len(tokens))
    return cast("dict[str, Any]", value), first, last


def _closing(tokens: Sequence[Token], at: int, closing: str) -> int | None:
    for position in range(at + 1, min(len(tokens), at + CLOSED_IN)):
        if tokens[position].raw == closing:
            return position
    return None
