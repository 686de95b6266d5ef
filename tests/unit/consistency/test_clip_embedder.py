"""The CLIP embedder on a tiny model saved by path: the real code, without the large weights."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.backends.embedders.clip import load_clip
from tools.ports.embedding import EmbedderUnavailableError

TINY = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
    "text_cfg": {
        "context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def open_clip() -> Any:
    pytest.importorskip("torch", reason="the extra `clip` is not installed")
    from tools.backends.embedders.torchvision_ops import import_torchvision

    import_torchvision()
    return pytest.importorskip("open_clip", reason="the extra `clip` is not installed")


@pytest.fixture
def folder(open_clip: Any, tmp_path: Path) -> Path:
    torch: Any = import_module("torch")
    torch.manual_seed(3)
    model = open_clip.CLIP(**TINY)
    config = {"model_cfg": TINY, "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.5] * 3}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    torch.save(model.state_dict(), tmp_path / "open_clip_pytorch_model.bin")
    return tmp_path


def picture(color: tuple[int, int, int]) -> np.ndarray:
    pixels = np.zeros((96, 64, 4), dtype=np.uint8)
    pixels[10:90, 20:44] = (*color, 255)
    return pixels


def test_weights_saved_by_path_give_unit_vectors_of_the_models_size(folder: Path) -> None:
    embedder = load_clip(str(folder))
    found = embedder.embed(picture((200, 30, 30)))
    assert embedder.dimensions == 32
    assert found.vector.shape == (32,)
    assert float(np.linalg.norm(found.vector)) == pytest.approx(1, abs=1e-4)
    assert embedder.similarity(found, found) == pytest.approx(1, abs=1e-4)


def test_the_same_weights_give_the_same_vectors_in_the_same_space(folder: Path) -> None:
    first, second = load_clip(str(folder)), load_clip(str(folder))
    one, other = (e.embed(picture((30, 90, 200))).vector for e in (first, second))
    assert first.space == second.space
    assert (one == other).all()


def test_words_are_put_beside_pictures(folder: Path) -> None:
    vector = load_clip(str(folder)).embed_text("a woman with red hair")
    assert vector.shape == (32,)


def test_a_folder_without_weights_is_refused_and_never_filled_with_chance(
    open_clip: Any, tmp_path: Path
) -> None:
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": TINY}))
    with pytest.raises(EmbedderUnavailableError, match="does not hold"):
        load_clip(str(tmp_path))


def test_without_its_library_clip_says_what_to_install() -> None:
    if find_spec("torch"):
        pytest.skip("the extra `clip` is installed")
    with pytest.raises(EmbedderUnavailableError, match=r"echo-director\[clip\]"):
        load_clip()
