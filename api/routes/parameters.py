"""Parameters that several routes take."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from tools.domain.errors import InvalidError

_ROW_ID_MOST = 2_147_483_647

RowId = Annotated[int, Path(ge=1, le=_ROW_ID_MOST)]
"""A row's number: a positive 32-bit integer."""

RowNumber = Annotated[int, Field(ge=1, le=_ROW_ID_MOST)]
"""The same in a body."""

ProjectInQuery = Annotated[
    int | None, Query(ge=1, le=_ROW_ID_MOST, description="The project's number.")
]
"""A project beside the path, where the body may name it too."""


def one_project(*given: int | None) -> int:
    """The project that a request names, wherever it does. Raises `InvalidError`."""
    named = {project_id for project_id in given if project_id is not None}
    if len(named) == 1:
        return named.pop()
    message = "Two projects are named." if named else "This is needed."
    raise InvalidError(
        f"Name the project as `project_id`. {message}",
        errors=[{"path": "$.project_id", "message": message}],
    )
