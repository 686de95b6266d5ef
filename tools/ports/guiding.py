"""What the rig supplies to models that draw: a pose, whose pixels are whose, a rough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tools.ports.animating import SheetRequest
    from tools.ports.rendering import RenderRequest


@dataclass(frozen=True, kw_only=True)
class Guides:
    """PNG bytes, all of the request's size.

    `pose` is an OpenPose picture (18 body keypoints on black), `rough` the embedded renderer's
    own drawing. `masks` are white on black: for each part of the figure (`hair face torso legs
    feet prop` …) its pixels, and for each character `figure-1`, `figure-2` … from left to right.
    """

    pose: bytes
    rough: bytes
    masks: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, kw_only=True)
class SheetGuides:
    """PNG bytes of one picture of uniform cells, in the grid that the sheet shall have.

    `pose` shows the skeleton of every frame on black, `rough` the embedded renderer's sprites on
    the request's key colour.
    """

    pose: bytes
    rough: bytes
    columns: int
    rows: int
    cell_px: int


class Guide(Protocol):
    """Draws guides from the same rig as the embedded pictures and sprites."""

    async def guides(self, request: RenderRequest) -> Guides:
        """Raises `BackendRejectedError` or `BackendDownError`."""
        ...

    async def sheet_guides(
        self, request: SheetRequest, *, cell_px: int | None = None
    ) -> SheetGuides:
        """The guides of a sheet, in cells of `cell_px` (the request's if left out).

        Raises `BackendRejectedError` or `BackendDownError`.
        """
        ...
