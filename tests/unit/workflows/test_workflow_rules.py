"""What of a foreign graph is refused before a server sees it, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workflows.graphs import text_to_image
from tools.domain.slot_rules import slot_faults, slots_from
from tools.domain.workflow_rules import (
    GRAPH_BYTES_MOST,
    NODES_MOST,
    graph_faults,
    is_built_in,
    outputs_in,
    remarks_on,
    unwrapped,
)
from tools.domain.workflows import Workflow

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


def _faults(graph: Any) -> list[str]:
    return [f"{fault.path}: {fault.message}" for fault in graph_faults(graph)]


def _slot_faults(slots: dict[str, Any], output: str | None = None) -> list[str]:
    read, unread = slots_from(slots)
    workflow = Workflow(name="x", graph=text_to_image(), slots=read, output=output)
    return [f"{f.path}: {f.message}" for f in [*unread, *slot_faults(workflow)]]


def test_a_graph_that_comfyui_exported_is_taken():
    assert _faults(text_to_image()) == []


def test_the_editors_format_is_told_how_to_export_the_other():
    drawn = {"last_node_id": 9, "nodes": [{"id": 3, "type": "KSampler"}], "links": []}
    (fault,) = _faults(drawn)
    assert "Export (API)" in fault


@pytest.mark.parametrize("document", [None, [], {}, "graph", 3, {"3": "KSampler"}, {"3": {}}])
def test_what_is_no_graph_is_refused(document: Any):
    assert _faults(document)


def test_a_link_to_a_node_that_is_not_there_names_both_ends():
    graph = text_to_image()
    graph["8"]["inputs"]["samples"] = ["99", 0]
    assert _faults(graph) == ["$.graph.8.inputs.samples: There is no node 99 in the graph."]


@pytest.mark.parametrize("link", [["3"], ["3", 0, 1], [3, 0], ["3", "0"], ["3", True], []])
def test_a_list_that_is_no_link_is_refused(link: list[Any]):
    graph = text_to_image()
    graph["8"]["inputs"]["samples"] = link
    assert _faults(graph)


def test_a_circle_is_named_by_its_nodes():
    graph = text_to_image()
    graph["6"]["inputs"]["clip"] = ["8", 0]
    (fault,) = _faults(graph)
    assert "circle" in fault
    assert "4" not in fault.split("circle: ")[1].rstrip(".").split(", ")


def test_too_many_nodes_and_too_many_bytes_are_refused():
    many = {str(n): {"class_type": "X", "inputs": {}} for n in range(NODES_MOST + 1)}
    large = {"1": {"class_type": "X", "inputs": {"text": "a" * GRAPH_BYTES_MOST}}}
    assert "limit" in _faults(many)[0]
    assert "limit" in _faults(large)[0]


@given(json_values)
def test_no_document_makes_the_rules_fail(document: Any):
    faults = graph_faults(unwrapped(document))
    if not faults:
        outputs_in(unwrapped(document))


@given(json_values)
def test_no_slots_make_the_rules_fail(spoken: Any):
    read, _ = slots_from(spoken)
    slot_faults(Workflow(name="x", graph=text_to_image(), slots=read, output=None))


def test_slots_are_read_in_every_spelling():
    read, faults = slots_from(
        {"prompt": "6.text", "seed": [{"node": 3, "input": "seed"}, "3.seed"]}
    )
    assert not faults
    assert [(t.node, t.input) for t in read["prompt"]] == [("6", "text")]
    assert [(t.node, t.input) for t in read["seed"]] == [("3", "seed")]


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"prompt": "99.text"}, "There is no node 99"),
        ({"prompt": "6.words"}, "has no input words. It has: text, clip"),
        ({"prompt": "6.clip"}, "linked to node 4"),
        ({"prompt": "3.steps"}, "gives a text, but 3.steps holds a number"),
        ({"seed": "6.text"}, "gives a number, but 6.text holds a text"),
        ({"prompt": "5.batch_size"}, "but 5.batch_size holds a number"),
        ({"mood": "6.text"}, "no slot of this name"),
        ({"prompt": "text"}, "Name a node and its input"),
        ({"prompt": "6.text", "negative_prompt": "6.text"}, "has the slot prompt already"),
        ({"prompt": []}, "leads to 1 to"),
    ],
)
def test_a_slot_that_leads_nowhere_says_why(slots: dict[str, Any], words: str):
    faults = _slot_faults(slots)
    assert any(words in fault for fault in faults), faults


def test_an_output_that_is_not_there_is_refused():
    assert _slot_faults({"prompt": "6.text"}, output="77") == [
        "$.output: There is no node 77 in the graph."
    ]


def test_of_several_outputs_one_must_be_named():
    graph = text_to_image()
    graph["19"] = {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}}
    faults = slot_faults(Workflow(name="x", graph=graph, slots={}, output=None))
    assert "9, 19" in faults[0].message
    assert not slot_faults(Workflow(name="x", graph=graph, slots={}, output="19"))


def test_a_workflow_that_hears_neither_words_nor_seed_is_remarked_on():
    said = remarks_on(Workflow(name="x", graph=text_to_image(), slots={}, output="9"))
    assert len(said) == 2


def test_a_servers_history_holds_a_graph_too():
    assert unwrapped({"prompt": text_to_image(), "extra_data": {}}) == text_to_image()
    assert unwrapped(text_to_image()) == text_to_image()


def test_the_names_of_our_own_workflows_are_taken():
    folder = Path(__file__).parents[3] / "tools" / "backends" / "comfyui" / "workflows"
    ours = [path.stem for path in folder.glob("*.json")]
    assert ours
    assert [name for name in ours if not is_built_in(name)] == []
    assert is_built_in("Text to Image")
    assert not is_built_in("my text to image")
