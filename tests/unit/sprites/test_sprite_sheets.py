"""Sheets of the embedded renderer: full grids of cells on the key colour, from a definition."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from tools.backends.sketch.renderer import SketchRenderer
from tools.backends.sketch.sprite.placing import placed
from tools.backends.sketch.sprite.sheet import columns_for
from tools.domain.animation.script import AnimationFrame, Travel
from tools.domain.look import Look
from tools.ports.animating import SheetRequest
from tools.ports.rendering import BackendRejectedError

KNIGHT = {"name": "Brun", "description": "A knight with a steel breastplate and a sword, xyzzy"}
FRAMES = tuple(AnimationFrame(frame_index=i, phase="Idle", duration_ms=100) for i in range(6))


def request(**changes: object) -> SheetRequest:
    facts: dict[str, object] = {
        "frames": FRAMES,
        "perspective": "side",
        "facing": 90.0,
        "cell_px": 64,
        "style": "pixel",
        "key_color": "#ff00ff",
        "definition": KNIGHT,
    }
    return SheetRequest(**{**facts, **changes})  # pyright: ignore[reportArgumentType]


@pytest_asyncio.fixture
async def renderer() -> AsyncIterator[SketchRenderer]:
    sketch = SketchRenderer(workers=1)
    yield sketch
    sketch.close()


async def test_a_sheet_is_a_full_grid_of_cells_on_the_key_colour(renderer: SketchRenderer) -> None:
    sheet = await renderer.render_sheet(request())
    pixels = np.asarray(Image.open(io.BytesIO(sheet.png)).convert("RGB"))
    assert (sheet.columns, sheet.rows) == (3, 2)
    assert pixels.shape == (128, 192, 3)
    key = (pixels == (255, 0, 255)).all(axis=2)
    for row in range(2):
        for column in range(3):
            cell = key[row * 64 : row * 64 + 64, column * 64 : column * 64 + 64]
            assert 0.1 < 1 - cell.mean() < 0.8
            assert cell[0].all() and cell[-1].all()
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) <= 17
    assert "xyzzy" in sheet.undrawn


async def test_without_a_definition_no_sheet_is_drawn(renderer: SketchRenderer) -> None:
    with pytest.raises(BackendRejectedError, match="definition"):
        await renderer.render_sheet(request(definition=None))


async def test_cells_of_other_sizes_are_refused(renderer: SketchRenderer) -> None:
    with pytest.raises(BackendRejectedError, match="64 to 512"):
        await renderer.render_sheet(request(cell_px=48))


@pytest.mark.parametrize(
    ("count", "columns"), [(1, 1), (4, 2), (6, 3), (8, 4), (9, 3), (12, 4), (16, 4), (7, 7)]
)
def test_grids_are_as_square_as_a_full_one_can_be(count: int, columns: int) -> None:
    assert columns_for(count) == columns


def test_travel_moves_a_figure_the_way_it_faces_and_keeps_it_within_its_cell() -> None:
    frames = [
        AnimationFrame(
            frame_index=i, phase="Knockback", duration_ms=100, travel=Travel(forward=-far)
        )
        for i, far in enumerate((0.0, 0.5, 3.0))
    ]
    right = placed(Look(), frames, "side", 90.0, 64)
    left = placed(Look(), frames, "side", 270.0, 64)
    xs = [[puppet.joint("pelvis")[0] for puppet in way.puppets] for way in (right, left)]
    assert xs[0][0] > xs[0][1] > xs[0][2] > 0
    assert xs[1][0] < xs[1][1] < xs[1][2] < 64
    assert right.scale == placed(Look(), frames[:1], "side", 90.0, 64).scale
