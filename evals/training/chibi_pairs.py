"""Pairs of our own sprites: the same, another, the same with other hair or other clothes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evals.consistency.perturbation import perturbed
from evals.training.chibi import ACTS, FACINGS, Chibi, drawn, invented, other_clothes, other_hair
from evals.training.measured_pairs import Pair
from tools.imaging.picture import Picture


def chibi_pairs(characters: int, seed: int, begin: int = 0) -> Iterator[Pair]:
    """Nine pairs a character, each picture disturbed on its own."""
    for number in range(begin, begin + characters):
        rng = np.random.default_rng([seed, number])
        who, group = invented(rng), f"chibi-{seed}-{number}"
        others = [("same", who)] * 4
        others += [("random", invented(rng)), ("random", invented(rng))]
        others += [("hard_hair", other_hair(who, rng))]
        others += [
            ("hard_outfit", other_clothes(who, rng)),
            ("hard_outfit", other_clothes(who, rng)),
        ]
        for kind, other in others:
            backdrop = None if rng.random() < 0.6 else int(rng.integers(150, 250))
            yield Pair(
                first=_shown(who, rng, backdrop),
                second=_shown(other, rng, backdrop),
                same=kind == "same",
                kind=kind,
                group=group,
            )


def _shown(who: Chibi, rng: np.random.Generator, backdrop: int | None) -> Picture:
    facing = FACINGS[int(rng.integers(len(FACINGS)))]
    act = ACTS[int(rng.integers(len(ACTS)))]
    return perturbed(drawn(who, facing, act, rng), rng, backdrop)
