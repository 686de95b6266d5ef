"""Approvals outside a conversation, on the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.runs import Happening
from tools.studio.studio import Studio


async def record_approval(
    studio: Studio,
    actor: Actor,
    *,
    tool: str,
    args: Mapping[str, Any],
    decision: Literal["approve", "reject"],
    by: str,
) -> None:
    """Keep who decided on a call that destroys, as a run that ended with it.

    Raises `ForbiddenError` for a viewer.
    """
    run_id = uuid7()
    call = {"tool": tool, "args": dict(args)}
    said = {"decision": decision, "by": by, "user": actor.user, **call}
    async with studio.store.begin(actor) as work:
        await work.runs.add(
            actor,
            run_id=run_id,
            kind="turn",
            input={"call": call},
            status="running",
        )
        told = [Happening(type="approval.answered", data=said)]
        await work.runs.settle(actor, run_id, "completed", result=said, happenings=told)
