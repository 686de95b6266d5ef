"""Sheets of models: what can be cut is, at the size that was asked for; what cannot is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from tests.unit.guides.distorting import Careless, redrawn
from tools.backends.sketch.guides import sheet_guides
from tools.backends.sketch.sprite.sheet import SheetOrder
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.kinds import ActionType
from tools.domain.choreography import choreographed
from tools.domain.reading import read_look
from tools.imaging.oklab import oklab
from tools.imaging.picture import Picture
from tools.imaging.sheets.checking import fault_of
from tools.imaging.sheets.process import post_process
from tools.imaging.sheets.reading import read_sheet
from tools.imaging.sheets.reducing import reduced
from tools.imaging.sheets.spill import without_spill
from tools.ports.guiding import SheetGuides

KEY, CELL = (255, 0, 255), 96
COAT = ("#e0b090", "#2244aa", "#202030", "#7a4020", "#f0f0f0")
DNA = CharacterDNA(
    archetype="fighter", body_type="average", mass_class="medium", mobility="medium",
    body_proportions=BodyProportions(head_to_body=2.6, height_class="average"),
    dominant_colors=("#2244aa",),
)  # fmt: skip


@cache
def guides(action: ActionType, count: int) -> SheetGuides:
    script = choreographed(action, frame_count=count, tier="LIGHT", perspective="side", dna=DNA)
    look = read_look({"name": "Ib", "description": "a man with brown hair and a blue coat"})
    order = SheetOrder(
        look=look, frames=script.frames, perspective="side", facing=90.0, cell_px=CELL,
        style="pixel", key_color="#ff00ff",
    )  # fmt: skip
    return sheet_guides(order)


def drawn(how: Careless, action: ActionType = "light_attack", count: int = 8) -> Picture:
    made = guides(action, count)
    return read_sheet(redrawn(made.rough, made.columns, CELL, KEY, how))


def fault(sheet: Picture, rows: int = 2, columns: int = 4, count: int = 8) -> str | None:
    return fault_of(sheet, rows=rows, columns=columns, frame_count=count, key=KEY)


@pytest.mark.parametrize("action", ["light_attack", "jump", "death"])
def test_a_careless_sheet_of_all_figures_has_no_fault(action: ActionType) -> None:
    assert fault(drawn(Careless(), action)) is None


def test_a_cell_left_over_stays_empty_without_fault() -> None:
    sheet = drawn(Careless(), count=5)
    assert guides("light_attack", 5).columns == 3
    assert fault(sheet, 2, 3, 5) is None


def test_a_missing_figure_is_named_by_its_cell() -> None:
    said = fault(drawn(Careless(empty=(5,))))
    assert said is not None
    assert "8 figures were asked for, and 7 cells" in said
    assert "none in cell 6" in said


def test_a_figure_too_many_is_named_by_its_cell() -> None:
    said = fault(drawn(Careless(twice=((0, 5),)), count=5), 2, 3, 5)
    assert said == "5 figures were asked for, and there are more: in cell 6."


def test_an_uneven_grid_is_refused() -> None:
    three = drawn(Careless(), count=6)
    stretched = np.asarray(
        cv2.resize(three, (4 * CELL, 2 * CELL), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    said = fault(stretched)
    assert said is not None
    assert "grid of 4 x 2" in said


def test_a_picture_of_a_place_is_no_sheet() -> None:
    coarse = np.random.default_rng(1).integers(0, 256, (6, 12, 4), dtype=np.uint8)
    place = np.asarray(cv2.resize(coarse, (256, 128), interpolation=cv2.INTER_CUBIC), np.uint8)
    place[:, :, 3] = 255
    assert fault(place) is not None


def test_frames_come_out_as_small_and_in_as_few_colours_as_asked() -> None:
    cut = post_process(drawn(Careless()), rows=2, columns=4, frame_count=8, key=KEY, palette=COAT)
    small = reduced(cut, 0.5, crisp=True, palette=COAT)
    codes = {tuple(bytes.fromhex(code[1:])) for code in COAT}
    assert small.canvas == tuple(-(-side // 2) for side in cut.canvas)
    for before, frame in zip(cut.frames, small.frames, strict=True):
        shown = frame.pixels[frame.pixels[:, :, 3] > 0]
        assert set(np.unique(frame.pixels[:, :, 3])) <= {0, 255}
        assert {tuple(color) for color in shown[:, :3].tolist()} <= codes
        wide, high = (frame.trim[2] - frame.trim[0], frame.trim[3] - frame.trim[1])
        assert abs(wide - (before.trim[2] - before.trim[0]) / 2) <= 2
        assert abs(high - (before.trim[3] - before.trim[1]) / 2) <= 2
        assert frame.pivot == pytest.approx([side / 2 for side in before.pivot], abs=0.02)


def test_smooth_frames_keep_their_colours_and_soft_edges_when_made_smaller() -> None:
    cut = post_process(drawn(Careless()), rows=2, columns=4, frame_count=8, key=KEY)
    small = reduced(cut, 0.5, crisp=False)
    for before, frame in zip(cut.frames, small.frames, strict=True):
        large, little = (_mean(one.pixels) for one in (before, frame))
        assert float(np.linalg.norm(large - little)) < 0.02
        soft = (frame.pixels[:, :, 3] > 0) & (frame.pixels[:, :, 3] < 255)
        assert soft.any()


def _mean(pixels: Picture) -> np.ndarray:
    return oklab(pixels[:, :, :3])[pixels[:, :, 3] > 127].mean(axis=0)


def test_rims_lose_the_tint_of_the_background_and_purple_clothes_stay_purple() -> None:
    cut = post_process(drawn(Careless()), rows=2, columns=4, frame_count=8, key=KEY)
    free = without_spill(cut)
    assert max(_tinted(frame.pixels) for frame in cut.frames) > 0.05
    assert max(_tinted(frame.pixels) for frame in free.frames) < 0.02
    coat = np.zeros((64, 64, 4), np.uint8)
    coat[8:56, 8:56] = (150, 40, 160, 255)
    worn = replace(cut, frames=(replace(cut.frames[0], pixels=coat),), canvas=(64, 64))
    assert (without_spill(worn).frames[0].pixels == coat).all()


def _tinted(pixels: Picture) -> float:
    """The share of a frame's pixels that are clearly more magenta than green."""
    shown = pixels[pixels[:, :, 3] > 0].astype(np.int16)
    return float((np.minimum(shown[:, 0], shown[:, 2]) - shown[:, 1] > 30).mean())
