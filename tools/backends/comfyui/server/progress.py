"""How far a job is, from what the server tells of its nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeGuard, cast

from tools.backends.comfyui.server.events import Event
from tools.backends.comfyui.server.wording import said

_MOST_WEIGHT = 200.0
_MOST_STEPS = 1e9
"""A count above it is none."""


class Progress:
    """The done share of the nodes that the asked outputs need; it never falls.

    A node with an input `steps` weighs as many nodes as it has steps, since steps are what takes
    the time. Nodes whose result the server still has are not counted.
    """

    def __init__(self, graph: Mapping[str, Any], outputs: Collection[str]) -> None:
        self._graph = graph
        self._weights = {node: _weight(graph[node]) for node in needed(graph, outputs)}
        self._done: dict[str, float] = {}
        self._at: str | None = None
        self.share = 0.0
        self.words = ""

    def take(self, event: Event) -> bool:
        """Whether the event of this job changed share or words."""
        before = (self.share, self.words)
        readers = {
            "execution_cached": self._cached,
            "progress_state": self._state,
            "progress": self._steps,
            "executing": self._executing,
            "executed": self._executed,
        }
        if read := readers.get(event.type):
            read(event.data)
            total = sum(self._weights.values())
            done = sum(self._weights[node] * share for node, share in self._done.items())
            self.share = max(self.share, min(done / total, 1.0) if total else 0.0)
        return (self.share, self.words) != before

    def _cached(self, data: Mapping[str, Any]) -> None:
        for node in _list(data.get("nodes")):
            self._weights.pop(str(node), None)
            self._done.pop(str(node), None)

    def _state(self, data: Mapping[str, Any]) -> None:
        for node, facts in _mapping(data.get("nodes")).items():
            entry = _mapping(facts)
            if entry.get("state") == "finished":
                self._reach(str(node), 1.0)
            elif entry.get("state") == "running":
                self._step(str(entry.get("display_node_id") or node), str(node), entry)

    def _steps(self, data: Mapping[str, Any]) -> None:
        node = str(data.get("display_node") or data.get("node") or "")
        self._step(node, node, data)

    def _executing(self, data: Mapping[str, Any]) -> None:
        node = data.get("display_node") or data.get("node")
        if self._at and self._at != node:
            self._reach(self._at, 1.0)
        self._at = str(node) if node is not None else None
        if self._at:
            self._name(self._at)

    def _executed(self, data: Mapping[str, Any]) -> None:
        self._reach(str(data.get("node") or ""), 1.0)

    def _step(self, shown: str, node: str, facts: Mapping[str, Any]) -> None:
        value, most = facts.get("value"), facts.get("max")
        if not _countable(value) or not _countable(most) or most == 0:
            self._name(shown)
            return
        self._reach(node, min(value / most, 1.0))
        self._name(shown, f" ({value:g} of {most:g})" if most > 1 else "")

    def _reach(self, node: str, share: float) -> None:
        if node in self._weights:
            self._done[node] = max(self._done.get(node, 0.0), share)

    def _name(self, node: str, more: str = "") -> None:
        entry = _mapping(self._graph.get(node))
        title = _mapping(entry.get("_meta")).get("title") or entry.get("class_type")
        if title:
            self.words = said(title, 80) + more


def needed(graph: Mapping[str, Any], outputs: Collection[str]) -> set[str]:
    """The nodes of the graph that lead to the outputs, and these."""
    found: set[str] = set()
    open_nodes = [node for node in outputs if node in graph]
    while open_nodes:
        node = open_nodes.pop()
        if node not in found:
            found.add(node)
            links = (_list(value) for value in _mapping(_inputs(graph[node])).values())
            open_nodes += [str(link[0]) for link in links if link and str(link[0]) in graph]
    return found


def _weight(entry: Any) -> float:
    steps = _inputs(entry).get("steps")
    if not isinstance(steps, int) or isinstance(steps, bool):
        return 1.0
    return min(max(float(steps), 1.0), _MOST_WEIGHT)


def _countable(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and 0 <= value <= _MOST_STEPS


def _inputs(entry: Any) -> Mapping[str, Any]:
    return _mapping(_mapping(entry).get("inputs"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
