"""The eye of a setting: metres in the place to pixels of the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tools.backends.sketch.setting.sheet import Point

GROUND_Y = 940.0
"""Where the figure's feet stand."""
_FIGURE_AT = 2.0
_NEAREST = 0.9


@dataclass(frozen=True)
class Camera:
    """A pinhole looking straight ahead; at 2 m, where the figure stands, 1 m is 500 px.

    `horizon` is the height of the vanishing point in pixels, `middle` its x. Points are
    (right, up, ahead) in metres from the ground under the eye.
    """

    horizon: float = 560.0
    middle: float = 512.0
    focal: float = 1000.0

    @property
    def eye(self) -> float:
        """The height of the eye in metres, such that feet at 2 m stand on `GROUND_Y`."""
        return (GROUND_Y - self.horizon) * _FIGURE_AT / self.focal

    def at(self, right: float, up: float, ahead: float) -> Point:
        """Where a point of the place is in the picture."""
        scale = self.focal / max(ahead, _NEAREST)
        return self.middle + right * scale, self.horizon - (up - self.eye) * scale

    def scale(self, ahead: float) -> float:
        """Pixels per metre at that distance."""
        return self.focal / max(ahead, _NEAREST)

    def shape(self, points: Iterable[tuple[float, float, float]]) -> list[Point]:
        """A polygon of the place."""
        return [self.at(*point) for point in points]

    def side(
        self, right: float, up: tuple[float, float], ahead: tuple[float, float]
    ) -> list[Point]:
        """An upright rectangle along the line of sight (a piece of a side wall)."""
        (low, high), (near, far) = up, ahead
        return self.shape(
            ((right, low, near), (right, high, near), (right, high, far), (right, low, far))
        )

    def facing(
        self, right: tuple[float, float], up: tuple[float, float], ahead: float
    ) -> list[Point]:
        """An upright rectangle that faces the eye."""
        (left, end), (low, high) = right, up
        return self.shape(
            ((left, low, ahead), (left, high, ahead), (end, high, ahead), (end, low, ahead))
        )

    def flat(
        self, right: tuple[float, float], up: float, ahead: tuple[float, float]
    ) -> list[Point]:
        """A level rectangle (floor, ceiling, table top)."""
        (left, end), (near, far) = right, ahead
        return self.shape(((left, up, near), (left, up, far), (end, up, far), (end, up, near)))
