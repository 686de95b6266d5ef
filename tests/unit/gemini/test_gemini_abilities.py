"""Which ratio and size of a model serve a picture best."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.backends.gemini.abilities import abilities_of
from tools.backends.gemini.painting import IMAGE_MODEL
from tools.backends.gemini.prices import price_of

FLASH = abilities_of("gemini-3.1-flash-image")
SIDES = st.integers(64, 2048)


@pytest.mark.parametrize(
    ("width", "height", "ratio"),
    [
        (1024, 1024, "1:1"),
        (1920, 1080, "16:9"),
        (720, 1280, "9:16"),
        (1000, 1010, "1:1"),
        (1200, 800, "3:2"),
        (2048, 64, "8:1"),
        (64, 256, "1:4"),
    ],
)
def test_the_nearest_ratio_is_asked_for(width: int, height: int, ratio: str) -> None:
    assert FLASH.ratio_for(width, height) == ratio


@given(width=SIDES, height=SIDES)
def test_no_other_ratio_loses_less(width: int, height: int) -> None:
    def lost(ratio: str) -> float:
        across, down = (int(n) for n in ratio.split(":"))
        shape = (across / down) / (width / height)
        return 1 - min(shape, 1 / shape)

    chosen = lost(FLASH.ratio_for(width, height))
    assert chosen <= min(lost(ratio) for ratio in FLASH.ratios) + 1e-9


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (64, 64, "1K"),
        (1024, 1024, "1K"),
        (1344, 768, "1K"),
        (1025, 1200, "2K"),
        (2048, 2048, "2K"),
        (2048, 1700, "2K"),
    ],
)
def test_the_smallest_size_is_asked_for_that_need_not_be_enlarged(
    width: int, height: int, size: str
) -> None:
    ratio = FLASH.ratio_for(width, height)
    assert FLASH.size_for(width, height, ratio).name == size


def test_what_is_cut_away_counts_for_the_size() -> None:
    flash = abilities_of("gemini-3-pro-image")
    assert flash.ratio_for(2048, 400) == "21:9"
    assert flash.size_for(2048, 400, "21:9").name == "2K"


def test_a_model_of_one_size_gives_what_it_has() -> None:
    older = abilities_of("gemini-2.5-flash-image")
    assert older.size_for(2048, 2048, "1:1").name == "1K"
    assert not older.chooses_size
    assert older.pictures_most == 3


def test_a_preview_is_taken_for_what_became_of_it() -> None:
    assert abilities_of("gemini-3.1-flash-image-preview") == FLASH


def test_a_model_that_is_not_listed_is_taken_for_the_least() -> None:
    unknown = abilities_of("gemini-9-image")
    assert not unknown.listed
    assert unknown.pictures_most == 3
    assert not unknown.chooses_size


def test_the_default_model_is_listed_with_its_price() -> None:
    assert abilities_of(IMAGE_MODEL).listed
    price = price_of(IMAGE_MODEL)
    assert price and price.image
