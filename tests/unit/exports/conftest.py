"""A small animation of two figures, drawn here: boxes with a limb that reaches out."""

from __future__ import annotations

import numpy as np
import pytest

from tools.domain.animation.script import AnimationFrame, AnimationScript, Force
from tools.domain.animation.violations import RuleReport
from tools.imaging.exports.reel import Cell, Reel, Strip, Track

PHASES = (
    "Startup", "Anticipation", "Anticipation", "Contact",
    "Contact", "Follow-through", "Recovery", "Recovery",
)  # fmt: skip
DURATIONS_MS = (100, 120, 80, 60, 140, 90, 110, 100)


def _cell(index: int, color: tuple[int, int, int], *, mirrored: bool) -> Cell:
    pixels = np.zeros((32, 32, 4), np.uint8)
    pixels[8:30, 12:18] = (*color, 255)
    reach = (0, 0, 2, 10, 10, 6, 2, 2)[index]
    pixels[14:17, 18 : 18 + reach] = (200, 160, 120, 255)
    return Cell(pixels=pixels[:, ::-1].copy() if mirrored else pixels, pivot=(15.0, 30.0))


def script_of(phases=PHASES) -> AnimationScript:
    frames = tuple(
        AnimationFrame(
            frame_index=index,
            phase=phase,
            impact_window=phase == "Contact",
            force=Force(x=1.0, y=0.0, magnitude=0.8) if phase == "Contact" else None,
            force_vector="right 0.8" if phase == "Contact" else None,
            duration_ms=DURATIONS_MS[index],
        )
        for index, phase in enumerate(phases)
    )
    return AnimationScript(action_type="heavy_attack", frame_count=len(frames), frames=frames)


def track_of(who: str, name: str, color: tuple[int, int, int], facings=(None,)) -> Track:
    mirrored = who != "instigator"
    cells = tuple(_cell(index, color, mirrored=mirrored) for index in range(8))
    strips = tuple(Strip(cells=cells, facing=facing) for facing in facings)
    return Track(who=who, name=name, script=script_of(), strips=strips)


@pytest.fixture
def single() -> Reel:
    return Reel(title="Kai", tracks=(track_of("instigator", "Kai", (200, 30, 40)),), loops=True)


@pytest.fixture
def dual() -> Reel:
    return Reel(
        title="Kai hits Mara",
        tracks=(
            track_of("instigator", "Kai", (200, 30, 40)),
            track_of("responder", "Mara Velasquez", (40, 60, 200)),
        ),
        loops=False,
        report=RuleReport(rules=("frame counts are equal",)),
    )


@pytest.fixture
def turning() -> Reel:
    track = track_of("instigator", "Kai", (200, 30, 40), facings=(0.0, 90.0, 180.0, 270.0))
    return Reel(title="Kai turns", tracks=(track,), loops=True)
