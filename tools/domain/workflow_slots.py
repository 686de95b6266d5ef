"""Which inputs of a foreign graph take the prompt, the seed, the sizes: guessed by its wires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tools.domain.workflow_rules import Graph, inputs_of, is_link, links_of, outputs_in
from tools.domain.workflows import SlotName, SlotTarget

_SEEDS = ("seed", "noise_seed")
_TEXTS = ("text", "text_g", "text_l", "clip_l", "t5xxl", "prompt", "value", "string")
_CONDITIONS = ("positive", "negative", "conditioning", "cond")
_MOST_STEPS_BACK = 64

Side = str
"""`positive` or `negative`."""


def suggested_slots(graph: Graph) -> dict[SlotName, list[SlotTarget]]:
    """Slots for a graph that passed `graph_faults`; those that it has no input for are left out.

    The prompts are found from the samplers' `positive` and `negative` wires up to the texts.
    Samplers that differ in steps, cfg or denoise keep theirs, and so does the denoise of one that
    starts from nothing: a lower value would spoil the picture.
    """
    positive = _texts(graph, "positive")
    found: dict[SlotName, list[SlotTarget]] = {
        "prompt": positive,
        "negative_prompt": [t for t in _texts(graph, "negative") if t not in positive],
        "seed": [t for name in _SEEDS for t in _inputs(graph, name, _whole)],
        "width": _of_canvas(graph, "width"),
        "height": _of_canvas(graph, "height"),
        "steps": _alike(graph, _inputs(graph, "steps", _number)),
        "cfg": _alike(graph, _inputs(graph, "cfg", _number)),
        "denoise": _alike(graph, _denoise(graph)),
        "frames": [t for t in _inputs(graph, "length", _whole) if _is_video(graph, t)],
        "frame_rate": [t for name in ("fps", "frame_rate") for t in _inputs(graph, name, _number)],
        "filename_prefix": _inputs(graph, "filename_prefix", _text),
        **_pictures(graph),
    }
    return {slot: targets for slot, targets in found.items() if targets}


def suggested_output(graph: Graph) -> str | None:
    """The node whose pictures are the result, where only one can be meant."""
    found = outputs_in(graph)
    return found[0] if len(found) == 1 else None


def _texts(graph: Graph, side: Side) -> list[SlotTarget]:
    """The texts behind every wire of that name."""
    found: list[SlotTarget] = []
    for node in graph.values():
        wires = links_of(node)
        beside = wires.get(side) or (
            wires.get("conditioning") if side == "positive" and _guides_alone(node) else None
        )
        if beside and not _passes_on(node):
            found += _texts_behind(graph, beside, side)
    return list(dict.fromkeys(found))


def _texts_behind(graph: Graph, wire: list[Any], side: Side) -> Iterator[SlotTarget]:
    """Walk a wire up to the encoders' texts; what applies both sides is followed on its side."""
    waiting, seen = [wire], set[str]()
    while waiting and len(seen) < _MOST_STEPS_BACK:
        name, number = waiting.pop(0)
        if name in seen or name not in graph:
            continue
        seen.add(name)
        wires = links_of(graph[name])
        texts = list(_texts_of(graph, name))
        yield from texts
        if texts or _erases(graph[name]):
            continue
        if "positive" in wires or "negative" in wires:
            way = ("positive", "negative")[number] if number in (0, 1) else side
            waiting += [wires[way]] if way in wires else []
        else:
            waiting += [link for way, link in wires.items() if way.startswith(_CONDITIONS)]


def _texts_of(graph: Graph, name: str) -> Iterator[SlotTarget]:
    """The texts that a node takes itself, or from a node that holds nothing but a text."""
    inputs = inputs_of(graph[name])
    for given in _TEXTS:
        value = inputs.get(given)
        if isinstance(value, str):
            yield SlotTarget(node=name, input=given)
        elif is_link(value) and value[0] in graph:
            source = graph[value[0]]
            if not links_of(source):
                held = [t for t in _TEXTS if isinstance(inputs_of(source).get(t), str)]
                yield from (SlotTarget(node=value[0], input=t) for t in held[:1])


def _passes_on(node: Any) -> bool:
    """Whether it only alters conditions (a ControlNet) on their way to a sampler."""
    inputs = inputs_of(node)
    return not any(
        name in inputs
        for name in ("latent_image", "latent", "seed", "noise_seed", "model", "samples")
    )


def _guides_alone(node: Any) -> bool:
    """A guider that has one condition only, as those of distilled models have."""
    return "Guider" in str(node.get("class_type")) and "model" in inputs_of(node)


def _erases(node: Any) -> bool:
    return "ZeroOut" in str(node.get("class_type"))


def _inputs(graph: Graph, name: str, kind: Callable[[Any], bool]) -> list[SlotTarget]:
    return [
        SlotTarget(node=node, input=name)
        for node, told in graph.items()
        if kind(inputs_of(told).get(name))
    ]


def _of_canvas(graph: Graph, side: str) -> list[SlotTarget]:
    """The sides of the latents that the picture starts from."""
    return [
        target
        for target in _inputs(graph, side, _whole)
        if _starts(graph, target.node) or "length" in inputs_of(graph[target.node])
    ]


def _denoise(graph: Graph) -> list[SlotTarget]:
    """Where a picture is drawn over; a latent that starts empty leaves nothing to keep."""
    over = any(
        "Empty" not in str(graph[link[0]].get("class_type"))
        for node in graph.values()
        for name, link in links_of(node).items()
        if name == "latent_image" and link[0] in graph
    )
    return _inputs(graph, "denoise", _number) if over else []


def _alike(graph: Graph, targets: list[SlotTarget]) -> list[SlotTarget]:
    values = {float(inputs_of(graph[target.node])[target.input]) for target in targets}
    return targets if len(values) == 1 else []


def _pictures(graph: Graph) -> dict[SlotName, list[SlotTarget]]:
    """Loaded pictures by what their title says or their wires lead to; a lone one is the
    reference."""
    loaders = [
        target
        for target in _inputs(graph, "image", _text)
        if str(graph[target.node].get("class_type")).startswith("LoadImage")
    ]
    found: dict[SlotName, list[SlotTarget]] = {}
    for target in loaders:
        slot = _picture_slot(graph, target.node)
        if slot is None and len(loaders) == 1:
            slot = "reference"
        if slot:
            found.setdefault(slot, []).append(target)
    return found


def _picture_slot(graph: Graph, loader: str) -> SlotName | None:
    title = _title(graph, loader)
    if any(word in title for word in ("pose", "skeleton", "stick")):
        return "pose"
    if any(word in title for word in ("rough", "sketch", "initial")):
        return "rough"
    if any(word in title for word in ("reference", "face", "character", "style")):
        return "reference"
    leads_to = [
        str(node.get("class_type"))
        for node in graph.values()
        if any(link[0] == loader for link in links_of(node).values())
    ]
    return "pose" if any(kind.startswith("ControlNetApply") for kind in leads_to) else None


def _title(graph: Graph, name: str) -> str:
    meta = graph[name].get("_meta")
    return str(meta.get("title", "")).casefold() if isinstance(meta, dict) else ""


def _starts(graph: Graph, node: str) -> bool:
    kind = str(graph[node].get("class_type"))
    return "Empty" in kind and "Latent" in kind


def _is_video(graph: Graph, target: SlotTarget) -> bool:
    inputs = inputs_of(graph[target.node])
    return "width" in inputs and "height" in inputs


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _whole(value: Any) -> bool:
    return type(value) is int


def _number(value: Any) -> bool:
    return type(value) in (int, float)
