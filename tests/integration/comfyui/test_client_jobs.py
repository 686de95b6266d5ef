"""Jobs of one ComfyUI server, of both families: sent, found, followed, taken over."""

from __future__ import annotations

import asyncio
import io
from uuid import uuid4

from PIL import Image

from tests.integration.comfyui.fake.graphs import text_to_image


async def test_a_graph_becomes_a_picture_of_the_asked_size(client):
    files = await client.run(text_to_image(side=96), prompt_id=str(uuid4()), outputs=["9"])
    data = await client.fetch(files["9"][0])
    assert Image.open(io.BytesIO(data)).size == (96, 96)


async def test_progress_names_the_node_and_never_falls(comfy, client):
    told: list[tuple[float, str]] = []

    async def progress(share: float, words: str) -> None:
        told.append((share, words))

    hold = comfy.hold("KSampler", step=2)
    graph = text_to_image(steps=4)
    running = asyncio.create_task(
        client.run(graph, prompt_id=str(uuid4()), outputs=["9"], progress=progress)
    )
    await hold.reached()
    while not told or told[-1][1] != "KSampler (2 of 4)":
        await asyncio.sleep(0)
    assert 0.3 < told[-1][0] < 0.7
    hold.release()
    await running
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
