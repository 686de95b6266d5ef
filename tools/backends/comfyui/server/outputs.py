"""What a finished job left behind: the files of each node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, kw_only=True)
class Output:
    """One file at the server. `kind` is what its node calls it, such as `images` or `gifs`.

    `folder` is the server's `output`, `temp` or `input`.
    """

    node: str
    kind: str
    filename: str
    subfolder: str = ""
    folder: str = "output"


def outputs_in(record: Mapping[str, Any]) -> dict[str, list[Output]]:
    """The files of every node in a history record, in the order that the server lists them.

    What is not a list of files (text, flags) is left out, and so is a node without files.
    """
    found: dict[str, list[Output]] = {}
    for node, parts in _mapping(record.get("outputs")).items():
        files = [
            output
            for kind, entries in _mapping(parts).items()
            for output in _files(str(node), str(kind), entries)
        ]
        if files:
            found[str(node)] = files
    return found


def _files(node: str, kind: str, entries: Any) -> Iterator[Output]:
    for entry in cast("list[Any]", entries) if isinstance(entries, list) else []:
        facts = _mapping(entry)
        name = facts.get("filename")
        if isinstance(name, str) and name:
            yield Output(
                node=node,
                kind=kind,
                filename=name,
                subfolder=str(facts.get("subfolder") or ""),
                folder=str(facts.get("type") or "output"),
            )


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
