"""Files to and from a server."""

from __future__ import annotations

import posixpath

from tools.backends.comfyui.server.outputs import Output
from tools.backends.comfyui.server.wire import (
    BROKEN_OFF,
    Wire,
)
from tools.backends.comfyui.server.wording import said, sentence
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendRejectedError

USUAL_UPLOAD_LIMIT_BYTES = 100 * 1024 * 1024
"""What a server takes unless it is told otherwise (--max-upload-size)."""


class Files:
    """The input, output and temp folders of one server."""

    def __init__(self, wire: Wire, *, max_bytes: int) -> None:
        self._wire = wire
        self._max_bytes = max_bytes

    async def upload(self, name: str, data: bytes, kind: str) -> str:
        """Store it and return how a LoadImage node names it."""
        subfolder, filename = posixpath.split(name)
        form = {"type": kind} | ({"subfolder": subfolder} if subfolder else {})
        try:
            answer = await self._wire.ask(
                "POST",
                "/upload/image",
                data=form,
                files={"image": (filename, data, "application/octet-stream")},
                accept=(200, 400, 413),
            )
        except BackendDownError as error:
            if error.code == BROKEN_OFF and len(data) > USUAL_UPLOAD_LIMIT_BYTES:
                raise self._too_large(name, data) from error
            raise
        if answer.status == 413:
            raise self._too_large(name, data)
        stored = answer.mapping().get("name")
        if answer.status != 200 or not isinstance(stored, str) or not stored:
            raise BackendRejectedError(
                sentence(f"{self._wire.name} did not take the file {said(name, 120)}"),
                code="COMFYUI_UPLOAD_REFUSED",
            )
        return _load_name(stored, str(answer.mapping().get("subfolder") or ""), kind)

    async def fetch(self, output: Output) -> bytes:
        """The file as it was written."""
        answer = await self._wire.ask(
            "GET",
            "/view",
            params=_place(output),
            accept=(200, 400, 403, 404),
            limit=self._max_bytes,
        )
        if answer.status == 200:
            return answer.body
        name = said(output.filename, 120)
        if answer.status == 404:
            raise BackendBusyError(
                sentence(f"{self._wire.name} no longer has its file {name}"),
                retry_after=1.0,
                code="COMFYUI_FILE_GONE",
            )
        raise BackendRejectedError(
            sentence(f"{self._wire.name} does not hand out its file {name}"),
            code="COMFYUI_FILE_REFUSED",
        )

    async def has(self, output: Output) -> bool:
        """Whether the file is still there."""
        return await self._wire.exists("/view", _place(output))

    def _too_large(self, name: str, data: bytes) -> BackendRejectedError:
        return BackendRejectedError(
            sentence(
                f"The file {said(name, 120)} has {len(data) / 1024 / 1024:.1f} MiB, "
                f"more than {self._wire.name[0].lower()}{self._wire.name[1:]} takes"
            ),
            code="COMFYUI_TOO_LARGE",
        )


def _place(output: Output) -> dict[str, str]:
    return {"filename": output.filename, "subfolder": output.subfolder, "type": output.folder}


def _load_name(stored: str, subfolder: str, kind: str) -> str:
    name = f"{subfolder}/{stored}" if subfolder else stored
    return name if kind == "input" else f"{name} [{kind}]"
