"""All pairs of vectors by their cosine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The places of two vectors, `one` before `other`, and their cosine."""

    one: int
    other: int
    cosine: float


def cosines(vectors: Sequence[Sequence[float]]) -> list[Pair]:
    """Every pair of vectors of one length, the most alike first; a zero vector is left out."""
    if len(vectors) < 2:
        return []
    table = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(table, axis=1)
    kept = np.flatnonzero(lengths > 0)
    units = table[kept] / lengths[kept, None]
    return _ordered(units @ units.T, kept)


def _ordered(table: NDArray[np.float64], kept: NDArray[np.intp]) -> list[Pair]:
    above, right = np.triu_indices(len(kept), k=1)
    values = np.clip(table[above, right], -1.0, 1.0)
    order = np.argsort(-values, kind="stable")
    return [
        Pair(one=int(kept[above[i]]), other=int(kept[right[i]]), cosine=float(values[i]))
        for i in order
    ]
