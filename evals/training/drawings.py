"""Drawings with the part of every pixel, in as many processes as there are cores."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from evals.training.body_maps import figure_and_parts
from evals.training.rendered import invented_look, invented_staging

SIDE = 160
Bytes = NDArray[np.uint8]


def drawings_for(count: int, seed: int = 77) -> tuple[Bytes, Bytes, Bytes]:
    """Pictures (n x s x s x 3), figures alone (n x s x s x 4) and parts (n x s x s)."""
    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as pool:
        made = list(pool.map(_drawing, range(count), [seed] * count, chunksize=8))
    full, alone, parts = zip(*made, strict=True)
    return np.stack(full), np.stack(alone), np.stack(parts)


def _drawing(number: int, seed: int) -> tuple[Bytes, Bytes, Bytes]:
    rng = np.random.default_rng([seed, number])
    look = invented_look(rng)
    full, alone, parts = figure_and_parts(look, invented_staging(rng, plain=0.1), number, SIDE)
    return full[:, :, :3], alone, parts
