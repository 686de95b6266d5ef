"""Changing one thing about a character changes that thing and leaves the rest as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.backends.sketch.regions import Region, region_masks
from tools.domain.look import Garment, Look, Prop
from tools.domain.staging import Drawing

SIDE = 160


def _hair(look: Look, **update: str) -> Look:
    return look.model_copy(update={"hair": look.hair.model_copy(update=update)})


def _eyes(look: Look, **update: str) -> Look:
    return look.model_copy(update={"eyes": look.eyes.model_copy(update=update)})


def _garment(look: Look, kind: str, color: str) -> Look:
    garments = tuple(
        Garment(kind=worn.kind, color=color) if worn.kind == kind else worn
        for worn in look.garments
    )
    return look.model_copy(update={"garments": garments})


CHANGES: dict[str, tuple[Callable[[Look], Look], tuple[Region, ...]]] = {
    "hair colour": (lambda look: _hair(look, color="#e8d24a"), ("hair",)),
    "hair style": (lambda look: _hair(look, style="spiky"), ("hair", "face")),
    "left eye": (lambda look: _eyes(look, left="#20d040"), ("eyes",)),
    "jacket": (lambda look: _garment(look, "jacket", "#c02838"), ("torso",)),
    "jeans": (lambda look: _garment(look, "jeans", "#7a6a4a"), ("legs", "torso")),
    "shoes": (lambda look: _garment(look, "sneakers", "#c04040"), ("feet",)),
    "prop": (
        lambda look: look.model_copy(update={"prop": Prop(kind="bag")}),
        ("prop", "skin", "torso"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_shows_in_its_region_and_nowhere_else(
    name: str, hero: Drawing, picture: Callable[[Drawing], NDArray[np.int16]]
) -> None:
    change, regions = CHANGES[name]
    other = hero.model_copy(update={"look": change(hero.look)})
    masks = [region_masks(drawing, 5, SIDE, SIDE) for drawing in (hero, other)]
    inside = np.zeros((SIDE, SIDE), dtype=bool)
    for mask in masks:
        for region in regions:
            inside |= mask[region]
    near = _grown(inside)
    differs = np.abs(picture(hero) - picture(other)).max(axis=2) > 12
    assert differs[inside].any()
    assert 1.0 - differs[~near].mean() >= 0.998


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask with two pixels more all round, for the ink at its edge."""
    grown = mask.copy()
    for axis in (0, 1):
        for shift in (-2, -1, 1, 2):
            grown |= np.roll(mask, shift, axis)
    return grown


def test_every_pixel_belongs_to_one_region(hero: Drawing) -> None:
    masks = region_masks(hero, 5, SIDE, SIDE)
    assert (np.sum(list(masks.values()), axis=0) == 1).all()
    for region in ("hair", "face", "eyes", "torso", "legs", "feet", "background"):
        assert masks[region].any(), region
