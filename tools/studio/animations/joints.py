"""Where the joints of a reference picture are: estimated, then corrected by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from tools.domain.actor import Actor
from tools.domain.animations import Joints
from tools.domain.errors import InvalidError
from tools.imaging.cutout.joints import estimated_joints
from tools.imaging.cutout.skeleton import JointName
from tools.imaging.decoding import UnreadablePictureError
from tools.studio.animations.casting import missing_picture
from tools.studio.animations.keeping import get_animation, present_figure, set_joints
from tools.studio.images import pixels_at
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class FigureJoints:
    """Places in pixels of the reference picture, which is `width` by `height`."""

    who: str
    reference_sha256: str
    width: int
    height: int
    estimated: Mapping[str, tuple[float, float]]
    confidence: Mapping[str, float]
    corrected: Mapping[str, tuple[float, float]]

    @property
    def joints(self) -> Joints:
        return {**self.estimated, **self.corrected}


async def figure_joints(studio: Studio, actor: Actor, animation_id: int, who: str) -> FigureJoints:
    """Raises `InvalidError` (`MISSING_…_IMAGE`, `NO_FIGURE_IN_PICTURE`), `NotFoundError`."""
    figure = present_figure(await get_animation(studio, actor, animation_id), who)
    if figure.reference_sha256 is None:
        raise missing_picture(who)
    pixels = await pixels_at(studio, figure.reference_sha256)
    try:
        found = await asyncio.to_thread(estimated_joints, pixels)
    except UnreadablePictureError as error:
        raise InvalidError(str(error), code="NO_FIGURE_IN_PICTURE", who=who) from error
    height, width = pixels.shape[:2]
    return FigureJoints(
        who=who,
        reference_sha256=figure.reference_sha256,
        width=width,
        height=height,
        estimated={str(name): place for name, place in found.joints.items()},
        confidence={str(name): share for name, share in found.confidence.items()},
        corrected=figure.joints,
    )


async def correct_joints(
    studio: Studio, actor: Actor, animation_id: int, who: str, joints: Joints
) -> FigureJoints:
    """Keep corrected joints. Raises as `figure_joints`, and `InvalidError` for what is no joint."""
    known = set(get_args(JointName))
    if unknown := sorted(set(joints) - known):
        raise InvalidError(
            f"There is no joint {', '.join(unknown)}. There are {', '.join(sorted(known))}.",
            code="UNKNOWN_JOINT",
        )
    before = await figure_joints(studio, actor, animation_id, who)
    for name, (x, y) in joints.items():
        if not (0 <= x <= before.width and 0 <= y <= before.height):
            raise InvalidError(f"The joint {name} lies outside the picture.", code="UNKNOWN_JOINT")
    await set_joints(studio, actor, animation_id, who, joints)
    return await figure_joints(studio, actor, animation_id, who)
