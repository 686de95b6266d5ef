"""Clips by the sketch: frames, size and rate as asked, the same bytes twice, and a real stop."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from tools.backends.sketch.clip.filming import film
from tools.backends.sketch.clip.plan import ClipOrder
from tools.backends.sketch.guides import PictureOrder
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.reading import read_drawing
from tools.imaging.faststart import index_first
from tools.imaging.film import FilmWriter
from tools.ports.rendering import Companion, RenderRequest, RenderResult

KAI = {"name": "Kai", "description": "A young man with spiky black hair, leather jacket, katana."}
YUKI = {"name": "Yuki", "description": "A young woman with long silver hair in a white lab coat."}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def renderer() -> AsyncIterator[SketchRenderer]:
    sketch = SketchRenderer(workers=1)
    yield sketch
    sketch.close()


def request(scene: str, frames: int, **other: Any) -> RenderRequest:
    given = {"definition": KAI, "seed": 5, "width": 128, "height": 96} | other
    return RenderRequest(scene=scene, frames=frames, **given)


def frames_of(made: RenderResult) -> list[np.ndarray]:
    assert made.clip is not None
    with av.open(io.BytesIO(made.clip.data)) as clip:
        assert clip.streams.video[0].average_rate == Fraction(24)
        return [frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)]


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def changed(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels that the eye would call different, whatever the encoder did."""
    return float((np.abs(one.astype(int) - other).max(axis=2) > 24).mean())


async def here(work: Any, *given: Any) -> Any:
    return work(*given)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_clip_has_exactly_its_frames_on_twos_and_begins_with_its_picture(
    renderer: SketchRenderer,
) -> None:
    made = await renderer.render(request("walking through a neon alley in the rain", 9))
    frames = frames_of(made)
    assert [frame.shape for frame in frames] == [(96, 128, 3)] * 9
    held = [apart(frames[at], frames[at + 1]) for at in range(0, 8, 2)]
    drawn = [apart(frames[at], frames[at + 1]) for at in range(1, 8, 2)]
    assert max(held) < 0.6 < 1.5 < min(drawn)
    first = np.asarray(Image.open(io.BytesIO(made.png)).convert("RGB"))
    assert apart(first, frames[0]) < 6.0
    assert made.parameters["acts"] == ["walk"]


@pytest.mark.asyncio(loop_scope="module")
async def test_another_process_films_the_same_bytes(renderer: SketchRenderer) -> None:
    scene = "waving in a forest"
    there = await renderer.render(request(scene, 5))
    drawing = read_drawing(KAI, scene)
    picture = PictureOrder(drawings=(drawing,), seed=5, width=128, height=96)
    order = ClipOrder(picture=picture, words=(scene,), scene=scene, frames=5)
    again = await film(order, 24, here, None)
    assert there.clip is not None
    assert there.clip.data == again.mp4
    assert there.png == again.png
    other = await renderer.render(request(scene, 5, seed=6))
    assert other.clip is not None
    assert other.clip.data != there.clip.data


@pytest.mark.asyncio(loop_scope="module")
async def test_idle_life_moves_and_comes_back_to_where_it_began(renderer: SketchRenderer) -> None:
    frames = frames_of(await renderer.render(request("standing in a dojo", 61)))
    assert changed(frames[0], frames[60]) < 0.004 < 0.007 < changed(frames[0], frames[24])


@pytest.mark.asyncio(loop_scope="module")
async def test_odd_sides_are_filmed_one_pixel_larger_and_said(renderer: SketchRenderer) -> None:
    made = await renderer.render(request("standing", 2, width=101, height=77))
    assert frames_of(made)[0].shape == (78, 102, 3)
    assert Image.open(io.BytesIO(made.png)).size == (101, 77)
    assert made.notes == (
        "A clip's sides are even numbers: it is 102x78; its picture has the asked size.",
    )


@pytest.mark.asyncio(loop_scope="module")
async def test_every_drawing_is_told_and_a_stop_comes_before_the_next(
    renderer: SketchRenderer,
) -> None:
    told: list[float] = []
    third = asyncio.Event()

    async def progress(done: float, words: str) -> None:
        told.append(done)
        if len(told) == 3:
            third.set()
        await asyncio.sleep(0)

    order = request("running on the beach", 480)
    task = asyncio.create_task(renderer.render(order, progress))
    await asyncio.wait_for(third.wait(), 60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    count = len(told)
    assert told == [at / 240 for at in range(count)]
    assert count <= 4
    assert (await renderer.render(request("standing", 2))).clip


@pytest.mark.asyncio(loop_scope="module")
async def test_the_camera_does_what_the_words_say(renderer: SketchRenderer) -> None:
    moves = {
        words: (await renderer.render(request(f"standing in a cafe, {words}", 2))).parameters
        for words in ("zoom in", "the camera pulls back", "pan left", "at noon")
    }
    assert [one["camera"] for one in moves.values()] == [
        "push_in",
        "pull_back",
        "pan_left",
        "still",
    ]


@pytest.mark.asyncio(loop_scope="module")
async def test_each_of_several_does_what_its_own_words_say(renderer: SketchRenderer) -> None:
    scene = "Kai draws his blade while Yuki hacks the terminal"
    asked = request(scene, 2, companions=(Companion(definition=YUKI),))
    made = await renderer.render(asked)
    assert made.parameters["acts"] == ["draw_blade", "work"]
    assert "hacks" not in made.undrawn


def test_an_mp4_is_laid_out_to_play_while_it_loads() -> None:
    pixels = np.zeros((64, 96, 3), np.uint8)
    with FilmWriter(96, 64, 24) as writer:
        for step in range(6):
            pixels[:, step * 12 :] = 40 * step
            writer.add(pixels)
        clip = writer.finished()
    assert clip.index(b"moov") < clip.index(b"mdat")
    assert index_first(clip) == clip
    assert index_first(b"no clip at all") == b"no clip at all"
    with av.open(io.BytesIO(clip)) as played:
        levels = [int(f.to_ndarray(format="rgb24")[:, -4:].mean()) for f in played.decode(video=0)]
    assert len(levels) == 6
    assert levels == sorted(levels)


def test_odd_sides_are_no_film() -> None:
    with pytest.raises(ValueError, match="even"):
        FilmWriter(95, 64, 24)


@pytest.mark.asyncio(loop_scope="module")
async def test_whoever_waves_is_not_taken_along_and_the_run_that_gave_way_is_told(
    renderer: SketchRenderer,
) -> None:
    scene = "Kai waves at Yuki, who runs away"
    made = await renderer.render(request(scene, 4, companions=(Companion(definition=YUKI),)))
    assert made.parameters["acts"] == ["wave", "idle"]
    assert made.undrawn == ("runs",)
