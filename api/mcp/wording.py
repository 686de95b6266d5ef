"""A tool and its outcome, as the Model Context Protocol words them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mcp import types

from tools.catalog.tool import Artifact, Outcome, Tool

PICTURES = "echo-director://assets/"
"""Before a file's sha256: the address of a resource."""


def worded(tool: Tool[Any]) -> types.Tool:
    """The tool with the schema that chat models are told, and hints on what a call does."""
    schema = tool.schema()["function"]
    return types.Tool(
        name=tool.name,
        title=tool.name.replace("_", " ").capitalize(),
        description=schema["description"],
        input_schema=schema["parameters"],
        annotations=types.ToolAnnotations(
            read_only_hint=tool.reads,
            destructive_hint=tool.destroys,
            idempotent_hint=tool.reads,
            open_world_hint=False,
        ),
    )


def told(
    worked: bool, outcome: Outcome, shown: Mapping[str, types.ImageContent]
) -> types.CallToolResult:
    """The outcome's facts as JSON, its files as links; `shown` are small pictures by sha256."""
    facts = json.loads(json.dumps(dict(outcome.content), ensure_ascii=False, default=str))
    content: list[types.ContentBlock] = [
        types.TextContent(type="text", text=json.dumps(facts, ensure_ascii=False))
    ]
    for artifact in outcome.artifacts:
        if artifact.sha256 is not None:
            content.append(link_to(artifact))
        if small := shown.get(artifact.sha256 or ""):
            content.append(small)
    return types.CallToolResult(content=content, structured_content=facts, is_error=not worked)


def link_to(artifact: Artifact) -> types.ResourceLink:
    """Where the file itself can be read."""
    return types.ResourceLink(
        type="resource_link",
        uri=f"{PICTURES}{artifact.sha256}",
        name=artifact.label,
        description=f"The {artifact.kind} {artifact.label}; also at {artifact.url}.",
    )
