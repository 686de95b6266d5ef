"""The poses of the renderer: one data file of joint angles for each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.rig import PoseAngles
from tools.domain.staging import Pose, View


class PoseFile(BaseModel):
    """A pose and how it is best shown.

    `yaw` overrides the camera's in some views; `seat` is what carries or backs the figure;
    `effect` is drawn about the free hand; a `busy` pose needs both hands, so long props are
    worn on the back. A figure that `wields` holds its prop as the hand is turned.
    """

    model_config = ConfigDict(frozen=True)

    angles: PoseAngles
    yaw: dict[View, float] = {}
    seat: Literal["stool", "pillar"] | None = None
    effect: Literal["spell"] | None = None
    busy: bool = False
    wields: bool = False


@cache
def pose_named(name: Pose) -> PoseFile:
    """The pose of this name. Raises `pydantic.ValidationError` when its file is out of range."""
    text = files("tools.backends.sketch").joinpath("poses", f"{name}.json").read_text("utf-8")
    return PoseFile.model_validate_json(text)
