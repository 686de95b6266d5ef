"""Colours of a picture held against the bible's palette and a character's traits."""

from __future__ import annotations

import numpy as np
import pytest

from tools.domain.animation.measures import ColorShare
from tools.domain.bible_fit import BibleFit, bible_fit
from tools.domain.consistency import Region
from tools.imaging.measured import measure
from tools.imaging.region_colors import region_colors

SIZES = {Region.OUTFIT: 0.4, Region.LEGS: 0.2}


def fit(palette: list[str], traits: dict[str, str] | None = None, **colors: str) -> BibleFit:
    shown = {Region(name): [ColorShare(color=color, share=1)] for name, color in colors.items()}
    return bible_fit(shown, SIZES, palette, traits or {})


def test_a_colour_of_the_palette_is_at_no_distance() -> None:
    found = fit(["#c02030", "#ffffff"], outfit="#c02030").palette
    assert found is not None
    assert (found.distance, found.outside) == (pytest.approx(0), 0)


def test_the_distance_grows_with_the_colour_and_its_share_of_the_figure() -> None:
    near, far = fit(["#c02030"], outfit="#d04050"), fit(["#c02030"], outfit="#20c040")
    assert near.palette is not None
    assert far.palette is not None
    assert near.palette.distance < far.palette.distance
    assert far.palette.outside == 1
    both = fit(["#c02030"], outfit="#20c040", legs="#c02030").palette
    assert both is not None
    assert both.outside == pytest.approx(0.4 / 0.6)


def test_skin_eyes_and_natural_hair_are_free_of_the_palette_and_dyed_hair_is_not() -> None:
    assert fit(["#c02030"], skin="#e0b090", eyes="#20c040", hair="#302018").palette is None
    dyed = bible_fit(
        {Region.HAIR: [ColorShare(color="#10d040", share=1)]}, {Region.HAIR: 0.1}, ["#c02030"], {}
    )
    assert dyed.palette is not None
    assert dyed.palette.outside == 1


def test_without_a_palette_or_a_chosen_colour_there_is_no_distance() -> None:
    assert fit([], outfit="#c02030").palette is None
    assert fit(["#c02030"]).palette is None


def test_a_trait_fits_where_the_picture_shows_its_colour_and_not_where_it_shows_another() -> None:
    silver = {"hair": "long silver hair"}
    (good,) = fit([], silver, hair="#c4c8cc").traits
    (bad,) = fit([], silver, hair="#c02030").traits
    assert good.fits
    assert not bad.fits
    assert good.distance < bad.distance
    assert "silver" in fit([], silver, hair="#c02030").reasons[0]


def test_a_garment_is_looked_for_where_it_is_worn() -> None:
    traits = {"outfit": "red jacket, blue trousers"}
    found = fit([], traits, outfit="#b01828", legs="#2040c0")
    assert {one.region for one in found.traits} == {Region.OUTFIT, Region.LEGS}
    assert all(one.fits for one in found.traits)
    swapped = fit([], traits, outfit="#2040c0", legs="#b01828")
    assert not any(one.fits for one in swapped.traits)


def test_the_light_of_a_scene_does_not_take_a_colour_away() -> None:
    (dimmed,) = fit([], {"outfit": "cream kimono"}, outfit="#82777a").traits
    assert dimmed.fits


def test_what_pixels_cannot_tell_is_listed() -> None:
    found = fit([], {"hair": "silver hair", "voice": "deep"}, outfit="#000000")
    assert found.traits == ()
    assert found.not_measured == ("hair", "voice")


def test_the_colours_of_a_region_come_from_its_pixels() -> None:
    def figure(shirt: tuple[int, int, int]) -> np.ndarray:
        pixels = np.zeros((200, 80, 4), np.uint8)
        pixels[10:50, 25:55] = (*(230, 180, 150), 255)
        pixels[50:120, 20:60] = (*shirt, 255)
        pixels[120:195, 25:55] = (30, 30, 120, 255)
        return pixels

    red, green = (region_colors(measure(figure(shirt))) for shirt in ((200, 20, 30), (20, 160, 40)))
    assert red[Region.OUTFIT].colors[0].color != green[Region.OUTFIT].colors[0].color
    assert red[Region.LEGS].colors[0].color == green[Region.LEGS].colors[0].color
    assert 0.2 < red[Region.OUTFIT].size < 0.7
