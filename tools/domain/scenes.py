"""Scenes: what happens, who is there, on which branch of the story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

MAIN_BRANCH = "main"
SCENE_FIELDS = (
    "scene_number", "branch_name", "description", "characters", "video_path", "status",
    "workflow_data",
)  # fmt: skip
"""What an edit may change and a version keeps."""


class SceneContent(BaseModel):
    """What people write of a scene."""

    model_config = ConfigDict(frozen=True)

    branch_name: str = MAIN_BRANCH
    scene_number: int
    description: str = ""
    characters: list[str] = []
    """Full names, which follow a character's renaming."""
    video_path: str | None = None
    status: str = "draft"
    workflow_data: dict[str, Any] = {}


class Scene(SceneContent):
    """One scene as kept."""

    id: int
    project_id: int
    user_id: str
    version: int
    created_at: datetime
    updated_at: datetime


def scene_document(scene: SceneContent) -> dict[str, Any]:
    """What one version of a scene keeps."""
    return scene.model_dump(include=set(SCENE_FIELDS))


def renamed(characters: Sequence[str], before: str, after: str) -> list[str]:
    """The cast with one name replaced; nobody stands in it twice."""
    return list(dict.fromkeys(after if name == before else name for name in characters))
