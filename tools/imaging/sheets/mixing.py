"""Which colour near a pixel explains it as a mix of that colour and the backdrop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, Picture, floats

_ON_LINE_SHARE = 0.07
_NEAR_LINE = 34.0


def explaining(
    sheet: Picture,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    behind: Floats,
    apart: Mask,
    *,
    reach: int,
    on_line: float,
    near_line: float = _NEAR_LINE,
    space: Floats | None = None,
) -> tuple[Floats, Floats, Floats]:
    """For n pixels the figure's colour less the backdrop's (n x 3), its size, and theirs (n x 3).

    A pixel p over the backdrop B (`behind`, n x 3) is a mix of B and F when p - B lies on the
    line through F - B, and F is farther from B. Of the colours within `reach` pixels the farthest
    is taken that has p within `on_line` levels (and 7 % of its own distance) of its line; where
    there is none, the farthest that has it within `near_line`; else the pixel's own. `space`
    (3 x 3) weighs the colours before they are compared.
    """
    height, width = sheet.shape[:2]
    flat, solid = sheet.reshape(-1, 4), apart.reshape(-1)
    seen = floats(sheet[rows, columns, :3]) - behind
    if space is not None:
        seen = seen @ space.T
    own = np.einsum("ij,ij->i", seen, seen)
    limit = (on_line + _ON_LINE_SHARE * np.sqrt(own)) ** 2
    loose = np.maximum(limit, near_line**2)
    best, best_size = seen.copy(), own.copy()
    second, second_size = seen.copy(), own.copy()
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if abs(dy) + abs(dx) > reach + 1 or not (dy or dx):
                continue
            y, x = np.clip(rows + dy, 0, height - 1), np.clip(columns + dx, 0, width - 1)
            at = y * width + x
            other = floats(flat[at, :3]) - behind
            if space is not None:
                other = other @ space.T
            size = np.einsum("ij,ij->i", other, other)
            along = np.einsum("ij,ij->i", seen, other)
            off = own - along * along / np.maximum(size, 1e-6)
            fits = solid[at] & (along > 0)
            better = fits & (off <= limit) & (size > best_size)
            best[better], best_size[better] = other[better], size[better]
            better = fits & (off <= loose) & (size > second_size)
            second[better], second_size[better] = other[better], size[better]
    none = best_size <= own
    far = np.where(none[:, None], second, best)
    return floats(far), floats(np.where(none, second_size, best_size)), floats(seen)
