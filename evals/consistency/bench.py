"""`bench consistency`: how well an embedder tells characters apart, on any file of pairs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from evals.consistency.metrics import equal_error_rate, roc_auc
from evals.consistency.pairs_file import LabelledPair, groups_of, read_pairs
from evals.consistency.perturbation import perturbed
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.domain.calibration import brier, expected_error, held_out
from tools.imaging.decoding import decode
from tools.ports.embedding import Embedder, Embedding

_HARD = "hard"


class PairFigures(BaseModel):
    """How one space does on one file; shares 0 to 1, null where a class is missing.

    The calibration figures are of curves fitted on the file itself, each on characters that it
    is not judged on (five folds): they say what a calibration can reach here.
    """

    model_config = ConfigDict(frozen=True)

    space: str
    pairs: int
    pictures: int
    perturbed: bool
    backdrop: int | None
    auc: float | None
    auc_hard: float | None
    """Pairs whose kind begins with `hard` against the true pairs."""
    auc_by_kind: Mapping[str, float | None]
    equal_error_rate: float | None
    ece: float
    brier: float


def bench_consistency(
    file: Path,
    embedder: Embedder | None = None,
    *,
    perturb: bool = False,
    backdrop: int | None = None,
    processes: int | None = None,
    seed: int = 0,
) -> PairFigures:
    """Score every pair of the file; pictures are read once each.

    With `perturb` each picture is disturbed on its own as `perturbation` says, before the grey
    `backdrop` (0 to 255) where one is given. Without an embedder the embedded one is measured,
    in as many processes as there are cores; another one runs in this process alone.
    Raises `PairsFileError`, `UnreadablePictureError` or `OSError`.
    """
    pairs = read_pairs(file)
    known = _embeddings(pairs, embedder, perturb, backdrop, processes, seed)
    chosen = embedder or EmbeddedEmbedder()
    scores = np.array([chosen.similarity(known[pair.a], known[pair.b]) for pair in pairs])
    labels = np.array([pair.label for pair in pairs])
    kinds = np.array([pair.kind for pair in pairs])
    probabilities = held_out(scores.tolist(), labels.tolist(), groups_of(pairs))
    return PairFigures(
        space=chosen.space,
        pairs=len(pairs),
        pictures=len(known),
        perturbed=perturb,
        backdrop=backdrop,
        auc=roc_auc(scores, labels),
        auc_hard=_auc_of(scores, labels, np.char.startswith(kinds, _HARD)),
        auc_by_kind={
            kind: _auc_of(scores, labels, kinds == kind) for kind in sorted(set(kinds[~labels]))
        },
        equal_error_rate=equal_error_rate(scores, labels),
        ece=expected_error(probabilities, labels.tolist()),
        brier=brier(probabilities, labels.tolist()),
    )


def figures_text(found: PairFigures) -> str:
    """The figures as lines for the terminal."""
    state = "perturbed" if found.perturbed else "clean"
    ground = f" on grey {found.backdrop}" if found.backdrop is not None else ""
    lines = [
        f"{found.space}: {found.pairs} pairs of {found.pictures} pictures, {state}{ground}",
        f"ROC AUC, all pairs          {_shown(found.auc)}",
        f"ROC AUC, hard against same  {_shown(found.auc_hard)}",
        *(f"  {kind:<26}{_shown(value)}" for kind, value in found.auc_by_kind.items()),
        f"Equal error rate            {_shown(found.equal_error_rate)}",
        f"Calibration error (ECE)     {found.ece:.4f}  cross-fitted by character",
        f"Brier score                 {found.brier:.4f}  cross-fitted by character",
    ]
    return "\n".join(lines)


def _embeddings(
    pairs: Sequence[LabelledPair],
    embedder: Embedder | None,
    perturb: bool,
    backdrop: int | None,
    processes: int | None,
    seed: int,
) -> dict[Path, Embedding]:
    paths = sorted({path for pair in pairs for path in (pair.a, pair.b)})
    count = processes or os.cpu_count() or 1
    job = partial(
        _embedded, embedder or EmbeddedEmbedder(), perturb=perturb, backdrop=backdrop, seed=seed
    )
    if embedder is not None or count == 1 or len(paths) < 64:
        return {path: job(path) for path in paths}
    context = get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_one_thread) as pool:
        return dict(zip(paths, pool.map(job, paths, chunksize=32), strict=True))


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _embedded(
    embedder: Embedder, path: Path, *, perturb: bool, backdrop: int | None, seed: int
) -> Embedding:
    picture = decode(path.read_bytes())
    if perturb:
        own = crc32(f"{path.parent.name}/{path.name}".encode())
        picture = perturbed(picture, np.random.default_rng([seed, own]), backdrop)
    return _without_pixels(embedder.embed(picture))


def _without_pixels(embedding: Embedding) -> Embedding:
    """What a similarity needs, small enough to send between processes."""
    measured = embedding.measured
    if measured is None:
        return embedding
    empty = np.zeros((1, 1, 4), dtype=np.uint8)
    figure = replace(
        measured.figure,
        lab=np.zeros((1, 1, 3), dtype=np.float32),
        mask=np.ones((1, 1), dtype=np.bool_),
        box=(0, 0, 1, 1),
    )
    return replace(embedding, measured=replace(measured, picture=empty, figure=figure))


def _auc_of(
    scores: NDArray[np.float64], labels: NDArray[np.bool_], false: NDArray[np.bool_]
) -> float | None:
    chosen = labels | false
    return roc_auc(scores[chosen], labels[chosen])


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
