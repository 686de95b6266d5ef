"""Drawings of a clip put together from the scenery and the figures' cels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.clip.plan import Cel, ClipPlan
from tools.backends.sketch.clip.scenery import Pixels, decoded

Frame = NDArray[np.uint8]
"""Height x width x 3, RGB."""
_NEARER, _PANNED = 0.16, 0.12
"""How much closer the camera comes, and how much wider than the clip what it pans over is."""


@dataclass(frozen=True, kw_only=True)
class _Sparse:
    """A layer that is mostly clear: the places of its pixels, their colours and their alpha."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    color: NDArray[np.float32]
    alpha: NDArray[np.float32]


@dataclass(frozen=True)
class Composer:
    """Puts `drawings` drawings together, each as it is asked for."""

    plan: ClipPlan
    drawings: int

    def rounds(self, drawing: int) -> tuple[int, ...]:
        """Which moment of its round each figure shows in a drawing."""
        return tuple(drawing % count for count in self.plan.rounds)

    def frame(self, drawing: int, cels: Sequence[Cel]) -> Frame:
        """The finished drawing; `cels` are those of `rounds`, in order."""
        gone = self._gone(drawing)
        canvas = np.array(self._gone_by(self._back, gone))
        self._fall(canvas, self._behind, drawing)
        for at in self.plan.from_back:
            cel = cels[at]
            _lay(canvas, decoded(cel.png), cel.left, cel.top)
        if self._front is not None:
            _lay(canvas, self._gone_by(self._front, gone), 0, 0)
        self._fall(canvas, self._before, drawing)
        return self._seen(canvas, drawing)

    @cached_property
    def _back(self) -> Frame:
        return _there_and_back(decoded(self.plan.scenery.back)[:, :, :3], self._moves)

    @cached_property
    def _front(self) -> Pixels | None:
        front = self.plan.scenery.front
        return None if front is None else _there_and_back(decoded(front), self._moves)

    @cached_property
    def _behind(self) -> tuple[_Sparse, ...]:
        return tuple(_sparse(decoded(png)) for png in self.plan.scenery.behind)

    @cached_property
    def _before(self) -> tuple[_Sparse, ...]:
        return tuple(_sparse(decoded(png)) for png in self.plan.scenery.before)

    @property
    def _moves(self) -> bool:
        return abs(self.plan.steps_px[-1]) > 0.5

    def _gone(self, drawing: int) -> int:
        """How far the ground has gone by, in pixels."""
        steps = self.plan.steps_px
        rounds, index = divmod(drawing, max(1, len(steps) - 1))
        return round(rounds * steps[-1] + steps[index])

    def _gone_by(self, picture: Pixels, gone: int) -> Pixels:
        """What is seen of a picture that the ground carries past."""
        if not self._moves:
            return picture
        width = picture.shape[1] // 2
        return np.roll(picture, -gone, axis=1)[:, :width]

    def _fall(self, canvas: Frame, layers: Sequence[_Sparse], drawing: int) -> None:
        if not layers:
            return
        layer = layers[drawing % len(layers)]
        height, width = canvas.shape[:2]
        down, right = self.plan.scenery.falls_px
        sway = round(0.6 * right * math.sin(drawing / 7.0) * 3) if right else 0
        rows = (layer.rows + down * drawing) % height
        columns = (layer.columns + right * drawing + sway) % width
        under = canvas[rows, columns].astype(np.float32)
        mixed = under + (layer.color - under) * layer.alpha
        canvas[rows, columns] = np.rint(mixed).astype(np.uint8)

    def _seen(self, canvas: Frame, drawing: int) -> Frame:
        """What the camera shows of the whole drawing."""
        if self.plan.move == "still" or self.drawings < 2:
            return canvas
        place = drawing / (self.drawings - 1)
        way = place * place * (3 - 2 * place)
        height, width = canvas.shape[:2]
        if self.plan.move in ("push_in", "pull_back"):
            nearer = 1.0 + _NEARER * (way if self.plan.move == "push_in" else 1.0 - way)
            left, top = width / 2 * (1 - 1 / nearer), 0.42 * height * (1 - 1 / nearer)
        else:
            nearer = 1.0 + _PANNED
            across = way if self.plan.move == "pan_right" else 1.0 - way
            left, top = across * width * (1 - 1 / nearer), 0.6 * height * (1 - 1 / nearer)
        lens = np.array([[nearer, 0.0, -left * nearer], [0.0, nearer, -top * nearer]])
        seen = cv2.warpAffine(
            canvas, lens, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(seen, dtype=np.uint8)


def _there_and_back(picture: Pixels, moves: bool) -> Pixels:
    """The picture and its mirror image side by side, so that it goes by without an end."""
    return np.concatenate((picture, picture[:, ::-1]), axis=1) if moves else picture


def _lay(canvas: Frame, cel: Pixels, left: int, top: int) -> None:
    """The cel over the canvas, in place."""
    rows, columns = np.nonzero(cel[:, :, 3].any(axis=1))[0], np.nonzero(cel[:, :, 3].any(axis=0))[0]
    if not rows.size:
        return
    upper, lower, first, last = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    cut = cel[upper:lower, first:last]
    under = canvas[top + upper : top + lower, left + first : left + last]
    alpha = cut[:, :, 3:].astype(np.uint16)
    mixed = cut[:, :, :3] * alpha + under * (255 - alpha)
    under[:] = ((mixed + 127) // 255).astype(np.uint8)


def _sparse(picture: Pixels) -> _Sparse:
    rows, columns = np.nonzero(picture[:, :, 3])
    found = picture[rows, columns].astype(np.float32)
    return _Sparse(
        rows=rows, columns=columns, color=found[:, :3], alpha=found[:, 3:] / np.float32(255.0)
    )
