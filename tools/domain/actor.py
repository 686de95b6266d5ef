"""Who acts: the workspace that owns, the user who asks, the role that allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from tools.domain.errors import ForbiddenError
from tools.domain.once import Sent

Role = Literal["owner", "editor", "viewer"]


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Identity, from a key or a session, never from a model's arguments.

    `run_id` is the run on whose behalf the actor acts, and `effect` the key under which the
    next unit of work happens once (`None`: it may be repeated). With an `attempt`, units of work
    that write count only as long as that attempt drives the run. `pre_approved` names the `!`
    tools that the key lets run without asking. What is written for a request that was `sent` under
    a key of its sender is written once.
    """

    workspace: str = "local"
    user: str = "local"
    role: Role = "owner"
    run_id: UUID | None = None
    effect: str | None = None
    attempt: int | None = None
    pre_approved: frozenset[str] = frozenset()
    sent: Sent | None = None

    def on_behalf_of(self, run_id: UUID, effect: str | None = None) -> Actor:
        attempt = self.attempt if run_id == self.run_id else None
        return replace(self, run_id=run_id, effect=effect, attempt=attempt)

    @property
    def may_write(self) -> bool:
        return self.role != "viewer"


def refuse_viewer(actor: Actor) -> None:
    """Raises `ForbiddenError` for who may only look, before anything is done for them."""
    if not actor.may_write:
        raise ForbiddenError("This key may look but not change anything (role viewer).")


LOCAL = Actor()
"""The only actor of a service without keys."""
