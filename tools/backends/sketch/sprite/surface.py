"""Places on the surface of the trunk: bands, patches, lines and dots of what is worn on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.backends.sketch.sprite.puppet import Puppet, Ring, band, lofted, trunk_ring
from tools.backends.sketch.sprite.shapes import Points, Shape, ellipse, united
from tools.backends.sketch.sprite.volume import rounded

PART = "trunk"


class Face:
    """Places on the surface of a layer of the trunk, painted on it where the viewer sees them."""

    def __init__(self, puppet: Puppet, pad: float, order: float) -> None:
        self._puppet, self._pad, self._order = puppet, pad, order

    def ring(self, place: float) -> Ring:
        return trunk_ring(self._puppet, place, self._pad)

    def band(
        self, top: float, low: float, start: float, end: float, ramp: str, tone: int = 0
    ) -> list[Shape]:
        outline = band(self._puppet, self.ring(top), self.ring(low), start, end)
        if outline is None:
            return []
        flat = Shape(
            outline=outline, ramp=ramp, part=PART, tone=tone, order=self._order, clipped=True
        )
        wide = self._puppet.px(2 * self._puppet.chibi.rig.chest_half)
        if end - start < 300:
            return [flat]
        dark = flat.moved(0.0, 0.0)
        edge = self._edge(dark, wide)
        return [flat, *edge]

    def _edge(self, shape: Shape, wide: float) -> list[Shape]:
        """The right end of a band that goes round, in shade."""
        right = shape.outline[:, 0].max()
        outline = shape.outline.copy()
        outline[:, 0] = np.maximum(outline[:, 0], right - 0.24 * wide)
        return [
            Shape(
                outline=outline, ramp=shape.ramp, part=PART, tone=max(-2, shape.tone - 1),
                order=shape.order, clipped=True,
            )
        ]  # fmt: skip

    def patch(self, places: Sequence[tuple[float, float]], ramp: str, tone: int = 0) -> list[Shape]:
        """A polygon with corners at (place, degrees), where most of it faces the viewer."""
        points, seen = self._points(places)
        if seen * 2 < len(places):
            return []
        return [
            Shape(outline=points, ramp=ramp, part=PART, tone=tone, order=self._order, clipped=True)
        ]

    def line(
        self, places: Sequence[tuple[float, float]], ramp: str, tone: int, wide: float
    ) -> list[Shape]:
        """A line `wide` hundredths wide through (place, degrees), where it faces the viewer."""
        points, seen = self._points(places)
        if seen * 2 < len(places):
            return []
        return [
            Shape(
                outline=points, ramp=ramp, part=PART, tone=tone, order=self._order, clipped=True,
                width=self._puppet.px(wide),
            )
        ]  # fmt: skip

    def dot(self, place: float, degrees: float, ramp: str, size: float = 3.0) -> list[Shape]:
        points, seen = self._points([(place, degrees)])
        if not seen:
            return []
        x, y = points[0].tolist()
        radius = max(0.72, self._puppet.px(size))
        return [
            Shape(
                outline=ellipse((x, y), radius), ramp=ramp, part=PART, tone=1, order=self._order,
                clipped=True,
            )
        ]  # fmt: skip

    def collar(self, ramp: str, pad: float) -> list[Shape]:
        """A ring round the neck."""
        low, puppet = trunk_ring(self._puppet, 0.06, pad), self._puppet
        up = -puppet.frame("chest")[:, 1] * (6.0 + pad * 0.6)
        base = Ring(
            middle=low.middle,
            left=puppet.frame("chest")[:, 0] * (puppet.chibi.rig.neck_half + 4.0 + pad),
            front=puppet.frame("chest")[:, 2] * (puppet.chibi.rig.neck_half + 4.0 + pad),
        )
        upper = Ring(middle=base.middle + up, left=base.left * 0.92, front=base.front * 0.92)
        outline, more = united(lofted(puppet, [base, upper]))
        shape = Shape(outline=outline, more=more, ramp=ramp, part="collar", order=self._order + 6.0)
        return rounded(shape, puppet.px(2 * (14 + pad)))

    def _points(self, places: Sequence[tuple[float, float]]) -> tuple[Points, int]:
        points, seen = [], 0
        for place, degrees in places:
            ring = self.ring(place)
            angle = np.array([float(degrees)])
            points.append(ring.at(angle)[0])
            seen += int(float(ring.outward(angle)[0] @ self._puppet.view) > 0.0)
        return self._puppet.dots(np.array(points))[:, :2], seen
