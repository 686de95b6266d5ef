"""Aseprite's sheet data (`--format json-hash`, `json-array`), as its command line writes it.

The form: https://github.com/aseprite/aseprite/blob/main/docs/cli (`--data`, `--list-tags`,
`--list-slices`).
"""

from __future__ import annotations

from typing import Any, Literal

from tools.imaging.exports.reel import Box, PackedSheet, Placed, runs_of

Layout = Literal["hash", "array"]
_IMPACT = "impact"


def aseprite_data(sheet: PackedSheet, image: str, layout: Layout = "hash") -> dict[str, Any]:
    """Frames with durations, a tag an animation and an impact window, the pivots as a slice."""
    width, height = sheet.size
    frames = {f"{place.name}.aseprite": _frame(place) for place in sheet.all}
    listed: Any = (
        frames
        if layout == "hash"
        else [{"filename": name, **frame} for name, frame in frames.items()]
    )
    return {
        "frames": listed,
        "meta": {
            "app": "https://www.aseprite.org/",
            "version": "1.3",
            "image": image,
            "format": "RGBA8888",
            "size": {"w": width, "h": height},
            "scale": "1",
            "frameTags": _tags(sheet),
            "layers": [{"name": sheet.track.name, "opacity": 255, "blendMode": "normal"}],
            "slices": [_pivots(sheet)],
        },
    }


def _frame(place: Placed) -> dict[str, Any]:
    size = {"w": place.box.w, "h": place.box.h}
    return {
        "frame": _box(place.box),
        "rotated": False,
        "trimmed": False,
        "spriteSourceSize": {"x": 0, "y": 0, **size},
        "sourceSize": size,
        "duration": place.frame.duration_ms,
    }


def _tags(sheet: PackedSheet) -> list[dict[str, Any]]:
    tags: list[dict[str, Any]] = []
    for strip, places in zip(sheet.track.strips, sheet.placed, strict=True):
        first = places[0].number
        tags.append(_tag(sheet.track.tag(strip), first, places[-1].number, "#0a84ffff"))
        for start, end in runs_of([place.frame.impact_window for place in places]):
            tags.append(_tag(_IMPACT, first + start, first + end, "#ff453aff"))
    return tags


def _tag(name: str, first: int, last: int, color: str) -> dict[str, Any]:
    return {"name": name, "from": first, "to": last, "direction": "forward", "color": color}


def _pivots(sheet: PackedSheet) -> dict[str, Any]:
    keys = [
        {
            "frame": place.number,
            "bounds": _box(place.cell.trim),
            "pivot": {
                "x": round(place.cell.pivot[0] - place.cell.trim.x),
                "y": round(place.cell.pivot[1] - place.cell.trim.y),
            },
        }
        for place in sheet.all
    ]
    return {"name": "pivot", "color": "#0000ffff", "keys": keys}


def _box(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "w": box.w, "h": box.h}
