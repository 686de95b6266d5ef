"""Cloth on a round body: the part of a surface between two angles, as the camera sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tools.backends.sketch.figure.geometry import Curve, loop
from tools.backends.sketch.figure.paint import SHADOW_SIDE, fill
from tools.backends.sketch.figure.surface import Array, Silhouette, Surface
from tools.backends.sketch.tones import tone
from tools.domain.rig import Camera

Edge = float | Callable[[Array], Array]
"""An angle u in degrees, the same at all heights or by height v."""


@dataclass(frozen=True)
class Shell:
    """A surface before a camera, from which panels, bands and shadows are cut."""

    surface: Surface
    camera: Camera

    @cached_property
    def seen(self) -> Silhouette:
        """The edges that the camera sees."""
        return self.surface.seen(self.camera)

    def at(self, u: Array | list[float], v: Array | list[float]) -> Curve:
        """Points of the surface in the picture; hidden ones are brought to the visible edge."""
        heights = np.asarray(v, dtype=float)
        angles = self.clamped(np.asarray(u, dtype=float), heights)
        return self.on(angles, heights)

    def on(self, u: Array, v: Array) -> Curve:
        """Points of the surface in the picture, hidden or not."""
        return self.camera.project(self.surface.points(u, v))[:, :2]

    def visible(self, v: Array) -> tuple[Array, Array]:
        """The least and the greatest visible angle at these heights."""
        return np.interp(v, self.seen.v, self.seen.low), np.interp(v, self.seen.v, self.seen.high)

    def clamped(self, u: Array, v: Array) -> Array:
        """The angles, brought into what is visible at these heights."""
        low, high = self.visible(v)
        middle = (low + high) / 2
        near = middle + (u - middle + 180.0) % 360.0 - 180.0
        return np.clip(near, low, high)

    def shows(self, u: Array, v: Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of these points the camera sees."""
        low, high = self.visible(v)
        middle = (low + high) / 2
        near = middle + (u - middle + 180.0) % 360.0 - 180.0
        return (near > low - 1e-6) & (near < high + 1e-6)

    def panels(
        self, start: Edge = -180.0, end: Edge = 180.0, top: float | None = None,
        bottom: float | None = None, window: tuple[Array, Array] | None = None,
    ) -> list[str]:  # fmt: skip
        """Paths of the visible parts of the panel from `start` to `end` degrees around.

        `end` is greater than `start`; both may exceed 180. `window` narrows what is visible,
        ring by ring. None, one or two paths.
        """
        v = self.surface.v
        if top is not None or bottom is not None:
            low = v[0] if top is None else top
            high = v[-1] if bottom is None else bottom
            v = np.concatenate(([low], v[(v > low) & (v < high)], [high]))
        first, last = _edge(start, v), _edge(end, v)
        least, most = window or (self.seen.low, self.seen.high)
        seen_low = np.interp(v, self.seen.v, least)
        seen_high = np.interp(v, self.seen.v, most)
        paths: list[str] = []
        whole = float(np.min(last - first)) >= 360.0
        for turn in (0.0,) if whole else (-360.0, 0.0, 360.0):
            left = seen_low if whole else np.maximum(seen_low, first + turn)
            right = seen_high if whole else np.minimum(seen_high, last + turn)
            if float(np.max(right - left)) > 1.5:
                crossed = left > right
                nearer = np.where(first + turn > seen_high, seen_high, seen_low)
                left = np.where(crossed, nearer, left)
                right = np.where(crossed, nearer, right)
                paths.append(self._path(v, left, right))
        return paths

    def fills(
        self, color: str, start: Edge = -180.0, end: Edge = 180.0, *,
        ink: str = "", shadow: float | None = 0.62, top: float | None = None,
        bottom: float | None = None, shade: str = "shade",
    ) -> str:  # fmt: skip
        """The panel in a colour with its cel shadow, which begins `shadow` of the way across."""
        out = [fill(path, color, ink) for path in self.panels(start, end, top, bottom)]
        if shadow is not None:
            dark = self.panels(start, end, top, bottom, self.dark_window(shadow))
            out += [fill(path, tone(color, shade)) for path in dark]
        return "".join(out)

    def arc(self, v: float, start: float = -180.0, end: float = 180.0, count: int = 15) -> Curve:
        """The visible part of the ring at a height, from low to high u."""
        heights = np.full(count, v)
        low = float(np.interp(v, self.seen.v, self.seen.low))
        high = float(np.interp(v, self.seen.v, self.seen.high))
        if end - start < 360.0:
            middle = (low + high) / 2
            turn = 360.0 * round((middle - (start + end) / 2) / 360.0)
            low, high = max(low, start + turn), min(high, end + turn)
        angles = np.linspace(low, max(low, high), count)
        return self.camera.project(self.surface.points(angles, heights))[:, :2]

    def ellipse(self, v: float) -> Curve:
        """The whole ring at a height, hidden part too, shape (20, 2)."""
        angles = np.linspace(-180.0, 180.0, 21)[:-1]
        return self.camera.project(self.surface.points(angles, np.full(20, v)))[:, :2]

    def dark_window(self, share: float) -> tuple[Array, Array]:
        """The visible angles that lie in shadow, from `share` of the way to the dark edge."""
        across = self.seen.right - self.seen.left
        length = np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-6)
        to_right = float(np.mean((across / length[:, None]) @ SHADOW_SIDE)) >= 0
        low, high = self.seen.low, self.seen.high
        along = np.linspace(0.0, 1.0, len(low))
        bend = 0.04 * np.cos(np.pi * 2 * along) - 0.025 * np.sin(7 * along)
        angle = np.arcsin(np.clip(2 * (share + bend) - 1, -1, 0.94))
        offset = np.degrees(angle) / 90.0 * (high - low) / 2
        middle = (low + high) / 2
        if to_right == self._right_is_high():
            return middle + offset, high
        return low, middle - offset

    def _right_is_high(self) -> bool:
        top = len(self.surface.v) // 2
        v = np.full(1, self.surface.v[top])
        high = self.camera.project(self.surface.points(np.full(1, self.seen.high[top]), v))[0, :2]
        gap_right = float(np.hypot(*(high - self.seen.right[top])))
        gap_left = float(np.hypot(*(high - self.seen.left[top])))
        return gap_right <= gap_left

    def _path(self, v: Array, left: Array, right: Array) -> str:
        share = np.linspace(0.0, 1.0, 9)[1:-1]
        bottom = left[-1] + (right[-1] - left[-1]) * share
        top = right[0] + (left[0] - right[0]) * share
        project, points = self.camera.project, self.surface.points
        down = project(points(left, v))[:, :2]
        low = project(points(bottom, np.full(len(share), v[-1])))[:, :2]
        up = project(points(right, v))[::-1, :2]
        high = project(points(top, np.full(len(share), v[0])))[:, :2]
        return loop(
            down, np.vstack((down[-1:], low, up[:1])), up, np.vstack((up[-1:], high, down[:1]))
        )


def _edge(edge: Edge, v: Array) -> Array:
    return edge(v) if callable(edge) else np.full(len(v), float(edge))
