"""What the output nodes of a fake server write."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import av
import numpy as np
from PIL import Image, PngImagePlugin

from tests.integration.comfyui.fake.values import Kitchen, Pictures


def _png(frame: np.ndarray, kitchen: Kitchen) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("prompt", json.dumps(kitchen.graph))
    for key, value in (kitchen.extra.get("extra_pnginfo") or {}).items():
        notes.add_text(key, json.dumps(value))
    content = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(frame)).save(
        content, "PNG", pnginfo=notes, compress_level=1
    )
    return content.getvalue()


def _pictures_of(value: Any) -> Pictures:
    if not isinstance(value, np.ndarray):
        raise AttributeError("'str' object has no attribute 'cpu'")
    return value


def _save(inputs: Mapping[str, Any], kitchen: Kitchen) -> dict[str, Any]:
    prefix = inputs.get("filename_prefix", "ComfyUI")
    frames = _pictures_of(inputs["images"])
    return {
        "images": [
            kitchen.files.store_result(prefix, ".png", _png(frame, kitchen)) for frame in frames
        ]
    }


def _show(inputs: Mapping[str, Any], kitchen: Kitchen) -> dict[str, Any]:
    frames = _pictures_of(inputs["images"])
    store = kitchen.files.store_result
    return {
        "images": [
            store("ComfyUI_temp_fkabc", ".png", _png(frame, kitchen), folder="temp")
            for frame in frames
        ]
    }


def _clip(frames: Pictures, fps: float, kind: str) -> bytes:
    """An encoded clip; the frames' sides are made even for the codec."""
    content = io.BytesIO()
    codec = {"mp4": "libx264", "webm": "libvpx-vp9"}[kind]
    with av.open(content, "w", format=kind) as container:
        stream = container.add_stream(codec, rate=Fraction(round(fps * 1000), 1000))
        stream.width, stream.height = frames.shape[2] // 2 * 2, frames.shape[1] // 2 * 2
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            pixels = np.ascontiguousarray(frame[: stream.height, : stream.width, :3])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return content.getvalue()


def _save_video(inputs: Mapping[str, Any], kitchen: Kitchen) -> dict[str, Any]:
    frames, fps = inputs["video"]
    entry = kitchen.files.store_result(inputs["filename_prefix"], ".mp4", _clip(frames, fps, "mp4"))
    return {"images": [entry], "animated": [True]}


def _save_webm(inputs: Mapping[str, Any], kitchen: Kitchen) -> dict[str, Any]:
    data = _clip(_pictures_of(inputs["images"]), inputs["fps"], "webm")
    entry = kitchen.files.store_result(inputs["filename_prefix"], ".webm", data)
    return {"images": [entry], "animated": [True]}


def _save_webp(inputs: Mapping[str, Any], kitchen: Kitchen) -> dict[str, Any]:
    frames = [Image.fromarray(frame) for frame in _pictures_of(inputs["images"])]
    content = io.BytesIO()
    frames[0].save(
        content,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=round(1000 / inputs["fps"]),
        lossless=inputs["lossless"],
    )
    entry = kitchen.files.store_result(inputs["filename_prefix"], ".webp", content.getvalue())
    return {"images": [entry], "animated": [len(frames) > 1]}


SAVERS: dict[str, Callable[[Mapping[str, Any], Kitchen], dict[str, Any]]] = {
    "SaveImage": _save,
    "PreviewImage": _show,
    "SaveVideo": _save_video,
    "SaveWEBM": _save_webm,
    "SaveAnimatedWEBP": _save_webp,
}
