"""The cells of a character sheet: what is asked for in each, and what each can show."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.consistency import Region

CellKind = Literal["pose", "expression"]


class Cell(BaseModel):
    """One picture of a sheet: what is asked for, and the regions that it cannot show."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    kind: CellKind
    scene: str
    hidden: frozenset[Region] = frozenset()


@cache
def sheet_cells() -> tuple[Cell, ...]:
    """Eight poses, then six expressions, in their order on the sheet."""
    text = files("tools.domain").joinpath("sheet_cells.toml").read_text("utf-8")
    return tuple(Cell.model_validate(one) for one in tomllib.loads(text)["cell"])


def cell_named(name: str) -> Cell:
    """Raises `KeyError`."""
    return {cell.name: cell for cell in sheet_cells()}[name]
