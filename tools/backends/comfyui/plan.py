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
    """Files to upload, parameters to record and notes to give, as a plan comes together.

    `names` are the stand-ins of the request's pictures.
    """

    names: Mapping[bytes, str]
    uploads: dict[str, bytes] = field(default_factory=dict[str, bytes])
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    notes: list[str] = field(default_factory=list[str])

    def file(self, data: bytes) -> str:
        """The stand-in for a picture's name."""
        name = self.names[data]
        self.uploads[name] = data
        return name

    def note(self, *said: str) -> None:
        self.notes += [one for one in said if one and one not in self.notes]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, the nodes of the server that it is planned for, and the prefix of its files.

    `names` are what `stand_ins` says of the request.
    """

    request: RenderRequest
    nodes: NodeCatalogue
    prefix: str
    names: Mapping[bytes, str]


def stand_ins(request: RenderRequest) -> dict[bytes, str]:
    """A name for each picture that the request holds: the same for the same bytes."""
    shown = [*request.references, *(r for c in request.companions for r in c.references)]
    pictures = [reference.data for reference in shown]
    if guides := request.guides:
        pictures += [guides.pose, guides.rough, *guides.masks.values()]
    return {data: f"echo-director-{hashlib.sha256(data).hexdigest()[:24]}.png" for data in pictures}


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence."""
    known = list(words)
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)
