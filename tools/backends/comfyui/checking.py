"""What a server would refuse in a graph, found before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from tools.backends.comfyui.links import Link, cycle_in, link_of, upstream_of
from tools.backends.comfyui.naming import short, told
from tools.backends.comfyui.nodes import ANY, COMBO, Input, Node, NodeCatalogue
from tools.domain.workflows import Workflow

MOST_PROBLEMS = 30
_ONLY_LINKED = frozenset(
    {
        *("MODEL", "CLIP", "VAE", "CONDITIONING", "LATENT", "IMAGE", "MASK", "CONTROL_NET"),
        *("STYLE_MODEL", "CLIP_VISION", "CLIP_VISION_OUTPUT", "UPSCALE_MODEL", "SAMPLER"),
        *("SIGMAS", "NOISE", "GUIDER", "VIDEO", "AUDIO"),
    }
)
"""Kinds that no plain value can be: servers take one, and fail when they come to the node."""
_EDITOR_FORMAT = (
    "This is the editor's own format, with nodes and links as lists;"
    " export the workflow in the API format."
)

Graph = Mapping[str, Any]


def problems_in(graph: Graph, nodes: NodeCatalogue) -> list[str]:
    """A sentence for each thing that a server with these nodes would refuse or fail at.

    Inputs of nodes that no output depends on are not looked at, as servers do not either.
    """
    if is_editor_format(graph):
        return [_EDITOR_FORMAT]
    if not graph:
        return ["The workflow has no nodes."]
    unknown = (said for key in graph if (said := _unknown(key, graph[key], nodes)))
    if found := list(islice(unknown, MOST_PROBLEMS)):
        return found
    outputs = outputs_of(graph, nodes)
    if not outputs:
        return ["The workflow has no output node, such as SaveImage, so nothing would run."]
    refused = (said for key in upstream_of(graph, outputs) for said in _refused(key, graph, nodes))
    found = list(islice(refused, MOST_PROBLEMS))
    if circle := cycle_in(graph):
        found.append(f"The links go in a circle: {' → '.join(map(short, circle[:12]))}.")
    return found


def problems_of(workflow: Workflow, nodes: NodeCatalogue) -> list[str]:
    """The graph's problems, and those of its slots and its output."""
    found = problems_in(workflow.graph, nodes)
    if found == [_EDITOR_FORMAT]:
        return found
    return [*found, *_slot_problems(workflow, nodes), *_output_problems(workflow, nodes)]


def outputs_of(graph: Graph, nodes: NodeCatalogue) -> list[str]:
    """The nodes whose results a server keeps."""
    return [
        key
        for key, node in graph.items()
        if isinstance(node, Mapping) and (known := nodes.node(_class(node))) and known.is_output
    ]


def is_editor_format(graph: Mapping[str, Any]) -> bool:
    """Whether this is what the editor saves, rather than what the server runs."""
    saved = {"nodes", "links", "last_node_id", "last_link_id"} & graph.keys()
    return bool(saved) and not any(
        isinstance(graph[key], Mapping) and "class_type" in graph[key] for key in saved
    )


def _unknown(key: str, node: Any, nodes: NodeCatalogue) -> str | None:
    if not isinstance(node, Mapping) or not isinstance(node.get("class_type"), str):
        return f"Node {short(key)} has no class_type; it should name the kind of node."
    if not nodes.has(node["class_type"]):
        near = told(node["class_type"], nodes.names)
        return f"{_called(key, node)}: the server has no such node ({near})."
    if not isinstance(node.get("inputs", {}), Mapping):
        return f"{_called(key, node)}: its inputs are not an object."
    return None


def _refused(key: str, graph: Graph, nodes: NodeCatalogue) -> Iterator[str]:
    node = graph[key]
    known = nodes.node(_class(node))
    if known is None:
        return
    given = node.get("inputs", {})
    for wanted in known.inputs.values():
        if wanted.name in given:
            said = _wrong(given[wanted.name], wanted, graph, nodes)
        elif wanted.required and not _given_in_parts(wanted, given):
            said = "is required and missing"
        else:
            continue
        if said:
            yield f"{_called(key, node)}: its input {wanted.name} {said}."


def _given_in_parts(wanted: Input, given: Mapping[str, Any]) -> bool:
    """Inputs whose shape depends on others are given as `name.part`, or may hold nothing."""
    return wanted.free and (
        wanted.kind.startswith("COMFY_AUTOGROW")
        or any(name.startswith(f"{wanted.name}.") for name in given)
    )


def _wrong(value: Any, wanted: Input, graph: Graph, nodes: NodeCatalogue) -> str | None:
    if isinstance(value, list):
        link = link_of(value)
        if link is None:
            return "is a list that is no link; a link is [node, output number]"
        return _wrong_link(link, wanted, graph, nodes)
    if wanted.free or ANY in wanted.kind:
        return None
    if isinstance(value, Mapping) and "__value__" in value:
        value = value["__value__"]
    if wanted.kind in _ONLY_LINKED:
        return f"has a plain value; it takes {wanted.kind} from another node"
    return _wrong_value(value, wanted)


def _wrong_link(link: Link, wanted: Input, graph: Graph, nodes: NodeCatalogue) -> str | None:
    if link.node not in graph:
        return f"is linked to node {short(link.node)}, which is not in the workflow"
    source = graph[str(link.node)]
    known: Node | None = nodes.node(_class(source))
    if known is None:
        return None
    if not 0 <= link.output < len(known.outputs):
        count = len(known.outputs)
        return (
            f"is linked to output {link.output} of {_called(str(link.node), source, small=True)},"
            f" which has {count or 'no'} output{'' if count == 1 else 's'}"
        )
    given = known.outputs[link.output]
    if wanted.free or _fits(given, wanted.kind):
        return None
    return (
        f"takes {wanted.kind}, but is linked to {given} of"
        f" {_called(str(link.node), source, small=True)}"
    )


def _fits(given: str, wanted: str) -> bool:
    both = {*given.split(","), *wanted.split(",")}
    if ANY in both or any(kind.startswith("COMFY_") for kind in both):
        return True
    return bool(set(given.split(",")) & set(wanted.split(",")))


def _wrong_value(value: Any, wanted: Input) -> str | None:
    if wanted.kind == COMBO:
        return _wrong_choice(value, wanted)
    if wanted.kind not in ("INT", "FLOAT"):
        return None
    try:
        number = int(value) if wanted.kind == "INT" else float(value)
    except (TypeError, ValueError, OverflowError):
        kind = "a whole number" if wanted.kind == "INT" else "a number"
        return f"is {short(repr(value))}, which is not {kind}"
    if wanted.minimum is not None and number < wanted.minimum:
        return f"is {number}; the least is {wanted.minimum:g}"
    if wanted.maximum is not None and number > wanted.maximum:
        return f"is {number}; the most is {wanted.maximum:g}"
    return None


def _wrong_choice(value: Any, wanted: Input) -> str | None:
    if wanted.options is None:
        return None
    asked = value if wanted.multiselect and isinstance(value, list) else [value]
    bad = [one for one in asked if one not in wanted.options]
    if not bad:
        return None
    near = told(str(bad[0]), [str(option) for option in wanted.options])
    return f"is {short(repr(bad[0]))}, which is not one of its choices ({near})"


def _slot_problems(workflow: Workflow, nodes: NodeCatalogue) -> Iterator[str]:
    for slot, targets in workflow.slots.items():
        if not targets:
            yield f"The slot {slot} points at no input."
        for target in targets:
            node = workflow.graph.get(target.node)
            if node is None:
                yield (
                    f"The slot {slot} points at node {short(target.node)},"
                    " which is not in the workflow."
                )
            elif not _has_input(node, target.input, nodes):
                yield (
                    f"The slot {slot} points at the input {short(target.input)} of"
                    f" {_called(target.node, node, small=True)}, which has none of that name."
                )


def _has_input(node: Mapping[str, Any], name: str, nodes: NodeCatalogue) -> bool:
    given = node.get("inputs")
    known = nodes.node(_class(node))
    if known is None:
        return isinstance(given, Mapping) and name in given
    return name in known.inputs or any(
        wanted.free and name.startswith(f"{wanted.name}.") for wanted in known.inputs.values()
    )


def _output_problems(workflow: Workflow, nodes: NodeCatalogue) -> Iterator[str]:
    outputs = outputs_of(workflow.graph, nodes)
    if workflow.output is None:
        if len(outputs) > 1:
            yield (
                f"The workflow has {len(outputs)} output nodes ({', '.join(outputs)});"
                " say which one holds the result."
            )
    elif workflow.output not in workflow.graph:
        yield f"The output is node {short(workflow.output)}, which is not in the workflow."
    elif workflow.output not in outputs and nodes.has(_class(workflow.graph[workflow.output])):
        called = _called(workflow.output, workflow.graph[workflow.output], small=True)
        yield f"The output is {called}, which is no output node."


def _called(key: str, node: Mapping[str, Any], *, small: bool = False) -> str:
    title = node.get("_meta", {}).get("title") if isinstance(node.get("_meta"), Mapping) else None
    named = f", “{short(title, 40)}”" if title and title != node.get("class_type") else ""
    return f"{'n' if small else 'N'}ode {short(key)} ({short(_class(node))}{named})"


def _class(node: Mapping[str, Any]) -> str:
    return str(node.get("class_type", ""))
