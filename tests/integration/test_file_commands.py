"""`animate` and `cut`: files into files, without any server."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from api.commands.program import program

KAI = str(files("tools.samples.neon_ronin").joinpath("kai_nakamura.json"))
MARA = str(files("tools.samples.neon_ronin").joinpath("mara_voss.json"))


@pytest.fixture(autouse=True)
def one_drawing_process(monkeypatch) -> None:
    monkeypatch.setenv("ECHO_DIRECTOR_RENDER_WORKERS", "1")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(program(), [str(argument) for argument in arguments])


def figure(step: int) -> np.ndarray:
    """A small person on green, its leg forward by `step` pixels."""
    cell = np.empty((80, 64, 3), np.uint8)
    cell[:] = (0, 255, 0)
    cell[12:32, 22:42] = (240, 200, 170)
    cell[10:18, 20:44] = (60, 30, 20)
    cell[32:56, 24:40] = (40, 60, 160)
    cell[56:72, 25 : 30 + step] = (50, 50, 60)
    cell[56:72, 34:39] = (70, 70, 80)
    return cell


def sheet_of(cells: list[np.ndarray]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.concatenate(cells, axis=1)).save(out, "PNG")
    return out.getvalue()


def pixels_of(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.array(picture)


def test_a_sheet_becomes_frames_with_metadata_and_a_preview(tmp_path: Path) -> None:
    source = tmp_path / "walk.png"
    source.write_bytes(sheet_of([figure(step) for step in (0, 2, 4, 1)]))
    done = run("cut", source, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "4 frames" in done.output
    document = json.loads((tmp_path / "out/sheet.json").read_text())
    whole = pixels_of(tmp_path / "out/sheet.png")
    assert document["meta"]["background"] == "#00ff00"
    assert len(document["frames"]) == 4
    for name, frame in document["frames"].items():
        alone = pixels_of(tmp_path / "out/frames" / name)
        box, place = frame["frame"], frame["spriteSourceSize"]
        on_sheet = whole[box["y"] : box["y"] + box["h"], box["x"] : box["x"] + box["w"]]
        within = alone[place["y"] : place["y"] + place["h"], place["x"] : place["x"] + place["w"]]
        assert np.array_equal(on_sheet, within)
        assert alone.shape[:2] == (frame["sourceSize"]["h"], frame["sourceSize"]["w"])
    with Image.open(tmp_path / "out/preview.gif") as preview:
        assert preview.n_frames == 4


def test_a_sheet_that_is_none_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    source = tmp_path / "notes.png"
    source.write_bytes(b"these are no pixels")
    done = run("cut", source, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()
    missing = run("cut", tmp_path / "nowhere.png")
    assert missing.exit_code == 1


def test_two_character_files_become_bound_sheets_for_an_engine(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(
        "animate", KAI, MARA, "--action", "heavy_attack", "--response", "dodge",
        "--format", "godot", "--size", 64, "-o", out,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "all hold" in done.output
    timeline = json.loads((out / "timeline.json").read_text())
    assert [c["name"] for c in timeline["characters"]] == ["Kai Nakamura", "Mara Voss"]
    counts = {len(c["script"]["frames"]) for c in timeline["characters"]}
    assert counts == {timeline["frame_count"]}
    assert not timeline["report"]["violations"]
    for character in timeline["characters"]:
        assert (out / character["sheet"]).exists()
        assert (out / character["sheet"].replace(".png", ".tres")).exists()


def test_a_picture_is_animated_as_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "somebody.png"
    rgba = np.zeros((80, 64, 4), np.uint8)
    rgba[..., :3] = figure(2)
    rgba[..., 3] = np.where((rgba[..., :3] == (0, 255, 0)).all(axis=2), 0, 255)
    Image.fromarray(rgba).save(picture)
    out = tmp_path / "out"
    done = run("animate", picture, "--action", "walk", "--format", "gif", "-o", out)
    assert done.exit_code == 0, done.output
    (made,) = out.glob("*.gif")
    with Image.open(made) as film:
        assert film.n_frames >= 4
        first = np.array(film.convert("RGBA"))
        film.seek(film.n_frames // 2)
        assert not np.array_equal(first, np.array(film.convert("RGBA")))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((KAI, MARA, "--action", "walk"), "does not reach"),
        ((KAI, MARA, "--response", "xyzzy"), "Choose one of"),
        ((KAI, "--directions", "3"), "1, 4 or 8"),
        ((KAI, "--response", "dodge"), "Nobody is there to respond"),
    ],
)
def test_what_cannot_be_animated_is_said_in_a_sentence(tmp_path: Path, arguments, words) -> None:
    done = run("animate", *arguments, "--size", 64, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert words in (done.output + done.stderr).replace("\n", " ")
    assert not (tmp_path / "out").exists()
