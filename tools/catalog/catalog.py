"""Every tool that the director may call, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.catalog import (
    analysis,
    animation,
    bible,
    characters,
    consistency,
    generation,
    generations,
    preferences,
    projects,
    scene_generation,
    scenes,
    sheets,
    styles,
)
from tools.catalog.tool import Tool

_FAMILIES = (
    projects,
    bible,
    characters,
    styles,
    preferences,
    scenes,
    generation,
    scene_generation,
    sheets,
    generations,
    consistency,
    analysis,
    animation,
)

CATALOG: Mapping[str, Tool[Any]] = {
    tool.name: tool for family in _FAMILIES for tool in family.FAMILY.tools
}
