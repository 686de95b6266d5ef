"""Every pose, garment and prop can be drawn, whole and within the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.backends.sketch.compose import draw
from tools.backends.sketch.posebook import pose_named
from tools.backends.sketch.regions import region_masks
from tools.domain.look import Age, Build, Garment, GarmentKind, Look, Presentation, Prop, PropKind
from tools.domain.rig import PoseAngles
from tools.domain.staging import Drawing, Framing, Pose, Staging, View

Picture = Callable[[Drawing], NDArray[np.int16]]
VIEWS: tuple[View, ...] = get_args(View)
BELOW_THE_NECK = (
    *get_args(GarmentKind)[:37], "scarf", "tie", "belt", "gloves", "gauntlets", "pauldrons",
    "necklace", "backpack",
)  # fmt: skip


@pytest.mark.parametrize("pose", get_args(Pose))
def test_every_pose_is_within_the_ranges_of_the_joints(pose: Pose) -> None:
    angles = pose_named(pose).angles
    assert PoseAngles.model_validate(angles.model_dump()) == angles
    assert pose == "standing" or angles != pose_named("standing").angles


@pytest.mark.parametrize("pose", get_args(Pose))
def test_a_figure_in_any_pose_stays_within_the_picture(pose: Pose) -> None:
    drawing = Drawing(look=Look(), staging=Staging(pose=pose))
    figure = ~region_masks(drawing, 1, 96, 96)["background"]
    assert figure.mean() > 0.02
    edge = np.concatenate((figure[0], figure[-1], figure[:, 0], figure[:, -1]))
    assert not edge.any()


@pytest.mark.parametrize("kind", BELOW_THE_NECK)
def test_every_garment_changes_what_is_seen(kind: GarmentKind, bare: str) -> None:
    garment = Garment(kind=kind, color="#3a6ad0", accent="#f0c040", glowing=True)
    worn = draw(Drawing(look=Look(garments=(garment,)), staging=Staging()), 1)
    assert (worn != bare) == (kind != "barefoot")


@pytest.fixture(scope="module")
def bare() -> str:
    """The figure without a garment."""
    return draw(Drawing(look=Look(garments=()), staging=Staging()), 1)


@pytest.mark.parametrize("kind", get_args(PropKind))
@pytest.mark.parametrize("pose", ["standing", "arms_crossed"])
def test_every_prop_is_seen_in_the_hand_or_on_the_back(kind: PropKind, pose: Pose) -> None:
    drawing = Drawing(look=Look(prop=Prop(kind=kind)), staging=Staging(pose=pose, view="front"))
    assert region_masks(drawing, 1, 96, 96)["prop"].any()


def test_the_scene_s_prop_comes_before_the_look_s_own() -> None:
    look = Look(prop=Prop(kind="sword"))
    told = Drawing(look=look, staging=Staging(prop=Prop(kind="cup")))
    alone = Drawing(look=Look(prop=Prop(kind="cup")), staging=Staging())
    assert draw(told, 1) == draw(alone, 1)


@pytest.mark.parametrize("framing", get_args(Framing))
def test_closer_framing_shows_a_larger_face(framing: Framing) -> None:
    sizes = {
        "full": (0.001, 0.02), "knees": (0.005, 0.04), "portrait": (0.03, 0.07),
        "face": (0.07, 0.25),
    }  # fmt: skip
    drawing = Drawing(look=Look(), staging=Staging(framing=framing, view="front"))
    masks = region_masks(drawing, 1, 128, 128)
    least, most = sizes[framing]
    assert least < float((masks["face"] | masks["eyes"]).mean()) < most


@pytest.mark.parametrize("size", [(192, 96), (96, 192)])
def test_wide_and_tall_pictures_show_more_of_the_place_not_a_squashed_figure(
    size: tuple[int, int],
) -> None:
    width, height = size
    drawing = Drawing(look=Look(), staging=Staging(view="front"))
    square = ~region_masks(drawing, 1, 96, 96)["background"]
    shaped = ~region_masks(drawing, 1, width, height)["background"]
    assert _box(shaped) == pytest.approx(_box(square), abs=2)


def test_bodies_of_other_ages_builds_and_presentations_differ() -> None:
    looks = [Look(age=age) for age in get_args(Age)]
    looks += [Look(build=build) for build in get_args(Build)]
    looks += [Look(presentation=kind) for kind in get_args(Presentation)]
    drawn = {draw(Drawing(look=look, staging=Staging()), 1) for look in looks}
    assert len(drawn) == len(looks) - 2


def test_the_svg_names_its_layers() -> None:
    drawing = Drawing(look=Look(prop=Prop(kind="sword")), staging=Staging())
    svg = draw(drawing, 1)
    for name in ("background", "figure", "ink", "head", "hair", "neck", "prop", "foreground"):
        assert f'id="{name}"' in svg, name


def _box(mask: NDArray[np.bool_]) -> tuple[int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(np.ptp(rows)), int(np.ptp(columns))
