"""Bodies that come as JSON, or as a form with a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from api.routes.uploads import of_our_own, picture_bytes
from tools.domain.errors import InvalidError

Body = TypeVar("Body", bound=BaseModel)
_FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Given(Generic[Body]):
    """The fields of a request, and the bytes of the file that came beside them."""

    body: Body
    upload: bytes | None


async def given(request: Request, model: type[Body]) -> Given[Body]:
    """The request's fields, from JSON or from a form; an empty body gives none.

    Raises `RequestValidationError`, `ForbiddenError` (`MISSING_HEADER`) for a form without
    `X-Requested-With`, `LimitExceededError`, `InvalidError` (`MALFORMED_JSON`).
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        of_our_own(request.headers.get("x-requested-with"))
        return await _from_form(request, model)
    return Given(body=_validated(model, _json(await request.body())), upload=None)


def documented(model: type[BaseModel], *, required: bool = False) -> dict[str, Any]:
    """What OpenAPI says of such a body, for `openapi_extra`."""
    schema = model.model_json_schema()
    properties = schema.get("properties", {})
    file = {"type": "string", "format": "binary", "description": "A picture, at most 10 MB."}
    form = {
        "type": "object",
        "properties": {_FILE: file, **properties},
        "required": [_FILE],
    }
    content = {"application/json": {"schema": schema}, "multipart/form-data": {"schema": form}}
    header = {
        "name": "X-Requested-With",
        "in": "header",
        "required": False,
        "schema": {"type": "string"},
        "description": "Any value; forms carry it, as forms of other sites cannot.",
    }
    return {"requestBody": {"content": content, "required": required}, "parameters": [header]}


async def _from_form(request: Request, model: type[Body]) -> Given[Body]:
    async with request.form(max_files=1, max_fields=20, max_part_size=100_000) as form:
        file = form.get(_FILE)
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        upload = await picture_bytes(file) if isinstance(file, UploadFile) else None
    return Given(body=_validated(model, fields), upload=upload)


def _json(body: bytes) -> Any:
    if not body.strip():
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidError("The body is not valid JSON.", code="MALFORMED_JSON") from error


def _validated(model: type[Body], fields: Any) -> Body:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        told = [
            {"type": one["type"], "loc": ("body", *one["loc"]), "msg": one["msg"], "input": None}
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise RequestValidationError(told) from error
