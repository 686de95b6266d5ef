"""Asset bytes in a folder and on a server that speaks S3: the same promises."""

from __future__ import annotations

import asyncio
import hashlib
import random
from pathlib import Path
from typing import Any

import httpx
import pytest

from store.assets_location import AssetStoreUnavailableError
from store.files import AssetFiles
from tests.integration.assets.kept_assets import both_stores
from tools.domain.errors import UnavailableError

BIG = random.Random(4).randbytes(12_000_000)


def at(url: str | None, tmp_path: Path) -> AssetFiles:
    return AssetFiles.at(url, folder=tmp_path / "unused")


@both_stores
async def test_the_same_bytes_put_by_many_at_once_are_kept_once(files: AssetFiles) -> None:
    shas = set(await asyncio.gather(*(files.put(b"the same") for _ in range(24))))
    assert shas == {hashlib.sha256(b"the same").hexdigest()}
    assert await files.get(shas.pop()) == b"the same"
    assert len([file async for page in files.stored() for file in page]) == 1


@both_stores
async def test_large_files_come_back_whole_and_in_parts(files: AssetFiles) -> None:
    sha256 = await files.put(BIG)
    assert await files.size(sha256) == len(BIG)
    assert await files.part(sha256, 5_000_000, 5_000_007) == BIG[5_000_000:5_000_007]
    assert await files.part(sha256, len(BIG) - 3, len(BIG) + 99) == BIG[-3:]
    assert await files.part(sha256, 7, 7) == b""
    assert await files.get(sha256) == BIG


async def test_a_file_that_was_changed_is_refused_whole_and_in_parts(
    bucket: str, s3: Any, tmp_path: Path
) -> None:
    files = at(f"s3://{bucket}", tmp_path)
    sha256 = await files.put(b"as it was")
    assert await files.part(sha256, 0, 2) == b"as"
    s3.put_object(Bucket=bucket, Key=f"{sha256[:2]}/{sha256}", Body=b"as it is!")
    for read in (files.get(sha256), files.part(sha256, 0, 2)):
        with pytest.raises(UnavailableError, match="does not match its sha256") as refused:
            await read
        assert refused.value.code == "ASSET_UNREADABLE"


async def test_a_file_that_was_cut_off_is_written_anew(
    bucket: str, s3: Any, tmp_path: Path
) -> None:
    files = at(f"s3://{bucket}", tmp_path)
    sha256 = await files.put(b"the whole of it")
    s3.put_object(Bucket=bucket, Key=f"{sha256[:2]}/{sha256}", Body=b"the wh")
    await files.put(b"the whole of it")
    assert await files.get(sha256) == b"the whole of it"


async def test_what_is_missing_is_told_from_a_store_that_is_down(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = hashlib.sha256(b"never put").hexdigest()
    files = at(f"s3://{bucket}", tmp_path)
    for read in (files.get(nowhere), files.size(nowhere), files.part(nowhere, 0, 1)):
        with pytest.raises(UnavailableError, match="is missing") as missing:
            await read
        assert missing.value.code == "ASSET_UNREADABLE"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    down = at(f"s3://{bucket}", tmp_path)
    for use in (down.get(nowhere), down.size(nowhere), down.put(b"x"), down.health()):
        with pytest.raises(AssetStoreUnavailableError, match="does not answer") as refused:
            await use
        assert refused.value.code == "ASSET_STORE_UNAVAILABLE"


async def test_a_bucket_that_is_not_there_is_named_in_a_sentence(
    s3_environment: dict[str, str], tmp_path: Path
) -> None:
    files = at("s3://nobody-made-this/x", tmp_path)
    nowhere = hashlib.sha256(b"never put").hexdigest()
    for use in (
        files.health(), files.put(b"x"), files.get(nowhere), files.size(nowhere),
        files.part(nowhere, 0, 1),
    ):  # fmt: skip
        with pytest.raises(AssetStoreUnavailableError, match=r"nobody-made-this.*no such bucket"):
            await use


@both_stores
async def test_a_store_that_works_says_where_it_is(files: AssetFiles) -> None:
    assert await files.health() == files.place
    assert [file async for page in files.stored() for file in page] == []


async def test_refused_credentials_are_said_and_not_repeated(
    bucket: str, s3_address: str, s3_environment: dict[str, str], tmp_path: Path
) -> None:
    files = at(f"s3://{bucket}", tmp_path)
    sha256 = await files.put(b"x")
    async with httpx.AsyncClient(base_url=s3_address) as moto:
        (await moto.post("/moto-api/reset-auth", content=b"0")).raise_for_status()
        try:
            for use in (files.health(), files.put(b"y"), files.get(sha256)):
                with pytest.raises(AssetStoreUnavailableError, match="refuses these") as refused:
                    await use
                told = repr(refused.value) + str(refused.value.__cause__)
                assert s3_environment["AWS_ACCESS_KEY_ID"] not in told
                assert s3_environment["AWS_SECRET_ACCESS_KEY"] not in told
        finally:
            (await moto.post("/moto-api/reset-auth", content=b"inf")).raise_for_status()


@pytest.mark.parametrize(
    "url",
    ["https://example.org/x", "memory:///", "s3://", "s3://key:secret@bucket/x", "bucket", "file:",
     "s3://bucket/x?secret=1"],
)  # fmt: skip
def test_an_address_that_cannot_be_meant_is_refused_without_repeating_it(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(AssetStoreUnavailableError, match="ECHO_DIRECTOR_ASSETS_URL") as refused:
        at(url, tmp_path)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("endpoint", ["http://s3.example.org", "http://203.0.113.9:9000"])
def test_plain_http_to_a_public_address_is_refused_unless_it_is_allowed(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.replace("203.0.113.9", "8.8.8.8"))
    with pytest.raises(AssetStoreUnavailableError, match="AWS_ALLOW_HTTP"):
        at("s3://bucket/x", tmp_path)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    assert at("s3://bucket/x", tmp_path).place == "s3://bucket/x"


def test_credentials_in_the_endpoint_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://key:secret@127.0.0.1:9000")
    with pytest.raises(AssetStoreUnavailableError, match="AWS_ACCESS_KEY_ID") as refused:
        at("s3://bucket/x", tmp_path)
    assert "secret@" not in str(refused.value)


async def test_a_folder_by_its_address_is_the_folder(tmp_path: Path) -> None:
    files = at(f"file://{tmp_path}/with%20space", tmp_path)
    sha256 = await files.put(b"x")
    assert (tmp_path / "with space" / sha256[:2] / sha256).read_bytes() == b"x"
