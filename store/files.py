"""Asset bytes by their sha256, through obstore: a local folder, or any object store it knows."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from obstore.exceptions import AlreadyExistsError, NotSupportedError, PreconditionError
from obstore.store import LocalStore, ObjectStore

from store.assets_location import bucket_at, removed_remains, told_of
from tools.domain.errors import UnavailableError
from tools.ports.pictures import AssetLedger, StoredFile

_CHUNK_BYTES = 1 << 20
_LOOP_BYTES = 4 << 20
"""More than this is hashed in a thread: it would hold the event loop for milliseconds."""
_VERIFIED_MOST = 4096
_LISTED = 500
_DIGEST_BYTES = 32
_STORED = re.compile(r"^(?:[0-9a-f]{2}|derived)/([0-9a-f]{64})(?:/[\w.-]+)?$")
_OWNERS = "owners"
_PROBE = "probe"
_WELL_FOR_S = 30.0


class AssetFiles:
    """Satisfies `tools.ports.pictures.AssetShelf`.

    Bytes lie at `ab/abcd…`. What is derived from them (small previews) lies at
    `derived/abcd…/name`, behind its own sha256: it is no asset with links of its own, since it can
    be made again at any time, needs nobody's permission but its source's, and goes with it.

    Whole reads verify the sha256 every time. Reads of a part verify the whole file once a process,
    then only ask that its entity tag is still the one of the verified bytes: another tag, and the
    whole is verified again.

    Every put is noted in the ledger before bytes are looked for (see `store.assets`).
    """

    def __init__(
        self, bucket: ObjectStore, *, place: str = "assets", ledger: AssetLedger | None = None
    ) -> None:
        self._bucket = bucket
        self._place = place
        self._ledger = ledger
        self._claimed = False
        self._well_until = 0.0
        self._verified: OrderedDict[str, tuple[str, int]] = OrderedDict()

    @classmethod
    def in_folder(cls, folder: Path) -> AssetFiles:
        return cls.at(None, folder=folder)

    @classmethod
    def at(cls, url: str | None, *, folder: Path, ledger: AssetLedger | None = None) -> AssetFiles:
        """The store that `url` names (`s3://bucket/prefix`, `gs://…`, `az://…`, `file:///…`).

        None is the folder. Raises `AssetStoreUnavailableError` where the URL cannot be meant.
        """
        bucket, place = bucket_at(url, folder=folder)
        return cls(bucket, place=place, ledger=ledger)

    @property
    def place(self) -> str:
        """Where the bytes are, without secrets."""
        return self._place

    async def health(self) -> str:
        """Where the bytes are, once the store has answered; what it answered holds for a while.

        Raises `AssetStoreUnavailableError`, whose sentence says what is wrong.
        """
        if time.monotonic() < self._well_until:
            return self._place
        await self._answers()
        with told_of(self._place, writing=True):
            await self._bucket.put_async(_PROBE, b"")
            await self._bucket.delete_async(_PROBE)
        self._well_until = time.monotonic() + _WELL_FOR_S
        return self._place

    async def put(self, data: bytes) -> str:
        sha256 = await _digest(data)
        if self._ledger:
            if not self._claimed:
                await self.claim(await self._ledger.owner())
            await self._ledger.pin(sha256)
        await self._create(_path(sha256), data)
        return sha256

    async def get(self, sha256: str) -> bytes:
        with self._reading(sha256):
            answer = await self._bucket.get_async(_path(sha256))
            data = bytes(await answer.bytes_async())
        if await _digest(data) != sha256:
            raise _changed(sha256)
        self._remember(sha256, answer.meta["e_tag"], len(data))
        return data

    async def size(self, sha256: str) -> int:
        if known := self._verified.get(sha256):
            return known[1]
        with self._reading(sha256):
            try:
                return (await self._bucket.head_async(_path(sha256)))["size"]
            except FileNotFoundError:
                await self._answers()
                raise

    async def part(self, sha256: str, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        if (known := self._verified.get(sha256)) and known[0]:
            self._verified.move_to_end(sha256)
            try:
                return await self._tagged_part(sha256, known[0], start, min(end, known[1]))
            except PreconditionError:
                del self._verified[sha256]
        return await self._verified_part(sha256, start, end)

    async def derived(self, sha256: str, name: str) -> bytes | None:
        with told_of(self._place):
            try:
                answer = await self._bucket.get_async(_derived_path(sha256, name))
                kept = bytes(await answer.bytes_async())
            except FileNotFoundError:
                return None
        data = kept[_DIGEST_BYTES:]
        return data if hashlib.sha256(data).digest() == kept[:_DIGEST_BYTES] else None

    async def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        kept = hashlib.sha256(data).digest() + data
        with told_of(self._place, writing=True):
            await self._bucket.put_async(_derived_path(sha256, name), kept)

    async def claim(self, owner: UUID) -> int:
        with told_of(self._place, writing=True):
            await self._bucket.put_async(f"{_OWNERS}/{owner}", b"")
            owners = [entry async for page in self._bucket.list(_OWNERS) for entry in page]
        self._claimed = True
        return len(owners)

    async def remove(self, sha256: str) -> int:
        self._verified.pop(sha256, None)
        freed = 0
        with told_of(self._place):
            folder = f"derived/{sha256}"
            async for page in self._bucket.list(folder, chunk_size=_LISTED):
                freed += sum(entry["size"] for entry in page)
                await self._bucket.delete_async([entry["path"] for entry in page])
            try:
                freed += (await self._bucket.head_async(_path(sha256)))["size"]
                await self._bucket.delete_async(_path(sha256))
            except FileNotFoundError:
                return freed
        return freed

    async def tidy(self, older_than: timedelta) -> int:
        """Half written files are seen in a folder only; buckets drop theirs by their own rules."""
        if not isinstance(self._bucket, LocalStore) or not self._bucket.prefix:
            return 0
        with told_of(self._place):
            latest = time.time() - older_than.total_seconds()
            return await asyncio.to_thread(removed_remains, Path(self._bucket.prefix), latest)

    async def stored(self) -> AsyncIterator[Sequence[StoredFile]]:
        with told_of(self._place):
            async for page in self._bucket.list(chunk_size=_LISTED):
                yield [
                    StoredFile(
                        sha256=match[1], size=entry["size"], changed_at=entry["last_modified"]
                    )
                    for entry in page
                    if (match := _STORED.match(entry["path"]))
                ]

    @contextmanager
    def _reading(self, sha256: str) -> Generator[None, None, None]:
        try:
            with told_of(self._place):
                yield
        except FileNotFoundError:
            raise _missing(sha256) from None

    async def _answers(self) -> None:
        """A HEAD that finds nothing does not say whether the bucket is there; a list does."""
        with told_of(self._place):
            async for _ in self._bucket.list(_OWNERS, chunk_size=1):
                break

    async def _create(self, path: str, data: bytes) -> None:
        """Written once; what lies there with another length was cut off and is written anew."""
        with told_of(self._place, writing=True):
            try:
                await self._bucket.put_async(path, data, mode="create")
                return
            except (AlreadyExistsError, NotSupportedError):
                pass
            try:
                whole = (await self._bucket.head_async(path))["size"] == len(data)
            except FileNotFoundError:
                whole = False
            if not whole:
                await self._bucket.put_async(path, data, use_multipart=False)

    async def _tagged_part(self, sha256: str, tag: str, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        with self._reading(sha256):
            answer = await self._bucket.get_async(
                _path(sha256), options={"range": (start, end), "if_match": tag}
            )
            return bytes(await answer.bytes_async())

    async def _verified_part(self, sha256: str, start: int, end: int) -> bytes:
        """Read the whole once, a chunk at a time, and keep what was asked for."""
        digest, at, kept = hashlib.sha256(), 0, bytearray()
        with self._reading(sha256):
            answer = await self._bucket.get_async(_path(sha256))
            async for piece in answer.stream(min_chunk_size=_CHUNK_BYTES):
                chunk = memoryview(piece)
                digest.update(chunk)
                kept += chunk[max(0, start - at) : max(0, end - at)]
                at += len(chunk)
        if digest.hexdigest() != sha256:
            raise _changed(sha256)
        self._remember(sha256, answer.meta["e_tag"], at)
        return bytes(kept)

    def _remember(self, sha256: str, tag: str | None, size: int) -> None:
        self._verified[sha256] = (tag or "", size)
        self._verified.move_to_end(sha256)
        if len(self._verified) > _VERIFIED_MOST:
            self._verified.popitem(last=False)


async def _digest(data: bytes) -> str:
    if len(data) > _LOOP_BYTES:
        return (await asyncio.to_thread(hashlib.sha256, data)).hexdigest()
    return hashlib.sha256(data).hexdigest()


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _derived_path(sha256: str, name: str) -> str:
    return f"derived/{sha256}/{name}"


def _missing(sha256: str) -> UnavailableError:
    return _broken(sha256, "is missing from the asset store")


def _changed(sha256: str) -> UnavailableError:
    return _broken(sha256, "was changed where it is stored and does not match its sha256")


def _broken(sha256: str, how: str) -> UnavailableError:
    return UnavailableError(
        f"The file {sha256[:12]}… {how}. Restore it from a backup, or make it again.",
        code="ASSET_UNREADABLE",
    )
