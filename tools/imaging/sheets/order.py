"""Reading order: left to right, top to bottom, for figures that stand on no grid."""

from __future__ import annotations

from collections.abc import Sequence

from tools.imaging.picture import Box

_SHARED = 0.45


def in_rows(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """The row and column (from 0) of each box.

    A figure belongs to a row when it shares 45 % of the lower height of the two with the row's
    usual extent; a figure in the air or one lying on the ground still does.
    """
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda i: boxes[i][1] + boxes[i][3]):
        for row in reversed(rows):
            if _shares(boxes[index], [boxes[i] for i in row]):
                row.append(index)
                break
        else:
            rows.append([index])
    rows.sort(key=lambda row: sum(boxes[i][1] + boxes[i][3] for i in row) / len(row))
    places = [(0, 0)] * len(boxes)
    for number, row in enumerate(rows):
        for column, index in enumerate(sorted(row, key=lambda i: boxes[i][0] + boxes[i][2])):
            places[index] = (number, column)
    return places


def _shares(box: Box, row: Sequence[Box]) -> bool:
    top = sorted(b[1] for b in row)[len(row) // 2]
    bottom = sorted(b[3] for b in row)[len(row) // 2]
    common = min(bottom, box[3]) - max(top, box[1])
    return common > _SHARED * min(bottom - top, box[3] - box[1])
