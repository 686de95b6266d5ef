"""Checking a folder against one reference: outcomes, exit codes, the report."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from evals.training.chibi import drawn, invented
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.imaging.decoding import encode_png
from tools.studio.check_report import check_html, check_table
from tools.studio.checking import CheckReport, UnusableReferenceError, check

EMBEDDER = EmbeddedEmbedder()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("renders")
    rng = np.random.default_rng(2)
    who = replace(invented(rng), hair=(60, 90, 200), hat=None)
    changed = replace(who, hair=(230, 190, 90))
    pictures = {
        "kai.png": drawn(who, "down", "stand", rng),
        "walk.png": drawn(who, "down", "walk", rng),
        "blond <b>.png": drawn(changed, "down", "walk", rng),
    }
    for name, picture in pictures.items():
        (place / name).write_bytes(encode_png(picture))
    (place / "notes.png").write_text("no picture")
    return place


@pytest.fixture(scope="module")
def report(folder: Path) -> CheckReport:
    names = ("walk.png", "blond <b>.png", "notes.png", "gone.png")
    return check(folder / "kai.png", [folder / name for name in names], EMBEDDER)


def test_each_picture_has_its_own_outcome(report: CheckReport) -> None:
    walk, blond, notes, gone = report.pictures
    assert not walk.drifted
    assert blond.drifted
    assert notes.error is not None and "not a picture" in notes.error
    assert gone.error == "There is no such file."


def test_drift_ends_with_one_and_an_unreadable_file_alone_with_two(
    folder: Path, report: CheckReport
) -> None:
    reference = folder / "kai.png"
    assert report.exit_code == 1
    assert check(reference, [folder / "walk.png"], EMBEDDER, crops=False).exit_code == 0
    assert check(reference, [folder / "notes.png"], EMBEDDER, crops=False).exit_code == 2


def test_a_reference_that_cannot_be_read_stops_the_check(folder: Path) -> None:
    with pytest.raises(UnusableReferenceError, match=r"notes\.png: This is not a picture"):
        check(folder / "notes.png", [folder / "kai.png"], EMBEDDER)


def test_the_table_says_that_there_is_no_score_and_why(report: CheckReport) -> None:
    page = StringIO()
    Console(file=page, width=160).print(check_table(report))
    text = page.getvalue()
    assert "unscored" in text
    assert "No calibration exists" in text
    assert "hair: #" in text


def test_the_page_stands_alone_and_shows_crops(report: CheckReport) -> None:
    page = check_html(report)
    assert "blond &lt;b&gt;.png" in page
    assert page.count("data:image/png;base64,") > 10
    assert "http://" not in page and "https://" not in page
    assert "<script" not in page
