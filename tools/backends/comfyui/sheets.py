"""Sprite sheets by ComfyUI: the whole sheet as one picture, over the rig's poses and sprites."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tools.domain.animation.sheet_words import background_words, style_words, view_words
from tools.imaging.decoding import UnreadablePictureError, decode, encode_png
from tools.imaging.picture import Picture
from tools.imaging.sheets.packing import sheet_shape
from tools.imaging.sheets.paging import Page, pages_of, rows_of, stacked
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.guiding import Guides
from tools.ports.rendering import (
    BackendRejectedError,
    Capability,
    Progress,
    Readiness,
    Reference,
    Renderer,
    RenderRequest,
    RenderResult,
)

CELL_PX = 256
"""The least side of a cell: below it a model's figures have no faces."""
SIDE_MOST = 2048
_NEEDED: frozenset[Capability] = frozenset({"image_to_image", "pose"})
"""One of these makes a model keep to the grid."""
_UNWANTED = (
    "grid lines, borders, frames, text, numbers, watermark, shadows on the ground, scenery, "
    "gradient background, cropped figures, overlapping figures"
)


_LOOSE, _TIGHT = 0.75, 0.55
"""How far a picture goes from the layout that it begins with (0 keeps it, 1 forgets it): with a
pose that holds the figures, and without one."""
_NO_REFERENCE = (
    "The reference picture was not used: no server can hold a character to it and keep the layout."
)


@dataclass(frozen=True, kw_only=True)
class _Grid:
    columns: int
    rows: int
    cell_px: int
    pages: tuple[Page, ...]


class ComfySheets:
    """Draws sheets with the picture renderer of the ComfyUI servers.

    Each picture holds whole rows of cells at least 256 pixels wide and is at most `side_most`
    pixels a side; it is drawn over the skeletons and the embedded renderer's sprites.
    """

    def __init__(self, renderer: Renderer, *, side_most: int = SIDE_MOST) -> None:
        self._renderer = renderer
        self._side_most = side_most
        self._drawing: dict[str, str] = {}

    @property
    def name(self) -> str:
        return self._renderer.name

    @property
    def sheet_abilities(self) -> SheetAbilities:
        return SheetAbilities(
            sources=frozenset({"definition", "picture"}),
            perspectives=frozenset({"side", "front", "top_down", "isometric"}),
            turns=True,
            styles=frozenset({"pixel", "smooth"}),
            wants_guides=True,
            least_cell_px=CELL_PX,
        )

    async def ready(self) -> Readiness:
        """As the servers are, where they can draw over a picture or a pose."""
        found = await self._renderer.ready()
        if found.ok and not found.capabilities & _NEEDED:
            return Readiness(
                ok=False,
                capabilities=found.capabilities,
                detail="no server can draw over a picture or after a pose",
                advice="Install a checkpoint on a ComfyUI server.",
            )
        return found

    def price_usd(self, request: SheetRequest) -> float:
        grid = self._grid(request)
        return sum(self._renderer.price_usd(_bare(request, grid, page)) for page in grid.pages)

    async def render_sheet(self, request: SheetRequest, progress: Progress | None = None) -> Sheet:
        """Draw one sheet, in as few pictures as it takes.

        Cells are those of the guides. Without guides the poses are left to the model, and a note
        says so. Raises what the renderer raises, and `BackendRejectedError` without frames, for a
        guide that cannot be read and a picture of another size than was asked for.
        """
        if not request.frames:
            raise BackendRejectedError("A sheet needs at least one frame.")
        grid = self._grid(request)
        able = (await self._renderer.ready()).capabilities
        guides = await asyncio.to_thread(_guide_pages, request, grid)
        drawn: list[RenderResult] = []
        try:
            for index, page in enumerate(grid.pages):
                asked = _bare(request, grid, page)
                if guides:
                    asked = _over(asked, guides[index], able)
                asked = replace(asked, key=_page_key(request.key, index))
                told = _within(progress, index, len(grid.pages))
                drawn.append(await self._drawn(request.key, asked, told))
        except Exception:
            self._drawing.pop(request.key, None)
            raise
        self._drawing.pop(request.key, None)
        return await asyncio.to_thread(_sheet, self.name, request, grid, drawn)

    async def _drawn(
        self, key: str, asked: RenderRequest, progress: Progress | None
    ) -> RenderResult:
        """One picture that keeps the layout: one that a server began with the reference instead,
        for want of another way to use it, is drawn again without the reference."""
        self._drawing[key] = asked.key
        result = await self._renderer.render(asked, progress)
        if asked.guides is None or result.parameters.get("initial") != "reference":
            return result
        bare = replace(asked, references=(), key=f"{asked.key}/layout" if asked.key else "")
        self._drawing[key] = bare.key
        return await self._renderer.render(bare, progress)

    async def stop(self, key: str) -> None:
        """End the picture that is, or was when waiting was given up, drawn for this sheet."""
        await self._renderer.stop(self._drawing.pop(key, _page_key(key, 0)))

    def _grid(self, request: SheetRequest) -> _Grid:
        count, given = len(request.frames), request.guides
        if given is not None:
            columns, rows, cell = given.columns, given.rows, given.cell_px
        else:
            cell = max(CELL_PX, request.cell_px)
            columns = min(sheet_shape(max(1, count))[0], max(1, self._side_most // cell))
            rows = -(-max(1, count) // columns)
        try:
            pages = pages_of(
                count, columns=columns, rows=rows, cell_px=cell, side_most=self._side_most
            )
        except ValueError as error:
            raise BackendRejectedError(f"The sheet is too large for a model: {error}.") from error
        return _Grid(columns=columns, rows=rows, cell_px=cell, pages=pages)


def _bare(request: SheetRequest, grid: _Grid, page: Page) -> RenderRequest:
    """One page as a picture, without its guides."""
    return RenderRequest(
        definition=request.definition or {},
        prompt=_words(request, grid, page),
        negative_prompt=_UNWANTED,
        palette=request.palette,
        seed=request.seed,
        width=grid.columns * grid.cell_px,
        height=page.rows * grid.cell_px,
        references=request.references,
    )


def _over(asked: RenderRequest, guides: Guides, able: frozenset[Capability]) -> RenderRequest:
    """The page over its guides. Models that edit references are shown the layout as one, too.

    How much of the layout is given up follows from what else holds it, unless the character's
    own settings say.
    """
    rendering = asked.definition.get("rendering") or {}
    if isinstance(rendering, Mapping):
        denoise = _LOOSE if "pose" in able else _TIGHT
        rendering = {"denoise": denoise, **rendering}
    rough = Reference(sha256=hashlib.sha256(guides.rough).hexdigest(), data=guides.rough)
    held = bool(asked.references) and "identity_reference" in able
    return replace(
        asked,
        definition={**asked.definition, "rendering": rendering},
        guides=guides,
        references=(*asked.references, rough) if held else (),
    )


def _words(request: SheetRequest, grid: _Grid, page: Page) -> str:
    parts = (
        "sprite sheet",
        f"{page.frames} frames of the same character",
        f"uniform grid of {grid.columns} columns and {page.rows} rows",
        request.prompt,
        "full body in every cell",
        view_words(request.perspective, request.facing),
        style_words(request.style),
        background_words(request.key_color),
        "no shadows, no text, no lines between cells",
    )
    return ", ".join(part for part in parts if part)


def _page_key(key: str, index: int) -> str:
    """A request without a key has none on any page: else all such would share one job."""
    return f"{key}/{index}" if key and index else key


def _within(progress: Progress | None, index: int, count: int) -> Progress | None:
    """The progress of one page as that of the sheet."""
    if progress is None:
        return None

    async def told(done: float, words: str) -> None:
        step = f"{words}, picture {index + 1} of {count}" if count > 1 else words
        await progress((index + min(1.0, max(0.0, done))) / count, step)

    return told


def _guide_pages(request: SheetRequest, grid: _Grid) -> list[Guides] | None:
    """Each page's part of the guides. Raises `BackendRejectedError`."""
    given = request.guides
    if given is None:
        return None
    pose, rough = (_read(png, "guide", grid.columns, grid.rows, grid.cell_px)
                   for png in (given.pose, given.rough))  # fmt: skip
    return [
        Guides(
            pose=encode_png(rows_of(pose, page, grid.cell_px)),
            rough=encode_png(rows_of(rough, page, grid.cell_px)),
        )
        for page in grid.pages
    ]


def _read(png: bytes, what: str, columns: int, rows: int, cell_px: int) -> Picture:
    try:
        pixels = decode(png)
    except UnreadablePictureError as error:
        raise BackendRejectedError(f"The {what} of the sheet cannot be read: {error}") from error
    if pixels.shape[:2] != (rows * cell_px, columns * cell_px):
        height, width = pixels.shape[:2]
        raise BackendRejectedError(
            f"The {what} of the sheet has {width}x{height} pixels, not "
            f"{columns * cell_px}x{rows * cell_px}."
        )
    return pixels


def _sheet(name: str, request: SheetRequest, grid: _Grid, drawn: Sequence[RenderResult]) -> Sheet:
    pages = [
        _read(result.png, "picture", grid.columns, page.rows, grid.cell_px)
        for page, result in zip(grid.pages, drawn, strict=True)
    ]
    notes = dict.fromkeys(note for result in drawn for note in result.notes)
    if request.references and not all(result.parameters.get("identity") for result in drawn):
        notes[_NO_REFERENCE] = None
    if request.guides is None:
        notes["Nothing supplied the poses: the model was told of them in words alone."] = None
    first = drawn[0]
    return Sheet(
        png=first.png if len(pages) == 1 else encode_png(stacked(pages)),
        columns=grid.columns,
        rows=grid.rows,
        cell_px=grid.cell_px,
        backend=name,
        model=first.model,
        undrawn=tuple(dict.fromkeys(word for result in drawn for word in result.undrawn)),
        parameters={
            "pictures": [
                {
                    "rows": page.rows,
                    "frames": page.frames,
                    "prompt": result.prompt,
                    "negative_prompt": result.negative_prompt,
                    **result.parameters,
                }
                for page, result in zip(grid.pages, drawn, strict=True)
            ],
            "guided": request.guides is not None,
        },
        cost_usd=_sum([result.cost_usd for result in drawn]),
        notes=tuple(notes),
    )


def _sum(costs: Sequence[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known else None
