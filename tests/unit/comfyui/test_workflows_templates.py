"""The templates: whole workflows, and patches that go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.comfyui.catalogues import QWEN, WAN, catalogue
from tools.backends.comfyui import templates
from tools.backends.comfyui.checking import problems_in
from tools.backends.comfyui.links import cycle_in, upstream_of
from tools.backends.comfyui.templates import Composition, node_kinds, template

FOLDER = Path(templates.__file__).parent / "workflows"
WHOLE = sorted(path.stem for path in FOLDER.glob("*.json"))
PATCHES = sorted(path.stem for path in (FOLDER / "patches").glob("*.json"))
VIDEO = {
    "checkpoint": WAN.diffusion[0],
    "encoder": WAN.text_encoders[0],
    "vae": WAN.vaes[0],
    "sampler": "uni_pc",
}


def test_every_slot_and_wire_of_a_template_is_there():
    for name in [*WHOLE, *(f"patches/{patch}" for patch in PATCHES)]:
        told = template(name)
        for places in told.slots.values():
            for place in places:
                node, _, wanted = place.partition(".")
                assert wanted in told.graph[node]["inputs"], (name, place)
        for node, _ in told.wires.values():
            assert node in told.graph, (name, node)


@pytest.mark.parametrize("new_family", [True, False])
def test_every_input_of_a_template_is_one_of_its_node(new_family):
    nodes = catalogue(new_family=new_family, ip_adapter=True, instant_id=True)
    for name in [*WHOLE, *(f"patches/{patch}" for patch in PATCHES)]:
        for told in template(name).graph.values():
            known = nodes.node(told["class_type"])
            assert known is not None, told["class_type"]
            unknown = told["inputs"].keys() - known.inputs.keys()
            assert not unknown, (name, told["class_type"], unknown)
            required = {one.name for one in known.inputs.values() if one.required}
            assert required <= told["inputs"].keys(), (name, told["class_type"])


@pytest.mark.parametrize("new_family", [True, False])
def test_core_nodes_suffice_for_a_picture(new_family):
    nodes = catalogue(new_family=new_family)
    work = Composition("text_to_image", {"checkpoint": "tiny-sd15.safetensors"}).finished()
    assert problems_in(work.graph, nodes) == []
    assert all(key.isdigit() for key in work.graph)
    assert work.graph[work.outputs["picture"]]["class_type"] == "SaveImage"


@pytest.mark.parametrize("new_family", [True, False])
@pytest.mark.parametrize("name", [name for name in WHOLE if "video" in name])
def test_core_nodes_suffice_for_a_clip(name, new_family):
    work = Composition(name, VIDEO).finished()
    assert problems_in(work.graph, catalogue(WAN, new_family=new_family)) == []
    assert work.graph[work.outputs["clip"]]["class_type"] == "SaveVideo"
    assert work.graph[work.outputs["picture"]]["class_type"] == "SaveImage"


def composed(*patches: tuple[str, dict[str, object]]) -> Composition:
    work = Composition("text_to_image", {"checkpoint": "tiny-sd15.safetensors"})
    for name, values in patches:
        work.add(name, values)
    return work


LORA = ("lora", {"lora": "kai.safetensors", "strength": 0.7})
ADAPTER = ("ipadapter", {"preset": "PLUS (high strength)", "picture": "kai.png"})
POSE = ("pose", {"picture": "pose.png", "controlnet": "control_v11p_sd15_openpose.pth"})
REGION = ("region_by_mask", {"prompt": "red hair", "mask": "hair.png", "margin": 4})
ROUGH = ("initial_picture", {"picture": "rough.png"})
LARGER = ("upscale_by_model", {"upscaler": "RealESRGAN_x4plus_anime_6B.pth"})
TWICE = ("upscale_by_latent", {"width": 1024, "height": 1024})


def test_identity_pose_lora_and_upscale_work_together():
    nodes = catalogue(ip_adapter=True)
    work = composed(LORA, ADAPTER, REGION, POSE, ROUGH, LARGER).finished()
    assert problems_in(work.graph, nodes) == []
    assert cycle_in(work.graph) is None
    by_kind = {node["class_type"]: (key, node["inputs"]) for key, node in work.graph.items()}
    sampler = by_kind["KSampler"][1]
    assert sampler["model"][0] == by_kind["IPAdapterAdvanced"][0]
    assert by_kind["IPAdapterUnifiedLoader"][1]["model"][0] == by_kind["LoraLoader"][0]
    assert sampler["positive"] == [by_kind["ControlNetApplyAdvanced"][0], 0]
    assert sampler["negative"] == [by_kind["ControlNetApplyAdvanced"][0], 1]
    assert sampler["latent_image"][0] == by_kind["VAEEncode"][0]
    assert "EmptyLatentImage" not in by_kind
    last_scale = work.graph[work.graph[work.outputs["picture"]]["inputs"]["images"][0]]
    assert last_scale["inputs"]["image"][0] == by_kind["ImageUpscaleWithModel"][0]


def test_loras_stand_in_a_row():
    work = composed(LORA, LORA).finished()
    loras = {k: n["inputs"] for k, n in work.graph.items() if n["class_type"] == "LoraLoader"}
    first, second = loras
    assert loras[second]["model"] == [first, 0]
    assert loras[second]["clip"] == [first, 1]
    texts = [n["inputs"] for n in work.graph.values() if n["class_type"] == "CLIPTextEncode"]
    assert all(text["clip"] == [second, 1] for text in texts)


def test_a_second_pass_takes_what_the_first_one_took():
    work = composed(LORA, TWICE).finished()
    assert problems_in(work.graph, catalogue()) == []
    first, second = (n["inputs"] for n in work.graph.values() if n["class_type"] == "KSampler")
    assert first["model"] == second["model"]
    decode = next(n["inputs"] for n in work.graph.values() if n["class_type"] == "VAEDecode")
    assert work.graph[decode["samples"][0]]["inputs"] == second


def test_an_absent_negative_prompt_and_a_pose_make_no_circle():
    files = {
        "checkpoint": "flux1-dev-kontext_fp8_scaled.safetensors",
        "encoder": "clip_l.safetensors",
        "second_encoder": "t5xxl_fp8_e4m3fn_scaled.safetensors",
        "vae": "ae.safetensors",
    }
    work = composed(
        ("model_and_two_encoders", files),
        ("edit_by_latent", {"picture": "a.png"}),
        ("edit_by_latent", {"picture": "b.png"}),
        ("guidance", {"guidance": 2.5}),
        ("no_negative", {}),
        POSE,
    ).finished()
    assert cycle_in(work.graph) is None
    assert problems_in(work.graph, catalogue()) == []
    kinds = [node["class_type"] for node in work.graph.values()]
    assert "CheckpointLoaderSimple" not in kinds
    assert kinds.count("ReferenceLatent") == 2


def test_an_encoder_that_sees_the_references_takes_the_place_of_the_text_encoders():
    files = {
        "checkpoint": QWEN.diffusion[0],
        "encoder": QWEN.text_encoders[0],
        "encoder_type": "qwen_image",
        "vae": QWEN.vaes[0],
    }
    pictures = {"picture1": "a.png", "picture2": "b.png", "picture3": "c.png"}
    work = composed(
        ("model_and_encoder", files),
        ("shift_aura", {"shift": 3.0}),
        ("edit_by_encoder_3", {"prompt": "x", "negative_prompt": "", **pictures}),
    ).finished()
    assert problems_in(work.graph, catalogue(QWEN)) == []
    assert "CLIPTextEncode" not in [node["class_type"] for node in work.graph.values()]


def test_nothing_is_sent_that_no_output_needs():
    work = composed(LORA, ROUGH, POSE).finished()
    assert upstream_of(work.graph, work.outputs.values()) == list(work.graph)


def test_a_value_for_a_slot_that_is_not_there_is_a_mistake():
    with pytest.raises(KeyError):
        composed(("lora", {"strenght": 1.0}))


def test_only_ipadapter_and_instantid_ask_for_more_than_core_nodes():
    nodes = catalogue()
    beyond = {patch for patch in PATCHES if not nodes.has(*node_kinds([f"patches/{patch}"]))}
    assert beyond == {"ipadapter", "ipadapter_masked", "ipadapter_simple", "instantid"}
