"""How large things may be; beyond, the error states the limit."""

from __future__ import annotations

import json
from typing import Any

from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.sides import SIDE_PX as SIDE_PX

NAME_CHARACTERS_MOST = 100
TEXT_CHARACTERS_MOST = 20_000
DOCUMENT_BYTES_MOST = 1_000_000
BIBLE_CHARACTERS_MOST = 500
_JOINERS = "\u200c\u200d\ufe0f"
"""Invisible, and part of names in Persian, Indic scripts and emoji."""


def within_name_limit(field: str, name: str) -> None:
    """Raises `InvalidError` for an empty or unprintable name, `LimitExceededError`."""
    if not name.strip():
        raise InvalidError(f"The {field} is empty. Give one.")
    if any(not c.isprintable() and c not in _JOINERS for c in name):
        raise InvalidError(f"The {field} holds characters that cannot be printed.")
    if len(name) > NAME_CHARACTERS_MOST:
        raise LimitExceededError(
            f"The {field} has {len(name)} characters, the limit is {NAME_CHARACTERS_MOST}.",
            limit=NAME_CHARACTERS_MOST,
        )


def within_text_limit(field: str, text: str) -> None:
    """Raises `LimitExceededError`, or `InvalidError` for what the database cannot hold."""
    if "\x00" in text:
        raise InvalidError(f"The {field} holds a null character, which cannot be stored.")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidError(f"The {field} holds half a surrogate pair, which cannot be stored.")
    if len(text) > TEXT_CHARACTERS_MOST:
        raise LimitExceededError(
            f"The {field} has {len(text)} characters, the limit is {TEXT_CHARACTERS_MOST}.",
            limit=TEXT_CHARACTERS_MOST,
        )


def within_message_limit(text: str) -> None:
    """Raises `InvalidError` for an empty message, `LimitExceededError` for a long one."""
    if not text.strip():
        raise InvalidError("The message is empty. Say what to do.", code="EMPTY_MESSAGE")
    within_text_limit("message", text)


def within_document_limit(field: str, document: Any) -> None:
    """Raises `LimitExceededError` for JSON over the limit, `InvalidError` for null characters."""
    written = json.dumps(document, ensure_ascii=False)
    if "\\u0000" in written:
        raise InvalidError(f"The {field} holds a null character, which cannot be stored.")
    if len(written.encode("utf-8", "surrogatepass")) > DOCUMENT_BYTES_MOST:
        raise LimitExceededError(
            f"The {field} is larger than {DOCUMENT_BYTES_MOST} bytes.", limit=DOCUMENT_BYTES_MOST
        )
    if any("\ud800" <= c <= "\udfff" for c in written):
        raise InvalidError(f"The {field} holds half a surrogate pair, which cannot be stored.")
