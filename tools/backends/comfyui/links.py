"""How the nodes of a graph hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Link:
    """An input's source: another node's output, counted from 0."""

    node: Any
    output: int


def link_of(value: Any) -> Link | None:
    """The link that an input's value is; None where it is none."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    node, output = value
    if not isinstance(node, str | int) or not isinstance(output, int) or isinstance(output, bool):
        return None
    return Link(node=node, output=output)


def sources_of(node: Any) -> Iterator[str]:
    """The nodes that a node's inputs are linked to."""
    inputs = node.get("inputs") if isinstance(node, Mapping) else None
    for value in inputs.values() if isinstance(inputs, Mapping) else ():
        if link := link_of(value):
            yield str(link.node)


def upstream_of(graph: Mapping[str, Any], ends: Iterable[str]) -> list[str]:
    """These nodes and all that they depend on, in the graph's order."""
    seen: set[str] = set()
    waiting = list(ends)
    while waiting:
        key = waiting.pop()
        if key in graph and key not in seen:
            seen.add(key)
            waiting.extend(sources_of(graph[key]))
    return [key for key in graph if key in seen]


def cycle_in(graph: Mapping[str, Any]) -> list[str] | None:
    """The nodes of one circle of links, its first again at the end; None where there is none."""
    done: set[str] = set()
    for start in graph:
        if start not in done and (circle := _circle_from(start, graph, done)):
            return circle
    return None


def _circle_from(start: str, graph: Mapping[str, Any], done: set[str]) -> list[str] | None:
    path = {start: sources_of(graph[start])}
    while path:
        last = next(reversed(path))
        following = next((s for s in path[last] if s in graph and s not in done), None)
        if following is None:
            done.add(last)
            del path[last]
        elif following in path:
            way = list(path)
            return [*way[way.index(following) :], following]
        else:
            path[following] = sources_of(graph[following])
    return None
