"""Small renderers that really paint, as a model's backend would answer."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from tools.ports.rendering import (
    Capability,
    Clip,
    Readiness,
    Renderer,
    RenderRequest,
    RenderResult,
    Usage,
)

Answer = Callable[[int, RenderRequest, RenderResult], RenderResult]
SECRET = "a prompt that stays at home"
_ABLE: frozenset[Capability] = frozenset(
    {
        "text_to_image",
        "image_to_image",
        "identity_reference",
        "pose",
        "regional",
        "video",
        "workflow",
    }
)


@dataclass
class Painter:
    """Paints as the real renderer does, and answers as a model's server: words sent, a graph,
    texts in the picture, tokens and a cost. `answers` may change the n-th answer."""

    real: Renderer
    name: str = "comfyui"
    capabilities: frozenset[Capability] = _ABLE
    ok: bool = True
    detail: str = "one server"
    advice: str = ""
    price: float = 0.0
    asked: list[RenderRequest] = field(default_factory=list[RenderRequest])
    stopped: list[str] = field(default_factory=list[str])
    before: Callable[[int, RenderRequest], Any] | None = None
    answers: Answer | None = None

    async def ready(self) -> Readiness:
        return Readiness(
            ok=self.ok, capabilities=self.capabilities, detail=self.detail, advice=self.advice
        )

    def price_usd(self, request: RenderRequest) -> float:
        return self.price

    async def stop(self, key: str) -> None:
        self.stopped.append(key)

    async def render(self, request: RenderRequest, progress: Any = None) -> RenderResult:
        self.asked.append(request)
        if self.before:
            changed = await self.before(len(self.asked), request)
            request = changed or request
        if progress:
            await progress(0.5, "sampling")
        drawn = await self.real.render(replace(request, frames=1))
        answer = RenderResult(
            png=with_text(drawn.png),
            backend=self.name,
            model="tiny.safetensors",
            prompt=f"masterpiece, {request.prompt}",
            negative_prompt=f"lowres, {request.negative_prompt}",
            workflow={"3": {"class_type": "KSampler", "inputs": {"seed": request.seed}}},
            parameters={"steps": 20},
            notes=("Drawn without the identity reference.",),
            cost_usd=self.price or None,
            usage=Usage(input_tokens=12, output_tokens=34) if self.price else None,
            clip=clip(request) if request.frames > 1 else None,
            domain="generated",
        )
        return self.answers(len(self.asked), request, answer) if self.answers else answer


class Chalk:
    """Draws next to nothing, and fast: a blot whose colour follows from the words."""

    async def render(self, request: Any) -> RenderResult:
        image = Image.new("RGB", (request.width, request.height), "#e8e4dc")
        color = f"#{sha256(request.scene.encode()).hexdigest()[:6]}"
        middle, low = request.width // 2, request.height - 8
        ImageDraw.Draw(image).ellipse((middle - 20, 8, middle + 20, low), fill=color)
        out = io.BytesIO()
        image.save(out, "PNG")
        return RenderResult(png=out.getvalue(), backend="chalk", model="chalk-1")


def with_text(png: bytes) -> bytes:
    """The picture with a graph beside its pixels, as ComfyUI writes it."""
    info = PngInfo()
    info.add_text("prompt", json.dumps({"6": SECRET}))
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def blank(request: RenderRequest, color: str = "black") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (request.width, request.height), color).save(out, "PNG")
    return out.getvalue()


def clip(request: RenderRequest) -> Clip:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as film:
        film.metadata["comment"] = SECRET
        stream = film.add_stream("libx264", rate=request.frame_rate)
        stream.width, stream.height, stream.pix_fmt = request.width, request.height, "yuv420p"
        for n in range(request.frames):
            pixels = np.full((request.height, request.width, 3), 40 + n * 7 % 200, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
    return Clip(data=out.getvalue(), type="video/mp4")


def dyed(request: RenderRequest, hair: str) -> RenderRequest:
    """The same order for a character whose hair somebody mistook."""
    definition = dict(request.definition)
    definition["appearance"] = {**definition["appearance"], "hair": hair}
    definition["visual_traits"] = {}
    return replace(request, definition=definition)
