"""Errors as RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from fastapi import Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg_pool import PoolTimeout
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from tools.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    LimitExceededError,
    NeedsProjectError,
    NotFoundError,
    SpendingLimitError,
    StaleVersionError,
    StudioError,
    UnauthenticatedError,
    UnavailableError,
)
from tools.domain.storable import storable

MEDIA_TYPE = "application/problem+json"
_RETRY_AFTER_S = 2

_STATUS: Sequence[tuple[type[StudioError], int]] = (
    (NotFoundError, 404),
    (StaleVersionError, 412),
    (ConflictError, 409),
    (UnauthenticatedError, 401),
    (ForbiddenError, 403),
    (LimitExceededError, 422),
    (InvalidError, 422),
    (NeedsProjectError, 409),
    (SpendingLimitError, 402),
    (UnavailableError, 503),
)
_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "LIMIT_EXCEEDED", 400: "BAD_REQUEST"}


class Problem(BaseModel):
    """The body of every error answer."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str


def problem(status: int, code: str, title: str, detail: str, **facts: Any) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    told = storable({**jsonable_encoder(facts), **body})
    return JSONResponse(told, status, media_type=MEDIA_TYPE)


def status_of(error: StudioError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


async def studio_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StudioError)
    answer = problem(status_of(error), error.code, error.title, error.detail, **error.facts)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="echo-director"'
    return answer


async def validation_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"path": _path(entry["loc"]), "message": entry["msg"], "kind": entry["type"]}
        for entry in error.errors()
    ]
    malformed = any(entry["kind"] == "json_invalid" for entry in errors)
    if malformed:
        return problem(
            422, "MALFORMED_JSON", "Malformed JSON", "The body is not valid JSON.", errors=errors
        )
    count = len(errors)
    first = (
        f"{errors[0]['path']}: {errors[0]['message']}" if errors else "The request does not fit."
    )
    detail = first if count == 1 else f"{first} ({count} such errors in all)"
    return problem(422, "VALIDATION_ERROR", "Invalid request", detail, errors=errors)


async def http_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "HTTP_ERROR")
    answer = problem(error.status_code, code, str(error.detail), str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def unexpected_problem(_: Request, error: Exception) -> JSONResponse:
    """A database that is away, overrun, or broke a deadlock may answer in a moment."""
    if isinstance(error, psycopg.OperationalError | PoolTimeout):
        detail = "The database cannot take this now. Send it again in a moment."
        away = problem(503, "DATABASE_BUSY", "Not available", detail)
        away.headers["Retry-After"] = str(_RETRY_AFTER_S)
        return away
    return problem(
        500,
        "INTERNAL_ERROR",
        "Internal error",
        "Something failed in the service. Its log says more.",
    )


def _path(location: Sequence[int | str]) -> str:
    """A JSON path such as `$.characters[0].name`; the part of the request stands before it."""
    where, *rest = location
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest)
    return f"${steps}" if where == "body" else f"{where}:{steps.lstrip('.')}"
