"""Which tool, or which act of conversation, a clause asks for: a linear model, as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from agent.embedded.features import columns_of

WEIGHTS = "intents.npz"
ACT = "#"
"""Acts of conversation carry this before their name; tools stand by name."""


@dataclass(frozen=True)
class Guess:
    """One label with its share of the belief, 0 to 1."""

    label: str
    belief: float

    @property
    def is_act(self) -> bool:
        """Whether it is an act of conversation, not a tool."""
        return self.label.startswith(ACT)


@dataclass(frozen=True)
class Weights:
    """The learnt weights: one row a feature column, one column a label."""

    labels: tuple[str, ...]
    rows: NDArray[np.float32]
    digest: str


@cache
def weights() -> Weights:
    """The weights that were learnt from the phrase data."""
    raw = files("agent.embedded").joinpath(WEIGHTS).read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as stored:
        about = json.loads(bytes(stored["about"]).decode())
        rows = stored["rows"].astype(np.float32) * stored["scale"].astype(np.float32)
        return Weights(tuple(about["labels"]), rows, about["digest"])


def guesses(symbols: Sequence[str], *, asked: bool) -> list[Guess]:
    """All labels, most likely first."""
    learnt = weights()
    columns = columns_of(symbols, asked=asked)
    logits = learnt.rows[columns].sum(axis=0) / np.sqrt(len(columns))
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    order = np.argsort(-shares)[:8]
    return [Guess(learnt.labels[i], float(shares[i])) for i in order]


def best(found: Iterable[Guess]) -> Guess:
    """The most likely guess."""
    return next(iter(found), Guess(f"{ACT}talk", 0.0))
