"""GIF, APNG and WebP by Pillow, MP4 by PyAV. Every frame of a film stays a frame of the file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import numpy as np
from av.container import OutputContainer
from PIL import Image

from tools.imaging.exports.preview import Film
from tools.imaging.exports.reel import Pixels

_GIF_TICK_MS = 10
_CLIP_RATE = 1000
"""Ticks a second of the clip's clock: a frame lasts as many as its milliseconds."""
_BACKDROP = (28, 28, 30)
"""Behind the figures of a clip, which knows no transparency."""


def gif(film: Film) -> bytes:
    """An animated GIF; durations in hundredths of a second, half transparent pixels are shown."""
    shared = _shared_palette(film.frames)
    pictures = _told_apart([_indexed(frame, shared) for frame in film.frames])
    ticks = [max(2, round(d / _GIF_TICK_MS)) * _GIF_TICK_MS for d in film.durations_ms]
    return _saved(
        pictures, "GIF", ticks, loops=film.loops, transparency=0, disposal=2, optimize=False
    )


def apng(film: Film) -> bytes:
    """An animated PNG with the film's own colours and alpha."""
    return _saved(_pictures(film), "PNG", film.durations_ms, loops=film.loops, disposal=1, blend=0)


def webp(film: Film) -> bytes:
    """A lossless animated WebP.

    Its encoder joins equal neighbours, so one opaque pixel of a frame that repeats the one before
    is a level of blue off: every frame of the script is there, and nobody sees it.
    """
    frames: list[Pixels] = []
    for frame in film.frames:
        frames.append(_nudged(frame) if frames and np.array_equal(frame, frames[-1]) else frame)
    pictures = [Image.fromarray(frame) for frame in frames]
    return _saved(
        pictures, "WEBP", film.durations_ms, loops=film.loops, lossless=True, method=4, exact=False
    )


def mp4(film: Film) -> bytes:
    """H.264 on a dark backdrop, each frame for as long as the script says; sides made even."""
    out = io.BytesIO()
    height, width = (side + side % 2 for side in film.frames[0].shape[:2])
    clock = Fraction(1, _CLIP_RATE)
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=_CLIP_RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = clock
        stream.codec_context.options = {"crf": "12", "preset": "medium", "bf": "0"}
        lasts: dict[int, int] = {}
        at = 0
        for pixels, duration in zip(film.frames, film.durations_ms, strict=True):
            frame = av.VideoFrame.from_ndarray(_on_backdrop(pixels, width, height), format="rgb24")
            frame.pts, frame.time_base = at, clock
            lasts[at] = duration
            at += duration
            _muxed(container, stream.encode(frame), lasts)
        _muxed(container, stream.encode(), lasts)
    return out.getvalue()


def _muxed(
    container: OutputContainer, packets: Sequence[av.Packet[Any]], lasts: Mapping[int, int]
) -> None:
    """Write packets with the time that each frame lasts, by when it starts."""
    for packet in packets:
        packet.duration = lasts.get(packet.pts or 0, 0)
        container.mux(packet)


def _saved(
    pictures: Sequence[Image.Image],
    format: str,
    durations_ms: Sequence[int],
    *,
    loops: bool,
    **options: Any,
) -> bytes:
    out = io.BytesIO()
    if loops:
        options["loop"] = 0
    elif format != "GIF":
        options["loop"] = 1
    pictures[0].save(
        out,
        format,
        save_all=True,
        append_images=pictures[1:],
        duration=list(durations_ms),
        **options,
    )
    return out.getvalue()


def _pictures(film: Film) -> list[Image.Image]:
    return [Image.fromarray(frame) for frame in film.frames]


def _shared_palette(frames: Sequence[Pixels]) -> Image.Image:
    """Up to 127 colours for all frames; entries 1 to 127 once more at 129 to 255."""
    seen = np.concatenate([frame[frame[:, :, 3] >= 128][:, :3] for frame in frames])
    colors = np.unique(seen, axis=0) if seen.size else np.zeros((1, 3), np.uint8)
    if len(colors) > 127:
        strip = Image.fromarray(np.ascontiguousarray(seen[None, :, :]))
        reduced = strip.quantize(127, method=Image.Quantize.MEDIANCUT)
        flat = reduced.getpalette() or []
        colors = np.array(flat, np.uint8).reshape(-1, 3)[:127]
    half = np.zeros((128, 3), np.uint8)
    half[1 : len(colors) + 1] = colors
    holder = Image.new("P", (1, 1))
    holder.putpalette(np.concatenate((half, half)).flatten().tolist())
    return holder


def _indexed(frame: Pixels, palette: Image.Image) -> Image.Image:
    """The frame in indices of the palette's first half; 0 is transparent."""
    colors = np.array(palette.getpalette(), np.int32).reshape(-1, 3)[:128]
    opaque = frame[:, :, 3] >= 128
    wanted, places = np.unique(frame[opaque][:, :3], axis=0, return_inverse=True)
    indices = np.zeros(frame.shape[:2], np.uint8)
    if len(wanted):
        gaps = ((wanted[:, None, :].astype(np.int32) - colors[None, 1:, :]) ** 2).sum(axis=2)
        indices[opaque] = (gaps.argmin(axis=1) + 1).astype(np.uint8)[places.reshape(-1)]
    picture = Image.fromarray(indices)
    picture.putpalette(palette.getpalette() or [])
    return picture


def _told_apart(pictures: list[Image.Image]) -> list[Image.Image]:
    """The pictures, each unlike the one before: Pillow would join equal neighbours.

    A repeated picture takes one opaque pixel's colour from the palette's second half, where the
    same colours stand again.
    """
    for before, picture in pairwise(pictures):
        indices = np.array(picture)
        if np.array_equal(indices, np.array(before)) and indices.any():
            y, x = np.argwhere(indices > 0)[0]
            picture.putpixel((int(x), int(y)), (int(indices[y, x]) + 128) % 256)
    return pictures


def _nudged(frame: Pixels) -> Pixels:
    opaque = np.argwhere(frame[:, :, 3] == 255)
    if not len(opaque):
        return frame
    y, x = opaque[0]
    other = frame.copy()
    blue = int(other[y, x, 2])
    other[y, x, 2] = blue - 1 if blue else 1
    return other


def _on_backdrop(pixels: Pixels, width: int, height: int) -> Pixels:
    alpha = pixels[:, :, 3:].astype(np.float32) / 255.0
    color = pixels[:, :, :3] * alpha + np.array(_BACKDROP, np.float32) * (1 - alpha)
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = _BACKDROP
    canvas[: pixels.shape[0], : pixels.shape[1]] = np.rint(color).astype(np.uint8)
    return canvas
