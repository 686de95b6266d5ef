"""The CLIP embedder, of the extra `clip`: open_clip with weights that are really there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from PIL import Image

from tools.backends.embedders.torchvision_ops import import_torchvision
from tools.imaging.measured import Measured, measure
from tools.imaging.picture import Floats, Picture, floats
from tools.ports.embedding import EmbedderUnavailableError, Embedding

MODEL = "ViT-B-32"
PRETRAINED = "laion2b_s34b_b79k"
_INSTALL = "Install the extra with `pip install echo-director[clip]`."
_BACKDROP = 127
"""Grey behind the figure, so that the setting does not speak."""


class ClipEmbedder:
    """One space a model and its weights; never random weights."""

    def __init__(
        self, model: Any, preprocess: Callable[[Image.Image], Any], tokenize: Any, *, space: str
    ) -> None:
        self._model = model
        self._preprocess = preprocess
        self._tokenize = tokenize
        self._space = space
        self._lock = Lock()
        probe = np.full((8, 8, 4), 255, dtype=np.uint8)
        self._dimensions = len(self._picture_vector(probe))

    @property
    def space(self) -> str:
        return self._space

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, picture: Picture) -> Embedding:
        """The figure, cut out and put before grey, as CLIP sees it."""
        measured = measure(picture)
        return Embedding(
            space=self._space,
            vector=self._picture_vector(_cut_out(measured)),
            measured=measured,
        )

    def similarity(self, first: Embedding, second: Embedding) -> float:
        """The cosine, cut at 0. CLIP's cosines of unlike figures are high too: calibrate."""
        return max(0.0, min(1.0, float(first.vector @ second.vector)))

    def embed_text(self, text: str) -> Floats:
        """The words as a vector of length 1; what lies beyond CLIP's 77 tokens is cut off."""
        with self._lock, _torch().inference_mode():
            features = self._model.encode_text(self._tokenize([text]))
        return _unit(features)

    def _picture_vector(self, picture: Picture) -> Floats:
        image = Image.fromarray(picture).convert("RGB")
        with self._lock, _torch().inference_mode():
            features = self._model.encode_image(self._preprocess(image).unsqueeze(0))
        return _unit(features)


def load_clip(source: str | None = None) -> ClipEmbedder:
    """The embedder with the weights at `source`, else `ECHO_DIRECTOR_CLIP`, else the default.

    `source` is a folder with `open_clip_config.json` and weights, as open_clip's `local-dir:`
    reads it. The default weights come from the hub's cache, or from the hub itself unless
    `HF_HUB_OFFLINE` is set. Raises `EmbedderUnavailableError` with what to do.
    """
    try:
        import_torchvision()
        open_clip: Any = import_module("open_clip")
    except ImportError as error:
        raise EmbedderUnavailableError(f"CLIP is not installed. {_INSTALL}") from error
    folder = source or os.environ.get("ECHO_DIRECTOR_CLIP")
    if folder:
        return _load_folder(open_clip, Path(folder))
    try:
        model, _, preprocess = open_clip.create_model_and_transforms(MODEL, pretrained=PRETRAINED)
    except (RuntimeError, OSError, ValueError) as error:
        raise EmbedderUnavailableError(
            f"CLIP's weights {MODEL} {PRETRAINED} are not in the cache and cannot be fetched. "
            "Fetch them once with a network, or point ECHO_DIRECTOR_CLIP to a folder of weights."
        ) from error
    return ClipEmbedder(
        model.eval(),
        preprocess,
        open_clip.get_tokenizer(MODEL),
        space=f"clip-{MODEL}-{PRETRAINED}".lower(),
    )


def _load_folder(open_clip: Any, folder: Path) -> ClipEmbedder:
    config = folder / "open_clip_config.json"
    weights = [*folder.glob("open_clip_*.safetensors"), *folder.glob("open_clip_*.bin")]
    if not config.is_file() or not weights:
        raise EmbedderUnavailableError(
            f"ECHO_DIRECTOR_CLIP points to {folder}, which does not hold an open_clip_config.json "
            "beside open_clip_model.safetensors or open_clip_pytorch_model.bin."
        )
    name = f"local-dir:{folder}"
    try:
        model, _, preprocess = open_clip.create_model_and_transforms(name, require_pretrained=True)
        tokenize = open_clip.get_tokenizer(name)
    except (RuntimeError, OSError, ValueError, KeyError) as error:
        raise EmbedderUnavailableError(f"The weights in {folder} do not load: {error}") from error
    return ClipEmbedder(model.eval(), preprocess, tokenize, space=_local_space(config, weights[0]))


def _torch() -> Any:
    return import_module("torch")


def _local_space(config: Path, weights: Path) -> str:
    """A name that changes with the weights, so that two spaces never meet."""
    model = json.loads(config.read_text(encoding="utf-8")).get("model_cfg", {})
    digest = sha256(weights.read_bytes()).hexdigest()[:12]
    return f"clip-local-{model.get('embed_dim', 'unknown')}-{digest}"


def _cut_out(measured: Measured) -> Picture:
    """The figure's bounds on a square, grey where the figure is not."""
    figure, picture = measured.figure, measured.picture
    height, width = picture.shape[:2]
    mask = cv2.resize(
        figure.mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR
    )
    mask = floats(mask) * floats(picture[:, :, 3]) / 255
    left, top, right, bottom = (round(edge * figure.scale) for edge in figure.box)
    cut = picture[top:bottom, left:right, :3] * mask[top:bottom, left:right, None]
    cut = cut + _BACKDROP * (1 - mask[top:bottom, left:right, None])
    side = max(cut.shape[:2])
    square = np.full((side, side, 4), _BACKDROP, dtype=np.uint8)
    down, across = (side - cut.shape[0]) // 2, (side - cut.shape[1]) // 2
    square[down : down + cut.shape[0], across : across + cut.shape[1], :3] = cut
    square[:, :, 3] = 255
    return square


def _unit(features: Any) -> Floats:
    vector = floats(features[0].float().cpu().numpy())
    return floats(vector / max(float(np.linalg.norm(vector)), 1e-9))
