"""Whether the slots of a workflow lead to inputs that take their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from tools.domain.workflow_rules import Fault, Graph, inputs_of, is_link, outputs_in
from tools.domain.workflows import SlotName, SlotTarget, Workflow

TARGETS_MOST = 50
TEXT_SLOTS: Final[frozenset[SlotName]] = frozenset(
    {
        "prompt",
        "negative_prompt",
        "checkpoint",
        "reference",
        "pose",
        "rough",
        "filename_prefix",
    }
)
"""Slots that take a text; all others take a number."""
_KINDS: Final = {str: "a text", bool: "true or false", int: "a number", float: "a number"}


def slots_from(spoken: Any) -> tuple[dict[SlotName, list[SlotTarget]], list[Fault]]:
    """Slots as people write them, and what cannot be read.

    A target is `{"node": "6", "input": "text"}` or `"6.text"`; a slot takes one or a list.
    """
    if not isinstance(spoken, Mapping):
        message = "Slots are an object: names, each with the input that takes its value."
        return {}, [Fault(path="$.slots", message=message)]
    slots: dict[SlotName, list[SlotTarget]] = {}
    faults: list[Fault] = []
    for name, value in cast("Mapping[Any, Any]", spoken).items():
        if name not in get_args(SlotName):
            known = ", ".join(get_args(SlotName))
            message = f"There is no slot of this name. Slots: {known}."
            faults.append(Fault(path=f"$.slots.{name}", message=message))
            continue
        written = cast("list[Any]", value) if isinstance(value, list) else [value]
        targets = [_target(one) for one in written]
        if None in targets:
            message = 'Name a node and its input, as "6.text".'
            faults.append(Fault(path=f"$.slots.{name}", message=message))
        slots[name] = list(dict.fromkeys(target for target in targets if target))
    return slots, faults


def slot_faults(workflow: Workflow) -> list[Fault]:
    """What is wrong with the slots and the output of a workflow whose graph is right."""
    faults: list[Fault] = []
    taken: dict[tuple[str, str], str] = {}
    for slot, targets in workflow.slots.items():
        if not 1 <= len(targets) <= TARGETS_MOST:
            message = f"A slot leads to 1 to {TARGETS_MOST} inputs, not to {len(targets)}."
            faults.append(Fault(path=f"$.slots.{slot}", message=message))
            continue
        for place, target in enumerate(targets):
            path = f"$.slots.{slot}[{place}]"
            other = taken.setdefault((target.node, target.input), slot)
            wrong = _target_fault(workflow.graph, slot, target)
            if wrong is None and other != slot:
                wrong = f"{target.node}.{target.input} has the slot {other} already."
            faults += [Fault(path=path, message=wrong)] if wrong else []
    return faults + _output_faults(workflow)


def _target(spoken: Any) -> SlotTarget | None:
    if isinstance(spoken, SlotTarget):
        return spoken
    if isinstance(spoken, str):
        node, dot, name = spoken.strip().rpartition(".")
        return SlotTarget(node=node, input=name) if dot and node and name else None
    if isinstance(spoken, Mapping):
        told = cast("Mapping[Any, Any]", spoken)
        node, name = told.get("node"), told.get("input")
        if isinstance(node, str | int) and isinstance(name, str):
            return SlotTarget(node=str(node), input=name)
    return None


def _target_fault(graph: Graph, slot: SlotName, target: SlotTarget) -> str | None:
    node = graph.get(target.node)
    if node is None:
        return f"There is no node {target.node} in the graph."
    inputs = inputs_of(node)
    kind = node.get("class_type")
    if target.input not in inputs:
        known = ", ".join(inputs) or "none"
        return f"Node {target.node} ({kind}) has no input {target.input}. It has: {known}."
    value = inputs[target.input]
    if is_link(value):
        return f"{target.node}.{target.input} is linked to node {value[0]}; it takes no value."
    if slot in TEXT_SLOTS:
        return None if isinstance(value, str) else _unlike(slot, "a text", target, value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if number else _unlike(slot, "a number", target, value)


def _unlike(slot: str, takes: str, target: SlotTarget, value: Any) -> str:
    holds = _KINDS.get(type(value), "something else")
    return f"The slot {slot} gives {takes}, but {target.node}.{target.input} holds {holds}."


def _output_faults(workflow: Workflow) -> list[Fault]:
    if workflow.output is None:
        found = outputs_in(workflow.graph)
        if len(found) == 1:
            return []
        message = f"Several nodes could be the output: {', '.join(found[:10])}. Name one."
        return [Fault(path="$.output", message=message)]
    if workflow.output not in workflow.graph:
        message = f"There is no node {workflow.output} in the graph."
        return [Fault(path="$.output", message=message)]
    return []
