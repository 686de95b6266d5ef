"""Against a small server that speaks just enough S3 to stumble where a real one sometimes does."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store.assets_location import AssetStoreUnavailableError
from store.files import AssetFiles

DATA = bytes(range(256)) * 40
SHA256 = hashlib.sha256(DATA).hexdigest()


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]


@dataclass
class SmallStore:
    """One object, whatever the path. `busy` answers are 503; `cuts` bodies end half way."""

    data: bytes = DATA
    tag: str = '"first"'
    busy: int = 0
    cuts: int = 0
    asked: list[Asked] = field(default_factory=list[Asked])
    address: str = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        self.asked.append(Asked(method, path, headers))
        if length := int(headers.get("content-length", "0")):
            await reader.readexactly(length)
        status, body, more = self._said(headers)
        lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close"]
        writer.write("\r\n".join([*lines, *more, "", ""]).encode())
        if self.cuts:
            self.cuts -= 1
            body = body[: len(body) // 2]
        writer.write(body if method != "HEAD" else b"")
        await writer.drain()
        writer.close()

    def _said(self, headers: dict[str, str]) -> tuple[str, bytes, list[str]]:
        if self.busy:
            self.busy -= 1
            return "503 Slow Down", b"<Error><Code>SlowDown</Code></Error>", []
        if headers.get("if-match", self.tag) != self.tag:
            return "412 Precondition Failed", b"", []
        more = [f"etag: {self.tag}", "last-modified: Mon, 01 Jan 2024 00:00:00 GMT"]
        if asked := headers.get("range"):
            start, end = (int(number) for number in asked.removeprefix("bytes=").split("-"))
            more.append(f"content-range: bytes {start}-{end}/{len(self.data)}")
            return "206 Partial Content", self.data[start : end + 1], more
        return "200 OK", self.data, more


@pytest.fixture
async def small(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallStore]:
    store = SmallStore()
    async with _served(store):
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAONLYATEST")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-for-anybodys-eyes")
        yield store


@asynccontextmanager
async def _served(store: SmallStore) -> AsyncIterator[None]:
    server = await asyncio.start_server(store.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    store.address = f"http://127.0.0.1:{port}"
    async with server:
        yield


def files(tmp_path: Path) -> AssetFiles:
    return AssetFiles.at("s3://bucket/pre", folder=tmp_path)


async def test_a_store_that_is_busy_for_a_moment_is_asked_again(
    small: SmallStore, tmp_path: Path
) -> None:
    small.busy = 2
    assert await files(tmp_path).get(SHA256) == DATA
    assert len(small.asked) == 3


async def test_a_store_that_stays_busy_is_given_up_after_a_few_tries(
    small: SmallStore, tmp_path: Path
) -> None:
    small.busy = 100
    with pytest.raises(AssetStoreUnavailableError, match="does not answer as it should"):
        await files(tmp_path).get(SHA256)
    assert len(small.asked) == 4


async def test_a_body_that_breaks_off_is_never_taken_for_the_file(
    small: SmallStore, tmp_path: Path
) -> None:
    small.cuts = 1
    try:
        assert await files(tmp_path).get(SHA256) == DATA
    except AssetStoreUnavailableError:
        assert await files(tmp_path).get(SHA256) == DATA


async def test_a_part_of_a_verified_file_is_asked_for_by_its_range_and_tag(
    small: SmallStore, tmp_path: Path
) -> None:
    kept = files(tmp_path)
    assert await kept.part(SHA256, 3, 9) == DATA[3:9]
    assert "range" not in small.asked[0].headers
    assert await kept.part(SHA256, 100, 900) == DATA[100:900]
    assert small.asked[1].headers["range"] == "bytes=100-899"
    assert small.asked[1].headers["if-match"] == small.tag
    assert await kept.size(SHA256) == len(DATA)
    assert len(small.asked) == 2


async def test_a_file_with_another_tag_is_verified_again(small: SmallStore, tmp_path: Path) -> None:
    kept = files(tmp_path)
    assert await kept.get(SHA256) == DATA
    small.tag = '"second"'
    assert await kept.part(SHA256, 0, 5) == DATA[:5]
    assert await kept.part(SHA256, 5, 9) == DATA[5:9]
    ranges = ["range" in asked.headers for asked in small.asked]
    assert ranges == [False, True, False, True]


@pytest.mark.parametrize(
    ("virtual", "path"),
    [("false", f"/bucket/pre/{SHA256[:2]}/{SHA256}"), ("true", f"/pre/{SHA256[:2]}/{SHA256}")],
)
async def test_the_style_of_addresses_follows_the_environment(
    small: SmallStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, virtual: str, path: str
) -> None:
    monkeypatch.setenv("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", virtual)
    await files(tmp_path).get(SHA256)
    assert [asked.path for asked in small.asked] == [path]
