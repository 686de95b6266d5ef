"""Guides of sheets: every frame's skeleton on its own sprite, in one grid, on black and on key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.unit.guides.reading_guides import discs_of, near, pixels_of
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.kinds import Perspective
from tools.domain.choreography import choreographed
from tools.ports.animating import SheetRequest
from tools.ports.guiding import Guide

KEY = (255, 0, 255)
DNA = CharacterDNA(
    archetype="swordsman", body_type="average", mass_class="medium", mobility="medium",
    body_proportions=BodyProportions(head_to_body=2.6, height_class="average"),
    dominant_colors=("#2244aa",), weapon_type="sword", weapon_mass="medium",
)  # fmt: skip


@pytest.fixture(scope="module")
async def guide() -> AsyncIterator[SketchRenderer]:
    sketch = SketchRenderer(workers=1)
    yield sketch
    sketch.close()


def asked(perspective: Perspective, facing: float, count: int) -> SheetRequest:
    script = choreographed(
        "heavy_attack", frame_count=count, tier="HEAVY", perspective=perspective, dna=DNA
    )
    return SheetRequest(
        frames=script.frames, perspective=perspective, facing=facing, cell_px=64, style="pixel",
        key_color="#ff00ff", definition={"name": "Ib", "description": "a man in a blue jacket"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("perspective", "facing", "count"),
    [("side", 90.0, 8), ("side", 270.0, 7), ("isometric", 225.0, 6), ("top_down", 0.0, 5)],
)
async def test_every_frame_has_its_skeleton_on_its_sprite(
    guide: Guide, perspective: Perspective, facing: float, count: int
) -> None:
    made = await guide.sheet_guides(asked(perspective, facing, count), cell_px=128)
    assert made.cell_px == 128
    assert made.columns * made.rows >= count
    pose, rough = pixels_of(made.pose), pixels_of(made.rough)
    assert pose.shape == rough.shape == (made.rows * 128, made.columns * 128, 3)
    for index in range(made.columns * made.rows):
        row, column = divmod(index, made.columns)
        cell = np.s_[row * 128 : row * 128 + 128, column * 128 : column * 128 + 128]
        figure = (rough[cell] != KEY).any(axis=2)
        joints = discs_of(pose[cell])
        if index >= count:
            assert not joints
            assert not figure.any()
            continue
        assert len(joints) >= 10
        for name, place in joints.items():
            assert near(figure, place, 4.0), (index, name)


async def test_figures_of_opposite_facings_look_opposite_ways(guide: Guide) -> None:
    right = await guide.sheet_guides(asked("side", 90.0, 4), cell_px=128)
    left = await guide.sheet_guides(asked("side", 270.0, 4), cell_px=128)
    one, other = (discs_of(pixels_of(made.pose)[:128, :128]) for made in (right, left))
    assert one["nose"][0] > one["neck"][0]
    assert other["nose"][0] < other["neck"][0]


async def test_a_sheet_of_guides_is_no_wider_than_a_model_can_draw(guide: Guide) -> None:
    made = await guide.sheet_guides(asked("side", 90.0, 10), cell_px=512)
    assert (made.columns, made.rows) == (4, 3)


async def test_without_a_definition_there_is_still_the_pose(guide: Guide) -> None:
    request = asked("side", 90.0, 4)
    known = await guide.sheet_guides(request, cell_px=128)
    plain = await guide.sheet_guides(
        SheetRequest(
            frames=request.frames, perspective="side", facing=90.0, cell_px=64, style="pixel",
            key_color="#ff00ff", picture=b"any",
        ),
        cell_px=128,
    )  # fmt: skip
    joints = discs_of(pixels_of(plain.pose)[:128, :128])
    assert joints.keys() & discs_of(pixels_of(known.pose)[:128, :128]).keys() >= {"neck", "knee_r"}
