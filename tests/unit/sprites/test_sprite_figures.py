"""Sprites of figures: few colours, crisp edges, one ground, light from the top left."""

from __future__ import annotations

import math
from collections import Counter
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.backends.sketch.sprite.cuts import cuts
from tools.backends.sketch.sprite.draw import draw_frames
from tools.backends.sketch.sprite.figure import figure_shapes
from tools.backends.sketch.sprite.palette import COLORS_MOST, Entry
from tools.backends.sketch.sprite.pixels import counted, painted
from tools.backends.sketch.sprite.placing import placed
from tools.domain.animation.kinds import Perspective
from tools.domain.animation.script import AnimationFrame, Effect
from tools.domain.look import Garment, GarmentKind, Hair, Look, Prop, PropKind
from tools.domain.rig import Angles, Joint

Cell = NDArray[np.uint8]
BARE = Look(garments=())
KNIGHT = Look(
    hair=Hair(style="short", color="#6b4428"),
    presentation="masculine",
    prop=Prop(kind="sword"),
    garments=(
        Garment(kind="tunic", color="#3f5f9a", accent="#d9b44a"),
        Garment(kind="breastplate", color="#b8c0cc", accent="#d9b44a"),
        Garment(kind="greaves", color="#a8b0bc"),
        Garment(kind="boots", color="#5a4632"),
        Garment(kind="cape", color="#a82f3a", accent="#e2b23c"),
    ),
)


def step(index: int, share: float, effects: tuple[Effect, ...] = ()) -> AnimationFrame:
    """A frame of a walk: legs and arms swing by `share` (-1 to 1)."""
    return AnimationFrame(
        frame_index=index,
        phase="Idle",
        duration_ms=100,
        effects=effects,
        pose={
            "hip_l": Angles(flex=26 * share),
            "hip_r": Angles(flex=-26 * share),
            "knee_l": Angles(flex=12),
            "knee_r": Angles(flex=12),
            "shoulder_l": Angles(flex=-30 * share, abduct=8),
            "shoulder_r": Angles(flex=30 * share, abduct=8),
        },
    )


WALK = tuple(step(i, math.sin(math.tau * i / 6)) for i in range(6))
STAND = (AnimationFrame(frame_index=0, phase="Idle", duration_ms=100),)
STRIKE = (
    AnimationFrame(
        frame_index=0,
        phase="Anticipation",
        duration_ms=100,
        right_hand="gripping",
        pose={"shoulder_r": Angles(flex=170), "elbow_r": Angles(flex=40)},
    ),
    AnimationFrame(
        frame_index=1,
        phase="Contact",
        duration_ms=60,
        right_hand="gripping",
        effects=("smear", "impact"),
        pose={"shoulder_r": Angles(flex=70), "chest": Angles(flex=20)},
    ),
)


def cells(
    look: Look,
    frames: tuple[AnimationFrame, ...] = STAND,
    perspective: Perspective = "side",
    facing: float = 90.0,
    cell_px: int = 64,
) -> list[Cell]:
    return draw_frames(
        look, frames, perspective=perspective, facing=facing, cell_px=cell_px, style="pixel"
    )


def seen(look: Look, frame: AnimationFrame, facing: float) -> Counter[Entry]:
    """How many pixels show each ramp and tone."""
    puppet = placed(look, [frame], "front", facing, 64).puppets[0]
    return counted(painted(figure_shapes(puppet, "neutral"), 64))


def changed(one: Cell, two: Cell) -> NDArray[np.bool_]:
    return (one != two).any(axis=2)


def ground(cell: Cell) -> int:
    return int(np.nonzero(cell[:, :, 3].any(axis=1))[0].max())


def colors_of(sheet: list[Cell]) -> set[tuple[int, ...]]:
    shown = np.concatenate([cell[cell[:, :, 3] > 0] for cell in sheet])
    return {(*color,) for color in np.unique(shown, axis=0).tolist()}


@pytest.mark.parametrize("frames", [WALK, STRIKE], ids=["walk", "strike"])
def test_a_sheet_has_twelve_to_sixteen_colours_and_hard_edges(
    frames: tuple[AnimationFrame, ...],
) -> None:
    sheet = cells(KNIGHT, frames)
    assert 12 <= len(colors_of(sheet)) <= COLORS_MOST
    assert {*np.unique(np.stack(sheet)[..., 3]).tolist()} == {0, 255}


def test_what_is_clear_has_no_colour() -> None:
    (cell,) = cells(KNIGHT)
    assert not cell[cell[:, :, 3] == 0].any()


def test_the_same_order_gives_the_same_pixels() -> None:
    one, two = cells(KNIGHT, STRIKE), cells(KNIGHT, STRIKE)
    assert all((a == b).all() for a, b in zip(one, two, strict=True))


def test_the_ground_is_at_one_height_over_a_walk() -> None:
    lines = [ground(cell) for cell in cells(KNIGHT, WALK)]
    assert max(lines) - min(lines) <= 1


@pytest.mark.parametrize("perspective", ["side", "front", "top_down", "isometric"])
def test_the_ground_is_at_one_height_from_every_side(perspective: Perspective) -> None:
    lines = [
        ground(cells(BARE, STAND, perspective, facing)[0]) for facing in (0.0, 90.0, 180.0, 270.0)
    ]
    assert max(lines) - min(lines) <= 3


def test_a_figure_with_its_weapon_stays_within_its_cell() -> None:
    for kind in ("spear", "bow"):
        look = KNIGHT.model_copy(update={"prop": Prop(kind=kind)})
        for facing in (0.0, 90.0, 270.0):
            for cell in cells(look, STRIKE[:1] + WALK[:3], facing=facing):
                edge = np.concatenate((cell[0], cell[-1], cell[:, 0], cell[:, -1]))
                assert not edge[:, 3].any(), (kind, facing)


def test_the_scale_is_the_same_from_every_side() -> None:
    heights = [
        int(cells(BARE, STAND, "front", facing)[0][:, :, 3].any(axis=1).sum())
        for facing in (0.0, 90.0, 180.0, 270.0)
    ]
    assert max(heights) - min(heights) <= 3


def test_light_comes_from_the_left_whichever_way_the_figure_faces() -> None:
    look = BARE.model_copy(update={"garments": (Garment(kind="robe", color="#8a6ad0"),)})
    for facing in (90.0, 270.0):
        (cell,) = cells(look, STAND, facing=facing, cell_px=128)
        rows = cell[84:112].astype(float).mean(axis=2)
        shown = cell[84:112, :, 3] > 0
        columns = np.nonzero(shown.any(axis=0))[0]
        middle = int(columns.mean())
        left, right = shown.copy(), shown.copy()
        left[:, middle:] = False
        right[:, :middle] = False
        assert rows[left].mean() > rows[right].mean() + 8, facing


def test_a_garment_of_another_colour_changes_its_own_region_alone() -> None:
    def dressed(boots: str) -> Look:
        shirt = Garment(kind="tshirt", color="#c84040")
        trousers = Garment(kind="trousers", color="#4060a0")
        return Look(garments=(shirt, trousers, Garment(kind="boots", color=boots)))

    (green,), (violet,) = cells(dressed("#2a7a4a")), cells(dressed("#7a2a6a"))
    apart = np.abs(green.astype(int) - violet).max(axis=2) > 48
    rows = np.nonzero(green[:, :, 3].any(axis=1))[0]
    knee = int(rows.max() - (rows.max() - rows.min()) * 0.3)
    assert apart[knee:].sum() > 20
    assert apart[:knee].sum() < 0.02 * (green[:, :, 3] > 0).sum()


@pytest.mark.parametrize("kind", sorted(cuts().keys() - {"barefoot"}))
def test_every_garment_is_seen(kind: GarmentKind) -> None:
    look = Look(garments=(Garment(kind=kind, color="#c03848", accent="#e8c040"),))
    shown = {ramp for facing in (0.0, 180.0) for ramp, _ in seen(look, STAND[0], facing)}
    assert kind in shown


@pytest.mark.parametrize("kind", get_args(PropKind))
def test_every_prop_is_seen_from_most_sides(kind: PropKind) -> None:
    frame = STRIKE[1].model_copy(update={"effects": ()})
    look = BARE.model_copy(update={"prop": Prop(kind=kind)})
    sides = [
        len(seen(look, frame, facing) - seen(BARE, frame, facing))
        for facing in (0.0, 90.0, 180.0, 270.0)
    ]
    assert sum(side >= 1 for side in sides) >= 3, sides


def test_a_cape_lags_behind_a_turn_of_the_body_and_comes_to_rest() -> None:
    look = BARE.model_copy(update={"garments": (Garment(kind="cape", color="#a82f3a"),)})
    turned: dict[Joint, Angles] = {"chest": Angles(flex=38), "waist": Angles(flex=40)}
    frames = tuple(
        AnimationFrame(frame_index=i, phase="Recovery", duration_ms=150, pose=turned if i else {})
        for i in range(12)
    )
    sheet = cells(look, frames, cell_px=96)
    assert changed(sheet[1], sheet[-1]).sum() > 20
    assert changed(sheet[-2], sheet[-1]).sum() <= 4


def test_a_loop_closes() -> None:
    look = KNIGHT
    once, twice = cells(look, WALK), cells(look, WALK + _again(WALK))
    assert changed(once[0], twice[0]).sum() <= 6
    assert changed(twice[0], twice[6]).sum() <= 6


def test_a_smear_and_a_burst_add_light_to_a_strike() -> None:
    plain = (STRIKE[0], STRIKE[1].model_copy(update={"effects": ()}))
    struck, calm = cells(KNIGHT, STRIKE)[1], cells(KNIGHT, plain)[1]
    assert (struck[:, :, 3] > 0).sum() > (calm[:, :, 3] > 0).sum() + 30


def test_smooth_sprites_have_soft_edges_and_the_same_shape() -> None:
    (pixel,) = cells(KNIGHT, cell_px=128)
    (smooth,) = draw_frames(
        KNIGHT, STAND, perspective="side", facing=90.0, cell_px=128, style="smooth"
    )
    one, two = pixel[:, :, 3] > 127, smooth[:, :, 3] > 127
    assert (one & two).sum() / (one | two).sum() > 0.85
    assert len(np.unique(smooth[:, :, 3])) > 20


def _again(frames: tuple[AnimationFrame, ...]) -> tuple[AnimationFrame, ...]:
    count = len(frames)
    return tuple(f.model_copy(update={"frame_index": f.frame_index + count}) for f in frames)
