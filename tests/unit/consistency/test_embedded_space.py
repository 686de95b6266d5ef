"""The embedded space on sprites of our own: what moves a figure's numbers, and what does not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from evals.consistency.perturbation import perturbed
from evals.training.chibi import Chibi, drawn
from tools.backends.embedders.embedded import SPACE, EmbeddedEmbedder
from tools.domain.consistency import Region
from tools.imaging.anatomy import Zone
from tools.imaging.decoding import decode, encode_png
from tools.imaging.picture import Picture
from tools.imaging.search_vector import DIMENSIONS, wished_vector
from tools.ports.embedding import Embedding
from tools.studio.comparing import compare

EMBEDDER = EmbeddedEmbedder()
MIRA = Chibi(
    skin=(236, 188, 150), hair=(150, 40, 170), eyes=(60, 90, 190), cut=1, top=(60, 150, 160),
    trim=(240, 240, 240), sleeves=True, vest=None, legs=(90, 60, 40), skirt=False,
    feet=(40, 40, 48), gloves=None, belt=None, hat=None, beard=False, width=1.0,
)  # fmt: skip
RED_HAIR = replace(MIRA, hair=(190, 40, 30))
OTHER_CLOTHES = replace(MIRA, top=(230, 190, 60), legs=(60, 60, 160))


def shown(who: Chibi, facing: str = "down", act: str = "stand", seed: int = 0) -> Picture:
    return drawn(who, facing, act, np.random.default_rng(seed))  # type: ignore[arg-type]


def embedded(picture: Picture) -> Embedding:
    return EMBEDDER.embed(picture)


@pytest.fixture(scope="module")
def mira() -> Embedding:
    return embedded(shown(MIRA))


def on_backdrop(picture: Picture, color: tuple[int, int, int]) -> Picture:
    cover = picture[:, :, 3:].astype(np.float32) / 255
    filled = picture[:, :, :3] * cover + np.array(color) * (1 - cover)
    return np.dstack([filled.astype(np.uint8), np.full(picture.shape[:2], 255, np.uint8)])


def test_a_vector_has_length_one_and_the_size_that_is_stored(mira: Embedding) -> None:
    assert mira.space == SPACE
    assert mira.vector.shape == (DIMENSIONS,) == (512,)
    assert float(np.linalg.norm(mira.vector)) == pytest.approx(1, abs=1e-5)
    assert all(abs(float(np.linalg.norm(part)) - 1) < 1e-5 for part in mira.regions.values())


def test_an_uploaded_copy_has_the_same_vector_to_the_last_bit(mira: Embedding) -> None:
    assert (embedded(decode(encode_png(shown(MIRA)))).vector == mira.vector).all()


def mirrored(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[:, ::-1])


def larger(picture: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, (384, 384), interpolation=cv2.INTER_LINEAR), np.uint8)


def elsewhere(picture: Picture) -> Picture:
    return on_backdrop(picture, (190, 205, 215))


def dimmed(picture: Picture) -> Picture:
    return np.dstack([(picture[:, :, :3] * 0.85).astype(np.uint8), picture[:, :, 3]])


@pytest.mark.parametrize("way", [mirrored, larger, elsewhere, dimmed])
def test_what_is_no_change_of_the_design_hardly_moves_the_similarity(
    mira: Embedding, way: object
) -> None:
    candidate = shown(MIRA, "right", "walk", 1)
    before = EMBEDDER.similarity(mira, embedded(candidate))
    after = EMBEDDER.similarity(mira, embedded(way(candidate)))  # type: ignore[operator]
    assert abs(before - after) < 0.06


def test_the_order_of_two_pictures_does_not_matter_much(mira: Embedding) -> None:
    other = embedded(shown(OTHER_CLOTHES, "left"))
    forth, back = EMBEDDER.similarity(mira, other), EMBEDDER.similarity(other, mira)
    assert abs(forth - back) < 0.08


def test_another_pose_from_behind_is_more_alike_than_another_hair_or_outfit(
    mira: Embedding,
) -> None:
    rng = np.random.default_rng(5)
    behind = EMBEDDER.similarity(mira, embedded(perturbed(shown(MIRA, "up", "walk"), rng)))
    for other in (RED_HAIR, OTHER_CLOTHES):
        changed = EMBEDDER.similarity(mira, embedded(perturbed(shown(other), rng)))
        assert behind > changed + 0.2


def test_a_comparison_names_what_changed_and_its_colours() -> None:
    found = compare(shown(MIRA), shown(RED_HAIR, "down", "walk"), EMBEDDER)
    hair = next(one for one in found.regions if one.region is Region.HAIR)
    outfit = next(one for one in found.regions if one.region is Region.OUTFIT)
    assert hair.drifted
    assert hair.reference_place is not None
    assert not outfit.drifted
    assert found.reasons[0].startswith("hair: #")


def test_without_a_calibration_there_is_no_score() -> None:
    found = compare(shown(MIRA), shown(MIRA, "up"), EMBEDDER)
    assert found.score is None
    assert found.calibration == "none"
    assert found.similarity > 0.5


def test_wishes_for_colours_find_the_figure_that_has_them(mira: Embedding) -> None:
    wish = wished_vector({Zone.CROWN: "#9628aa"})
    red = embedded(shown(RED_HAIR))
    assert float(wish @ mira.vector) > float(wish @ red.vector) + 0.1


def test_a_search_for_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one colour"):
        wished_vector({})
