"""The server of the Model Context Protocol: the catalogue as tools, pictures as resources."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from mcp import types
from mcp.server import Server
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.shared.exceptions import MCPError

from api.mcp import pictures
from api.mcp.approving import Context, Decided, decided
from api.mcp.desk import OpenProjects
from api.mcp.watching import ToldWatch
from api.mcp.wording import told, worded
from api.wires.mcp_progress import Progress
from tools.catalog.answering import answered, failure
from tools.catalog.tool import Call, Outcome, Tool
from tools.domain.actor import Actor
from tools.domain.errors import StudioError
from tools.studio.approvals import record_approval
from tools.studio.studio import Studio

NAME = "echo-director"
PATIENCE_S = 50.0
"""How long a call waits for what it makes; clients commonly give up after a minute."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """What the handlers work with. `whose` says who sent a request, or raises `StudioError`."""

    studio: Studio
    catalog: Mapping[str, Tool[Any]]
    whose: Callable[[Context], Awaitable[Actor]]
    patience_s: float = PATIENCE_S


def build_server(endpoint: Endpoint) -> Server[Any]:
    """The server, for any transport."""
    desk = OpenProjects(endpoint.studio)

    async def list_tools(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[worded(tool) for tool in endpoint.catalog.values()])

    async def call_tool(
        context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        actor = await _who(endpoint, context)
        tool = endpoint.catalog.get(params.name)
        if tool is None:
            unknown = f"There is no tool {params.name}."
            raise MCPError(code=types.INVALID_PARAMS, message=unknown)
        project_id = await desk.of(actor)
        if tool.destroys:
            verdict = await decided(context, params, tool, actor.pre_approved)
            if not isinstance(verdict, Decided):
                return verdict
            if refusal := await _on_record(endpoint, actor, params, verdict):
                return told(False, refusal, {})
        call = Call(
            studio=_telling(endpoint.studio, context),
            actor=actor,
            project_id=project_id,
            patience_s=endpoint.patience_s,
        )
        given = {k: v for k, v in (params.arguments or {}).items() if v is not None}
        worked, outcome = await answered(tool, call, given)
        if outcome.opened_project is not None:
            await desk.open(actor, outcome.opened_project)
        shown = await pictures.previews(endpoint.studio, outcome.artifacts)
        return told(worked, outcome, shown)

    async def list_resources(
        context: Context, _: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        actor = await _who(endpoint, context)
        found = await pictures.listed(endpoint.studio, actor, await desk.of(actor))
        return types.ListResourcesResult(resources=found)

    async def list_templates(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[pictures.TEMPLATE])

    async def read_resource(
        context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        actor = await _who(endpoint, context)
        return await pictures.read(endpoint.studio, actor, params.uri)

    server: Server[Any] = Server(
        NAME,
        version=version("echo-director"),
        title="Echo Director",
        instructions=files("prompts").joinpath("mcp.txt").read_text("utf-8"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )
    kept = RequestStateSecurity.ephemeral()
    server.middleware.append(RequestStateBoundary(kept, default_audience=NAME))
    return server


async def _who(endpoint: Endpoint, context: Context) -> Actor:
    try:
        return await endpoint.whose(context)
    except StudioError as error:
        raise MCPError(
            code=types.INVALID_REQUEST, message=error.detail, data={"code": error.code}
        ) from None


async def _on_record(
    endpoint: Endpoint,
    actor: Actor,
    params: types.CallToolRequestParams,
    verdict: Decided,
) -> Outcome | None:
    """Keep the decision; answers the refusal, where it is one."""
    if verdict.by != "nobody":
        try:
            await record_approval(
                endpoint.studio,
                actor,
                tool=params.name,
                args=params.arguments or {},
                decision=verdict.decision,
                by=verdict.by,
            )
        except StudioError as error:
            return failure(error.code, error.detail)
    if verdict.decision == "approve":
        return None
    code = "APPROVAL_NEEDED" if verdict.by == "nobody" else "REJECTED"
    return failure(code, verdict.why)


def _telling(studio: Studio, context: Context) -> Studio:
    """The studio, whose waits tell a client that asked for it of progress."""

    async def tell(progress: Progress) -> None:
        await context.session.report_progress(progress.share, 1.0, progress.words)

    return replace(studio, watch=ToldWatch(watch=studio.watch, tell=tell))
