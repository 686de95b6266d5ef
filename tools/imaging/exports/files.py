"""What each format consists of: one moving picture, or an archive of sheets, data and preview."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2

from tools.domain.animation.kinds import ExportFormat
from tools.imaging.exports.aseprite import Layout, aseprite_data
from tools.imaging.exports.atlases import phaser_animations, phaser_atlas, texturepacker_data
from tools.imaging.exports.godot import godot_sprite_frames
from tools.imaging.exports.moving import apng, gif, mp4, webp
from tools.imaging.exports.preview import Film, enlarged, preview_of
from tools.imaging.exports.reel import PackedSheet, Pixels, Reel, packed
from tools.imaging.exports.timeline import timeline
from tools.imaging.exports.unity import unity_clip, unity_texture

_SCREEN_PX = 256
"""Previews of small sprites are enlarged by a whole factor until they are about so high."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member of an archive, so that equal animations make equal files."""


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A file to hand out."""

    file_name: str
    media_type: str
    data: bytes


Members = Mapping[str, bytes]


def exported(reel: Reel, format: ExportFormat, *, layout: Layout = "hash") -> ExportedFile:
    """The animation in a format.

    Moving pictures show all characters together. The formats of engines and editors are archives
    (ZIP): a sheet a character with its data, `timeline.json` and `preview.gif`.
    """
    if format in _FILMS:
        write, media_type, ending = _FILMS[format]
        film = preview_of(reel)
        scale = 1 if format in ("apng", "webp") else _scale(film)
        return ExportedFile(
            file_name=f"{_stem(reel)}.{ending}",
            media_type=media_type,
            data=write(enlarged(film, scale)),
        )
    return ExportedFile(
        file_name=f"{_stem(reel)}_{format}.zip",
        media_type="application/zip",
        data=archive(members(reel, format, layout=layout)),
    )


def members(reel: Reel, format: ExportFormat, *, layout: Layout = "hash") -> dict[str, bytes]:
    """The files of an engine's or editor's format, by name."""
    sheets = [packed(track) for track in reel.tracks]
    images = [f"{sheet.track.file_stem}.png" for sheet in sheets]
    files: dict[str, bytes] = {
        image: png(sheet.pixels) for image, sheet in zip(images, sheets, strict=True)
    }
    files |= _data(reel, format, sheets, images, layout)
    files["timeline.json"] = _json(timeline(reel, sheets, images))
    film = preview_of(reel)
    files["preview.gif"] = gif(enlarged(film, _scale(film)))
    return files


def archive(files: Members) -> bytes:
    """A ZIP of the files; equal files make an equal archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def png(pixels: Pixels) -> bytes:
    """The pixels as PNG, RGBA."""
    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA))
    if not done:
        raise ValueError("the picture cannot be written as PNG")
    return data.tobytes()


def _data(
    reel: Reel,
    format: ExportFormat,
    sheets: Sequence[PackedSheet],
    images: Sequence[str],
    layout: Layout,
) -> dict[str, bytes]:
    pairs = zip(sheets, images, strict=True)
    named = [(sheet, image, sheet.track.file_stem) for sheet, image in pairs]
    match format:
        case "aseprite":
            return {
                f"{stem}.json": _json(aseprite_data(sheet, image, layout))
                for sheet, image, stem in named
            }
        case "texturepacker":
            return {
                f"{stem}.json": _json(texturepacker_data(sheet, image))
                for sheet, image, stem in named
            }
        case "phaser":
            key = _stem(reel)
            return {
                f"{key}.json": _json(phaser_atlas(sheets, images)),
                f"{key}_anims.json": _json(phaser_animations(reel, sheets, key)),
            }
        case "godot":
            return {
                f"{stem}.tres": godot_sprite_frames(reel, sheet, image).encode()
                for sheet, image, stem in named
            }
        case "unity":
            return _unity(reel, sheets, images)
        case _:
            raise ValueError(f"{format} has no files beside its picture")


def _unity(reel: Reel, sheets: Sequence[PackedSheet], images: Sequence[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for sheet, image in zip(sheets, images, strict=True):
        files[f"{image}.meta"] = unity_texture(sheet, reel.style).encode()
        for strip, places in zip(sheet.track.strips, sheet.placed, strict=True):
            clip = unity_clip(sheet, strip, places, loops=reel.loops)
            files[f"{sheet.track.who}_{sheet.track.tag(strip)}.anim"] = clip.encode()
    return files


def _scale(film: Film) -> int:
    return max(1, _SCREEN_PX // film.frames[0].shape[0])


def _stem(reel: Reel) -> str:
    kept = "".join(c if c.isalnum() and c.isascii() else "_" for c in reel.title.lower())
    return "_".join(part for part in kept.split("_") if part) or "animation"


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


_Writer = Callable[[Film], bytes]
_FILMS: dict[ExportFormat, tuple[_Writer, str, str]] = {
    "gif": (gif, "image/gif", "gif"),
    "apng": (apng, "image/apng", "png"),
    "webp": (webp, "image/webp", "webp"),
    "mp4": (mp4, "video/mp4", "mp4"),
}
