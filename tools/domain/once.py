"""A request that came under its sender's own key."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The key and what came with it; `request_id` tells this sending from a repetition of it."""

    key: str
    body_digest: str
    request_id: UUID
