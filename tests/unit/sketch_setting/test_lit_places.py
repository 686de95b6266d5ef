"""Places in another light: darker around, paler, or with a glow behind the figures."""

from __future__ import annotations

import numpy as np
import pytest

from tools.backends.sketch.raster import png_of
from tools.backends.sketch.setting import draw_setting
from tools.domain.staging import Light, Scene
from tools.imaging.decoding import decode

_SIDE = 96


def light_of(light: Light) -> np.ndarray:
    """The lightness (0 to 255) of every pixel of the place alone."""
    place = draw_setting(Scene(setting="forest", light=light), 3)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}"'
        f' viewBox="0 0 1024 1024">{place.back}</svg>'
    )
    return decode(png_of(svg, _SIDE, _SIDE))[..., :3].mean(axis=2)


def test_dramatic_light_leaves_the_edges_dark_and_the_middle_as_it_was() -> None:
    plain, dramatic = light_of("natural"), light_of("dramatic")
    corner, middle = np.s_[:16, :16], np.s_[40:56, 40:56]
    assert dramatic[corner].mean() < 0.75 * plain[corner].mean()
    assert abs(dramatic[middle].mean() - plain[middle].mean()) < 4


def test_soft_light_takes_contrast_away() -> None:
    assert light_of("soft").std() < 0.9 * light_of("natural").std()


def test_light_from_behind_glows_in_the_middle() -> None:
    plain, backlit = light_of("natural"), light_of("backlit")
    assert backlit[36:60, 36:60].mean() > plain[36:60, 36:60].mean() + 8


@pytest.mark.parametrize(("light", "rim"), [("soft", 0.0), ("dramatic", 0.9), ("backlit", 1.0)])
def test_the_light_falls_on_the_rim_of_figures(light: Light, rim: float) -> None:
    assert draw_setting(Scene(setting="forest", light=light), 3).light.rim_strength == rim


def test_natural_light_changes_nothing() -> None:
    named = draw_setting(Scene(setting="forest", light="natural"), 3)
    assert named == draw_setting(Scene(setting="forest"), 3)
    assert "lit-" not in named.back
