"""Which of several servers draws, what they can do together, and workflows checked by them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.integration.comfyui.fake.graphs import changed, text_to_image
from tests.integration.comfyui.fake.nodes import Models
from tests.integration.comfyui.fake.server import FakeComfy
from tests.unit.comfyui.catalogues import PLAIN, character, reference
from tools.backends.comfyui.pool import ComfyPool
from tools.backends.comfyui.renderer import ComfyRenderer
from tools.domain.workflows import SlotTarget, Workflow
from tools.ports.rendering import BackendDownError, BackendRejectedError, RenderRequest

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def renderer_of() -> AsyncIterator[Any]:
    """Renderers of addresses, closed with the test."""
    pools: list[ComfyPool] = []

    def of(*servers: FakeComfy | str) -> ComfyRenderer:
        urls = [server if isinstance(server, str) else server.url for server in servers]
        pools.append(ComfyPool(urls, answer_s=2.0))
        return ComfyRenderer(pools[-1])

    yield of
    for pool in pools:
        await pool.close()


def asked(**more) -> RenderRequest:
    settings = {"definition": character(steps=2), "width": 96, "height": 96, "key": "k"}
    return RenderRequest(**(settings | more))


def own(graph: dict[str, Any], **slots: str) -> Workflow:
    targets: Any = {
        slot: [SlotTarget(node=place.split(".")[0], input=place.split(".")[1])]
        for slot, place in slots.items()
    }
    return Workflow(name="my flow", graph=graph, slots=targets)


async def test_readiness_is_what_the_servers_that_answer_can_do(renderer_of, start_comfy):
    both = await renderer_of(start_comfy("0.26.0"), NOBODY).ready()
    assert both.ok
    assert {"text_to_image", "pose", "upscale", "regional"} <= both.capabilities
    assert both.detail == "1 server with 1 checkpoint"
    alone = await renderer_of(NOBODY).ready()
    assert not alone.ok
    assert alone.capabilities == frozenset()


async def test_the_server_that_holds_a_character_best_draws_it(renderer_of, start_comfy):
    plain = start_comfy("0.26.0", models=PLAIN)
    adapted = start_comfy("0.3.64", models=Models(diffusion=()), ip_adapter=True)
    drawn = await renderer_of(plain, adapted).render(asked(references=(reference(),)))
    assert drawn.parameters["identity"][0]["by"] == "ipadapter"
    assert plain.submitted == []


async def test_the_server_that_has_the_lora_draws(renderer_of, start_comfy):
    plain, full = start_comfy("0.26.0", models=PLAIN), start_comfy("0.26.0")
    request = asked(definition=character(steps=2, loras=["kai"]))
    await renderer_of(plain, full).render(request)
    assert (len(plain.submitted), len(full.submitted)) == (0, 1)


async def test_a_name_that_no_server_has_is_refused_with_the_nearest(renderer_of, start_comfy):
    renderer = renderer_of(start_comfy("0.26.0"))
    with pytest.raises(BackendRejectedError) as refused:
        await renderer.render(asked(definition=character(loras=["kay"])))
    assert "has no LoRA kay for Kai (nearest: kai.safetensors)" in str(refused.value)
    assert refused.value.code == "COMFYUI_UNKNOWN_LORA"


async def test_malformed_settings_are_refused_before_any_server_is_asked(renderer_of):
    with pytest.raises(BackendRejectedError, match="rendering settings of Kai"):
        await renderer_of(NOBODY).render(asked(definition=character(loras=[{"strength": 2}])))


async def test_without_a_server_the_backend_is_down(renderer_of):
    renderer = renderer_of(NOBODY)
    with pytest.raises(BackendDownError):
        await renderer.render(asked())
    with pytest.raises(BackendDownError):
        await renderer.problems(own(text_to_image()))
    await renderer.stop("k")


@pytest.mark.parametrize("version", ["0.26.0", "0.3.64"])
async def test_a_workflow_of_one_s_own_is_filled_and_run(renderer_of, start_comfy, version):
    server = start_comfy(version)
    mine = own(text_to_image(), prompt="6.text", seed="3.seed", filename_prefix="9.filename_prefix")
    drawn = await renderer_of(server).render(
        asked(workflow=mine, prompt="a boy", seed=9, width=64, height=64)
    )
    sent = server.submitted[0]["prompt"]
    assert sent["6"]["inputs"]["text"] == "a boy"
    assert sent["3"]["inputs"]["seed"] == 9
    assert drawn.parameters["workflow"] == "my flow"


async def test_a_picture_of_another_size_is_fitted_and_that_is_said(renderer_of, start_comfy):
    mine = own(text_to_image(), prompt="6.text")
    drawn = await renderer_of(start_comfy("0.26.0")).render(
        asked(workflow=mine, width=100, height=50)
    )
    assert drawn.parameters["fitted_from"] == [64, 64]
    assert any("fitted to the asked size" in note for note in drawn.notes)


async def test_the_check_of_a_workflow_names_node_and_input(renderer_of, start_comfy):
    renderer = renderer_of(start_comfy("0.3.64"))
    assert await renderer.problems(own(text_to_image(), prompt="6.text")) == []
    bad = changed(text_to_image(), "4", ckpt_name="tiny-sd16.safetensors")
    (said,) = await renderer.problems(own(bad))
    assert "Node 4 (CheckpointLoaderSimple): its input ckpt_name" in said


async def test_a_workflow_that_one_server_can_run_has_no_problems(renderer_of, start_comfy):
    lesser = start_comfy("0.26.0", checkpoints=("other.safetensors",))
    renderer = renderer_of(lesser, start_comfy("0.26.0"))
    assert await renderer.problems(own(text_to_image())) == []
