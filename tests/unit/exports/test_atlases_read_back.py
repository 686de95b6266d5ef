"""Every atlas is read back: each region of the sheet holds the cell that it names."""

from __future__ import annotations

import io
import json
import warnings
import zipfile

import numpy as np
import pytest
import yaml
from PIL import Image

from tools.imaging.exports.files import exported, members
from tools.imaging.exports.reel import compass, packed, runs_of
from tools.imaging.exports.unity import texture_guid

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from godot_parser import GDResource, parse


def pixels_of(data: bytes) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(data)).convert("RGBA"))


def cut(sheet: np.ndarray, box: dict[str, int]) -> np.ndarray:
    return sheet[box["y"] : box["y"] + box["h"], box["x"] : box["x"] + box["w"]]


@pytest.mark.parametrize("layout", ["hash", "array"])
def test_aseprite_frames_durations_and_tags_are_the_scripts(dual, layout) -> None:
    files = members(dual, "aseprite", layout=layout)
    document = json.loads(files["kai_heavy_attack_instigator.json"])
    sheet = pixels_of(files[document["meta"]["image"]])
    frames = document["frames"]
    assert isinstance(frames, dict if layout == "hash" else list)
    listed = list(frames.values()) if layout == "hash" else frames
    track = dual.tracks[0]
    assert [f["duration"] for f in listed] == [f.duration_ms for f in track.script.frames]
    for frame, cell in zip(listed, track.strips[0].cells, strict=True):
        assert np.array_equal(cut(sheet, frame["frame"]), cell.pixels)
    tags = {tag["name"]: (tag["from"], tag["to"]) for tag in document["meta"]["frameTags"]}
    assert tags == {"heavy_attack": (0, 7), "impact": (3, 4)}
    (pivots,) = document["meta"]["slices"]
    for key, cell in zip(pivots["keys"], track.strips[0].cells, strict=True):
        at = (key["bounds"]["x"] + key["pivot"]["x"], key["bounds"]["y"] + key["pivot"]["y"])
        assert at == cell.pivot
    assert document["meta"]["size"] == {"w": sheet.shape[1], "h": sheet.shape[0]}


@pytest.mark.parametrize("format", ["texturepacker", "phaser"])
def test_a_trimmed_frame_laid_back_on_its_canvas_is_the_cell(dual, format) -> None:
    files = members(dual, format)
    listed: list[tuple[np.ndarray, dict]] = []
    if format == "phaser":
        document = json.loads(files["kai_hits_mara.json"])
        for texture in document["textures"]:
            sheet = pixels_of(files[texture["image"]])
            listed += [(sheet, frame) for frame in texture["frames"]]
    else:
        for track in dual.tracks:
            document = json.loads(files[f"{track.file_stem}.json"])
            sheet = pixels_of(files[document["meta"]["image"]])
            listed += [(sheet, frame) for frame in document["frames"].values()]
    cells = [cell for track in dual.tracks for cell in track.strips[0].cells]
    assert len(listed) == len(cells)
    for (sheet, frame), cell in zip(listed, cells, strict=True):
        size, place = frame["sourceSize"], frame["spriteSourceSize"]
        canvas = np.zeros((size["h"], size["w"], 4), np.uint8)
        part = cut(sheet, frame["frame"])
        canvas[place["y"] : place["y"] + place["h"], place["x"] : place["x"] + place["w"]] = part
        assert np.array_equal(canvas, cell.pixels)
        assert frame["trimmed"]
        anchor = frame["anchor" if format == "phaser" else "pivot"]
        assert (anchor["x"] * size["w"], anchor["y"] * size["h"]) == pytest.approx(
            cell.pivot, abs=0.01
        )


def test_phasers_animations_name_frames_of_the_atlas(dual) -> None:
    files = members(dual, "phaser")
    atlas = json.loads(files["kai_hits_mara.json"])
    known = {frame["filename"] for texture in atlas["textures"] for frame in texture["frames"]}
    animations = json.loads(files["kai_hits_mara_anims.json"])["anims"]
    assert [a["key"] for a in animations] == ["instigator_heavy_attack", "responder_heavy_attack"]
    for animation in animations:
        assert {frame["frame"] for frame in animation["frames"]} <= known
        assert sum(frame["duration"] for frame in animation["frames"]) == 800
        assert animation["frameRate"] == 10.0
        assert animation["repeat"] == 0


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_godot_reads_the_resource(dual) -> None:
    files = members(dual, "godot")
    resource = parse(files["mara_velasquez_heavy_attack_responder.tres"].decode())
    assert isinstance(resource, GDResource)
    (sheet,) = resource.get_ext_resources()
    image = pixels_of(files[sheet.path])
    textures = resource.get_sub_resources()
    (section,) = [s for s in resource.get_sections() if s.header.name == "resource"]
    (animation,) = section["animations"]
    assert str(animation["name"]).strip('&"') == "heavy_attack"
    assert animation["loop"] is False
    track = dual.tracks[1]
    assert [frame["duration"] / animation["speed"] * 1000 for frame in animation["frames"]] == (
        pytest.approx([frame.duration_ms for frame in track.script.frames])
    )
    for texture, cell in zip(textures, track.strips[0].cells, strict=True):
        x, y, w, h = (int(number) for number in texture["region"].args)
        assert np.array_equal(image[y : y + h, x : x + w], cell.pixels)


def test_a_godot_resource_counts_its_parts(single) -> None:
    text = members(single, "godot")["kai_heavy_attack_instigator.tres"].decode()
    assert text.startswith('[gd_resource type="SpriteFrames" load_steps=10 format=3]')
    assert '"loop": true' in text


def test_unity_slices_and_clips_agree(dual) -> None:
    files = members(dual, "unity")
    image = pixels_of(files["kai_heavy_attack_instigator.png"])
    meta = yaml.safe_load(files["kai_heavy_attack_instigator.png.meta"])
    importer = meta["TextureImporter"]
    assert (importer["spriteMode"], importer["textureSettings"]["filterMode"]) == (2, 0)
    slices = importer["spriteSheet"]["sprites"]
    track = dual.tracks[0]
    for slice_, cell in zip(slices, track.strips[0].cells, strict=True):
        rect = slice_["rect"]
        top = image.shape[0] - rect["y"] - rect["height"]
        part = image[top : top + rect["height"], rect["x"] : rect["x"] + rect["width"]]
        assert np.array_equal(part, cell.pixels)
        up = (1 - slice_["pivot"]["y"]) * rect["height"]
        assert (slice_["pivot"]["x"] * rect["width"], up) == pytest.approx(cell.pivot, abs=0.01)
    clip = yaml.safe_load(files["instigator_heavy_attack.anim"].decode().split("&7400000\n")[1])
    (curve,) = clip["AnimationClip"]["m_PPtrCurves"]
    named = [key["value"]["fileID"] for key in curve["curve"]]
    assert named[:-1] == [slice_["internalID"] for slice_ in slices]
    assert {key["value"]["guid"] for key in curve["curve"]} == {meta["guid"]}
    times = [key["time"] for key in curve["curve"]]
    assert times == sorted(times)
    assert times[:3] == [0, 0.1, 0.22]
    events = clip["AnimationClip"]["m_Events"]
    assert [(e["intParameter"], e["time"]) for e in events] == [(3, 0.3), (4, 0.36)]
    assert clip["AnimationClip"]["m_AnimationClipSettings"]["m_StopTime"] == 0.8


def test_two_sheets_have_two_names_in_unity(dual) -> None:
    assert len({texture_guid(packed(track)) for track in dual.tracks}) == 2


def test_every_facing_is_an_animation_of_its_own(turning) -> None:
    document = json.loads(members(turning, "texturepacker")["kai_heavy_attack_instigator.json"])
    assert list(document["animations"]) == [f"heavy_attack_{way}" for way in "senw"]
    assert len(document["frames"]) == 32
    aseprite = json.loads(members(turning, "aseprite")["kai_heavy_attack_instigator.json"])
    tags = [(t["name"], t["from"], t["to"]) for t in aseprite["meta"]["frameTags"]]
    assert ("heavy_attack_n", 16, 23) in tags
    assert ("impact", 19, 20) in tags


def test_the_compass_follows_the_facing() -> None:
    assert [compass(angle) for angle in (0, 45, 90, 180, 270, 315, 360)] == [
        "s", "se", "e", "n", "w", "sw", "s",
    ]  # fmt: skip


def test_an_archive_holds_sheets_data_timelines_and_a_preview(dual) -> None:
    file = exported(dual, "godot")
    assert (file.file_name, file.media_type) == ("kai_hits_mara_godot.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(file.data)) as bundle:
        assert bundle.testzip() is None
        names = bundle.namelist()
    assert {"timeline.json", "preview.gif", "kai_heavy_attack_instigator.png"} <= set(names)
    assert exported(dual, "godot").data == file.data


def test_the_timeline_tells_both_characters_and_the_impacts(dual) -> None:
    document = json.loads(members(dual, "aseprite")["timeline.json"])
    assert [c["who"] for c in document["characters"]] == ["instigator", "responder"]
    assert document["durations_ms"] == [100, 120, 80, 60, 140, 90, 110, 100]
    impacts = [e for e in document["events"] if e["type"] == "impact"]
    assert [(e["who"], e["frame"], e["at_ms"]) for e in impacts] == [
        ("instigator", 3, 300), ("responder", 3, 300),
        ("instigator", 4, 360), ("responder", 4, 360),
    ]  # fmt: skip
    times = [e["at_ms"] for e in document["events"]]
    assert times == sorted(times)
    assert document["report"]["rules"] == ["frame counts are equal"]


def test_cells_fill_the_sheets_grid(single) -> None:
    sheet = packed(single.tracks[0])
    assert sheet.size == (128, 64)
    assert [place.index for place in sheet.all] == list(range(8))


def test_runs_of_flags_are_told_by_their_ends() -> None:
    assert runs_of([False, True, True, False, True]) == [(1, 2), (4, 4)]
    assert runs_of([]) == []
