"""Unity: a sliced sheet (`.png.meta`) and an animation clip (`.anim`) for each animation.

The forms are those that Unity 2022 writes itself: a `TextureImporter` with custom pivots, and an
`AnimationClip` whose one curve swaps the sprites of a `SpriteRenderer`. Unity counts y upwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import yaml

from tools.domain.animation.kinds import SpriteStyle
from tools.imaging.exports.reel import PackedSheet, Placed, Strip

_CUSTOM_PIVOT = 9
_MULTIPLE = 2
_POINT, _BILINEAR = 0, 1
_SPRITE_RENDERER = 212
_CLIP_HEADER = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n--- !u!74 &7400000\n"
_RATE_FPS = 60.0


def unity_texture(sheet: PackedSheet, style: SpriteStyle) -> str:
    """The importer settings that lie beside the sheet: how it is sliced, and the pivots."""
    _, height = sheet.size
    importer: dict[str, Any] = {
        "internalIDToNameTable": [
            {"first": {213: _internal_id(place)}, "second": place.name} for place in sheet.all
        ],
        "externalObjects": {},
        "serializedVersion": 12,
        "mipmaps": {"mipMapMode": 0, "enableMipMap": 0},
        "isReadable": 0,
        "textureSettings": {
            "serializedVersion": 2,
            "filterMode": _POINT if style == "pixel" else _BILINEAR,
            "aniso": 1,
            "wrapU": 1,
            "wrapV": 1,
        },
        "maxTextureSize": 8192,
        "spriteMode": _MULTIPLE,
        "spriteExtrude": 1,
        "spriteMeshType": 0,
        "alignment": 0,
        "spritePixelsToUnits": sheet.track.cell_size[1],
        "alphaUsage": 1,
        "alphaIsTransparency": 1,
        "textureType": 8,
        "textureShape": 1,
        "textureCompression": 0,
        "spriteSheet": {
            "serializedVersion": 2,
            "sprites": [_slice(place, height) for place in sheet.all],
            "outline": [],
            "nameFileIdTable": {place.name: _internal_id(place) for place in sheet.all},
        },
        "userData": "",
        "assetBundleName": "",
        "assetBundleVariant": "",
    }
    meta = {"fileFormatVersion": 2, "guid": texture_guid(sheet), "TextureImporter": importer}
    return yaml.safe_dump(meta, sort_keys=False, allow_unicode=True)


def unity_clip(sheet: PackedSheet, strip: Strip, places: Sequence[Placed], *, loops: bool) -> str:
    """The animation of one strip; an event `OnImpact` marks each impact frame."""
    starts_s = _starts(places)
    end_s = starts_s[-1] + places[-1].frame.duration_ms / 1000
    guid = texture_guid(sheet)
    swaps = [
        {"time": start, "value": {"fileID": _internal_id(place), "guid": guid, "type": 3}}
        for start, place in zip(starts_s, places, strict=True)
    ]
    clip: dict[str, Any] = {
        "m_ObjectHideFlags": 0,
        "m_Name": f"{sheet.track.who}_{sheet.track.tag(strip)}",
        "serializedVersion": 7,
        "m_Legacy": 0,
        "m_Compressed": 0,
        "m_PPtrCurves": [
            {
                "serializedVersion": 2,
                "curve": [*swaps, {**swaps[-1], "time": round(end_s - 1 / _RATE_FPS, 4)}],
                "attribute": "m_Sprite",
                "path": "",
                "classID": _SPRITE_RENDERER,
                "script": {"fileID": 0},
                "flags": 2,
            }
        ],
        "m_SampleRate": int(_RATE_FPS),
        "m_WrapMode": 0,
        "m_AnimationClipSettings": {
            "serializedVersion": 2,
            "m_StartTime": 0,
            "m_StopTime": round(end_s, 4),
            "m_LoopTime": int(loops),
        },
        "m_Events": [
            {
                "time": start,
                "functionName": "OnImpact",
                "data": "",
                "floatParameter": place.frame.force.magnitude if place.frame.force else 0,
                "intParameter": place.index,
                "messageOptions": 1,
            }
            for start, place in zip(starts_s, places, strict=True)
            if place.frame.impact_window
        ],
    }
    return _CLIP_HEADER + yaml.safe_dump({"AnimationClip": clip}, sort_keys=False)


def texture_guid(sheet: PackedSheet) -> str:
    """The sheet's name among Unity's assets: 32 hexadecimal digits, the same for the same cells."""
    digest = hashlib.sha256(sheet.pixels.tobytes())
    digest.update(sheet.track.file_stem.encode())
    return digest.hexdigest()[:32]


def _slice(place: Placed, sheet_height: int) -> dict[str, Any]:
    x, y = place.cell.pivot
    box = place.box
    return {
        "serializedVersion": 2,
        "name": place.name,
        "rect": {
            "serializedVersion": 2,
            "x": box.x,
            "y": sheet_height - box.y - box.h,
            "width": box.w,
            "height": box.h,
        },
        "alignment": _CUSTOM_PIVOT,
        "pivot": {"x": round(x / box.w, 4), "y": round(1 - y / box.h, 4)},
        "border": {"x": 0, "y": 0, "z": 0, "w": 0},
        "spriteID": hashlib.sha256(place.name.encode()).hexdigest()[:32],
        "internalID": _internal_id(place),
    }


def _starts(places: Sequence[Placed]) -> list[float]:
    starts: list[float] = []
    elapsed_ms = 0
    for place in places:
        starts.append(round(elapsed_ms / 1000, 4))
        elapsed_ms += place.frame.duration_ms
    return starts


def _internal_id(place: Placed) -> int:
    """A positive 63-bit number, as Unity keeps for each sprite of a sheet."""
    return int.from_bytes(hashlib.sha256(place.name.encode()).digest()[:8], "big") >> 1
