"""Where an unfinished picture stands, in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.animation.progress import STAGES
from tools.catalog.stages import standing

_REACHED = re.compile(
    r'(?:reached|entered)\((?:runtime\.)?context, (?:state, )?"(\w+)"(?:.*stage="(\w+)")?'
)


def stages_of_generations() -> list[str]:
    """Every stage that a node of the pipeline reaches."""
    nodes = Path(__file__).parents[3] / "graph" / "generation"
    found = {
        stage or node
        for file in nodes.glob("*.py")
        for node, stage in _REACHED.findall(file.read_text())
    }
    assert {"requirements", "render", "consistency"} <= found
    return sorted(found)


@pytest.mark.parametrize("stage", [*stages_of_generations(), *STAGES])
def test_every_stage_has_words_of_its_own(stage: str) -> None:
    said = standing("running", stage)
    assert said != standing("running", "a stage of a later release") == "is being made"
    assert "_" not in said


@pytest.mark.parametrize(
    ("status", "stage", "place", "said"),
    [
        ("queued", "", 1, "is queued, next in line"),
        ("queued", "queued", 3, "is queued, number 3 in line"),
        ("queued", "", None, "is queued"),
        ("queued", "backend_busy", 2, "waits, for ComfyUI is busy; it is tried again by itself, "
         "number 2 in line"),
        ("queued", "comfyui_file_gone", None, "was put back; it is tried again by itself"),
        ("running", "", None, "is about to begin"),
        ("running", "render", None, "is being drawn by ComfyUI"),
        ("waiting", "sprites", None, "waits for an answer"),
    ],
)  # fmt: skip
def test_a_picture_of_comfyui(status: str, stage: str, place: int | None, said: str) -> None:
    assert standing(status, stage, backend="comfyui", place=place) == said


def test_the_embedded_renderer_is_not_named() -> None:
    assert standing("running", "render", backend="sketch") == "is being drawn"
