"""Identity by the first way that is there; the choice is recorded, and said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.integration.comfyui.fake.nodes import Models
from tests.unit.comfyui.catalogues import (
    PLAIN,
    QWEN,
    catalogue,
    character,
    guides,
    kinds_in,
    only,
    planned,
    reference,
)
from tools.backends.comfyui.checking import problems_in
from tools.ports.rendering import Companion, RenderRequest

SDXL = replace(Models(), checkpoints=("juggernautXL_v9.safetensors",), diffusion=())
NO_EDITOR = replace(Models(), diffusion=())


def asked(*, by: str | None = None, **more) -> RenderRequest:
    rendering = {"checkpoint": by} if by else {}
    settings = {"definition": character(**rendering), "references": (reference(),), **more}
    return RenderRequest(**settings)


def by_of(plan) -> list[str]:
    return [one["by"] for one in plan.parameters.get("identity", [])]


def test_the_character_s_lora_comes_first():
    request = RenderRequest(
        definition=character(loras=[{"name": "KAI", "strength": 0.8, "trigger": "kaix"}]),
        references=(reference(),),
    )
    plan = planned(request, catalogue(ip_adapter=True))
    assert by_of(plan) == ["lora"]
    assert only(plan, "LoraLoader")["lora_name"] == "kai.safetensors"
    assert only(plan, "LoraLoader")["strength_model"] == 0.8
    assert plan.parameters["loras"] == [
        {"name": "kai.safetensors", "strength": 0.8, "triggers": ["kaix"]}
    ]
    assert plan.prompt is not None
    assert plan.prompt.count("kaix") == 1
    assert any("held by LoRA" in note for note in plan.notes)


def test_an_editing_model_comes_before_ipadapter():
    nodes = catalogue(ip_adapter=True)
    plan = planned(asked(), nodes)
    assert by_of(plan) == ["reference_editing"]
    assert plan.model == "flux1-dev-kontext_fp8_scaled.safetensors"
    assert {"ReferenceLatent", "FluxKontextImageScale", "UNETLoader"} <= set(kinds_in(plan))
    assert plan.negative_prompt is None
    assert plan.prompt is not None
    assert plan.prompt.startswith("Show the character of the reference picture again")
    assert problems_in(plan.graph, nodes) == []


def test_of_several_references_it_is_recorded_how_many_were_used():
    more = (reference("navy"), reference("teal"))
    nodes = catalogue(NO_EDITOR, ip_adapter=True)
    (held,) = planned(asked(references=more), nodes).parameters["identity"]
    assert held["references"] == {"given": 2, "used": 1}


def test_an_editing_model_whose_other_files_are_missing_is_not_used():
    nodes = catalogue(replace(Models(), text_encoders=("clip_l.safetensors",)))
    assert by_of(planned(asked(), nodes)) == ["image_to_image"]


def test_qwen_s_encoder_sees_up_to_three_references():
    nodes = catalogue(QWEN)
    more = tuple(reference(color) for color in ("navy", "teal", "red", "gold"))
    plan = planned(asked(references=more), nodes)
    assert by_of(plan) == ["reference_editing"]
    assert kinds_in(plan).count("TextEncodeQwenImageEditPlus") == 2
    assert kinds_in(plan).count("LoadImage") == 3
    assert "Of 4 references 3 were used." in plan.notes
    assert problems_in(plan.graph, nodes) == []


def test_a_checkpoint_that_the_character_names_is_kept():
    plan = planned(asked(by="tiny-sd15"), catalogue(ip_adapter=True))
    assert by_of(plan) == ["ipadapter"]
    assert plan.model == "tiny-sd15.safetensors"
    assert any("could edit the reference" in note for note in plan.notes)


def test_ipadapter_takes_the_preset_whose_files_are_there():
    nodes = catalogue(
        replace(NO_EDITOR, ip_adapters=("ip-adapter_sd15.safetensors",)), ip_adapter=True
    )
    plan = planned(asked(), nodes)
    assert by_of(plan) == ["ipadapter"]
    assert only(plan, "IPAdapterUnifiedLoader")["preset"] == "STANDARD (medium strength)"
    assert problems_in(plan.graph, nodes) == []


@pytest.mark.parametrize(
    "models",
    [replace(NO_EDITOR, ip_adapters=()), replace(NO_EDITOR, clip_visions=()), SDXL],
    ids=["no weights", "nothing that sees", "weights for another base"],
)
def test_ipadapter_without_its_files_is_not_used(models):
    assert by_of(planned(asked(), catalogue(models, ip_adapter=True))) == ["image_to_image"]


def test_the_plain_ipadapter_node_does_too():
    nodes = catalogue(NO_EDITOR, ip_adapter=True, without=("IPAdapterAdvanced",))
    plan = planned(asked(), nodes)
    assert by_of(plan) == ["ipadapter"]
    assert "IPAdapter" in kinds_in(plan)
    assert problems_in(plan.graph, nodes) == []


def test_image_to_image_begins_with_the_reference():
    plan = planned(asked(), catalogue(PLAIN))
    assert by_of(plan) == ["image_to_image"]
    assert plan.parameters["initial"] == "reference"
    assert 0.3 < only(plan, "KSampler")["denoise"] < 0.9
    assert list(plan.uploads.values()) == [reference().data]
    assert any("image to image" in note for note in plan.notes)


def test_instantid_is_for_photographs_only():
    models = replace(SDXL, control_nets=("instantid-controlnet.safetensors",))
    nodes = catalogue(models, instant_id=True)
    photo = planned(asked(style="analog film photograph"), nodes)
    assert by_of(photo) == ["instantid"]
    assert problems_in(photo.graph, nodes) == []
    assert by_of(planned(asked(style="anime, cel shading"), nodes)) == ["image_to_image"]


def test_without_a_reference_identity_needs_nothing():
    plan = planned(RenderRequest(definition=character(), guides=guides()), catalogue(PLAIN))
    assert "identity" not in plan.parameters
    assert not [note for note in plan.notes if "held" in note or "reference" in note]


def test_figures_without_masks_are_drawn_from_words_and_that_is_said():
    request = asked(companions=(Companion(definition=character("Mia"), references=(reference(),)),))
    plan = planned(request, catalogue(PLAIN))
    assert by_of(plan) == ["words", "words"]
    assert any("Mia is drawn from words only" in note for note in plan.notes)
    assert kinds_in(plan).count("ConditioningSetAreaPercentage") == 2


def test_each_figure_has_its_words_and_its_reference_where_its_mask_is():
    nodes = catalogue(NO_EDITOR, ip_adapter=True)
    request = asked(
        companions=(Companion(definition=character("Mia"), references=(reference("teal"),)),),
        guides=guides("figure-1", "figure-2"),
        scene="on a bridge",
    )
    plan = planned(request, nodes)
    assert by_of(plan) == ["ipadapter", "ipadapter"]
    assert kinds_in(plan).count("ConditioningSetMask") == 2
    assert kinds_in(plan).count("IPAdapterAdvanced") == 2
    assert plan.parameters["regions"] == {"by": "mask", "figures": 2}
    assert plan.prompt is not None
    whole, first, second = plan.prompt.split("\n")
    assert "on a bridge" in whole
    assert "Kai" not in whole
    assert "Kai" in first
    assert "Mia" in second
    assert problems_in(plan.graph, nodes) == []


def test_every_server_s_best_way_has_a_rank():
    request = asked()
    ranks = [
        planned(request, nodes).rank
        for nodes in (catalogue(), catalogue(NO_EDITOR, ip_adapter=True), catalogue(PLAIN))
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3
