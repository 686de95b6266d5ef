"""Asset bytes by their sha256, through obstore: a local folder, or any object store it knows."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore

from tools.domain.errors import UnavailableError


class AssetFiles:
    """Satisfies `tools.ports.pictures.AssetBytes`."""

    def __init__(self, bucket: ObjectStore) -> None:
        self._bucket = bucket

    @classmethod
    def in_folder(cls, folder: Path) -> AssetFiles:
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder))

    async def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        with contextlib.suppress(AlreadyExistsError):
            await self._bucket.put_async(_path(sha256), data, mode="create")
        return sha256

    async def get(self, sha256: str) -> bytes:
        try:
            answer = await self._bucket.get_async(_path(sha256))
            data = bytes(await answer.bytes_async())
        except FileNotFoundError as error:
            raise _broken(sha256, "is missing from the asset store") from error
        except BaseError as error:
            raise _broken(sha256, "cannot be read") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _broken(sha256, "was changed on disk and does not match its sha256")
        return data


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _broken(sha256: str, how: str) -> UnavailableError:
    return UnavailableError(
        f"The file {sha256[:12]}… {how}. Restore it from a backup, or make it again.",
        code="ASSET_UNREADABLE",
    )
