"""Staged frames painted into the cells of a sheet."""

from __future__ import annotations

import cv2
import numpy as np

from tools.backends.cutout.puppet import Puppet
from tools.backends.cutout.staging import Shot, Staged
from tools.imaging.cutout.layers import Layer, carried
from tools.imaging.cutout.warping import Canvas, paint
from tools.imaging.oklab import from_hex, oklab
from tools.imaging.picture import Picture, floats
from tools.imaging.sheets.packing import sheet_shape

_OVERSAMPLED = 2
_CRUMB = 0.02
_PINHOLE = 0.006
"""The share of the figure's pixels up to which an enclosed gap is no gap of the drawing's."""


def painted_cell(
    puppet: Puppet, plan: Staged, shot: Shot, cell: int, *, grid: int, crisp: bool
) -> Picture:
    """One frame, cell x cell x 4, on nothing."""
    size = cell // grid if crisp else cell * _OVERSAMPLED
    factor = 1.0 if crisp else float(_OVERSAMPLED)
    canvas = Canvas(pixels=np.zeros((size, size, 4), dtype=np.uint8), crisp=crisp)
    for name, whole in shot.order:
        piece = puppet.pieces[name]
        corners = (shot.pieces[name].corners + np.array(shot.shift)) * plan.scale
        corners = (corners + np.array(plan.origin)) * factor
        texture = piece.layer.texture if whole else _shown(piece.layer)
        paint(canvas, texture, piece.layer.zoom, piece.mesh, corners)
    _close_pinholes(canvas.pixels)
    if puppet.whole:
        _drop_crumbs(canvas.pixels)
    if crisp:
        return _in_cell(canvas.pixels.repeat(grid, axis=0).repeat(grid, axis=1), cell)
    return _reduced(canvas.pixels, cell)


def locked(cells: list[Picture], colors: np.ndarray) -> list[Picture]:
    """The cells with every colour replaced by the nearest of `colors` (n x 3, sRGB)."""
    palette = oklab(colors.reshape(1, -1, 3).astype(np.uint8))[0]
    result: list[Picture] = []
    for cell in cells:
        shown = cell[:, :, 3] > 0
        used, index = np.unique(cell[shown][:, :3], axis=0, return_inverse=True)
        if len(used):
            lab = oklab(used.reshape(1, -1, 3))[0]
            nearest = ((lab[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
            cell = cell.copy()
            cell[shown, :3] = colors[nearest][index.ravel()]
        result.append(cell)
    return result


def on_nothing(cells: list[Picture], cell: int) -> Picture:
    """The sheet, left to right, top to bottom, with the figures' own alpha."""
    columns, rows = sheet_shape(len(cells))
    sheet = np.zeros((rows * cell, columns * cell, 4), dtype=np.uint8)
    for index, picture in enumerate(cells):
        y, x = index // columns * cell, index % columns * cell
        sheet[y : y + cell, x : x + cell] = picture
    return sheet


def on_key(cells: list[Picture], cell: int, key: str) -> Picture:
    """The sheet, left to right, top to bottom, on the key colour, which no figure's pixel has."""
    columns, rows = sheet_shape(len(cells))
    background = np.frombuffer(bytes.fromhex(key.removeprefix("#")), dtype=np.uint8)
    sheet = np.empty((rows * cell, columns * cell, 4), dtype=np.uint8)
    sheet[:, :, :3], sheet[:, :, 3] = background, 255
    for index, picture in enumerate(cells):
        y, x = index // columns * cell, index % columns * cell
        alpha = floats(picture[:, :, 3:]) / 255
        under = floats(background) * (1 - alpha)
        color = np.clip(floats(picture[:, :, :3]) * alpha + under + 0.5, 0, 255).astype(np.uint8)
        same = (picture[:, :, 3] == 255) & (color == background).all(axis=2)
        color[same, 1] = np.where(color[same, 1] > 127, color[same, 1] - 3, color[same, 1] + 3)
        sheet[y : y + cell, x : x + cell, :3] = color
    return sheet


def palette_of(codes: tuple[str, ...]) -> np.ndarray:
    """Colours such as `#0a84ff` as n x 3 numbers. Raises `ValueError` for anything else."""
    for code in codes:
        from_hex(code)
    return np.array([list(bytes.fromhex(code.removeprefix("#"))) for code in codes], dtype=np.uint8)


def _close_pinholes(pixels: Picture) -> None:
    """Fill the tiny gaps that turned pieces leave between them, in the colours around them."""
    clear = (pixels[:, :, 3] < 128).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(clear, connectivity=4)
    most = max(2.0, _PINHOLE * float(clear.size - int(clear.sum())))
    small = stats[:count, cv2.CC_STAT_AREA] <= most
    small[0] = False
    holes = np.asarray(small[np.asarray(labels, dtype=np.intp)])
    if not holes.any():
        return
    pixels[holes] = carried(pixels, np.asarray(clear == 0))[holes]


def _drop_crumbs(pixels: Picture) -> None:
    """Clear the specks that come off where a turned piece is a pixel thin."""
    solid = (pixels[:, :, 3] > 127).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    if count <= 2:
        return
    crumbs = stats[:count, cv2.CC_STAT_AREA] < _CRUMB * float(solid.sum())
    crumbs[0] = False
    pixels[np.asarray(crumbs[np.asarray(labels, dtype=np.intp)])] = 0


def _shown(layer: Layer) -> Picture:
    if layer.zoom == 1:
        mask = layer.shown
    else:
        mask = layer.shown.repeat(layer.zoom, axis=0).repeat(layer.zoom, axis=1)
    texture = layer.texture.copy()
    texture[~mask, 3] = 0
    return texture


def _in_cell(pixels: Picture, cell: int) -> Picture:
    """Pixels that fill a whole multiple of the grid, in the middle of the cell's foot."""
    spare = cell - pixels.shape[0]
    if spare == 0:
        return pixels
    result = np.zeros((cell, cell, 4), dtype=np.uint8)
    left = spare // 2
    result[spare:, left : left + pixels.shape[1]] = pixels
    return result


def _reduced(pixels: Picture, side: int) -> Picture:
    alpha = floats(pixels[:, :, 3:]) / 255
    color = cv2.resize(floats(pixels[:, :, :3]) * alpha, (side, side), interpolation=cv2.INTER_AREA)
    small = cv2.resize(alpha, (side, side), interpolation=cv2.INTER_AREA)[:, :, None]
    result = np.zeros((side, side, 4), dtype=np.uint8)
    result[:, :, :3] = np.clip(color / np.maximum(small, 1e-6) + 0.5, 0, 255).astype(np.uint8)
    result[:, :, 3:] = np.clip(small * 255 + 0.5, 0, 255).astype(np.uint8)
    result[result[:, :, 3] == 0] = 0
    return result
