"""Path parameters that several routes take."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

RowId = Annotated[int, Path(ge=1, le=2_147_483_647)]
"""A row's number: a positive 32-bit integer."""
