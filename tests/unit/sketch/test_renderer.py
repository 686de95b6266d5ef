"""The renderer: the same request, the same bytes, in any process; a pool that survives."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.reading import read_drawing
from tools.ports.rendering import BackendRejectedError, RenderRequest

KAI = {
    "name": "Kai",
    "description": "A young man with dark black hair with neon blue streaks.",
    "appearance": {"outfit": "black tactical vest with glowing blue circuits"},
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def renderer() -> AsyncIterator[SketchRenderer]:
    sketch = SketchRenderer(workers=1)
    yield sketch
    sketch.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_another_process_draws_the_same_bytes(renderer: SketchRenderer) -> None:
    scene = "walking through a neon alley at night in the rain"
    request = RenderRequest(definition=KAI, scene=scene, seed=11, width=128, height=96)
    result = await renderer.render(request)
    here = png_of(draw(read_drawing(KAI, scene), 11, 128, 96), 128, 96)
    assert result.png == here
    assert Image.open(io.BytesIO(result.png)).size == (128, 96)
    assert result.backend == "sketch"


@pytest.mark.asyncio(loop_scope="module")
async def test_words_that_cannot_be_drawn_are_told(renderer: SketchRenderer) -> None:
    request = RenderRequest(
        definition=KAI, scene="standing beside a xylophone", width=64, height=64
    )
    assert "xylophone" in " ".join((await renderer.render(request)).undrawn)


@pytest.mark.asyncio(loop_scope="module")
async def test_after_a_cancelled_picture_the_next_is_drawn(renderer: SketchRenderer) -> None:
    request = RenderRequest(definition=KAI, width=64, height=64)
    task = asyncio.create_task(renderer.render(request))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await renderer.render(request)).png


@pytest.mark.asyncio(loop_scope="module")
async def test_the_picture_is_to_be_had_as_layered_svg(renderer: SketchRenderer) -> None:
    svg = await renderer.svg(RenderRequest(definition=KAI, width=64, height=64))
    assert svg.startswith("<svg") and 'id="hair' in svg


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("side", [63, 2049])
async def test_sizes_out_of_range_are_refused(renderer: SketchRenderer, side: int) -> None:
    with pytest.raises(BackendRejectedError, match="64 to 2048"):
        await renderer.render(RenderRequest(definition=KAI, width=side, height=128))
