"""Slots found by the wires of graphs as people export them."""

from __future__ import annotations

from typing import Any

from tests.unit.workflows.graphs import distilled, image_to_image, text_to_image
from tools.domain.slot_rules import slot_faults
from tools.domain.workflow_rules import graph_faults
from tools.domain.workflow_slots import suggested_output, suggested_slots
from tools.domain.workflows import Workflow


def _suggested(graph: dict[str, Any]) -> dict[str, list[str]]:
    assert graph_faults(graph) == []
    slots = suggested_slots(graph)
    workflow = Workflow(name="x", graph=graph, slots=slots, output=suggested_output(graph))
    assert slot_faults(workflow) == []
    return {name: [f"{t.node}.{t.input}" for t in targets] for name, targets in slots.items()}


def test_the_first_graph_of_everybody_is_read_whole():
    assert _suggested(text_to_image()) == {
        "prompt": ["6.text"],
        "negative_prompt": ["7.text"],
        "seed": ["3.seed"],
        "width": ["5.width"],
        "height": ["5.height"],
        "steps": ["3.steps"],
        "cfg": ["3.cfg"],
        "filename_prefix": ["9.filename_prefix"],
    }


def test_prompts_are_told_apart_by_their_wires_not_their_order():
    graph = text_to_image()
    sampler = graph["3"]["inputs"]
    sampler["positive"], sampler["negative"] = sampler["negative"], sampler["positive"]
    suggested = _suggested(graph)
    assert suggested["prompt"] == ["7.text"]
    assert suggested["negative_prompt"] == ["6.text"]


def test_wires_are_followed_through_a_controlnet():
    suggested = _suggested(image_to_image())
    assert suggested["prompt"] == ["6.text"]
    assert suggested["negative_prompt"] == ["7.text"]


def test_loaded_pictures_are_told_apart_by_title_and_wire():
    suggested = _suggested(image_to_image())
    assert suggested["reference"] == ["10.image"]
    assert suggested["pose"] == ["12.image"]


def test_a_lone_loaded_picture_is_the_reference():
    graph = image_to_image()
    del graph["10"]["_meta"]
    for wire, source in (("positive", "6"), ("negative", "7")):
        graph["3"]["inputs"][wire] = [source, 0]
    for node in ("12", "13", "14"):
        del graph[node]
    assert _suggested(graph)["reference"] == ["10.image"]


def test_denoise_is_offered_only_where_a_picture_is_drawn_over():
    assert "denoise" not in _suggested(text_to_image())
    assert _suggested(image_to_image())["denoise"] == ["3.denoise"]


def test_custom_sampling_is_read_by_its_guider_and_noise():
    suggested = _suggested(distilled())
    assert suggested["prompt"] == ["3.value"]
    assert "negative_prompt" not in suggested
    assert suggested["seed"] == ["7.noise_seed"]
    assert suggested["steps"] == ["9.steps"]
    assert suggested["width"] == ["10.width"]


def test_what_saves_is_the_output_beside_what_only_shows():
    assert suggested_output(distilled()) == "15"


def test_two_samplers_share_a_seed_and_keep_their_own_steps():
    graph = text_to_image()
    second = {**graph["3"]["inputs"], "latent_image": ["3", 0], "steps": 10, "denoise": 0.5}
    graph["13"] = {"class_type": "KSampler", "inputs": second}
    graph["8"]["inputs"]["samples"] = ["13", 0]
    suggested = _suggested(graph)
    assert suggested["seed"] == ["3.seed", "13.seed"]
    assert "steps" not in suggested
    assert suggested["cfg"] == ["3.cfg", "13.cfg"]
    assert "denoise" not in suggested


def test_a_negative_made_of_nothing_is_no_slot():
    graph = text_to_image()
    graph["7"] = {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["6", 0]}}
    suggested = _suggested(graph)
    assert suggested["prompt"] == ["6.text"]
    assert "negative_prompt" not in suggested


def test_clips_have_slots_for_their_length_and_rate():
    graph = text_to_image()
    graph["5"] = {
        "class_type": "EmptyHunyuanLatentVideo",
        "inputs": {"width": 64, "height": 64, "length": 25, "batch_size": 1},
    }
    graph["9"] = {"class_type": "CreateVideo", "inputs": {"images": ["8", 0], "fps": 24.0}}
    graph["10"] = {
        "class_type": "SaveVideo",
        "inputs": {"video": ["9", 0], "filename_prefix": "clip", "format": "mp4"},
    }
    suggested = _suggested(graph)
    assert suggested["frames"] == ["5.length"]
    assert suggested["frame_rate"] == ["9.fps"]
    assert suggested_output(graph) == "10"
