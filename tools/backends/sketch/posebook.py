"""The poses of the renderer: one data file of joint angles for each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from tools.domain.rig import PoseAngles
from tools.domain.staging import Pose


class PoseFile(BaseModel):
    """A pose and how it is best shown.

    `turn` is added to the camera's yaw in the three-quarter view; `grips` says how the prop
    lies in the hand: degrees in the picture, 0 pointing up, growing clockwise, for a figure
    that faces the viewer's right. `seat` is what it sits on.
    """

    model_config = ConfigDict(frozen=True)

    angles: PoseAngles
    turn: float = 0.0
    grips: dict[str, float] = {}
    seat: str | None = None


@cache
def pose_named(name: Pose) -> PoseFile:
    """The pose of this name. Raises `pydantic.ValidationError` when its file is out of range."""
    text = files("tools.backends.sketch").joinpath("poses", f"{name}.json").read_text("utf-8")
    return PoseFile.model_validate_json(text)
