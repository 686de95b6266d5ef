"""A workflow of the user's own, from its registration to pictures, on a server that speaks
ComfyUI's API; and an adviser beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from tests.integration.advising.brains import Brain, brain, newer
from tests.integration.comfyui.fake.graphs import changed, text_to_image
from tests.integration.comfyui.fake.server import FakeComfy, Hold
from tools.domain.actor import LOCAL


@pytest.fixture
def comfyui() -> Iterator[FakeComfy]:
    fake = FakeComfy().start()
    yield fake
    fake.stop()


@pytest.fixture
async def echo() -> AsyncIterator[Brain]:
    said = json.dumps({"quality": 0.9, "remarks": "It serves."})
    async with brain(ask=newer(said)) as there:
        yield there


@pytest.fixture
async def http(
    comfyui: FakeComfy, echo: Brain, settings, database_url: str
) -> AsyncIterator[httpx.AsyncClient]:
    """The whole service, drawing on ComfyUI alone, with Echo Brain beside it."""
    drawn = Settings(
        **{
            **settings.model_dump(),
            "backend": ("comfyui",),
            "comfyui_urls": (comfyui.url,),
            "echo_brain_url": echo.url,
        }
    )
    async with open_service(drawn, url=database_url) as service:
        await load_sample(service.studio, LOCAL)
        app = create_app(drawn, service=service)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8328") as client,
        ):
            yield client


async def _ended(http: httpx.AsyncClient, run: str) -> dict[str, Any]:
    for _ in range(1200):
        told = (await http.get(f"/api/status/{run}")).json()
        if told["status"] in ("completed", "failed", "cancelled"):
            return told
        await asyncio.sleep(0.05)
    raise AssertionError(told)


async def _reached(hold: Hold, http: httpx.AsyncClient, run: str) -> None:
    """Wait, longer than the server itself does: the first guides take a process to draw."""
    for _ in range(4):
        with contextlib.suppress(TimeoutError):
            return await hold.reached()
    raise AssertionError((await http.get(f"/api/status/{run}")).json())


async def test_a_picture_is_drawn_by_the_workflow_it_was_ordered_with(
    http: httpx.AsyncClient, comfyui: FakeComfy, echo: Brain
):
    graph = changed(text_to_image(), "3", scheduler="karras")
    made = await http.post("/api/workflows", json={"name": "Ink", "graph": graph})
    assert made.status_code == 201, made.text
    assert made.json()["check"]["status"] == "fits"
    refused = await http.post(
        "/api/workflows",
        json={"name": "Bad", "graph": changed(graph, "4", ckpt_name="nobody.safetensors")},
    )
    assert refused.json()["code"] == "WORKFLOW_UNFIT"
    assert "nobody.safetensors" in refused.json()["detail"]

    hold = comfyui.hold("KSampler")
    order = {"character": "Kai Nakamura", "workflow": "ink", "seed": 7, "max_iterations": 1}
    order |= {"width": 128, "height": 128}
    run = (await http.post("/api/generate", json=order)).json()["id"]
    await _reached(hold, http, run)
    assert (await http.delete("/api/workflows/Ink")).status_code == 204
    hold.release()
    told = await _ended(http, run)
    assert told["status"] == "completed", told
    sent = comfyui.submitted[-1]["prompt"]
    assert sent["3"]["inputs"]["scheduler"] == "karras"
    assert sent["3"]["inputs"]["seed"] == 7
    assert "Kai" in sent["6"]["inputs"]["text"] or "hair" in sent["6"]["inputs"]["text"]
    assert any("second opinion" in body["question"] for _, body in echo.asked)
    gone = await http.post("/api/generate", json=order)
    assert gone.json()["code"] == "WORKFLOW_NOT_FOUND"

    again = await http.post(f"/api/generations/{run}/regenerate", json={"seed": 8})
    assert again.status_code == 202, again.text
    told = await _ended(http, again.json()["id"])
    assert told["status"] == "completed", told
    assert comfyui.submitted[-1]["prompt"]["3"]["inputs"]["scheduler"] == "karras"
    assert comfyui.submitted[-1]["prompt"]["3"]["inputs"]["seed"] == 8
