"""What is sent to a server for one request, and what is to be told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.backends.comfyui.nodes import NodeCatalogue
from tools.ports.rendering import RenderRequest


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A graph with stand-ins for the names of uploads, and its outputs by what they hold.

    `outputs` has `picture`, and `clip` where one is made; both may be the same node. `uploads` are
    files by their stand-in, which is the name to upload them by. `rank` tells plans of several
    servers apart: 0 is the best.
    """

    graph: Mapping[str, Mapping[str, Any]]
    outputs: Mapping[str, str]
    uploads: Mapping[str, bytes]
    model: str
    prompt: str | None
    negative_prompt: str | None
    parameters: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    rank: int = 0

    def graph_with(self, names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """The graph with the names that the server gave the uploads."""
        return {
            key: {
                **node,
                "inputs": {
                    name: names.get(value, value) if isinstance(value, str) else value
                    for name, value in node.get("inputs", {}).items()
                },
            }
            for key, node in self.graph.items()
        }


@dataclass
class Gathered:
    """Files to upload, parameters to record and notes to give, as a plan comes together."""

    uploads: dict[str, bytes] = field(default_factory=dict[str, bytes])
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    notes: list[str] = field(default_factory=list[str])

    def file(self, data: bytes) -> str:
        """The stand-in for a picture's name: the same for the same bytes."""
        name = f"echo-director-{hashlib.sha256(data).hexdigest()[:24]}.png"
        self.uploads[name] = data
        return name

    def note(self, *said: str) -> None:
        self.notes += [one for one in said if one and one not in self.notes]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, the nodes of the server that it is planned for, and the prefix of its files."""

    request: RenderRequest
    nodes: NodeCatalogue
    prefix: str


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence."""
    known = list(words)
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)
