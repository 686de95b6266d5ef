"""What is read from /object_info, in either spelling."""

from __future__ import annotations

import pytest

from tests.unit.comfyui.catalogues import catalogue
from tools.backends.comfyui.nodes import NodeCatalogue

LISTED = {"input": {"required": {"ckpt_name": [["a.safetensors", "b.ckpt"], {"tooltip": "x"}]}}}
COMBO = {"input": {"required": {"ckpt_name": ["COMBO", {"options": ["a.safetensors", "b.ckpt"]}]}}}


@pytest.mark.parametrize("entry", [LISTED, COMBO])
def test_both_spellings_of_a_choice_say_the_same(entry):
    nodes = NodeCatalogue({"CheckpointLoaderSimple": entry})
    assert nodes.checkpoints() == ("a.safetensors", "b.ckpt")
    found = nodes.input("CheckpointLoaderSimple", "ckpt_name")
    assert found is not None
    assert found.kind == "COMBO"
    assert found.required


def test_a_choice_whose_options_are_remote_is_not_known():
    entry = {"input": {"required": {"name": ["COMBO", {"remote": {"route": "/x"}}]}}}
    found = NodeCatalogue({"Far": entry}).input("Far", "name")
    assert found is not None
    assert found.options is None


def test_a_spec_of_length_one_is_a_kind_without_bounds():
    entry = {"input": {"required": {"image": ["IMAGE"]}}, "output": ["IMAGE", ["a", "b"]]}
    node = NodeCatalogue({"Blur": entry}).node("Blur")
    assert node is not None
    assert node.inputs["image"].kind == "IMAGE"
    assert node.outputs == ("IMAGE", "COMBO")


def test_inputs_that_take_uploads_take_any_name():
    entry = {"input": {"required": {"image": [["example.png"], {"image_upload": True}]}}}
    bare = {"input": {"required": {"image": [["example.png"]]}}}
    for name, told in (("Any", entry), ("LoadImage", bare)):
        found = NodeCatalogue({name: told}).input(name, "image")
        assert found is not None
        assert found.options is None


@pytest.mark.parametrize("entry", [None, 3, [], {"input": 5}, {"input": {"required": {"a": 7}}}])
def test_entries_that_make_no_sense_do_no_harm(entry):
    nodes = NodeCatalogue({"Odd": entry})
    assert nodes.options("Odd", "a") == ()
    assert nodes.checkpoints() == ()


@pytest.mark.parametrize("new_family", [True, False])
def test_a_server_s_files_are_listed(new_family):
    nodes = catalogue(new_family=new_family)
    assert nodes.loras() == ("kai.safetensors",)
    assert nodes.controlnets() == ("control_v11p_sd15_openpose.pth",)
    assert nodes.upscalers() == ("RealESRGAN_x4plus_anime_6B.pth",)
    assert nodes.embeddings is None
    assert nodes.has("KSampler", "VAEDecode")
    assert not nodes.has("KSampler", "Nonesuch")
