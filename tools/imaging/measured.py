"""A picture with its figure found and described, so that nothing is measured twice."""

from __future__ import annotations

from dataclasses import dataclass

from tools.imaging.description import Description, describe
from tools.imaging.foreground import Figure, figure_in
from tools.imaging.picture import Picture


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What is known of one picture from its pixels alone."""

    picture: Picture
    figure: Figure
    description: Description


def measure(picture: Picture) -> Measured:
    """Find and describe the picture's figure."""
    figure = figure_in(picture)
    return Measured(picture=picture, figure=figure, description=describe(figure))
