"""Workflows of the user's own: a graph in ComfyUI's API format, and where its values go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

SlotName = Literal[
    "prompt",
    "negative_prompt",
    "seed",
    "width",
    "height",
    "steps",
    "cfg",
    "denoise",
    "checkpoint",
    "reference",
    "pose",
    "rough",
    "frames",
    "frame_rate",
    "filename_prefix",
]


class SlotTarget(BaseModel):
    """One input of one node."""

    model_config = ConfigDict(frozen=True)

    node: str
    input: str


class Workflow(BaseModel):
    """A graph and its slots: for each name the inputs that take its value.

    `output` is the node whose pictures are the result; the only output node if left out.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    graph: dict[str, dict[str, Any]]
    slots: dict[SlotName, list[SlotTarget]]
    output: str | None = None


class RegisteredWorkflow(Workflow):
    """A workflow as the workspace keeps it."""

    id: int
    description: str = ""
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class WorkflowSummary(BaseModel):
    """A kept workflow without its graph, of which `nodes` is the number of nodes."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str
    description: str = ""
    slots: dict[SlotName, list[SlotTarget]]
    output: str | None = None
    nodes: int
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
