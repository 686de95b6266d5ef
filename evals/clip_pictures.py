"""A clip and a scene of three for the README, as the service films and draws them."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import av
from PIL import Image

from tools.backends.sketch.renderer import SketchRenderer
from tools.ports.rendering import Companion, RenderRequest

WIDE, HIGH = 480, 270
_RATE, _HELD = 24, 2
_SECONDS = 2
_MOST_BYTES = 900_000
_SCENE_WIDE, _SCENE_HIGH = 1280, 720

MARA = {
    "name": "Mara Voss",
    "description": "A young woman, white hair in a ponytail, violet eyes, red leather jacket, "
    "black jeans, headphones.",
}
GENZO = {
    "name": "Genzo Arakida",
    "description": "An old swordmaster, silver grey hair in a bun, short grey beard, eyepatch, "
    "indigo haori over a cream kimono, black hakama, sandals, a katana.",
}
SCENE = "Kai waves, Mara laughs with crossed arms, Genzo draws his katana on a rooftop at sunset"


def write_clip_pictures(kai: dict[str, Any], walk: str, folder: Path) -> None:
    """Write `clip.webp`, of the words `walk`, and `scene.png` into the folder."""
    asyncio.run(_written(kai, walk, folder))


async def _written(kai: dict[str, Any], walk: str, folder: Path) -> None:
    sketch = SketchRenderer(workers=1)
    try:
        filmed = await sketch.render(
            RenderRequest(
                definition=kai,
                scene=walk,
                seed=7,
                width=WIDE,
                height=HIGH,
                frames=_SECONDS * _RATE,
                frame_rate=_RATE,
            )
        )
        drawn = await sketch.render(
            RenderRequest(
                definition=kai,
                companions=(Companion(definition=MARA), Companion(definition=GENZO)),
                scene=SCENE,
                seed=7,
                width=_SCENE_WIDE,
                height=_SCENE_HIGH,
            )
        )
    finally:
        sketch.close()
    assert filmed.clip is not None
    (folder / "clip.webp").write_bytes(_moving(filmed.clip.data))
    page = Image.open(io.BytesIO(drawn.png)).convert("RGB")
    page.quantize(256, dither=Image.Dither.NONE).save(folder / "scene.png", optimize=True)


def _moving(mp4: bytes) -> bytes:
    """Every drawing once, played round and round, as fine as keeps the file small enough."""
    with av.open(io.BytesIO(mp4), "r") as clip:
        drawings = [
            frame.to_image() for at, frame in enumerate(clip.decode(video=0)) if at % _HELD == 0
        ]
    out = io.BytesIO()
    for quality in (90, 80, 65, 50):
        out = io.BytesIO()
        drawings[0].save(
            out,
            "WEBP",
            save_all=True,
            append_images=drawings[1:],
            loop=0,
            duration=1000 * _HELD // _RATE,
            quality=quality,
            method=6,
        )
        if out.tell() <= _MOST_BYTES:
            break
    return out.getvalue()
