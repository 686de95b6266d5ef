"""What an earlier attempt's reasons change in the next drawing."""

from __future__ import annotations

import pytest

from tools.backends.sketch.renderer import SketchRenderer
from tools.ports.rendering import RenderRequest


@pytest.mark.parametrize(
    "adjustments", [{"scene_light": 0.25}, {"view": "front"}, {"framing": "portrait"}]
)
async def test_each_adjustment_changes_the_drawing(adjustments: dict[str, object]) -> None:
    request = {
        "definition": {"name": "Kai", "appearance": {"hair": "black hair"}},
        "scene": "standing in a neon alley at night",
        "width": 64,
        "height": 64,
    }
    renderer = SketchRenderer(workers=1)
    try:
        plain = await renderer.svg(RenderRequest(**request))
        adjusted = await renderer.svg(RenderRequest(**request, adjustments=adjustments))
        again = await renderer.svg(RenderRequest(**request, adjustments=adjustments))
    finally:
        renderer.close()
    assert adjusted != plain
    assert adjusted == again
