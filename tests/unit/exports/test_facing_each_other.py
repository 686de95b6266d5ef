"""The combined preview shows who fights from where they face each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.exports.conftest import script_of
from tools.imaging.exports.preview import preview_of
from tools.imaging.exports.reel import Cell, Reel, Strip, Track


def _track(who: str, blue: int, facings: tuple[int, ...]) -> Track:
    """Each facing is a block in a colour of its own: red is the facing over two."""
    strips: list[Strip] = []
    for facing in facings:
        pixels = np.zeros((32, 32, 4), np.uint8)
        pixels[8:30, 12:18] = (facing // 2, 40, blue, 255)
        strips.append(Strip(cells=(Cell(pixels=pixels, pivot=(15.0, 30.0)),) * 8, facing=facing))
    return Track(who=who, name=who, script=script_of(), strips=tuple(strips))


@pytest.mark.parametrize(
    ("facings", "ahead", "back"),
    [
        ((0, 90, 180, 270), 90, 270),
        ((45, 135, 225, 315), 45, 225),
        (tuple(range(0, 360, 45)), 90, 270),
    ],
)
def test_of_several_facings_the_two_that_look_at_each_other_are_shown(
    facings: tuple[int, ...], ahead: int, back: int
) -> None:
    tracks = (_track("instigator", 10, facings), _track("responder", 200, facings))
    film = preview_of(Reel(title="Two", tracks=tracks, loops=False))
    seen = {tuple(int(v) for v in color) for color in film.frames[0].reshape(-1, 4) if color[3]}
    assert seen == {(ahead // 2, 40, 10, 255), (back // 2, 40, 200, 255)}
