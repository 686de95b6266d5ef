"""What a server would refuse is said before anything is sent, with node and input named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.comfyui.fake.graphs import changed, node, text_to_image
from tests.unit.comfyui.catalogues import catalogue, info
from tools.backends.comfyui.checking import is_editor_format, problems_in, problems_of
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.domain.workflows import SlotTarget, Workflow


@pytest.fixture(params=[True, False], ids=["new", "old"])
def nodes(request: pytest.FixtureRequest) -> NodeCatalogue:
    return catalogue(new_family=request.param)


def one_problem(graph: dict[str, Any], nodes: NodeCatalogue) -> str:
    found = problems_in(graph, nodes)
    assert len(found) == 1, found
    return found[0]


def test_a_good_graph_has_no_problems(nodes):
    assert problems_in(text_to_image(), nodes) == []


def test_an_unknown_node_is_named_with_the_nearest_that_is_there(nodes):
    said = one_problem(text_to_image() | {"20": node("KSamplr")}, nodes)
    assert "Node 20 (KSamplr)" in said
    assert "KSampler" in said.split("nearest", 1)[1]


def test_a_node_without_a_class_is_named(nodes):
    assert "Node 21 has no class_type" in one_problem(
        text_to_image() | {"21": {"inputs": {}}}, nodes
    )


@pytest.mark.parametrize(
    ("where", "inputs", "said"),
    [
        ("3", {"steps": None}, "input steps is required and missing"),
        ("3", {"steps": 0}, "input steps is 0; the least is 1"),
        ("3", {"cfg": 2000}, "input cfg is 2000.0; the most is 100"),
        ("3", {"steps": "many"}, "is 'many', which is not a whole number"),
        ("3", {"sampler_name": "eulr"}, "nearest: euler"),
        ("4", {"ckpt_name": "tiny-sd16.safetensors"}, "nearest: tiny-sd15.safetensors"),
        ("3", {"model": ["4", 0, 1]}, "a link is [node, output number]"),
        ("3", {"model": ["99", 0]}, "is linked to node 99, which is not in the workflow"),
        ("3", {"model": ["4", 7]}, "output 7 of node 4 (CheckpointLoaderSimple), which has 3"),
        ("3", {"model": ["4", 1]}, "takes MODEL, but is linked to CLIP of node 4"),
        ("9", {"images": "hello"}, "has a plain value; it takes IMAGE from another node"),
    ],
)
def test_a_bad_input_is_named_with_its_node(nodes, where, inputs, said):
    kind = text_to_image()[where]["class_type"]
    found = one_problem(changed(text_to_image(), where, **inputs), nodes)
    assert said in found
    assert f"Node {where} ({kind})" in found


def test_servers_turn_texts_into_numbers_and_so_does_the_check(nodes):
    assert problems_in(changed(text_to_image(), "3", steps="5", cfg="7.5"), nodes) == []


def test_a_circle_is_shown(nodes):
    graph = {
        "1": node(
            "ImageScale", image=["2", 0], upscale_method="area", width=8, height=8, crop="center"
        ),
        "2": node(
            "ImageScale", image=["1", 0], upscale_method="area", width=8, height=8, crop="center"
        ),
        "3": node("SaveImage", images=["2", 0], filename_prefix="x"),
    }
    assert "1 → 2 → 1" in one_problem(graph, nodes)


def test_a_graph_without_an_output_would_not_run(nodes):
    graph = text_to_image()
    del graph["9"]
    assert "no output node" in one_problem(graph, nodes)
    assert "no nodes" in one_problem({}, nodes)


def test_nodes_that_no_output_needs_are_left_alone_as_servers_leave_them(nodes):
    idle = {"30": node("KSampler", steps=-5)}
    assert problems_in(text_to_image() | idle, nodes) == []


def test_what_the_editor_saves_is_told_from_what_servers_run(nodes):
    saved = {"last_node_id": 9, "nodes": [{"id": 1, "type": "KSampler"}], "links": [], "version": 1}
    assert is_editor_format(saved)
    assert "export the workflow in the API format" in one_problem(saved, nodes)
    assert not is_editor_format(text_to_image())


def test_a_large_graph_is_checked_in_no_time(nodes):
    wide = {str(n): node("Unknwon") for n in range(20_000)}
    assert len(problems_in(wide, nodes)) == 30
    scale = {"upscale_method": "area", "width": 8, "height": 8, "crop": "center"}
    long = {str(n): node("ImageScale", image=[str(n + 1), 0], **scale) for n in range(5000)}
    last = {"5000": node("LoadImage", image="a.png"), "x": node("SaveImage", images=["0", 0])}
    (said,) = problems_in(long | last, nodes)
    assert "filename_prefix is required" in said


def test_an_empty_choice_says_that_there_is_nothing_to_choose():
    entry = info()
    entry["LoraLoader"]["input"]["required"]["lora_name"] = [[], {}]
    graph = text_to_image() | {
        "10": node(
            "LoraLoader",
            model=["4", 0],
            clip=["4", 1],
            lora_name="kai",
            strength_model=1,
            strength_clip=1,
        )
    }
    found = problems_in(changed(graph, "3", model=["10", 0]), NodeCatalogue(entry))
    assert "there are none on the server" in found[0]


def test_inputs_whose_shape_depends_on_others_are_not_guessed_at():
    entry = {
        "Mix": {
            "input": {
                "required": {
                    "pictures": ["COMFY_AUTOGROW_V3", {}],
                    "how": ["COMFY_DYNAMICCOMBO_V3", {}],
                }
            },
            "output": [],
            "output_node": True,
        }
    }
    nodes = NodeCatalogue(entry)
    assert problems_in({"1": node("Mix", how="soft")}, nodes) == []
    assert "input how is required" in problems_in({"1": node("Mix")}, nodes)[0]


def workflow(
    slots: dict[str, list[tuple[str, str]]], output: str | None = None, **more
) -> Workflow:
    targets = {
        slot: [SlotTarget(node=where, input=name) for where, name in places]
        for slot, places in slots.items()
    }
    return Workflow(name="mine", graph=text_to_image() | more, slots=targets, output=output)  # type: ignore[arg-type]


def test_slots_that_point_nowhere_are_named(nodes):
    found = problems_of(
        workflow({"prompt": [("6", "txt")], "seed": [("77", "seed")], "width": [("5", "width")]}),
        nodes,
    )
    assert len(found) == 2
    assert "slot prompt points at the input txt of node 6 (CLIPTextEncode" in found[0]
    assert "slot seed points at node 77, which is not in the workflow" in found[1]


def test_the_output_has_to_be_one_that_holds_pictures(nodes):
    assert "node 8 (VAEDecode), which is no output node" in problems_of(workflow({}, "8"), nodes)[0]
    assert "node 80, which is not in the workflow" in problems_of(workflow({}, "80"), nodes)[0]
    more = {"19": node("SaveImage", images=["8", 0], filename_prefix="y")}
    assert "say which one" in problems_of(workflow({}, **more), nodes)[0]
    assert problems_of(workflow({}, "19", **more), nodes) == []


def test_values_from_outside_are_shortened(nodes):
    found = one_problem(changed(text_to_image(), "3", sampler_name="x" * 5000), nodes)
    assert len(found) < 300
    assert json.dumps(found)
