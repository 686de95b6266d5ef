"""Frames held to one palette, so that colours do not shimmer from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.imaging.oklab import oklab
from tools.imaging.picture import Floats, Picture

_AT_ONCE = 20_000


def locked(frames: Sequence[Picture], palette: Sequence[str]) -> tuple[Picture, ...]:
    """The frames with every colour replaced by the palette's nearest in OKLab; alpha stays.

    `palette` are `#rrggbb` codes. Where there are none the frames come back as they are. Raises
    `ValueError` for a code that is none.
    """
    if not palette:
        return tuple(frames)
    colors = np.array([_rgb(code) for code in palette], dtype=np.uint8)
    wanted = oklab(colors[None])[0]
    return tuple(_locked(frame, colors, wanted) for frame in frames)


def _rgb(code: str) -> list[int]:
    digits = bytes.fromhex(code.removeprefix("#"))
    if len(digits) != 3:
        raise ValueError(f"{code!r} is no colour like #3fa2c8")
    return list(digits)


def _locked(frame: Picture, colors: Picture, wanted: Floats) -> Picture:
    seen = frame[:, :, 3] > 0
    packed = np.zeros((int(seen.sum()), 4), dtype=np.uint8)
    packed[:, :3] = frame[seen][:, :3]
    codes, places = np.unique(packed.view(np.uint32).ravel(), return_inverse=True)
    own = oklab(codes.view(np.uint8).reshape(1, -1, 4)[:, :, :3])[0]
    nearest = np.concatenate(
        [
            ((part[:, None] - wanted[None]) ** 2).sum(axis=2).argmin(axis=1)
            for part in (own[i : i + _AT_ONCE] for i in range(0, max(1, len(own)), _AT_ONCE))
        ]
    )
    result = frame.copy()
    if len(codes):
        result[seen, :3] = colors[nearest[places.ravel()]]
    return result
