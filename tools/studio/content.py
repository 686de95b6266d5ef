"""What may be written: right in shape, within the limits, fit to be stored."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools.domain.errors import InvalidError, LimitExceededError, StaleVersionError
from tools.studio.limits import (
    TEXT_CHARACTERS_MOST,
    within_document_limit,
    within_name_limit,
    within_text_limit,
)

Model = TypeVar("Model", bound=BaseModel)

DEPTH_MOST = 32


def storable(what: str, document: Any) -> None:
    """Raises `LimitExceededError` or `InvalidError` for what the database cannot or should not
    hold: too large, nested deeper than `DEPTH_MOST`, numbers without a value, broken text."""
    _within_depth(what, document)
    within_document_limit(what, document)


def named(what: str, name: str) -> str:
    """The name as it is kept. Raises `InvalidError`, `LimitExceededError`."""
    within_name_limit(what, name)
    return name.strip()


def modelled(model: type[Model], what: str, fields: Mapping[str, Any]) -> Model:
    """The model over checked fields. Raises `InvalidError` with `errors`, `LimitExceededError`."""
    storable(what, fields)
    try:
        made = model.model_validate(fields)
    except ValidationError as error:
        faults = [
            {"path": ".".join(["$", *map(str, fault["loc"])]), "message": fault["msg"]}
            for fault in error.errors()
        ]
        first = faults[0]
        raise InvalidError(
            f"The {what} does not fit: {first['path']}: {first['message']}", errors=faults
        ) from error
    for field in ("title", "description"):
        text = getattr(made, field, "")
        if isinstance(text, str) and len(text) > TEXT_CHARACTERS_MOST:
            within_text_limit(f"{what}'s {field}", text)
    return made


def expect_version(what: str, current: int, expected: int | None) -> None:
    """Raises `StaleVersionError` where the caller saw another version."""
    if expected is not None and expected != current:
        raise StaleVersionError(
            f"The {what} is at version {current} now, not {expected}. "
            "Read it again, then repeat the change.",
            version=current,
        )


def _within_depth(what: str, document: Any) -> None:
    level: list[Any] = [document]
    for _ in range(DEPTH_MOST + 1):
        if not level:
            return
        if any(isinstance(value, float) and not math.isfinite(value) for value in level):
            raise InvalidError(f"The {what} holds a number without a finite value.")
        level = [held for value in level for held in _inside(value)]
    raise LimitExceededError(
        f"The {what} is nested deeper than {DEPTH_MOST} levels.", limit=DEPTH_MOST
    )


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []
