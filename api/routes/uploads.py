"""Pictures in forms: of our own page and clients only, and within the limit."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header
from starlette.datastructures import UploadFile

from tools.domain.errors import ForbiddenError, LimitExceededError

UPLOAD_BYTES_MOST = 10_000_000
RequestedWith = Annotated[str | None, Header(alias="X-Requested-With")]


def of_our_own(requested_with: str | None) -> None:
    """A form of another site cannot send this header. Raises `ForbiddenError`."""
    if not requested_with:
        raise ForbiddenError("Uploads carry the header X-Requested-With.", code="MISSING_HEADER")


async def picture_bytes(file: UploadFile) -> bytes:
    """Raises `LimitExceededError`."""
    data = await file.read(UPLOAD_BYTES_MOST + 1)
    if len(data) > UPLOAD_BYTES_MOST:
        raise LimitExceededError(
            f"The file is larger than {UPLOAD_BYTES_MOST} bytes.", limit=UPLOAD_BYTES_MOST
        )
    return data
