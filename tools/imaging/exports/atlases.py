"""TexturePacker's JSON (hash) and Phaser 3's multiatlas with its animations.

The forms: https://www.codeandweb.com/texturepacker/documentation (JSON Hash, with pivots) and
Phaser's `MultiAtlasFile`, `Textures.Parsers.JSONArray` and `AnimationManager.fromJSON`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.imaging.exports.reel import PackedSheet, Placed, Reel

_APP = "Echo Director"


def texturepacker_data(sheet: PackedSheet, image: str) -> dict[str, Any]:
    """One atlas; frames are trimmed to what is drawn, pivots are shares of the whole cell."""
    width, height = sheet.size
    frames = {f"{place.name}.png": {**_trimmed(place), **_pivot(place)} for place in sheet.all}
    animations = {
        sheet.track.tag(strip): [f"{place.name}.png" for place in places]
        for strip, places in zip(sheet.track.strips, sheet.placed, strict=True)
    }
    meta = {
        "app": _APP,
        "version": "1.0",
        "image": image,
        "format": "RGBA8888",
        "size": {"w": width, "h": height},
        "scale": "1",
    }
    return {"frames": frames, "animations": animations, "meta": meta}


def phaser_atlas(sheets: Sequence[PackedSheet], images: Sequence[str]) -> dict[str, Any]:
    """One multiatlas with a texture for each character."""
    textures = [
        {
            "image": image,
            "format": "RGBA8888",
            "size": {"w": sheet.size[0], "h": sheet.size[1]},
            "scale": 1,
            "frames": [
                {"filename": place.name, **_trimmed(place), "anchor": _share(place)}
                for place in sheet.all
            ],
        }
        for sheet, image in zip(sheets, images, strict=True)
    ]
    return {"textures": textures, "meta": {"app": _APP, "version": "3.0"}}


def phaser_animations(reel: Reel, sheets: Sequence[PackedSheet], atlas: str) -> dict[str, Any]:
    """The animations of an atlas by its key, for `this.anims.fromJSON`."""
    animations: list[dict[str, Any]] = []
    for sheet in sheets:
        for strip, places in zip(sheet.track.strips, sheet.placed, strict=True):
            total_s = sum(place.frame.duration_ms for place in places) / 1000
            animations.append(
                {
                    "key": f"{sheet.track.who}_{sheet.track.tag(strip)}",
                    "type": "frame",
                    "frames": [
                        {"key": atlas, "frame": place.name, "duration": place.frame.duration_ms}
                        for place in places
                    ],
                    "frameRate": round(len(places) / total_s, 3),
                    "repeat": -1 if reel.loops else 0,
                }
            )
    return {"anims": animations, "globalTimeScale": 1}


def _trimmed(place: Placed) -> dict[str, Any]:
    trim, box = place.cell.trim, place.box
    on_sheet = trim.moved(box.x, box.y)
    return {
        "frame": {"x": on_sheet.x, "y": on_sheet.y, "w": trim.w, "h": trim.h},
        "rotated": False,
        "trimmed": (trim.w, trim.h) != (box.w, box.h),
        "spriteSourceSize": {"x": trim.x, "y": trim.y, "w": trim.w, "h": trim.h},
        "sourceSize": {"w": box.w, "h": box.h},
        "duration": place.frame.duration_ms,
    }


def _pivot(place: Placed) -> dict[str, Any]:
    return {"pivot": _share(place)}


def _share(place: Placed) -> dict[str, float]:
    x, y = place.cell.pivot
    return {"x": round(x / place.box.w, 4), "y": round(y / place.box.h, 4)}
