"""Calls that destroy: approved by the key beforehand, or by the person behind the client now.

A client of the handshake era is asked in the middle of the call. One of the era of single requests
gets its answer as a question, and calls again with what the person said; the SDK's boundary binds
that to this very tool and these arguments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mcp import types
from mcp.server import ServerRequestContext
from mcp.server.elicitation import AcceptedElicitation, elicit_with_validation
from mcp.server.elicitation import render_elicitation_schema as rendered
from mcp.types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import BaseModel, Field, ValidationError

from tools.catalog.tool import Tool

Context = ServerRequestContext[Any, Any]
_ASKED = "approval"
_WORTH_SHOWING = 300


class Approval(BaseModel):
    """What the person says."""

    approve: bool = Field(description="Do it. What it removes cannot be brought back.")


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Whether the call may run, and by whose word; `why` says why not."""

    decision: Literal["approve", "reject"]
    by: Literal["key", "person", "nobody"]
    why: str = ""


async def decided(
    context: Context,
    params: types.CallToolRequestParams,
    tool: Tool[Any],
    pre_approved: frozenset[str],
) -> Decided | types.InputRequiredResult:
    """The decision on a call that destroys, or the question to be put to the person."""
    if tool.name in pre_approved:
        return Decided(decision="approve", by="key")
    if not _can_be_asked(context):
        why = (
            f"{tool.name} destroys what cannot be restored. It runs only where the key "
            "pre-approves it, or where the client can ask its user (elicitation)."
        )
        return Decided(decision="reject", by="nobody", why=why)
    question = _question(tool, params.arguments or {})
    if context.protocol_version in MODERN_PROTOCOL_VERSIONS:
        return _answered(params, tool) or _asking(question, tool)
    said = await elicit_with_validation(context.session, question, Approval, context.request_id)
    return _by_person(isinstance(said, AcceptedElicitation) and said.data.approve)


def _can_be_asked(context: Context) -> bool:
    """Whether the client takes forms; a bare `elicitation: {}` means that it does."""
    known = context.session.client_capabilities
    elicitation = known.elicitation if known else None
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


def _asking(question: str, tool: Tool[Any]) -> types.InputRequiredResult:
    form = types.ElicitRequestFormParams(message=question, requested_schema=rendered(Approval))
    asked: dict[str, types.InputRequest] = {_ASKED: types.ElicitRequest(params=form)}
    return types.InputRequiredResult(input_requests=asked, request_state=tool.name)


def _answered(params: types.CallToolRequestParams, tool: Tool[Any]) -> Decided | None:
    """What the person said to the question of this call; None where it was not put yet."""
    if params.request_state != tool.name or not params.input_responses:
        return None
    said = params.input_responses.get(_ASKED)
    if not isinstance(said, types.ElicitResult):
        return None
    try:
        agreed = said.action == "accept" and Approval.model_validate(said.content).approve
    except ValidationError:
        agreed = False
    return _by_person(agreed)


def _by_person(agreed: bool) -> Decided:
    if agreed:
        return Decided(decision="approve", by="person")
    return Decided(decision="reject", by="person", why="The user did not approve it.")


def _question(tool: Tool[Any], arguments: Mapping[str, Any]) -> str:
    shown = json.dumps(dict(arguments), ensure_ascii=False, default=str)
    if len(shown) > _WORTH_SHOWING:
        shown = f"{shown[:_WORTH_SHOWING]}…"
    return f"Let Echo Director run {tool.name} with {shown}? It cannot be undone."
