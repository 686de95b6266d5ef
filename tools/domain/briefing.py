"""What the director is told before it reads a message: what exists, by name."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

NAMES_MOST = 200
"""The longest list of names that a briefing holds; the newest are kept."""


class Briefing(BaseModel):
    """Names of what a project and its workspace hold. All of it is data, never instructions."""

    model_config = ConfigDict(frozen=True)

    project: dict[str, Any] | None = None
    projects: list[str] = []
    characters: list[str] = []
    bible_characters: list[str] = []
    scenes: list[dict[str, Any]] = []
    style_templates: list[str] = []
    character_templates: list[str] = []
    images: list[dict[str, Any]] = []
    animations: list[dict[str, Any]] = []
    last: dict[str, Any] = {}
