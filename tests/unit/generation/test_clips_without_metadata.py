"""Clips shed what was written beside the frames, and no frame changes."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from tools.imaging.clips import UnreadableClipError, clip_without_metadata

KINDS = [("mp4", "video/mp4", "libx264"), ("webm", "video/webm", "libvpx-vp9")]


def clip(container: str, codec: str) -> bytes:
    out = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if container == "mp4" else {}
    with av.open(out, "w", format=container, options=options) as film:
        film.metadata["prompt"] = '{"4": "a secret prompt"}'
        stream = film.add_stream(codec, rate=24)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for level in range(0, 240, 20):
            pixels = np.full((32, 32, 3), level, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")):
                film.mux(packet)
        for packet in stream.encode():
            film.mux(packet)
    return out.getvalue()


def frames(data: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(data)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


@pytest.mark.parametrize(("container", "kind", "codec"), KINDS)
def test_the_words_go_and_every_frame_stays(container: str, kind, codec: str) -> None:
    told = clip(container, codec)
    bare = clip_without_metadata(told, kind)
    assert b"secret" in told
    assert b"secret" not in bare
    assert len(frames(bare)) == 12
    assert all(map(np.array_equal, frames(told), frames(bare)))
    assert clip_without_metadata(told, kind) == bare


@pytest.mark.parametrize("data", [b"", b"no clip at all" * 20, clip("mp4", "libx264")[:200]])
def test_what_is_no_clip_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableClipError):
        clip_without_metadata(data, "video/mp4")
