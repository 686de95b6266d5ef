"""What Gemini is asked for of one page of a sheet, and its cells in what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np

from tools.backends.gemini.abilities import Abilities, abilities_of
from tools.backends.gemini.drawing import Order, price_usd
from tools.domain.animation.sheet_words import background_words, style_words, view_words
from tools.imaging.decoding import UnreadablePictureError, decode, encode_png
from tools.imaging.picture import Picture
from tools.imaging.sheets.packing import sheet_shape
from tools.imaging.sheets.paging import Page, pages_of, rows_of
from tools.ports.animating import SheetRequest
from tools.ports.rendering import BackendRejectedError

CELL_PX, SIDE_MOST, CELLS_MOST = 256, 2048, 16
"""The least side of a cell, and the most of a picture: more figures grow ever less alike."""
_SHAPE_LOST = 0.08
"""How far a picture's ratio may be off before its figures are squeezed beyond use."""
_TEXT_MOST, _POSE_MOST = 4_000, 300
_GUIDES = 2
_REFERENCE, _LAYOUT, _SKELETONS = "Reference:", "Layout guide:", "Skeletons of the same poses:"


@dataclass(frozen=True, kw_only=True)
class Grid:
    columns: int
    rows: int
    cell_px: int
    pages: tuple[Page, ...]


def grid_of(request: SheetRequest) -> Grid:
    """That of the guides, else the squarest. Raises `BackendRejectedError`."""
    count, given = max(1, len(request.frames)), request.guides
    cell = given.cell_px if given else max(CELL_PX, request.cell_px)
    columns = given.columns if given else min(sheet_shape(count)[0], SIDE_MOST // cell)
    rows = given.rows if given else -(-count // columns)
    try:
        pages = pages_of(
            count,
            columns=columns,
            rows=rows,
            cell_px=cell,
            side_most=SIDE_MOST,
            cells_most=CELLS_MOST,
        )
    except ValueError as error:
        raise BackendRejectedError(f"The sheet is too large for a model: {error}.") from error
    return Grid(columns=columns, rows=rows, cell_px=cell, pages=pages)


def page_order(model: str, request: SheetRequest, grid: Grid, page: Page) -> Order:
    """One page. Raises `BackendRejectedError` for guides that cannot be used."""
    bare = _bare(model, request, grid, page)
    pictures = _shown(request, grid, page, (bare.width, bare.height))
    return replace(bare, pictures=pictures[: abilities_of(model).pictures_most])


def page_price_usd(model: str, request: SheetRequest, grid: Grid, page: Page) -> float:
    """The most that a page may cost, with guides, which may be made after the price is asked."""
    bare = _bare(model, request, grid, page)
    pictures = len(request.references) + _GUIDES
    return price_usd(
        model, words=bare.words, pictures=pictures, width=bare.width, height=bare.height
    )


def _bare(model: str, request: SheetRequest, grid: Grid, page: Page) -> Order:
    width, height = _canvas(abilities_of(model), grid, page)
    data = _data(request, grid, page)
    return Order(
        instruction=_instruction(), data=data, width=width, height=height, seed=request.seed
    )


def _canvas(abilities: Abilities, grid: Grid, page: Page) -> tuple[int, int]:
    """The smallest canvas around the page's cells in a ratio that the model has."""
    wide, high = grid.columns * grid.cell_px, page.rows * grid.cell_px
    sizes: list[tuple[int, int]] = []
    for ratio in abilities.ratios:
        across, down = (int(part) for part in ratio.split(":"))
        scale = max(wide / across, high / down)
        sizes.append((max(wide, round(across * scale)), max(high, round(down * scale))))
    return min(sizes, key=lambda size: size[0] * size[1])


def _shown(
    request: SheetRequest, grid: Grid, page: Page, canvas: tuple[int, int]
) -> list[tuple[str, bytes]]:
    """The pictures, the most needed first. Raises `BackendRejectedError`."""
    references = [(_REFERENCE, one.data) for one in request.references]
    if (given := request.guides) is None:
        return references
    key = tuple(bytes.fromhex(request.key_color.removeprefix("#")))
    layout = (_LAYOUT, _on_canvas(given.rough, grid, page, canvas, key))
    skeletons = (_SKELETONS, _on_canvas(given.pose, grid, page, canvas, (0, 0, 0)))
    return [*references[:1], layout, skeletons, *references[1:]]


def _on_canvas(
    png: bytes, grid: Grid, page: Page, canvas: tuple[int, int], around: tuple[int, ...]
) -> bytes:
    """The page's part of a guide in the upper left of the canvas."""
    try:
        whole = decode(png)
    except UnreadablePictureError as error:
        raise BackendRejectedError(f"A guide of the sheet cannot be read: {error}") from error
    part = rows_of(whole, page, grid.cell_px)
    width, height = canvas
    if part.shape[:2] != (page.rows * grid.cell_px, grid.columns * grid.cell_px):
        raise BackendRejectedError("A guide of the sheet has not the grid that it is said to have.")
    out = np.empty((height, width, 4), dtype=np.uint8)
    out[:] = (*around, 255)
    out[: part.shape[0], : part.shape[1]] = part
    return encode_png(out)


def fitted(picture: Picture, order: Order, grid: Grid, page: Page) -> Picture:
    """The page's cells of a picture, at their size; its ratio is nearly that of the canvas."""
    came = picture.shape[1] / picture.shape[0]
    if abs(came / (order.width / order.height) - 1) > _SHAPE_LOST:
        raise BackendRejectedError(
            f"Gemini's picture of the sheet has {picture.shape[1]}x{picture.shape[0]} pixels, "
            f"not the ratio of {order.width}x{order.height} that was asked for.",
            code="SHEET_UNUSABLE",
        )
    shrinks = picture.shape[1] > order.width
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    whole = cv2.resize(picture, (order.width, order.height), interpolation=way)
    own = whole[: page.rows * grid.cell_px, : grid.columns * grid.cell_px]
    return np.ascontiguousarray(own, dtype=np.uint8)


def _data(request: SheetRequest, grid: Grid, page: Page) -> Mapping[str, Any]:
    first = page.first_row * grid.columns
    frames = request.frames[first : first + page.frames]
    data = {
        "grid": {"columns": grid.columns, "rows": page.rows, "figures": page.frames},
        "frames": [
            {"cell": at, "phase": frame.phase, "pose": frame.pose_description[:_POSE_MOST]}
            for at, frame in enumerate(frames, 1)
        ],
        "character": request.prompt[:_TEXT_MOST],
        "view": view_words(request.perspective, request.facing),
        "style": style_words(request.style),
        "palette": list(request.palette),
        "background": background_words(request.key_color),
    }
    return {key: value for key, value in data.items() if value}


@cache
def _instruction() -> str:
    return files("prompts").joinpath("sheet.txt").read_text("utf-8").rstrip()
