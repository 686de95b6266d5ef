"""What the rig supplies, sizes, and clips: what of it goes into the workflow."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import ExifTags, Image

from tests.integration.comfyui.fake.nodes import Models
from tests.unit.comfyui.catalogues import (
    PLAIN,
    WAN,
    catalogue,
    character,
    guides,
    kinds_in,
    only,
    planned,
    png,
    reference,
)
from tools.backends.comfyui.abilities import ALL, abilities_of, readiness
from tools.backends.comfyui.checking import problems_in
from tools.backends.comfyui.families import family_of
from tools.backends.comfyui.filming import made_frames
from tools.backends.comfyui.sizes import made_size
from tools.ports.rendering import BackendRejectedError, Reference, RenderRequest

SD15 = family_of("sd15")
UNKNOWN = family_of("my_mix")


def drawn(models: Models | None = None, **more):
    return planned(RenderRequest(definition=character(), **more), catalogue(models))


def test_the_guides_give_pose_and_a_first_picture():
    plan = drawn(guides=guides())
    assert only(plan, "ControlNetLoader")["control_net_name"] == "control_v11p_sd15_openpose.pth"
    assert plan.parameters["pose"]["controlnet"] == "control_v11p_sd15_openpose.pth"
    assert plan.parameters["initial"] == "rough"
    assert only(plan, "KSampler")["denoise"] == plan.parameters["denoise"] == 0.8
    assert len(plan.uploads) == 2
    assert plan.notes == ()


def test_without_guides_or_a_controlnet_that_is_said():
    assert any("follow the words alone" in note for note in drawn().notes)
    plan = drawn(replace(Models(), control_nets=()), guides=guides())
    assert "ControlNetApplyAdvanced" not in kinds_in(plan)
    assert any("no OpenPose ControlNet for sd15" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("control", "checkpoint", "fits"),
    [
        ("control_v11p_sd15_openpose.pth", "sd_xl_base_1.0.safetensors", False),
        ("OpenPoseXL2.safetensors", "sd_xl_base_1.0.safetensors", True),
        ("tiny_openpose.safetensors", "sd_xl_base_1.0.safetensors", True),
        ("tiny_openpose.safetensors", "my_mix.safetensors", True),
        ("control_v11p_sd15_openpose.pth", "my_mix.safetensors", False),
        ("xinsir_union_promax_sdxl.safetensors", "ponyDiffusionV6XL.safetensors", True),
        ("control_v11p_sd15_canny.pth", "tiny-sd15.safetensors", False),
    ],
)
def test_a_controlnet_has_to_fit_the_checkpoint(control, checkpoint, fits):
    models = replace(Models(), control_nets=(control,), checkpoints=(checkpoint,))
    assert ("ControlNetApplyAdvanced" in kinds_in(drawn(models, guides=guides()))) is fits


def test_a_user_may_say_which_family_a_checkpoint_is_of():
    models = replace(Models(), checkpoints=("my_mix.safetensors",))
    request = RenderRequest(definition=character(family="sd15"), guides=guides())
    plan = planned(request, catalogue(models))
    assert "ControlNetApplyAdvanced" in kinds_in(plan)
    assert plan.parameters["family"] == "sd15"


def test_stressed_regions_have_their_words_within_their_masks():
    plan = drawn(guides=guides("hair", "face"), adjustments={"emphasis": ["hair"]})
    assert plan.parameters["stressed"] == ["hair"]
    assert kinds_in(plan).count("ConditioningSetMask") == 1
    assert problems_in(plan.graph, catalogue()) == []


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ((512, 512), (512, 512)),
        ((500, 511), (504, 512)),
        ((64, 64), (512, 512)),
        ((1024, 1024), (512, 512)),
        ((600, 400), (600, 400)),
    ],
)
def test_pictures_are_made_near_the_native_area_in_the_next_larger_multiples(asked, made):
    found = made_size(*asked, SD15)
    assert (found.width, found.height) == made


@pytest.mark.parametrize("asked", [(1920, 1080), (333, 777), (64, 2048), (1, 1)])
def test_what_is_made_has_nearly_the_asked_shape(asked):
    found = made_size(*asked, SD15)
    assert found.width % 8 == found.height % 8 == 0
    if min(asked) > 100:
        assert found.width / found.height == pytest.approx(asked[0] / asked[1], rel=0.05)
        assert found.width * found.height == pytest.approx(512**2, rel=0.6)


def test_an_unknown_checkpoint_is_trusted_up_to_a_megapixel():
    assert made_size(100, 70, UNKNOWN).width == 104
    found = made_size(2048, 2048, UNKNOWN)
    assert (found.width, found.height) == (1024, 1024)


def test_a_reference_of_another_shape_is_shown_whole():
    tall = Reference(sha256="tall", data=png("navy", 40, 80))
    nodes = catalogue(PLAIN)
    plan = planned(
        RenderRequest(definition=character(), references=(tall,), width=512, height=512), nodes
    )
    placed = only(plan, "ImageCompositeMasked")
    assert (placed["x"], placed["y"]) == (128, 0)
    inner = plan.graph[placed["source"][0]]["inputs"]
    assert (inner["width"], inner["height"]) == (256, 512)
    assert problems_in(plan.graph, nodes) == []
    square = RenderRequest(definition=character(), references=(reference(),))
    assert "ImageCompositeMasked" not in kinds_in(planned(square, nodes))


def test_the_shape_of_a_photograph_is_as_its_camera_was_held():
    lying = Image.new("RGB", (80, 40), "navy")
    held = Image.Exif()
    held[ExifTags.Base.Orientation] = 6
    buffer = io.BytesIO()
    lying.save(buffer, "JPEG", exif=held)
    portrait = Reference(sha256="portrait", data=buffer.getvalue())
    plan = planned(
        RenderRequest(definition=character(), references=(portrait,), width=512, height=512),
        catalogue(PLAIN),
    )
    placed = only(plan, "ImageCompositeMasked")
    assert (placed["x"], placed["y"]) == (128, 0)


def test_large_pictures_are_enlarged_by_a_model_where_there_is_one():
    plan = drawn(width=1024, height=1536)
    assert plan.parameters["upscale"]["by"] == "model"
    assert only(plan, "UpscaleModelLoader")["model_name"] == "RealESRGAN_x4plus_anime_6B.pth"
    assert problems_in(plan.graph, catalogue()) == []


def test_else_by_a_second_pass_or_by_scaling():
    second = drawn(PLAIN, width=768, height=768)
    assert second.parameters["upscale"]["by"] == "latents"
    assert kinds_in(second).count("KSampler") == 2
    assert only(second, "LatentUpscale")["width"] == 768
    plain = drawn(PLAIN, width=2048, height=2048)
    assert plain.parameters["upscale"]["by"] == "scaling"
    assert any("scaling alone" in note for note in plain.notes)


def test_the_last_step_has_exactly_the_asked_size():
    plan = drawn(width=333, height=777)
    inputs = only(plan, "ImageScale")
    assert (inputs["width"], inputs["height"], inputs["crop"]) == (333, 777, "center")


def test_a_clip_begins_with_the_reference_and_has_the_asked_frames():
    request = RenderRequest(
        definition=character(),
        references=(reference(),),
        frames=10,
        frame_rate=12,
        width=320,
        height=240,
    )
    nodes = catalogue(WAN)
    plan = planned(request, nodes)
    assert problems_in(plan.graph, nodes) == []
    assert only(plan, "WanImageToVideo")["length"] == 13
    assert only(plan, "CreateVideo")["fps"] == 12.0
    lengths = [
        n["inputs"]["length"] for n in plan.graph.values() if n["class_type"] == "ImageFromBatch"
    ]
    assert sorted(lengths) == [1, 10]
    assert set(plan.outputs) == {"picture", "clip"}


@pytest.mark.parametrize(("frames", "made"), [(2, 5), (5, 5), (6, 9), (81, 81)])
def test_frames_are_made_in_fours_and_one(frames, made):
    assert made_frames(frames) == made


def test_a_server_without_a_video_model_says_so():
    with pytest.raises(BackendRejectedError, match="no video model"):
        drawn(frames=8)
    with pytest.raises(BackendRejectedError, match="needs a picture to begin"):
        planned(RenderRequest(definition=character(), frames=8), catalogue(WAN))
    nodes = catalogue(WAN, without=("CreateVideo",))
    with pytest.raises(BackendRejectedError, match="lacks the nodes CreateVideo"):
        planned(RenderRequest(definition=character(), frames=8, guides=guides()), nodes)


def test_what_a_server_can_do_follows_from_its_files():
    everything = abilities_of(catalogue(ip_adapter=True))
    assert everything == ALL - {"video"}
    assert abilities_of(catalogue(PLAIN)) == {
        "text_to_image",
        "image_to_image",
        "regional",
        "upscale",
        "workflow",
    }
    assert abilities_of(catalogue(replace(WAN, checkpoints=()))) == {"video", "workflow"}


def test_a_server_that_only_films_is_ready_for_clips():
    filming = readiness([catalogue(replace(WAN, checkpoints=()))])
    assert filming.ok
    assert "text_to_image" not in filming.capabilities


def test_readiness_adds_the_servers_up():
    both = readiness([catalogue(PLAIN), catalogue(WAN)])
    assert both.ok
    assert "video" in both.capabilities
    assert both.detail == "2 servers with 1 checkpoint"
    none = readiness([])
    assert not none.ok
    assert none.advice
    empty = readiness([catalogue(replace(PLAIN, checkpoints=()))])
    assert not empty.ok
    assert "models/checkpoints" in empty.advice


def test_one_seed_makes_one_graph():
    request = RenderRequest(definition=character(), seed=-3, guides=guides())
    first, again = (planned(request, catalogue()) for _ in range(2))
    assert first == again
    assert only(first, "KSampler")["seed"] == 2**64 - 3
