"""Several figures in one picture, found by their pixels and held against references."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.backends.sketch.guides import PictureOrder, picture_svg
from tools.backends.sketch.raster import png_of
from tools.domain.reading import read_drawing
from tools.imaging.decoding import decode
from tools.imaging.ensemble_figures import assigned, figures_in, held_against
from tools.imaging.picture import Picture

KAI = "young man, spiky black hair, blue eyes, leather jacket"
YUKI = "young woman, long silver hair, violet eyes, lab coat, blue skirt"
RIN = "teenage girl, red twin tails, green eyes, school uniform"
EMBEDDER = EmbeddedEmbedder()


@cache
def drawn(*looks: str, scene: str = "", width: int = 640, height: int = 640) -> Picture:
    drawings = tuple(read_drawing({"description": look}, scene) for look in looks)
    order = PictureOrder(drawings=drawings, seed=3, width=width, height=height)
    return decode(png_of(picture_svg(order), width, height))


def alike(one: Picture, other: Picture) -> float:
    return EMBEDDER.similarity(EMBEDDER.embed(one), EMBEDDER.embed(other))


SCENE = {"scene": "standing in a forest", "width": 960, "height": 540}


def test_every_figure_is_found_from_left_to_right() -> None:
    picture = drawn(KAI, YUKI, RIN, **SCENE)
    figures = figures_in(picture, 3)
    middles = [(one.box[0] + one.box[2]) / 2 for one in figures]
    assert len(figures) == 3
    assert middles == sorted(middles)
    assert all(one.crop.shape[0] == one.box[3] - one.box[1] for one in figures)


def test_each_reference_gets_the_figure_that_shows_it_wherever_it_stands() -> None:
    references = [drawn(KAI), drawn(YUKI)]
    first = held_against(drawn(KAI, YUKI, **SCENE), references, alike)
    other = held_against(drawn(YUKI, KAI, **SCENE), references, alike)
    for held in (*first, *other):
        assert held.similarity is not None
        assert held.similarity > 0.5
        assert not held.confusable
    assert first[0].figure and first[1].figure and other[0].figure and other[1].figure
    assert first[0].figure.box[0] < first[1].figure.box[0]
    assert other[0].figure.box[0] > other[1].figure.box[0]


def test_a_character_who_is_not_in_the_picture_is_unlike_every_figure() -> None:
    picture = drawn(KAI, YUKI, **SCENE)
    held = held_against(picture, [drawn(KAI), drawn(RIN)], alike)
    assert held[0].similarity is not None
    assert held[0].similarity > 0.5
    assert held[1].similarity is None or held[1].similarity < 0.3


def test_two_references_of_one_look_are_too_alike_to_be_told_apart() -> None:
    picture = drawn(KAI, KAI, **SCENE)
    held = held_against(picture, [drawn(KAI), drawn(KAI)], alike)
    assert all(one.confusable for one in held)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ([[0.9, 0.8], [0.85, 0.1]], (1, 0)),
        ([[0.9, 0.1, 0.2], [0.2, 0.1, 0.7]], (0, 2)),
        ([[0.4], [0.6]], (None, 0)),
    ],
    ids=["the sum decides", "a figure too many", "a figure too few"],
)
def test_figures_are_given_out_so_that_all_fit_best(
    table: list[list[float]], columns: tuple[int | None, ...]
) -> None:
    assert assigned(np.array(table)) == columns


def test_no_picture_has_figures_where_none_are_expected() -> None:
    assert figures_in(drawn(KAI), 0) == ()
    assert held_against(drawn(KAI), [], alike) == ()
