"""Sprite sheets, drawn by whatever backend can: the request, the result, what it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from tools.domain.animation.kinds import Perspective, SpriteStyle
from tools.domain.animation.script import AnimationFrame
from tools.ports.guiding import SheetGuides
from tools.ports.rendering import Progress, Readiness, Reference, Usage

SheetSource = Literal["definition", "picture"]
"""What a backend draws from: the character's definition, or a picture of it."""


@dataclass(frozen=True, kw_only=True)
class SheetRequest:
    """One sheet: these frames of one character, seen from one side.

    `definition` is as in `RenderRequest`; `picture` the reference picture's bytes as uploaded,
    `joints` its joints in pixels of that picture where somebody corrected them. `facing` is the
    way that the figure faces in degrees: 0 to the viewer, 90 to the picture's right, 180 away,
    270 to the left. `cell_px` is the side of a cell, 64 to 512. `key_color` is what the
    background shall be, `#rrggbb`. `palette` holds the colours that the sprite is locked to.
    `key` is as in `RenderRequest`. `guides`, `references` (canonical pictures of the character)
    and `prompt` (what the character looks like, in words) are for models.
    """

    frames: tuple[AnimationFrame, ...]
    perspective: Perspective
    facing: float
    cell_px: int
    style: SpriteStyle
    key_color: str
    definition: Mapping[str, Any] | None = None
    picture: bytes | None = None
    joints: Mapping[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]]
    )
    palette: tuple[str, ...] = ()
    seed: int = 0
    key: str = ""
    guides: SheetGuides | None = None
    references: tuple[Reference, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """PNG bytes of a sheet of uniform cells, left to right, top to bottom.

    The background is the key colour, or transparent where the backend knows the alpha of soft
    edges. `exact` says that every figure stands in its cell as it should, so that there is no
    jitter to take out. `undrawn` are words or parts that the backend could not draw.
    """

    png: bytes
    columns: int
    rows: int
    cell_px: int
    backend: str
    model: str
    exact: bool = False
    undrawn: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cost_usd: float | None = None
    usage: Usage | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetAbilities:
    """What a backend declares: its sources, and the perspectives and facings that it can show."""

    sources: frozenset[SheetSource]
    perspectives: frozenset[Perspective]
    turns: bool
    """Whether it can show the character from sides that the picture does not show."""
    styles: frozenset[SpriteStyle]
    wants_guides: bool = False
    """Whether it draws over `SheetRequest.guides`, and wants references and a prompt."""
    least_cell_px: int = 64
    """The least side of the cells that it draws well; its guides are made so large."""


@runtime_checkable
class SpriteRenderer(Protocol):
    """One backend that draws sheets."""

    @property
    def name(self) -> str: ...

    @property
    def sheet_abilities(self) -> SheetAbilities: ...

    async def ready(self) -> Readiness:
        """What it can do now; asks a remote server at most every few seconds. Never raises."""
        ...

    def price_usd(self, request: SheetRequest) -> float:
        """The most that the sheet may cost; 0 where nothing is paid."""
        ...

    async def render_sheet(self, request: SheetRequest, progress: Progress | None = None) -> Sheet:
        """Draw one sheet.

        Raises `BackendRejectedError`, `BackendBusyError`, `BackendDownError` or
        `BackendStoppedError`. Cancelling gives up waiting; `stop` ends the work itself.
        """
        ...

    async def stop(self, key: str) -> None:
        """End the work on the request of this key, wherever it is done; nothing where there is
        none. Never raises."""
        ...
