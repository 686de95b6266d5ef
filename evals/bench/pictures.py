"""How long a picture takes on one core, and its comparison with a reference."""

from __future__ import annotations

import statistics
import time
from typing import Any

from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.reading import read_drawing
from tools.imaging.decoding import decode
from tools.studio.comparing import compare

_SCENES = (
    "walking through the neon alley at night in the rain",
    "sitting in a classroom",
    "standing on a rooftop at sunset",
    "running through the forest",
    "kneeling in a shrine in the snow",
)
_DEFINITION = {
    "name": "Kai Nakamura",
    "appearance": {
        "hair": "dark black hair with electric neon blue streaks",
        "eyes": "left eye bright blue, right eye cyan cybernetic",
        "style": "black tactical military vest with glowing blue circuits",
    },
}


def measure() -> dict[str, Any]:
    """Medians in seconds over one picture for each scene, after one to warm up."""
    drawn: list[bytes] = []
    spent: list[float] = []
    for scene in (_SCENES[0], *_SCENES):
        begun = time.perf_counter()
        drawn.append(png_of(draw(read_drawing(_DEFINITION, scene), 7), 1024, 1024))
        spent.append(time.perf_counter() - begun)
    pictures = [decode(png) for png in drawn]
    embedder, compared = EmbeddedEmbedder(), list[float]()
    for picture in pictures[1:]:
        begun = time.perf_counter()
        compare(pictures[0], picture, embedder)
        compared.append(time.perf_counter() - begun)
    return {
        "pictures": len(_SCENES),
        "picture_1024_s": round(statistics.median(spent[1:]), 3),
        "slowest_1024_s": round(max(spent[1:]), 3),
        "comparison_1024_s": round(statistics.median(compared), 3),
    }
