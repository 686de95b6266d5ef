"""Whether a foreign graph can be one of our workflows: API format, whole, within limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeGuard, cast

from pydantic import BaseModel, ConfigDict

from tools.domain.naming import fold
from tools.domain.workflows import Workflow

GRAPH_BYTES_MOST = 1_000_000
NODES_MOST = 500
BUILT_IN_NAMES: Final = frozenset(
    {"text to image", "image to image", "text to video", "image to video", "image to video small"}
)
"""Workflows that the program brings along, `_` as a space; nobody registers one of these names."""
_SAVES = ("SaveImage", "SaveAnimated", "SaveWEBM", "SaveVideo", "VHS_VideoCombine")
_SHOWS = "PreviewImage"

Graph = Mapping[str, Mapping[str, Any]]


class Fault(BaseModel):
    """What is wrong, and where: a JSON path such as `$.graph.6.inputs.text`."""

    model_config = ConfigDict(frozen=True)

    path: str
    message: str


def graph_faults(document: Any) -> list[Fault]:
    """Why a document cannot be a workflow's graph; empty where it can.

    Links are checked to lead to nodes of the graph and not in a circle. Which nodes and values a
    server has is for the server to say.
    """
    if fault := _shape_fault(document):
        return [fault]
    faults = [fault for node in document.items() for fault in _node_faults(*node)]
    if not faults:
        faults = [fault for node in document.items() for fault in _link_faults(document, *node)]
    return faults or _circle_faults(document)


def remarks_on(workflow: Workflow) -> list[str]:
    """What its user should know, though nothing is wrong."""
    remarks: list[str] = []
    if "prompt" not in workflow.slots:
        remarks.append("It has no slot for the prompt: the character's words do not reach it.")
    if "seed" not in workflow.slots:
        remarks.append("It has no slot for the seed: it makes the same picture every time.")
    return remarks


def unwrapped(document: Any) -> Any:
    """The graph itself, where a document holds it as `prompt` (what a server's history and a
    picture's metadata hold)."""
    if isinstance(document, Mapping):
        held = cast("Mapping[str, Any]", document)
        inside = held.get("prompt")
        if isinstance(inside, Mapping) and "class_type" not in held:
            return cast("Any", inside)
    return document


def is_built_in(name: str) -> bool:
    """Whether a name is that of a workflow that the program brings along."""
    return fold(name.replace("_", " ").replace("-", " ")) in BUILT_IN_NAMES


def is_link(value: Any) -> TypeGuard[list[Any]]:
    """Whether an input's value is the output of another node: `["4", 0]`."""
    if not isinstance(value, list):
        return False
    link = cast("list[Any]", value)
    return len(link) == 2 and isinstance(link[0], str) and type(link[1]) is int


def outputs_in(graph: Graph) -> list[str]:
    """The nodes that could be the output: those that save; else those that show; else the ends."""
    linked = {link[0] for node in graph.values() for link in links_of(node).values()}
    kinds = {name: str(node.get("class_type")) for name, node in graph.items()}
    saving = [name for name, kind in kinds.items() if kind.startswith(_SAVES)]
    showing = [name for name, kind in kinds.items() if kind == _SHOWS]
    return saving or showing or [name for name in graph if name not in linked]


def links_of(node: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The inputs of a node that are links."""
    return {name: value for name, value in inputs_of(node).items() if is_link(value)}


def inputs_of(node: Mapping[str, Any]) -> Mapping[str, Any]:
    inputs = node.get("inputs")
    return cast("Mapping[str, Any]", inputs) if isinstance(inputs, Mapping) else {}


def _shape_fault(document: Any) -> Fault | None:
    if not isinstance(document, Mapping) or not document:
        message = "A graph is an object: the nodes by their ids."
        return Fault(path="$.graph", message=message)
    graph = cast("Mapping[Any, Any]", document)
    if isinstance(graph.get("nodes"), list):
        message = (
            "This is the editor's format. In ComfyUI choose Workflow, Export (API), and register "
            "that file."
        )
        return Fault(path="$.graph", message=message)
    if len(graph) > NODES_MOST:
        message = f"The graph has {len(graph)} nodes, the limit is {NODES_MOST}."
        return Fault(path="$.graph", message=message)
    size = len(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > GRAPH_BYTES_MOST:
        message = f"The graph has {size} bytes, the limit is {GRAPH_BYTES_MOST}."
        return Fault(path="$.graph", message=message)
    return None


def _node_faults(name: str, node: Any) -> list[Fault]:
    path = f"$.graph.{name}"
    if not isinstance(node, Mapping):
        return [Fault(path=path, message="A node is an object.")]
    told = cast("Mapping[str, Any]", node)
    kind = told.get("class_type")
    faults: list[Fault] = []
    if not isinstance(kind, str) or not kind.strip():
        message = "A node names its class as class_type (Export (API) writes it)."
        faults.append(Fault(path=f"{path}.class_type", message=message))
    if not isinstance(told.get("inputs", {}), Mapping):
        faults.append(Fault(path=f"{path}.inputs", message="Inputs are an object."))
    return faults


def _link_faults(graph: Graph, name: str, node: Mapping[str, Any]) -> Iterable[Fault]:
    for input_name, value in inputs_of(node).items():
        if not isinstance(value, list):
            continue
        path = f"$.graph.{name}.inputs.{input_name}"
        if not is_link(value):
            message = 'A list is a link here: ["node", output number].'
            yield Fault(path=path, message=message)
        elif value[0] not in graph:
            yield Fault(path=path, message=f"There is no node {value[0]} in the graph.")
        elif value[1] < 0:
            yield Fault(path=path, message="Outputs are numbered from 0.")


def _circle_faults(graph: Graph) -> list[Fault]:
    """Nodes are taken away once nothing that they need is left; what stays stands in a circle."""
    needs = {name: {link[0] for link in links_of(node).values()} for name, node in graph.items()}
    while ready := [name for name, needed in needs.items() if not needed]:
        for name in ready:
            del needs[name]
        for needed in needs.values():
            needed.difference_update(ready)
    if not needs:
        return []
    some = ", ".join(list(needs)[:5])
    return [Fault(path="$.graph", message=f"Nodes depend on each other in a circle: {some}.")]
