"""Rebuild what the space `embedded-1` ships: its weights, and its calibration for renders.

python -m evals.training.fit [rendered characters] [sprite characters]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evals.consistency.metrics import roc_auc
from evals.training.chibi_pairs import chibi_pairs
from evals.training.logistic import fit_differences
from evals.training.measured_pairs import DescribedPair, described
from evals.training.rendered_pairs import rendered_pairs
from tools.domain.calibration import Calibration, PictureDomain, fit
from tools.imaging.matching import match
from tools.imaging.resemblance import FEATURES, Weights, differences, similarity

SPACE = "embedded-1"
COMMAND = "python -m evals.training.fit"
FOLDER = Path("tools/backends/embedders")
_HARD_WEIGHT = 2.0


def fitted_weights(pairs: Sequence[DescribedPair], data_set: str) -> Weights:
    """A logistic model of the pairs' differences; hard negatives count twice."""
    values = np.array([_values(pair) for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    weight = np.array([1.0 if pair.kind in ("same", "random") else _HARD_WEIGHT for pair in pairs])
    bias, slopes = fit_differences(values, same, weight, pull=0.02)
    return Weights(
        space=SPACE,
        bias=round(bias, 4),
        weights={
            name: round(float(slope), 4)
            for name, slope in zip(FEATURES, slopes, strict=True)
            if slope > 1e-4
        },
        data_set=data_set,
        n=len(pairs),
        command=COMMAND,
    )


def fitted_calibration(
    pairs: Sequence[DescribedPair], weights: Weights, domain: PictureDomain, data_set: str
) -> Calibration:
    """The curve for one domain, on characters that the weights were not fitted on."""
    return fit(
        [_similarity(pair, weights) for pair in pairs],
        [pair.same for pair in pairs],
        [pair.group for pair in pairs],
        space=SPACE,
        domain=domain,
        data_set=data_set,
        fitted_at=datetime.now(UTC).replace(microsecond=0),
    )


def report(name: str, pairs: Sequence[DescribedPair], weights: Weights) -> str:
    """ROC AUC of the weights on some pairs, over all and of hard negatives."""
    scores = np.array([_similarity(pair, weights) for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    kinds = np.array([pair.kind for pair in pairs])
    lines = [f"{name}: {len(pairs)} pairs, AUC {_auc(scores, same, ~same):.4f}"]
    lines += [
        f"  {kind}: {_auc(scores, same, kinds == kind):.4f}" for kind in sorted(set(kinds[~same]))
    ]
    return "\n".join(lines)


def _auc(scores: NDArray[np.float64], same: NDArray[np.bool_], false: NDArray[np.bool_]) -> float:
    chosen = same | false
    return roc_auc(scores[chosen], same[chosen]) or float("nan")


def _values(pair: DescribedPair) -> list[float]:
    found = differences(pair.first, pair.second, match(pair.first, pair.second))
    return [found[name] for name in FEATURES]


def _similarity(pair: DescribedPair, weights: Weights) -> float:
    return similarity(pair.first, pair.second, match(pair.first, pair.second), weights)


def _rendered(number: int, seed: int) -> list[DescribedPair]:
    return [described(pair) for pair in rendered_pairs(1, seed, begin=number)]


def _sprites(number: int, seed: int) -> list[DescribedPair]:
    return [described(pair) for pair in chibi_pairs(1, seed, begin=number)]


def _made(
    pool: ProcessPoolExecutor,
    maker: Callable[[int, int], list[DescribedPair]],
    count: int,
    seed: int,
) -> list[DescribedPair]:
    rounds = pool.map(maker, range(count), [seed] * count, chunksize=2)
    return [pair for made in rounds for pair in made]


def _begin() -> None:
    cv2.setNumThreads(1)


def _main(rendered: int = 50, sprites: int = 60) -> None:
    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, context, initializer=_begin) as pool:
        learned = _made(pool, _rendered, rendered, 1)
        learned_sprites = _made(pool, _sprites, sprites, 2)
        unseen = _made(pool, _rendered, rendered, 3)
    name = f"{rendered} rendered characters (seed 1) and {sprites} sprites (seed 2) of our own"
    weights = fitted_weights([*learned, *learned_sprites], name)
    curve = fitted_calibration(unseen, weights, "rendered", f"rendered-{rendered}-seed-3")
    for title, pairs in (
        ("rendered, seen", learned),
        ("sprites, seen", learned_sprites),
        ("rendered, unseen", unseen),
    ):
        print(report(title, pairs, weights))
    print(f"calibration error {curve.ece:.4f} over {curve.n} pairs")
    (FOLDER / "embedded_weights.json").write_text(weights.model_dump_json(indent=1) + "\n", "utf-8")
    (FOLDER / "calibrations.json").write_text(f"[\n{curve.model_dump_json(indent=1)}\n]\n", "utf-8")


if __name__ == "__main__":
    _main(*(int(argument) for argument in sys.argv[1:]))
