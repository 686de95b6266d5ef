"""Times in queries."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BeforeValidator


def _plus(given: object) -> object:
    """An offset's plus that was not escaped arrives as a space."""
    return given.replace(" ", "+") if isinstance(given, str) and given[19:].count(" ") else given


Moment = Annotated[
    AwareDatetime | None,
    BeforeValidator(_plus),
    Query(description="A time with its offset (RFC 3339)."),
]
