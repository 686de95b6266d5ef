"""Sheets of one take on a ComfyUI server: what ends the take ends its jobs there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from api.app import create_app
from api.sample import load_sample
from api.settings import Settings
from api.wiring import open_service
from tests.integration.animation.conftest import Stage, told
from tests.integration.comfyui.fake.nodes import Models
from tests.integration.comfyui.fake.server import FakeComfy
from tools.domain.actor import LOCAL
from tools.studio.finding import find_character


@pytest.fixture
def comfy() -> Iterator[FakeComfy]:
    bare = Models(loras=(), control_nets=(), upscalers=(), diffusion=(), text_encoders=(), vaes=())
    fake = FakeComfy(models=bare).start()
    yield fake
    fake.stop()


@pytest.fixture
async def served(comfy: FakeComfy, settings: Settings, database_url: str) -> AsyncIterator[Stage]:
    """The sample's fighters, in a service that draws on ComfyUI."""
    own = {"backend": ("comfyui",), "comfyui_urls": (comfy.url,), "model": "embedded"}
    drawn = Settings(**{**settings.model_dump(), **own})
    async with open_service(drawn, url=database_url) as service:
        project = await load_sample(service.studio, LOCAL)
        kai, _ = await find_character(service.studio, LOCAL, project.id, "Kai")
        app = create_app(drawn, service=service)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1:8328", timeout=60
            ) as http,
        ):
            yield Stage(http=http, service=service, project=project.id, kai=kai.id, genzo=0)


async def test_a_sheet_that_fails_for_good_takes_the_others_off_the_server(
    served: Stage, comfy: FakeComfy
) -> None:
    first = comfy.hold("KSampler")
    animation = await served.alone(directions=4)
    told(await served.post("/single/generate-script", project_id=animation, action_type="idle"))
    drawing = asyncio.create_task(served.post("/single/generate-sprites", project_id=animation))
    for _ in range(1500):
        if len(comfy.submitted) == 4:
            break
        await asyncio.sleep(0.02)
    await first.reached()
    held = [comfy.hold(job["prompt_id"]) for job in comfy.submitted[1:]]
    comfy.fail("VAEDecode", RuntimeError("no such layer"))
    first.release()
    answer = await drawing
    assert answer.status_code == 422
    assert "no such layer" in answer.json()["detail"]
    async with httpx.AsyncClient(base_url=comfy.url) as there:
        for _ in range(500):
            if not (await there.get("/prompt")).json()["exec_info"]["queue_remaining"]:
                break
            await asyncio.sleep(0.02)
        else:
            pytest.fail("the server still has jobs")
        ended = (await there.get("/history")).json()
    for hold in held:
        hold.release()
    messages = [[name for name, _ in job["status"]["messages"]] for job in ended.values()]
    assert not any("execution_success" in names for names in messages)
    assert sum("execution_error" in names for names in messages) == 1
    assert any("execution_interrupted" in names for names in messages)
