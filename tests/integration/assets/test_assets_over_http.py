"""Files over HTTP: previews, ranges that a browser seeks with, bare copies, what is refused."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import av
import httpx
import numpy as np
from PIL import Image, PngImagePlugin

from store.files import AssetFiles
from tests.integration.assets.kept_assets import both_stores, png
from tools.domain.actor import LOCAL
from tools.domain.pictures import Asset
from tools.imaging.decoding import decode
from tools.studio.images import upload_image
from tools.studio.studio import Studio

CLIP = random.Random(7).randbytes(9_000_000)


async def linked(studio: Studio, data: bytes, type: str, size: int | None = None) -> str:
    sha256 = await studio.files.put(data)
    asset = Asset(sha256=sha256, type=type, size=len(data) if size is None else size)
    async with studio.store.begin(LOCAL) as work:
        await work.links.link(LOCAL, asset, subject="project:1", role="clip")
    return f"/api/assets/{sha256}"


@both_stores
async def test_a_small_copy_is_made_once_at_the_next_larger_width(
    client: httpx.AsyncClient, studio: Studio, files: AssetFiles
) -> None:
    asset = await upload_image(studio, LOCAL, png(1, side=300))
    answers = [await client.get(asset.url, params={"w": w}) for w in (100, 128, 70)]
    assert {answer.content for answer in answers} == {answers[0].content}
    with Image.open(BytesIO(answers[0].content)) as small:
        assert (small.format, small.size) == ("WEBP", (128, 128))
    assert answers[0].headers["content-type"] == "image/webp"
    assert "immutable" in answers[0].headers["cache-control"]
    assert await files.derived(asset.sha256, "128.webp") == answers[0].content
    tag = answers[0].headers["etag"]
    again = await client.get(asset.url, params={"w": 99}, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_preview_that_was_damaged_is_made_again(
    client: httpx.AsyncClient, studio: Studio, tmp_path: Path
) -> None:
    asset = await upload_image(studio, LOCAL, png(1, side=300))
    first = await client.get(asset.url, params={"w": 64})
    [kept] = (tmp_path / "assets" / "derived").rglob("64.webp")
    kept.write_bytes(kept.read_bytes()[:-5])
    assert (await client.get(asset.url, params={"w": 64})).content == first.content


async def test_a_picture_is_never_shown_larger_than_it_is(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    data = png(1, side=100)
    asset = await upload_image(studio, LOCAL, data)
    assert (await client.get(asset.url, params={"w": 90})).content == data


async def test_the_preview_of_a_photograph_that_lies_on_its_side_stands_upright(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    buffer = BytesIO()
    Image.new("RGB", (200, 100), "red").save(buffer, "JPEG", exif=exif)
    asset = await upload_image(studio, LOCAL, buffer.getvalue())
    small = await client.get(asset.url, params={"w": 64})
    with Image.open(BytesIO(small.content)) as image:
        assert image.size == (64, 128)
        assert not image.getexif()


@both_stores
async def test_a_clip_is_shown_in_place_and_can_be_sought_in(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    url = await linked(studio, CLIP, "video/mp4", size=0)
    whole = await client.get(url)
    assert whole.content == CLIP
    assert whole.headers["content-length"] == str(len(CLIP))
    assert "content-disposition" not in whole.headers
    for asked, start, end in (
        ("bytes=0-", 0, len(CLIP)), ("bytes=100-199", 100, 200), ("bytes=-5", len(CLIP) - 5, None),
        (f"bytes={len(CLIP) - 2}-{len(CLIP) + 50}", len(CLIP) - 2, None),
    ):  # fmt: skip
        part = await client.get(url, headers={"Range": asked})
        assert part.status_code == 206
        assert part.content == CLIP[start:end]
        assert part.headers["content-range"] == (
            f"bytes {start}-{(end or len(CLIP)) - 1}/{len(CLIP)}"
        )
    outside = await client.get(url, headers={"Range": f"bytes={len(CLIP)}-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{len(CLIP)}")


async def test_a_range_of_another_version_is_answered_with_the_whole(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    url = await linked(studio, b"0123456789", "video/mp4")
    tag = (await client.head(url)).headers["etag"]
    ask = {"Range": "bytes=2-3"}
    assert (await client.get(url, headers={**ask, "If-Range": tag})).content == b"23"
    assert (await client.get(url, headers={**ask, "If-Range": '"older"'})).content == b"0123456789"


@both_stores
async def test_head_says_what_get_would(client: httpx.AsyncClient, studio: Studio) -> None:
    url = await linked(studio, CLIP, "video/mp4")
    head = await client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(CLIP))
    assert head.headers["content-type"] == "video/mp4"
    assert head.headers["accept-ranges"] == "bytes"
    unchanged = await client.head(url, headers={"If-None-Match": head.headers["etag"]})
    assert unchanged.status_code == 304
    assert (await client.head(f"/api/assets/{'0' * 64}")).status_code == 404
    picture = await upload_image(studio, LOCAL, png(1, side=300))
    for params in ({"w": "64"}, {"metadata": "strip"}):
        said = await client.head(picture.url, params=params)
        got = await client.get(picture.url, params=params)
        assert said.content == b""
        assert [said.headers[name] for name in ("etag", "content-type", "content-length")] == [
            got.headers["etag"], got.headers["content-type"], str(len(got.content))
        ]  # fmt: skip


async def test_drawings_and_pages_are_downloads(client: httpx.AsyncClient, studio: Studio) -> None:
    for type in ("image/svg+xml", "text/html", "application/json"):
        url = await linked(studio, f"<{type}>".encode(), type)
        for answer in (await client.get(url), await client.head(url)):
            assert answer.headers["content-disposition"] == "attachment"
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_bare_copy_has_the_same_pixels_and_the_kept_file_its_metadata(
    client: httpx.AsyncClient, studio: Studio
) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", "a secret prompt")
    buffer = BytesIO()
    Image.new("RGB", (20, 20), "red").save(buffer, "PNG", pnginfo=texts)
    asset = await upload_image(studio, LOCAL, buffer.getvalue())
    kept = await client.get(asset.url)
    bare = await client.get(asset.url, params={"metadata": "strip"})
    assert b"a secret prompt" in kept.content
    assert b"a secret prompt" not in bare.content
    assert np.array_equal(decode(bare.content), decode(kept.content))
    assert bare.headers["etag"] != kept.headers["etag"]
    assert bare.headers["content-type"] == "image/png"
    assert (await client.get(asset.url)).content == buffer.getvalue()


async def test_a_clip_can_shed_its_texts_too(client: httpx.AsyncClient, studio: Studio) -> None:
    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as clip:
        clip.metadata["comment"] = "a secret prompt"
        stream = clip.add_stream("mpeg4", rate=8)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for _ in range(4):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            clip.mux(stream.encode(frame))
        clip.mux(stream.encode())
    url = await linked(studio, buffer.getvalue(), "video/mp4")
    assert b"a secret prompt" in (await client.get(url)).content
    bare = await client.get(url, params={"metadata": "strip"})
    assert bare.headers["content-type"] == "video/mp4"
    assert b"a secret prompt" not in bare.content
    with av.open(BytesIO(bare.content)) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 4


async def test_what_cannot_be_stripped_says_so(client: httpx.AsyncClient, studio: Studio) -> None:
    url = await linked(studio, b"ftyp", "video/mp4")
    refused = await client.get(url, params={"metadata": "strip"})
    assert (refused.status_code, refused.json()["code"]) == (422, "METADATA_KEPT")
    assert (await client.get(url, params={"metadata": "perhaps"})).status_code == 422


async def test_a_damaged_clip_is_refused_before_its_first_byte(
    client: httpx.AsyncClient, studio: Studio, tmp_path: Path
) -> None:
    url = await linked(studio, CLIP, "video/mp4")
    sha256 = url.rsplit("/", 1)[1]
    path = tmp_path / "assets" / sha256[:2] / sha256
    path.write_bytes(CLIP[:-1] + b"!")
    for headers in ({}, {"Range": "bytes=0-"}, {"Range": "bytes=5-9"}):
        refused = await client.get(url, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (503, "ASSET_UNREADABLE")
