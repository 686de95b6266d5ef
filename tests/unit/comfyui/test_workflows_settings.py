"""A character's rendering settings: read leniently, checked strictly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.integration.comfyui.fake.nodes import Models
from tests.unit.comfyui.catalogues import (
    catalogue,
    character,
    guides,
    info,
    kinds_in,
    only,
    planned,
)
from tools.backends.comfyui.naming import named, nearest
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.rendering_settings import settings_of
from tools.ports.rendering import BackendRejectedError, Companion, RenderRequest

OFFERED = ("SDXL/animagine-xl.safetensors", "tiny-sd15.safetensors", "old/tiny.ckpt", "tiny.ckpt")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("tiny-sd15.safetensors", "tiny-sd15.safetensors"),
        ("TINY-SD15", "tiny-sd15.safetensors"),
        ("animagine-xl", "SDXL/animagine-xl.safetensors"),
        ("sdxl\\animagine-xl", "SDXL/animagine-xl.safetensors"),
        ("tiny", "tiny.ckpt"),
        ("tiny-sd16", None),
    ],
)
def test_a_name_is_found_without_case_folder_or_ending(wanted, found):
    assert named(wanted, OFFERED) == found


def test_an_ambiguous_name_is_not_guessed():
    assert named("tiny", ("a/tiny.ckpt", "b/tiny.ckpt")) is None
    assert "tiny-sd15.safetensors" in nearest("tiny_sd_15", OFFERED)


@pytest.mark.parametrize(
    "told",
    [
        {"loras": "kai"},
        {"loras": ["kai"]},
        {"lora": {"name": "kai"}},
        {"loras": [{"name": "kai", "strength": 1}]},
    ],
)
def test_a_lora_may_be_told_in_several_ways(told):
    (lora,) = settings_of({"rendering": told}).loras
    assert (lora.name, lora.strength, lora.triggers) == ("kai", 1.0, ())


@pytest.mark.parametrize("key", ["trigger", "triggers", "trigger_words"])
def test_so_may_trigger_words(key):
    (lora,) = settings_of({"rendering": {"loras": [{"name": "kai", key: "kaix"}]}}).loras
    assert lora.triggers == ("kaix",)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("anime", "should be an object"),
        ({"loras": [{"strength": 1}]}, "loras.0.name: field required"),
        ({"loras": [{"name": "kai", "strength": 40}]}, "less than or equal to 4"),
        ({"loras": [{"name": "kai", "strength": "strong"}]}, "valid number"),
        ({"loras": [{"name": "kai", "strength": float("nan")}]}, "finite number"),
        ({"checkpoint": 7}, "checkpoint"),
        ({"steps": 0}, "greater than or equal to 1"),
        ({"dialect": "verse"}, "'tags' or 'prose'"),
        ({"loras": [{"name": str(n)} for n in range(9)]}, "at most 8"),
    ],
)
def test_what_is_malformed_becomes_a_sentence(told, said):
    with pytest.raises(BackendRejectedError) as refused:
        settings_of({"name": "Kai", "rendering": told})
    assert said in str(refused.value)
    assert "rendering settings of Kai" in str(refused.value)


def drawn(nodes: NodeCatalogue | None = None, **rendering: Any):
    request = RenderRequest(definition=character(**rendering), guides=guides())
    return planned(request, nodes or catalogue())


@pytest.mark.parametrize(
    ("rendering", "said"),
    [
        ({"checkpoint": "tiny-sd16"}, "no checkpoint tiny-sd16 (nearest: tiny-sd15.safetensors)"),
        ({"loras": ["kay"]}, "no LoRA kay for Kai (nearest: kai.safetensors)"),
        ({"sampler": "eulr"}, "no sampler eulr (nearest: euler"),
        ({"scheduler": "karas"}, "no scheduler karas (nearest: karras"),
        ({"family": "sd14"}, "settings of Kai name no known family: sd14 (nearest: sd15"),
    ],
)
def test_names_that_the_server_has_not_are_refused_with_the_nearest(rendering, said):
    with pytest.raises(BackendRejectedError) as refused:
        drawn(**rendering)
    assert said in str(refused.value)


def test_embeddings_stand_where_they_belong_and_are_checked_where_they_are_known():
    wanted = {"embeddings": ["easynegative", {"name": "kai-ti", "strength": 0.8}]}
    plan = drawn(**wanted)
    assert plan.prompt is not None
    assert plan.prompt.endswith("(embedding:kai-ti:0.8)")
    assert plan.negative_prompt is not None
    assert plan.negative_prompt.startswith("embedding:easynegative")
    assert any("could not be checked" in note for note in plan.notes)
    known = NodeCatalogue(info(), embeddings=["easynegative", "kai-t1"])
    with pytest.raises(BackendRejectedError, match=r"no embedding kai-ti for Kai .nearest: kai-t1"):
        drawn(known, **wanted)
    assert drawn(NodeCatalogue(info(), embeddings=["EasyNegative", "kai-ti"]), **wanted).notes == ()


def test_the_settings_reach_the_sampler():
    plan = drawn(steps=9, cfg=3.5, sampler="HEUN", scheduler="beta", denoise=0.5, clip_skip=2)
    sampler = only(plan, "KSampler")
    wanted = {"steps": 9, "cfg": 3.5, "sampler_name": "heun", "scheduler": "beta", "denoise": 0.5}
    assert wanted.items() <= sampler.items()
    assert only(plan, "CLIPSetLastLayer")["stop_at_clip_layer"] == -2


def test_keys_that_mean_nothing_are_told():
    plan = drawn(vae="x", loras=[{"name": "kai", "colour": "red"}], workflow="my flow")
    assert any("vae, loras.colour" in note for note in plan.notes)
    assert any("own workflow was not used" in note for note in plan.notes)


def test_a_companion_s_loras_are_added_and_its_checkpoint_is_not():
    models = replace(Models(), loras=("kai.safetensors", "mia.safetensors"))
    mia = character("Mia", checkpoint="anything-v5", loras=[{"name": "mia", "trigger": "miax"}])
    request = RenderRequest(
        definition=character(loras=["kai"]), companions=(Companion(definition=mia),)
    )
    plan = planned(request, catalogue(models))
    assert kinds_in(plan).count("LoraLoader") == 2
    assert any("Mia's own checkpoint anything-v5 is not used" in note for note in plan.notes)
    assert plan.prompt is not None
    assert "miax" in plan.prompt.split("\n")[2]


def test_a_checkpoint_for_other_ends_is_not_chosen_by_itself():
    models = replace(
        Models(),
        checkpoints=("sd_xl_refiner_1.0.safetensors", "my_mix.safetensors", "sd15.safetensors"),
    )
    assert drawn(catalogue(models)).model == "sd15.safetensors"
    with pytest.raises(BackendRejectedError, match="no checkpoint that draws"):
        drawn(catalogue(replace(models, checkpoints=models.checkpoints[:1], diffusion=())))


def test_a_diffusion_model_is_loaded_with_its_other_files():
    models = replace(
        Models(),
        diffusion=("flux1-dev.safetensors",),
        text_encoders=("t5xxl_fp8.safetensors", "clip_l.safetensors"),
    )
    plan = drawn(catalogue(models), checkpoint="flux1-dev")
    encoders = only(plan, "DualCLIPLoader")
    assert (encoders["clip_name1"], encoders["clip_name2"]) == (
        "clip_l.safetensors",
        "t5xxl_fp8.safetensors",
    )
    assert only(plan, "VAELoader")["vae_name"] == "ae.safetensors"
    assert plan.negative_prompt is None
    with pytest.raises(BackendRejectedError, match="without text encoder and VAE"):
        drawn(catalogue(replace(models, vaes=())), checkpoint="flux1-dev")
