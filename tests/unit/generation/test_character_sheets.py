"""What stands on a character sheet, how it is judged, and how it is laid out."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.stage import staged
from tools.domain.cells import cell_named, sheet_cells
from tools.domain.consistency import Region, RegionDifference
from tools.domain.reading import read_drawing
from tools.domain.sheets import CellFinding, cell_verdict, sheet_verdict
from tools.imaging.character_sheet import SheetCell, character_sheet
from tools.imaging.typesetting import drawable, faces, fitted, width_of

KAI = json.loads(
    files("tools").joinpath("samples", "neon_ronin", "kai_nakamura.json").read_text("utf-8")
)
STAGINGS = {
    "front_standing": ("standing", "front", "full", "neutral"),
    "side_profile": ("standing", "side", "full", "neutral"),
    "back": ("standing", "back", "full", "neutral"),
    "three_quarter": ("standing", "three_quarter", "full", "neutral"),
    "sitting": ("sitting", "three_quarter", "full", "neutral"),
    "walking": ("walking", "three_quarter", "full", "neutral"),
    "dynamic_action": ("dynamic_action", "three_quarter", "full", "focused"),
    "close_up_portrait": ("standing", "three_quarter", "portrait", "neutral"),
    "neutral": ("standing", "front", "face", "neutral"),
    "happy": ("standing", "front", "face", "happy"),
    "sad": ("standing", "front", "face", "sad"),
    "angry": ("standing", "front", "face", "angry"),
    "surprised": ("standing", "front", "face", "surprised"),
    "focused": ("standing", "front", "face", "focused"),
}


def test_a_sheet_has_eight_poses_and_then_six_expressions() -> None:
    assert [cell.kind for cell in sheet_cells()] == ["pose"] * 8 + ["expression"] * 6
    assert [cell.name for cell in sheet_cells()] == list(STAGINGS)


@pytest.mark.parametrize("name", STAGINGS)
def test_the_rig_reads_every_cell_whole(name: str) -> None:
    drawing = read_drawing({"description": "short black hair"}, cell_named(name).scene)
    staging = drawing.staging
    assert (staging.pose, staging.view, staging.framing, staging.expression) == STAGINGS[name]
    assert staging.scene.setting == "studio"
    assert drawing.undrawn == ()


def test_figures_on_a_sheet_keep_one_scale() -> None:
    scales = {
        cell.name: staged(read_drawing(KAI, cell.scene), 900.0).figure.body.camera.scale
        for cell in sheet_cells()
        if STAGINGS[cell.name][2] == "full"
    }
    assert max(scales.values()) / min(scales.values()) < 1.02, scales


def test_expressions_can_be_told_apart_at_the_size_they_have_on_the_sheet() -> None:
    drawn = {cell.name: face(cell.scene) for cell in sheet_cells() if cell.kind == "expression"}
    for one, other in combinations(drawn, 2):
        changed = (np.abs(drawn[one] - drawn[other]).max(axis=2) > 40).mean()
        assert changed > 0.004, (one, other, changed)


def face(scene: str) -> np.ndarray:
    svg = draw(read_drawing(KAI, scene), 1, 330, 330)
    pixels = np.asarray(Image.open(io.BytesIO(png_of(svg, 330, 330))).convert("RGB"))
    return pixels.astype(np.int16)


def difference(region: Region, share: float | None, drifted: bool = False) -> RegionDifference:
    return RegionDifference(region=region, difference=share, drifted=drifted)


def test_what_a_view_cannot_show_is_no_drift() -> None:
    regions = [difference(Region.EYES, 0.9, drifted=True), difference(Region.OUTFIT, 0.1)]
    verdict, unseen, why = cell_verdict(
        cell_named("back"), score=0.7, verdict="needs_review", regions=regions, threshold=0.85
    )
    assert verdict == "needs_review"
    assert Region.EYES in unseen
    assert "below 0.85, though nothing that can be seen in it differs" in why[0]
    assert "eyes, skin" in why[0]


def test_a_low_score_without_any_visible_drift_is_for_somebody_to_look_at() -> None:
    regions = [difference(Region.HAIR, 0.1), difference(Region.LEGS, None)]
    verdict, unseen, _ = cell_verdict(
        cell_named("happy"), score=0.2, verdict="needs_revision", regions=regions, threshold=0.85
    )
    assert verdict == "needs_review"
    assert unseen == (Region.LEGS, Region.FEET, Region.ACCESSORIES, Region.SILHOUETTE)


def test_visible_drift_says_what_differs_the_furthest_first() -> None:
    regions = [
        difference(Region.OUTFIT, 0.5, drifted=True),
        difference(Region.HAIR, 0.8, drifted=True),
    ]
    verdict, _, why = cell_verdict(
        cell_named("back"), score=0.1, verdict="needs_revision", regions=regions, threshold=0.85
    )
    assert verdict == "needs_revision"
    assert why == ("hair: differs (80%)", "outfit: differs (50%)")


def test_without_a_calibration_a_cell_has_no_score_and_says_so() -> None:
    verdict, _, why = cell_verdict(
        cell_named("walking"), score=None, verdict="unscored", regions=[], threshold=0.85
    )
    assert verdict == "unscored"
    assert "no calibration" in why[0]


def finding(name: str, verdict: str, *why: str) -> CellFinding:
    cell = cell_named(name)
    return CellFinding(
        name=name, label=cell.label, kind=cell.kind, picture_id="1", picture_label="Kai 1",
        sha256="ab", url="/api/assets/ab", verdict=verdict, why=why,
    )  # fmt: skip


def test_one_cell_that_is_not_approved_sends_the_sheet_to_review_by_name() -> None:
    good = [finding(cell.name, "approved") for cell in sheet_cells()]
    assert sheet_verdict(good) == ("approved", ())
    bad = [*good[:-1], finding("focused", "needs_revision", "hair: differs (80%)")]
    assert sheet_verdict(bad) == ("needs_review", ("Focused: hair: differs (80%)",))


def plain(color: tuple[int, int, int], side: int = 140) -> np.ndarray:
    return np.full((side, side, 3), color, np.uint8)


def laid(verdict: str = "approved", title: str = "Kai", score: float | None = 0.97) -> np.ndarray:
    cells = [
        SheetCell(
            kind=cell.kind, label=cell.label, pixels=plain((10 * at, 20, 200)),
            verdict=verdict if at == 2 else "approved", score=score,
        )
        for at, cell in enumerate(sheet_cells())
    ]  # fmt: skip
    made = character_sheet(title, "drawn by sketch", cells)
    pixels = np.asarray(Image.open(io.BytesIO(made.png)).convert("RGB"))
    assert pixels.shape == (made.height, made.width, 3)
    return pixels


def test_every_picture_is_on_the_sheet_in_a_grid() -> None:
    page = laid()
    for at in range(8):
        places = np.argwhere((page == (10 * at, 20, 200)).all(axis=2))
        assert len(places) > 130 * 130
        low, high = places.min(axis=0), places.max(axis=0)
        assert abs((high - low)[0] - (high - low)[1]) <= 2
    smaller = (page == (80, 20, 200)).all(axis=2).sum()
    assert 60 * 60 < smaller < 130 * 130


def test_a_sheet_is_laid_out_the_same_every_time() -> None:
    assert (laid() == laid()).all()


@pytest.mark.parametrize("other", ["needs_review", "needs_revision", "unscored"])
def test_a_verdict_is_seen_beside_its_label(other: str) -> None:
    changed = (laid() != laid(other)).any(axis=2)
    assert 20 < changed.sum() < 400


def test_title_and_score_are_written_on_it() -> None:
    page = laid()
    assert (page != laid(title="Genzo")).any()
    assert (page != laid(score=0.42)).any()


def test_names_are_written_as_far_as_the_typeface_goes() -> None:
    assert drawable("Łukasz Ñandú") == "Łukasz Ñandú"
    assert drawable("Kai 東京") == "Kai"
    assert (laid(title="東京") == laid(title="Character sheet")).all()


def test_a_long_name_is_cut_with_an_ellipsis() -> None:
    fonts = faces(20)
    cut = fitted("Kai " * 50, fonts, 200.0)
    assert cut.endswith("…")
    assert width_of(cut, fonts) <= 200.0
    assert fitted("Kai", fonts, 200.0) == "Kai"
