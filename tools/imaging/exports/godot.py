"""Godot 4's `SpriteFrames` as a text resource.

The form: https://docs.godotengine.org/en/stable/engine_details/file_formats/tscn.html. A frame
lasts its relative duration divided by the animation's speed, so a speed of 10 makes a duration
of 1.0 a tenth of a second. Names are plain strings, which Godot reads as it reads its own
`&"name"`, and which other readers of the format know too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from tools.imaging.exports.reel import PackedSheet, Placed, Reel

_SPEED_FPS = 10.0


def godot_sprite_frames(reel: Reel, sheet: PackedSheet, image: str) -> str:
    """One character's animations; the sheet lies beside the resource.

    `metadata/impact_frames` and `metadata/pivots` (pixels of the cell, from its middle, as an
    `AnimatedSprite2D` with `centered` draws) hold an entry for each animation.
    """
    regions = "\n".join(_region(place) for place in sheet.all)
    strips = list(zip(sheet.track.strips, sheet.placed, strict=True))
    animations = ", ".join(
        _animation(sheet.track.tag(strip), places, reel.loops) for strip, places in strips
    )
    impacts = ", ".join(
        f"{_text(sheet.track.tag(strip))}: [{_impacts(places)}]" for strip, places in strips
    )
    pivots = ", ".join(
        f"{_text(sheet.track.tag(strip))}: [{_pivots(places)}]" for strip, places in strips
    )
    return (
        f'[gd_resource type="SpriteFrames" load_steps={len(sheet.all) + 2} format=3]\n\n'
        f'[ext_resource type="Texture2D" path={_text(image)} id="1_sheet"]\n\n'
        f"{regions}\n"
        f"[resource]\nanimations = [{animations}]\n"
        f"metadata/impact_frames = {{{impacts}}}\n"
        f"metadata/pivots = {{{pivots}}}\n"
    )


def _region(place: Placed) -> str:
    box = place.box
    return (
        f'[sub_resource type="AtlasTexture" id="{_id(place)}"]\n'
        'atlas = ExtResource("1_sheet")\n'
        f"region = Rect2({box.x}, {box.y}, {box.w}, {box.h})\n"
    )


def _animation(name: str, places: Sequence[Placed], loops: bool) -> str:
    frames = ", ".join(
        f'{{\n"duration": {place.frame.duration_ms * _SPEED_FPS / 1000:.4f},\n'
        f'"texture": SubResource("{_id(place)}")\n}}'
        for place in places
    )
    return (
        f'{{\n"frames": [{frames}],\n"loop": {"true" if loops else "false"},\n'
        f'"name": {_text(name)},\n"speed": {_SPEED_FPS}\n}}'
    )


def _impacts(places: Sequence[Placed]) -> str:
    return ", ".join(str(place.index) for place in places if place.frame.impact_window)


def _pivots(places: Sequence[Placed]) -> str:
    middle = [(place.box.w / 2, place.box.h / 2) for place in places]
    return ", ".join(
        f"Vector2({place.cell.pivot[0] - x:g}, {place.cell.pivot[1] - y:g})"
        for place, (x, y) in zip(places, middle, strict=True)
    )


def _id(place: Placed) -> str:
    return f"AtlasTexture_{place.number:03}"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
