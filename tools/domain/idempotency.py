"""An order that is sent twice: the same one again, or another under the same key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.documents import digest
from tools.domain.errors import ConflictError, InvalidError

KEEP_S = 24 * 3600.0
"""How long a key is remembered."""
_KEY_CHARACTERS_MOST = 255


class Once(BaseModel):
    """A caller's key, and the digest of what it was sent with."""

    model_config = ConfigDict(frozen=True)

    key: str
    body_digest: str


class Claim(Once):
    """A key that was used before, and the run that it began."""

    run_id: UUID


class Answer(BaseModel):
    """An answer over HTTP, whole; the headers are those worth keeping."""

    model_config = ConfigDict(frozen=True)

    status: int
    headers: dict[str, str] = {}
    body: bytes


class KeptAnswer(Once):
    """A key that was used before; without a status what it asked for was done, and no answer to
    it was kept (yet)."""

    request_id: UUID
    status: int | None = None
    headers: dict[str, str] | None = None
    body: bytes | None = None


def once(key: str | None, route: str, body: Any) -> Once | None:
    """The caller's key with what it stands for; None without a key.

    Raises `InvalidError` (`BAD_IDEMPOTENCY_KEY`) for an empty, unprintable or endless one.
    """
    if key is None:
        return None
    stripped = key.strip()
    if not stripped or not stripped.isprintable() or len(stripped) > _KEY_CHARACTERS_MOST:
        raise InvalidError(
            f"Idempotency-Key takes 1 to {_KEY_CHARACTERS_MOST} printable characters.",
            code="BAD_IDEMPOTENCY_KEY",
        )
    return Once(key=stripped, body_digest=digest([route, body]))


def same_order(claim: Claim, asked: Once) -> UUID:
    """The run that the key began.

    Raises `InvalidError` (`IDEMPOTENCY_KEY_REUSED`) where it came with another body.
    """
    if claim.body_digest != asked.body_digest:
        raise InvalidError(
            "This Idempotency-Key came with another request before. Send a new key.",
            code="IDEMPOTENCY_KEY_REUSED",
            generation_id=str(claim.run_id),
        )
    return claim.run_id


def same_answer(kept: KeptAnswer, asked: Once) -> Answer:
    """What the request was answered before.

    Raises `InvalidError` (`IDEMPOTENCY_KEY_REUSED`) where the key came with another request, and
    `ConflictError` (`KEY_IN_USE`) where that has no answer.
    """
    if kept.body_digest != asked.body_digest:
        raise InvalidError(
            "This Idempotency-Key came with another request before. Send a new key.",
            code="IDEMPOTENCY_KEY_REUSED",
        )
    if kept.status is None:
        raise ConflictError(
            "This request was taken before and its answer is not there. Look up what it created, "
            "or ask again in a moment.",
            code="KEY_IN_USE",
        )
    return Answer(status=kept.status, headers=kept.headers or {}, body=kept.body or b"")
