"""How a node's inputs are spelled in /object_info by the two families of servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_SIDE = 16384
Spec = tuple[Any, dict[str, Any]]
"""A type, or the list of choices, and the options."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """`modern` says from which family on the node spells its enums as COMBO."""

    required: Mapping[str, Spec]
    outputs: tuple[str, ...]
    optional: Mapping[str, Spec] = field(default_factory=dict)
    output_node: bool = False
    modern: str = "never"  # never | new | both
    hidden: Mapping[str, str] = field(default_factory=dict)
    category: str = "core"
    check: Callable[..., str | None] | None = None
    """Its own check of one input: takes name, value and files, says what is wrong."""

    def is_modern(self, new_family: bool) -> bool:
        return self.modern == "both" or (self.modern == "new" and new_family)

    def spec(self, name: str) -> Spec | None:
        return self.required.get(name) or self.optional.get(name)


def link(kind: str) -> Spec:
    return (kind, {})


def text(default: str = "", **options: Any) -> Spec:
    return ("STRING", {"default": default, **options})


def whole(default: int, low: int, high: int, step: int = 1, **options: Any) -> Spec:
    return ("INT", {"default": default, "min": low, "max": high, "step": step, **options})


def real(default: float, low: float, high: float, step: float = 0.01) -> Spec:
    return ("FLOAT", {"default": default, "min": low, "max": high, "step": step})


def flag(default: bool) -> Spec:
    return ("BOOLEAN", {"default": default})


def one_of(*options: Any, **more: Any) -> Spec:
    return (list(options), more)


def described(name: str, node: Node, *, new_family: bool) -> dict[str, Any]:
    """The node's entry in /object_info."""
    modern = node.is_modern(new_family)
    groups = {"required": node.required} | ({"optional": node.optional} if node.optional else {})
    spelled = {
        group: {key: _spelled(spec, modern) for key, spec in inputs.items()}
        for group, inputs in groups.items()
    }
    entry = {
        "input": spelled | ({"hidden": dict(node.hidden)} if node.hidden else {}),
        "input_order": {group: list(inputs) for group, inputs in groups.items()},
        "output": list(node.outputs),
        "output_is_list": [False] * len(node.outputs),
        "output_name": list(node.outputs),
        "name": name,
        "display_name": name,
        "description": "",
        "python_module": "comfy_extras.nodes_fake" if node.modern != "never" else "nodes",
        "category": node.category,
        "output_node": node.output_node,
    }
    if new_family:
        entry |= {
            "is_input_list": False,
            "has_intermediate_output": False,
            "search_aliases": [],
            "essentials_category": None,
        }
    return entry


def _spelled(spec: Spec, modern: bool) -> list[Any]:
    kind, options = spec
    if isinstance(kind, list):
        return (
            ["COMBO", {"options": kind, "multiselect": False, **options}]
            if modern
            else [kind, options]
            if options
            else [kind]
        )
    return [kind, options] if options or modern else [kind]
