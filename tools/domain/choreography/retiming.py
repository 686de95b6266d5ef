"""How many frames each phase of a movement gets, and how long each of them stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.choreography.manner import Manner
from tools.domain.choreography.movement import Movement, Section

_STEP_MS, _LEAST_MS, _MOST_MS = 10, 30, 900


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One frame: its section, how far into the section's frames (0 to 1), and how long."""

    section: int
    share: float
    duration_ms: int


def slots_of(whole: Movement, frame_count: int, manner: Manner) -> tuple[Slot, ...]:
    """Exactly `frame_count` slots. Raises `ValueError` for fewer frames than there must be."""
    counts = _counts(whole.sections, frame_count, manner)
    slots: list[Slot] = []
    for index, count in counts:
        section = whole.sections[index]
        shares = shares_of(section, count, loop=whole.loop)
        for share, duration in zip(shares, _durations(section, shares, manner), strict=True):
            slots.append(Slot(section=index, share=share, duration_ms=duration))
    return tuple(slots)


def shares_of(section: Section, count: int, *, loop: bool) -> tuple[float, ...]:
    """The shares of a section's frames: both ends, or the golden one alone."""
    if loop:
        return tuple(index / count for index in range(count))
    if count == 1:
        return (section.golden,)
    return tuple(index / (count - 1) for index in range(count))


def _counts(sections: Sequence[Section], frame_count: int, manner: Manner) -> list[tuple[int, int]]:
    kept = list(range(len(sections)))
    while len(kept) > frame_count:
        least = max(kept, key=lambda index: (sections[index].spare, index))
        if sections[least].spare == 0:
            raise ValueError(f"{frame_count} frames are too few for {len(kept)} phases")
        kept.remove(least)
    counts = dict.fromkeys(kept, 1)
    for _ in range(frame_count - len(kept)):
        neediest = max(kept, key=lambda index: _claim(sections[index], manner) / counts[index])
        counts[neediest] += 1
    return list(counts.items())


def _claim(section: Section, manner: Manner) -> float:
    return section.weight * (manner.tell if section.phase == "Anticipation" else 1.0)


def _durations(section: Section, shares: Sequence[float], manner: Manner) -> list[int]:
    whole = section.ms * manner.time
    if section.phase == "Anticipation":
        whole *= manner.tell
    held = min(range(len(shares)), key=lambda index: abs(shares[index] - section.golden))
    claims = [section.hold if index == held else 1.0 for index in range(len(shares))]
    return [_stepped(whole * claim / sum(claims)) for claim in claims]


def _stepped(milliseconds: float) -> int:
    return round(min(_MOST_MS, max(_LEAST_MS, milliseconds)) / _STEP_MS) * _STEP_MS
