"""Pairs drawn by the embedded renderer: poses, views, places and hours differ within a pair."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image

from evals.training.measured_pairs import Pair
from evals.training.rendered import (
    drawn,
    invented_look,
    invented_staging,
    other_clothes,
    other_hair,
)
from tools.domain.look import Look
from tools.imaging.decoding import decode
from tools.imaging.picture import Picture

SIDE = 384


def rendered_pairs(characters: int, seed: int, begin: int = 0) -> Iterator[Pair]:
    """Eight pairs of seven pictures a character; half of the pictures were stored as JPEG."""
    for number in range(begin, begin + characters):
        rng = np.random.default_rng([seed, number])
        look, group = invented_look(rng), f"rendered-{seed}-{number}"
        own = [_shown(look, rng) for _ in range(4)]
        hair, clothes = _shown(other_hair(look, rng), rng), _shown(other_clothes(look, rng), rng)
        stranger = _shown(invented_look(rng), rng)
        for first, second, kind in (
            (own[0], own[1], "same"), (own[0], own[2], "same"), (own[1], own[3], "same"),
            (own[2], own[3], "same"), (own[0], hair, "hard_hair"), (own[0], clothes, "hard_outfit"),
            (own[2], clothes, "hard_outfit"), (own[1], stranger, "random"),
        ):  # fmt: skip
            yield Pair(first=first, second=second, same=kind == "same", kind=kind, group=group)


def _shown(look: Look, rng: np.random.Generator) -> Picture:
    staging = invented_staging(rng, plain=0.35)
    picture = drawn(look, staging, int(rng.integers(1 << 30)), SIDE)
    return stored_as_jpeg(picture, int(rng.integers(70, 95))) if rng.random() < 0.5 else picture


def stored_as_jpeg(picture: Picture, quality: int) -> Picture:
    """The opaque picture after JPEG compression."""
    buffer = BytesIO()
    Image.fromarray(picture).convert("RGB").save(buffer, "JPEG", quality=quality)
    return decode(buffer.getvalue())
