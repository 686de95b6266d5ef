"""Sprite sheets by Gemini: redrawn cell by cell after the rig's layout, from reference pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tools.backends.gemini.drawing import Drawn, drawn
from tools.backends.gemini.failures import costing
from tools.backends.gemini.painting import GeminiPainter
from tools.backends.gemini.sheet_orders import (
    CELL_PX,
    Grid,
    fitted,
    grid_of,
    page_order,
    page_price_usd,
)
from tools.imaging.decoding import encode_png
from tools.imaging.picture import Picture
from tools.imaging.sheets.paging import stacked
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.rendering import (
    BackendError,
    BackendRejectedError,
    Progress,
    Readiness,
    Usage,
)


class GeminiSheets:
    """Draws sheets with the painter's model, each picture paid for.

    A picture holds whole rows of at most 16 cells. The guides lie in the upper left of a canvas of
    a ratio that the model has, so that nothing of the grid is cut away.
    """

    def __init__(self, painter: GeminiPainter) -> None:
        self._painter = painter

    @property
    def name(self) -> str:
        return self._painter.name

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
        return await self._painter.ready()

    def price_usd(self, request: SheetRequest) -> float:
        """The most that all pictures of the sheet may cost, guides supplied or not."""
        grid = grid_of(request)
        model = self._painter.model
        return sum(page_price_usd(model, request, grid, page) for page in grid.pages)

    async def render_sheet(self, request: SheetRequest, progress: Progress | None = None) -> Sheet:
        """Draw one sheet, in as few pictures as it takes.

        Without guides the poses are told in words, and a note says so. Raises
        `BackendRejectedError`, `BackendBusyError` or `BackendDownError`, with what all pictures
        drawn so far cost.
        """
        if not request.frames:
            raise BackendRejectedError("A sheet needs at least one frame.")
        grid = grid_of(request)
        made: list[Drawn] = []
        pages: list[Picture] = []
        for index, page in enumerate(grid.pages):
            if progress:
                await progress(index / len(grid.pages), f"picture {index + 1}")
            try:
                order = await asyncio.to_thread(
                    page_order, self._painter.model, request, grid, page
                )
                made.append(await drawn(self._painter.client, self._painter.model, order))
                pages.append(await asyncio.to_thread(fitted, made[-1].picture, order, grid, page))
            except BackendError as error:
                raise _with_costs_before(error, made) from error.__cause__
        return await asyncio.to_thread(self._sheet, request, grid, made, pages)

    async def stop(self, key: str) -> None:
        """Nothing to do: cancelling the call ends it, and Google keeps no job."""

    def _sheet(
        self, request: SheetRequest, grid: Grid, made: Sequence[Drawn], pages: Sequence[Picture]
    ) -> Sheet:
        notes: list[str] = []
        if request.guides is None:
            notes.append("Nothing supplied the poses: the model was told of them in words alone.")
        if any(one.cost_usd is None for one in made):
            notes.append("What this sheet cost is not known; it is booked at the most.")
        return Sheet(
            png=encode_png(stacked(pages)),
            columns=grid.columns,
            rows=grid.rows,
            cell_px=grid.cell_px,
            backend=self.name,
            model=self._painter.model,
            parameters={
                "pictures": [
                    {"rows": page.rows, "frames": page.frames, "said": one.said, **one.parameters}
                    for page, one in zip(grid.pages, made, strict=True)
                ],
                "prompt": request.prompt,
                "guided": request.guides is not None,
            },
            cost_usd=_costs(made),
            usage=_usage(made),
            notes=tuple(notes),
        )


def _with_costs_before(error: BackendError, made: Sequence[Drawn]) -> BackendError:
    """The failure of a later picture, with what those before it cost."""
    if not made:
        return error
    before = _costs(made)
    known = None if before is None or error.cost_usd is None else before + error.cost_usd
    return costing(error, known, _added(_usage(made), error.usage))


def _costs(made: Sequence[Drawn]) -> float | None:
    """None where one of them is not known."""
    known = [one.cost_usd for one in made if one.cost_usd is not None]
    return sum(known) if len(known) == len(made) else None


def _usage(made: Sequence[Drawn]) -> Usage | None:
    total: Usage | None = None
    for one in made:
        total = _added(total, one.usage)
    return total


def _added(one: Usage | None, other: Usage | None) -> Usage | None:
    if one is None or other is None:
        return one or other
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
    )
