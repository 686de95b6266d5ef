"""Workflows put together from templates: a whole graph, and patches that change its wires."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from tools.backends.comfyui.links import sources_of, upstream_of

_OUTER = "@"
"""Opens the name of a wire in a patch's links: the source that the wire has so far."""

Source = tuple[str, int]


class Template(BaseModel):
    """A graph in API format with named slots and wires, as the files in `workflows/` hold it.

    `slots` are inputs by name, written `node.input`; `wires` are outputs by what they carry.
    A patch takes wires by links to `@wire` and gives its own in their place; a whole workflow
    has `outputs`, the nodes that hold the results.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    slots: dict[str, tuple[str, ...]]
    wires: dict[str, Source]
    graph: dict[str, dict[str, Any]]
    outputs: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A graph as it is sent, and its output nodes by what they hold."""

    graph: dict[str, dict[str, Any]]
    outputs: dict[str, str]


class Composition:
    """A workflow in the making; patches apply in the order in which they are added."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        base = template(name)
        self.parts = [name]
        self._outputs, self._slots = base.outputs, base.slots
        self._wires: dict[str, Source] = dict(base.wires)
        self._graph = _filled(base, values)

    def add(self, name: str, values: Mapping[str, Any]) -> None:
        """Apply the patch `name` with these values; whoever took its wires takes its own now.

        What the patch itself depends on keeps its sources.
        """
        patch = template(f"patches/{name}")
        fresh = {node: self._free(node) for node in patch.graph}

        def inner(source: Source) -> Source:
            node, output = source
            outer = node.startswith(_OUTER)
            return self._wires[node.removeprefix(_OUTER)] if outer else (fresh[node], output)

        nodes = {
            fresh[node]: _relinked(told, inner) for node, told in _filled(patch, values).items()
        }
        given = {wire: (fresh[node], output) for wire, (node, output) in patch.wires.items()}
        moved = {self._wires[wire]: source for wire, source in given.items()}

        def outer(source: Source) -> Source:
            return moved.get(source, source)

        before = self._graph
        needed = set(upstream_of(before, (s for told in nodes.values() for s in sources_of(told))))
        before = {
            node: told if node in needed else _relinked(told, outer)
            for node, told in before.items()
        }
        self._graph = before | nodes
        self._wires |= given
        self.parts.append(name)

    def set(self, slot: str, value: Any) -> None:
        """Fill a slot of the base anew."""
        for place in self._slots[slot]:
            node, _, wanted = place.partition(".")
            self._graph[node]["inputs"][wanted] = value

    def finished(self) -> Finished:
        """Without the nodes that nothing depends on any more, numbered, the names as titles."""
        kept = upstream_of(self._graph, self._outputs.values())
        numbers = {node: str(number) for number, node in enumerate(kept, 1)}

        def numbered(source: Source) -> Source:
            return numbers[source[0]], source[1]

        graph = {
            numbers[node]: {
                **_relinked(self._graph[node], numbered),
                "_meta": {"title": node.replace("_", " ")},
            }
            for node in kept
        }
        return Finished(
            graph=graph, outputs={what: numbers[node] for what, node in self._outputs.items()}
        )

    def _free(self, name: str) -> str:
        taken, number = name, 1
        while taken in self._graph:
            number += 1
            taken = f"{name} {number}"
        return taken


@cache
def template(name: str) -> Template:
    """The template of that name in `workflows/`; `FileNotFoundError` where there is none."""
    place = files("tools.backends.comfyui").joinpath(f"workflows/{name}.json")
    return Template.model_validate(json.loads(place.read_text("utf-8")))


def _filled(told: Template, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The template's graph with the values in their slots; a name without a slot is a mistake."""
    graph = deepcopy(told.graph)
    for name, value in values.items():
        for place in told.slots[name]:
            node, _, wanted = place.partition(".")
            graph[node]["inputs"][wanted] = value
    return graph


def _relinked(node: Mapping[str, Any], moved: Callable[[Source], Source]) -> dict[str, Any]:
    inputs = {
        name: list(moved((value[0], value[1]))) if _is_link(value) else value
        for name, value in node["inputs"].items()
    }
    return {**node, "inputs": inputs}


def _is_link(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def node_kinds(names: Iterable[str]) -> set[str]:
    """The kinds of node that these templates use."""
    return {node["class_type"] for name in names for node in template(name).graph.values()}
