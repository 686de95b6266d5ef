"""Workflows of the user's own: slots filled, the rest left alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.comfyui.fake.graphs import changed, node, text_to_image
from tests.unit.comfyui.catalogues import catalogue, character, guides, planned, reference
from tools.domain.workflows import SlotTarget, Workflow
from tools.ports.rendering import BackendRejectedError, RenderRequest


def workflow(graph: dict[str, Any] | None = None, **slots: str) -> Workflow:
    """Slots are written `node.input`."""
    targets: Any = {
        slot: [SlotTarget(node=place.split(".")[0], input=place.split(".")[1])]
        for slot, place in slots.items()
    }
    return Workflow(name="my flow", graph=graph or text_to_image(), slots=targets)


def sent(own: Workflow, **more: Any):
    settings = {"definition": character(), "prompt": "a boy (twelve)", "workflow": own, **more}
    return planned(RenderRequest(**settings), catalogue())


def test_slots_take_the_request_s_values_and_the_rest_stays():
    own = workflow(prompt="6.text", seed="3.seed", width="5.width", height="5.height")
    plan = sent(own, seed=77, width=128, height=256)
    assert plan.graph["6"]["inputs"]["text"] == r"a boy \(twelve\)"
    assert plan.graph["3"]["inputs"]["seed"] == 77
    assert plan.graph["5"]["inputs"] == {"width": 128, "height": 256, "batch_size": 1}
    assert plan.graph["7"] == own.graph["7"]
    assert own.graph["6"]["inputs"]["text"] == "a boy with silver hair"
    assert plan.outputs["picture"] == "9"
    assert plan.model == "tiny-sd15.safetensors"
    assert plan.prompt == r"a boy \(twelve\)"


def test_slots_without_a_value_stay_as_the_graph_has_them():
    own = workflow(
        prompt="6.text", steps="3.steps", negative_prompt="7.text", checkpoint="4.ckpt_name"
    )
    plan = sent(own)
    assert plan.graph["3"]["inputs"]["steps"] == 2
    assert plan.graph["7"]["inputs"]["text"] == "blurry"
    assert plan.negative_prompt is None
    settings = character(steps=7, checkpoint="TINY-SD15")
    plan = sent(own, definition=settings, negative_prompt="rain")
    assert plan.graph["3"]["inputs"]["steps"] == 7
    assert plan.graph["7"]["inputs"]["text"] == plan.negative_prompt == "rain"
    assert plan.graph["4"]["inputs"]["ckpt_name"] == "tiny-sd15.safetensors"


def test_pictures_that_slots_take_are_uploaded():
    graph = text_to_image() | {
        "20": node("LoadImage", image="mine.png"),
        "21": node("VAEEncode", pixels=["20", 0], vae=["4", 2]),
    }
    own = workflow(changed(graph, "3", latent_image=["21", 0]), prompt="6.text", rough="20.image")
    with pytest.raises(BackendRejectedError, match="my flow takes a rough, and there is none"):
        sent(own)
    plan = sent(own, guides=guides())
    assert plan.uploads[plan.graph["20"]["inputs"]["image"]] == guides().rough
    named = plan.graph_with({plan.graph["20"]["inputs"]["image"]: "given (1).png"})
    assert named["20"]["inputs"]["image"] == "given (1).png"
    own = workflow(changed(graph, "3", latent_image=["21", 0]), reference="20.image")
    assert sent(own, references=(reference(),)).parameters["identity"][0]["by"] == "workflow"


def test_what_no_slot_takes_is_said():
    plan = sent(
        workflow(prompt="6.text"),
        references=(reference(),),
        negative_prompt="rain",
        definition=character(loras=["kai"]),
    )
    assert any("no slot for negative prompt, reference and seed" in note for note in plan.notes)
    assert any("LoRAs are not added" in note for note in plan.notes)


def test_what_the_server_would_refuse_is_not_sent():
    own = workflow(changed(text_to_image(), "3", sampler_name="eulr"), prompt="6.text")
    with pytest.raises(BackendRejectedError) as refused:
        sent(own)
    assert "my flow" in str(refused.value)
    assert "Node 3 (KSampler): its input sampler_name" in str(refused.value)


@pytest.mark.parametrize("inputs", [None, [], "text", 5])
def test_a_slot_at_a_node_whose_inputs_are_no_object_is_told(inputs: Any):
    broken = text_to_image()
    broken["6"] = {"class_type": "CLIPTextEncode", "inputs": inputs}
    with pytest.raises(BackendRejectedError, match="inputs are not an object"):
        sent(workflow(broken, prompt="6.text"))


def test_a_workflow_keeps_its_own_quality_words():
    plan = sent(workflow(prompt="6.text", negative_prompt="7.text"))
    assert plan.prompt == r"a boy \(twelve\)"
    assert plan.graph["7"]["inputs"]["text"] == "blurry"


def test_only_a_clip_has_frames_to_fill_in():
    graph = changed(text_to_image(), "5", batch_size=17)
    own = workflow(graph, prompt="6.text", frames="5.batch_size")
    assert sent(own).graph["5"]["inputs"]["batch_size"] == 17
    assert sent(own, frames=9).graph["5"]["inputs"]["batch_size"] == 9
