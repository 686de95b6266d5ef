"""Pictures and clips by the renderer, from servers of both families."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import av
import pytest
from PIL import Image

from tests.integration.comfyui.fake.nodes import Models
from tests.integration.comfyui.fake.server import FakeComfy
from tests.unit.comfyui.catalogues import PLAIN, QWEN, WAN, character, guides, reference
from tools.backends.comfyui.pool import ComfyPool
from tools.backends.comfyui.renderer import ComfyRenderer, prompt_id_of
from tools.ports.rendering import (
    BackendRejectedError,
    BackendStoppedError,
    Companion,
    Reference,
    Renderer,
    RenderRequest,
    RenderResult,
)
from tools.ports.workflows import WorkflowCheck


@pytest.fixture
async def rendering() -> AsyncIterator[object]:
    """Renderers of servers, closed with the test."""
    pools: list[ComfyPool] = []

    def of(*servers: FakeComfy) -> ComfyRenderer:
        pools.append(ComfyPool([server.url for server in servers]))
        return ComfyRenderer(pools[-1])

    yield of
    for pool in pools:
        await pool.close()


@pytest.fixture
def comfy(start_comfy, comfy_version) -> FakeComfy:
    """A server of each family whose checkpoint is of no known family: it draws what is asked."""
    models = Models(checkpoints=("my_mix.safetensors",), control_nets=("openpose.safetensors",))
    return start_comfy(comfy_version, models=models)


@pytest.fixture
def renderer(rendering, comfy) -> ComfyRenderer:
    return rendering(comfy)


def asked(**more) -> RenderRequest:
    settings = {
        "definition": character(checkpoint="my_mix", steps=2),
        "prompt": "a boy in rain",
        "width": 160,
        "height": 96,
        "seed": 5,
        "key": "one",
    }
    return RenderRequest(**(settings | more))


def size_of(drawn: RenderResult) -> tuple[int, int]:
    with Image.open(io.BytesIO(drawn.png)) as image:
        return image.size


async def test_a_picture_has_exactly_the_asked_size_and_says_how_it_was_made(renderer, comfy):
    ports: tuple[Renderer, WorkflowCheck] = (renderer, renderer)
    told: list[float] = []

    async def progress(share: float, words: str) -> None:
        told.append(share)

    drawn = await ports[0].render(asked(width=161, height=97), progress)
    assert size_of(drawn) == (161, 97)
    assert (drawn.backend, drawn.model, drawn.domain) == (
        "comfyui",
        "my_mix.safetensors",
        "generated",
    )
    sent = comfy.submitted[0]
    assert sent["prompt_id"] == prompt_id_of("one")
    assert sent["prompt"] == drawn.workflow
    texts = [n["inputs"].get("text") for n in sent["prompt"].values()]
    assert drawn.prompt in texts
    assert drawn.negative_prompt in texts
    assert drawn.parameters["seed"] == 5
    assert drawn.cost_usd == 0.0
    assert told == sorted(told)
    assert told[-1] <= 1.0


async def test_the_server_s_chunks_stay_in_the_picture(renderer):
    drawn = await renderer.render(asked())
    with Image.open(io.BytesIO(drawn.png)) as image:
        assert "prompt" in image.info


CASES: dict[str, dict[str, object]] = {
    "words": {},
    "lora": {"definition": character(checkpoint="my_mix", steps=2, loras=["kai"])},
    "image to image": {"references": (reference(),)},
    "pose and rough": {"guides": guides()},
    "two by masks": {
        "guides": guides("figure-1", "figure-2"),
        "companions": (Companion(definition=character("Mia")),),
    },
    "two by areas": {"companions": (Companion(definition=character("Mia")),)},
    "editing": {"definition": character(steps=2), "references": (reference(),)},
}


@pytest.mark.parametrize("case", CASES)
async def test_every_template_of_core_nodes_is_taken_and_rendered(renderer, comfy, case):
    request = asked(**CASES[case])
    drawn = await renderer.render(request)
    assert size_of(drawn) == (request.width, request.height)
    assert len(comfy.submitted) == 1


@pytest.mark.parametrize(
    ("models", "options", "by"),
    [
        (Models(diffusion=()), {"ip_adapter": True}, "ipadapter"),
        (QWEN, {}, "reference_editing"),
        (PLAIN, {}, "image_to_image"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_identity_is_held_by_what_the_server_has(
    rendering, start_comfy, comfy_version, models, options, by
):
    server = start_comfy(comfy_version, models=models, **options)
    request = asked(definition=character(steps=2), references=(reference(),))
    drawn = await rendering(server).render(request)
    assert drawn.parameters["identity"][0]["by"] == by
    assert any("Kai is held by" in note for note in drawn.notes)


async def test_a_cut_out_reference_stands_on_white_at_the_server(renderer, comfy):
    cut_out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(cut_out, "PNG")
    await renderer.render(asked(references=(Reference(sha256="cut", data=cut_out.getvalue()),)))
    (name,) = comfy.files.inputs()
    with Image.open(io.BytesIO(comfy.files.annotated(name))) as stored:
        assert stored.convert("RGBA").getpixel((20, 20)) == (255, 255, 255, 255)


async def test_a_large_picture_is_enlarged_to_its_size(rendering, start_comfy, comfy_version):
    server = start_comfy(comfy_version)
    drawn = await rendering(server).render(
        asked(definition=character(checkpoint="tiny-sd15", steps=2), width=680, height=680)
    )
    assert size_of(drawn) == (680, 680)
    assert drawn.parameters["upscale"]["by"] == "model"


async def test_a_clip_has_its_frames_and_a_first_picture(rendering, start_comfy, comfy_version):
    server = start_comfy(comfy_version, models=WAN)
    request = asked(
        definition=character(steps=2), references=(reference(),), frames=6, frame_rate=12
    )
    drawn = await rendering(server).render(request)
    assert size_of(drawn) == (160, 96)
    assert drawn.clip is not None
    assert drawn.clip.type == "video/mp4"
    with av.open(io.BytesIO(drawn.clip.data), mode="r") as container:
        frames = list(container.decode(video=0))
        assert len(frames) == 6
        assert (frames[0].width, frames[0].height) == (160, 96)
        assert container.streams.video[0].average_rate == 12


async def test_a_server_without_a_video_model_refuses_a_clip(renderer, comfy):
    with pytest.raises(BackendRejectedError, match="no video model"):
        await renderer.render(asked(frames=8))
    with pytest.raises(BackendRejectedError, match="even sides"):
        await renderer.render(asked(frames=8, width=161))
    assert comfy.submitted == []


async def test_the_same_request_again_finds_its_job(renderer, comfy):
    first = await renderer.render(asked())
    again = await renderer.render(asked())
    assert again.png == first.png
    assert len(comfy.submitted) == 1
    await renderer.render(asked(key="two"))
    assert len(comfy.submitted) == 2


async def test_a_job_is_stopped_by_its_key(renderer, comfy):
    import asyncio

    hold = comfy.hold("KSampler", step=1)
    work = asyncio.create_task(renderer.render(asked()))
    await hold.reached()
    stopping = asyncio.create_task(renderer.stop("one"))
    await stopping
    hold.release()
    with pytest.raises(BackendStoppedError):
        await work
    await renderer.stop("never begun")


@pytest.mark.parametrize("sides", [(8, 64), (64, 9000), (8192, 8192)])
async def test_sizes_that_nobody_makes_are_refused(renderer, sides):
    with pytest.raises(BackendRejectedError, match="Pictures are 16 to 8192 pixels"):
        await renderer.render(asked(width=sides[0], height=sides[1]))
