"""What a server's nodes take and give, read from its `object_info`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

ANY = "*"
COMBO = "COMBO"
_FREE_KINDS = "COMFY_"
"""Kinds whose inputs depend on other inputs or links; what they take is not in the catalogue."""
_UPLOADS = ("image_upload", "video_upload", "audio_upload", "upload", "image_folder")
"""Marks of inputs that take any file that was uploaded, whatever the options were before."""
_LOADERS = frozenset({"LoadImage", "LoadImageMask", "LoadVideo", "LoadAudio"})
"""Nodes that take such files in any case."""

Scalar = str | int | float | bool


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input of a node. `kind` is the type's name, `COMBO` where it takes one of `options`.

    `options` is None where they are not told, or where any uploaded file is taken. `free` says
    that the input's own shape depends on others, so that nothing of it can be checked here.
    """

    name: str
    kind: str
    required: bool
    options: tuple[Scalar, ...] | None = None
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    multiselect: bool = False
    free: bool = False


@dataclass(frozen=True, kw_only=True)
class Node:
    """A class of nodes: its inputs by name, and the kinds of its outputs in order."""

    name: str
    inputs: Mapping[str, Input]
    outputs: tuple[str, ...]
    is_output: bool


class NodeCatalogue:
    """The nodes of one server; each is read when it is first asked for.

    Both spellings of choices are read: `[[a, b], {…}]` and `["COMBO", {"options": [a, b]}]`.
    Entries that are no such thing count as absent. `embeddings` are the server's names of
    embeddings, None where nobody asked: `object_info` does not list them.
    """

    def __init__(
        self, object_info: Mapping[str, Any], *, embeddings: Sequence[str] | None = None
    ) -> None:
        self._told = object_info
        self._read: dict[str, Node | None] = {}
        self.embeddings = None if embeddings is None else tuple(embeddings)

    def __len__(self) -> int:
        return len(self._told)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._told)

    def has(self, *nodes: str) -> bool:
        """Whether all of these are there."""
        return all(self.node(name) is not None for name in nodes)

    def node(self, name: str) -> Node | None:
        if name not in self._read:
            self._read[name] = _node(name, self._told.get(name))
        return self._read[name]

    def input(self, node: str, name: str) -> Input | None:
        found = self.node(node)
        return found.inputs.get(name) if found else None

    def options(self, node: str, name: str) -> tuple[str, ...]:
        """The names to choose from; empty where there are none, or they are not told."""
        found = self.input(node, name)
        offered = found.options if found and found.options else ()
        return tuple(option for option in offered if isinstance(option, str))

    def checkpoints(self) -> tuple[str, ...]:
        return self.options("CheckpointLoaderSimple", "ckpt_name")

    def diffusion_models(self) -> tuple[str, ...]:
        return self.options("UNETLoader", "unet_name")

    def text_encoders(self) -> tuple[str, ...]:
        return self.options("CLIPLoader", "clip_name")

    def vaes(self) -> tuple[str, ...]:
        return self.options("VAELoader", "vae_name")

    def loras(self) -> tuple[str, ...]:
        return self.options("LoraLoader", "lora_name")

    def controlnets(self) -> tuple[str, ...]:
        return self.options("ControlNetLoader", "control_net_name")

    def upscalers(self) -> tuple[str, ...]:
        return self.options("UpscaleModelLoader", "model_name")


def _node(name: str, told: Any) -> Node | None:
    if not isinstance(told, Mapping):
        return None
    return Node(
        name=name,
        inputs=_inputs(told.get("input"), uploads=name in _LOADERS),
        outputs=tuple(_kind(kind) for kind in _sequence(told.get("output"))),
        is_output=told.get("output_node") is True,
    )


def _inputs(told: Any, *, uploads: bool) -> dict[str, Input]:
    groups = told if isinstance(told, Mapping) else {}
    read: dict[str, Input] = {}
    for group in ("optional", "required"):
        specs = groups.get(group)
        for name, spec in specs.items() if isinstance(specs, Mapping) else ():
            if found := _input(str(name), spec, required=group == "required"):
                picks = uploads and found.name in ("image", "file", "audio")
                read[found.name] = replace(found, options=None) if picks else found
    return read


def _input(name: str, spec: Any, *, required: bool) -> Input | None:
    parts = _sequence(spec)
    if not parts:
        return None
    more = parts[1] if len(parts) > 1 and isinstance(parts[1], Mapping) else {}
    kind = _kind(parts[0])
    return Input(
        name=name,
        kind=kind,
        required=required,
        options=_options(parts[0], more) if kind == COMBO else None,
        default=more.get("default"),
        minimum=_number(more.get("min")),
        maximum=_number(more.get("max")),
        multiselect=more.get("multiselect") is True,
        free=kind.startswith(_FREE_KINDS) or more.get("rawLink") is True,
    )


def _options(first: Any, more: Mapping[str, Any]) -> tuple[Scalar, ...] | None:
    if any(more.get(mark) for mark in _UPLOADS):
        return None
    offered = first if isinstance(first, list | tuple) else more.get("options")
    if not isinstance(offered, list | tuple):
        return None
    return tuple(option for option in offered if isinstance(option, str | int | float))


def _kind(told: Any) -> str:
    """A type's name; a list of values in its place is a choice."""
    return told if isinstance(told, str) else COMBO if isinstance(told, list | tuple) else ANY


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
