"""Metadata out of picture files: what goes, what stays, and that no pixel moves."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from tools.imaging.decoding import DamagedPictureError, NotAPictureError, decode
from tools.imaging.metadata import MetadataKeptError, without_metadata

SECRET = "a secret prompt"


def stored(image: Image.Image, format: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def speckled(mode: str = "RGB", seed: int = 1) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (30, 41, 4), dtype=np.uint8)
    return Image.fromarray(noise).convert(mode)


def camera_data(orientation: int | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = SECRET
    if orientation:
        exif[0x0112] = orientation
    return exif


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def chunk_names(png: bytes) -> list[bytes]:
    names, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        names.append(png[at + 4 : at + 8])
        at += length + 12
    return names


def talkative_png(**options: object) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", SECRET)
    texts.add_text("workflow", SECRET, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", SECRET)
    texts.add(b"tIME", bytes(7))
    texts.add(b"prVt", SECRET.encode())
    return stored(speckled("RGBA"), "PNG", pnginfo=texts, dpi=(72, 72), **options)


def with_everything(format: str, orientation: int | None = None) -> bytes:
    exif = camera_data(orientation)
    if format == "PNG":
        return talkative_png(exif=exif, icc_profile=profile())
    more: dict[str, object] = {"comment": SECRET.encode()} if format == "JPEG" else {}
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    return stored(speckled(), format, exif=exif, icc_profile=profile(), xmp=xmp, **more)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_texts_and_camera_data_go_and_not_a_pixel_changes(format: str) -> None:
    data = with_everything(format)
    clean = without_metadata(data)
    assert SECRET.encode() in data
    assert SECRET.encode() not in clean
    assert len(clean) < len(data)
    assert np.array_equal(decode(clean), decode(data))
    with Image.open(BytesIO(clean)) as image:
        assert not image.getexif()
        assert image.info["icc_profile"] == profile()
        assert {"prompt", "workflow", "xmp", "comment", "exif"}.isdisjoint(image.info)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_a_picture_that_is_stored_turned_is_still_shown_upright(
    format: str, orientation: int
) -> None:
    data = with_everything(format, orientation)
    clean = without_metadata(data)
    assert SECRET.encode() not in clean
    assert np.array_equal(decode(clean), decode(data))
    with Image.open(BytesIO(clean)) as image:
        assert dict(image.getexif()) == {0x0112: orientation}


def test_only_the_chunks_that_show_a_png_are_left() -> None:
    assert chunk_names(without_metadata(talkative_png(icc_profile=profile()))) == [
        b"IHDR", b"iCCP", b"IDAT", b"IEND",
    ]  # fmt: skip


def test_palette_transparency_and_depth_of_a_png_stay() -> None:
    image = speckled("RGB").quantize(16)
    data = stored(image, "PNG", transparency=3, pnginfo=PngImagePlugin.PngInfo())
    at = data.index(b"IDAT") - 4
    talkative = data[:at] + chunk(b"sBIT", b"\5\5\5") + chunk(b"tEXt", b"a\0b") + data[at:]
    clean = without_metadata(talkative)
    assert chunk_names(clean) == [b"IHDR", b"PLTE", b"tRNS", b"sBIT", b"IDAT", b"IEND"]
    assert np.array_equal(decode(clean), decode(data))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF"])
def test_an_animation_keeps_its_frames_and_times(format: str) -> None:
    frames = [speckled(seed=seed) for seed in range(3)]
    options: dict[str, object] = {"comment": SECRET.encode()} if format == "GIF" else {}
    if format == "WEBP":
        options["exif"] = camera_data()
    if format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("prompt", SECRET)  # type: ignore[union-attr]
    data = stored(
        frames[0], format, save_all=True, append_images=frames[1:], duration=120, loop=0, **options
    )
    clean = without_metadata(data)
    assert SECRET.encode() in data
    assert SECRET.encode() not in clean
    with Image.open(BytesIO(clean)) as image, Image.open(BytesIO(data)) as before:
        assert (image.n_frames, image.info["loop"]) == (3, 0)
        for index in range(3):
            image.seek(index)
            before.seek(index)
            image.load()
            before.load()
            assert image.info["duration"] == before.info["duration"]
            assert np.array_equal(np.asarray(image.convert("RGBA")), before.convert("RGBA"))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_jpegs_with_many_scans_and_restarts_come_through(options: dict[str, object]) -> None:
    plain = stored(speckled(), "JPEG", **options)
    talkative = stored(speckled(), "JPEG", comment=SECRET.encode(), **options)
    assert without_metadata(talkative) == plain


def test_the_colours_of_a_cmyk_jpeg_stay_as_its_adobe_segment_says() -> None:
    data = stored(speckled("RGB").convert("CMYK"), "JPEG", exif=camera_data())
    clean = without_metadata(data)
    assert b"Adobe" in clean
    assert np.array_equal(decode(clean), decode(data))


def test_the_thumbnail_inside_a_jpeg_header_goes() -> None:
    data = stored(speckled(), "JPEG")
    small = b"JFIF\0\1\1\0\0\1\0\1\2\1" + SECRET.encode()[:6]
    inside = b"\xff\xe0" + struct.pack(">H", len(small) + 2) + small
    assert without_metadata(data[:2] + inside + data[20:]) == data


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_what_is_appended_behind_a_picture_goes(format: str) -> None:
    data = stored(speckled(), format)
    assert without_metadata(data + SECRET.encode()) == data


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_picture_without_metadata_comes_back_identical(format: str) -> None:
    data = stored(speckled(), format)
    assert without_metadata(data) == data


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", [None, 8])
def test_taking_it_out_twice_is_taking_it_out_once(format: str, orientation: int | None) -> None:
    clean = without_metadata(with_everything(format, orientation))
    assert without_metadata(clean) == clean


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_cut_off_anywhere_is_refused_by_name(format: str) -> None:
    data = with_everything(format) if format != "GIF" else stored(speckled(), format)
    for end in range(12, len(data) - 2, 37):
        with pytest.raises(DamagedPictureError):
            without_metadata(data[:end])


def test_a_png_with_a_wrong_checksum_is_damaged() -> None:
    data = bytearray(talkative_png())
    data[data.index(b"IDAT") + 9] ^= 1
    with pytest.raises(DamagedPictureError):
        without_metadata(bytes(data))


@pytest.mark.parametrize("data", [b"", b"hello", b"<svg/>", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_picture_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        without_metadata(data)


def test_a_tiff_says_that_it_cannot_be_done() -> None:
    with pytest.raises(MetadataKeptError, match="PNG, JPEG"):
        without_metadata(stored(speckled(), "TIFF"))
