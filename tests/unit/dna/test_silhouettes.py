"""What pixels say of a figure: proportions, what stands out, colours, how many there are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tools.domain.animation.measures import Measures
from tools.domain.validation.shades import distance
from tools.imaging.picture import Picture
from tools.imaging.silhouette import measure_silhouette

Measuring = Callable[[str], Measures]


def test_an_adult_is_six_and_a_half_heads_tall(measured: Measuring) -> None:
    assert measured("plain").head_to_body == pytest.approx(6.5, rel=0.12)


def test_a_child_has_fewer_heads_than_an_adult(measured: Measuring) -> None:
    assert measured("child").head_to_body == pytest.approx(4.8, rel=0.15)


def test_a_sprite_is_two_to_three_heads_tall(measured: Measuring) -> None:
    assert 1.9 < (measured("sprite").head_to_body or 0) < 3.2


def test_a_stocky_trunk_is_wider_than_a_slim_one(measured: Measuring) -> None:
    stocky, slim = measured("stocky"), measured("slim")
    assert stocky.trunk and slim.trunk and stocky.massiveness and slim.massiveness
    assert stocky.trunk > slim.trunk * 1.05
    assert stocky.massiveness > slim.massiveness


def test_a_blade_that_stands_out_is_metal(measured: Measuring) -> None:
    weapon = measured("swordsman").weapon
    assert weapon is not None
    assert weapon.metallic
    assert 0.15 < weapon.length < 0.6
    assert weapon.thickness < 0.05


def test_a_spear_is_as_long_as_the_body_and_upright(measured: Measuring) -> None:
    weapon = measured("lancer").weapon
    assert weapon is not None
    assert weapon.length > 0.7
    assert weapon.angle > 80


@pytest.mark.parametrize("name", ["plain", "stocky", "slim", "child", "bare", "sprite"])
def test_empty_hands_are_no_weapon(measured: Measuring, name: str) -> None:
    assert measured(name).weapon is None


def test_a_weapon_does_not_change_how_tall_the_body_is(measured: Measuring) -> None:
    plain, lancer = measured("plain"), measured("lancer")
    assert lancer.head_to_body == pytest.approx(plain.head_to_body, rel=0.08)


def test_clothes_are_among_the_dominant_colors_and_the_backdrop_is_not(
    measured: Measuring, pictures: dict[str, Picture]
) -> None:
    dominant = [one.color for one in measured("plain").dominant]
    for cloth in ("#c02a2a", "#2f57b0"):
        assert min(distance(cloth, color) for color in dominant) < 0.1
    corner = "#" + "".join(f"{v:02x}" for v in pictures["plain"][2, 2, :3])
    shares = {one.color: one.share for one in measured("plain").palette}
    assert sum(s for c, s in shares.items() if distance(c, corner) < 0.03) < 0.05


def test_colors_come_most_frequent_first_and_stay_the_same(pictures: dict[str, Picture]) -> None:
    first = measure_silhouette(pictures["plain"])
    again = measure_silhouette(pictures["plain"].copy())
    assert first == again
    shares = [one.share for one in first.palette]
    assert shares == sorted(shares, reverse=True)
    assert len(first.palette) <= 16
    assert len(first.dominant) <= 8


def test_pixel_art_keeps_its_exact_colors() -> None:
    picture = np.zeros((64, 64, 4), dtype=np.uint8)
    picture[8:24, 24:40] = (240, 200, 160, 255)
    picture[24:44, 26:38] = (180, 30, 40, 255)
    picture[44:58, 26:38] = (40, 40, 90, 255)
    palette = {one.color for one in measure_silhouette(picture).palette}
    assert palette == {"#f0c8a0", "#b41e28", "#28285a"}


def test_two_that_stand_apart_are_two(pictures: dict[str, Picture]) -> None:
    one = pictures["sprite"]
    both = np.hstack([one, one])
    measures = measure_silhouette(both)
    assert measures.figures == 2
    assert not measures.readable


def test_a_portrait_has_no_measure_of_its_legs(measured: Measuring) -> None:
    portrait = measured("portrait")
    assert portrait.cropped
    assert (portrait.head_to_body, portrait.trunk, portrait.spread) == (None, None, None)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 2), (96, 64)])
@pytest.mark.parametrize("fill", [0, 200, 255])
def test_a_blank_picture_has_nobody_and_no_colors(shape: tuple[int, int], fill: int) -> None:
    picture = np.full((*shape, 4), fill, dtype=np.uint8)
    measures = measure_silhouette(picture)
    assert (measures.figures, measures.palette, measures.weapon) == (0, (), None)


def test_noise_is_measured_without_an_invented_weapon() -> None:
    rng = np.random.default_rng(5)
    picture = rng.integers(0, 256, (96, 96, 4)).astype(np.uint8)
    picture[:, :, 3] = 255
    assert measure_silhouette(picture).weapon is None
