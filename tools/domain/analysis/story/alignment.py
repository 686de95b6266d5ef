"""A story held against the arcs of its characters: what is shown where, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.analysis.story.showing import Showing, Telling, showings, weights
from tools.domain.analysis.story.steps import Step, steps_of
from tools.domain.bible import BibleCharacterContent
from tools.domain.naming import fold
from tools.domain.scenes import Scene

StepStatus = Literal["shown", "out_of_order", "contradicted", "elsewhere", "missing"]


class ShownStep(BaseModel):
    """One step of an arc: where it is shown, if it is.

    `share` is the weight of the step's words that the scene holds, 0 to 1. `elsewhere` is a scene
    without the character. `against` says what contradicts it.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    step: str
    status: StepStatus
    scene_id: int | None = None
    scene_number: int | None = None
    share: float | None = None
    words: list[str] = []
    against: str | None = None


class ArcAlignment(BaseModel):
    """A character's arc beside the scenes in which it appears, in their order."""

    model_config = ConfigDict(frozen=True)

    character: str
    scenes: list[int]
    """The ids of the scenes that have the character in their cast."""
    steps: list[ShownStep]

    @property
    def shown(self) -> list[ShownStep]:
        return [step for step in self.steps if step.status in ("shown", "out_of_order")]


@dataclass(frozen=True, kw_only=True)
class _Place:
    step: Step
    showing: Showing | None
    against: Showing | None
    elsewhere: Showing | None


def aligned(
    entries: Sequence[BibleCharacterContent],
    scenes: Sequence[Scene],
    called: dict[str, str] | None = None,
) -> list[ArcAlignment]:
    """Every arc of the bible against the scenes of one branch, in order of their numbers.

    `called` gives the name in the project for the folded name in the bible.
    """
    ordered = [Telling(scene) for scene in sorted(scenes, key=lambda s: s.scene_number)]
    weight = weights(ordered)
    found: list[ArcAlignment] = []
    for entry in entries:
        steps = steps_of(entry.evolution_arc)
        if not steps:
            continue
        names = {entry.name, (called or {}).get(fold(entry.name), entry.name)}
        keys = {fold(name) for name in names}
        mine = [t for t in ordered if keys & {fold(name) for name in t.scene.characters}]
        others = [t for t in ordered if t not in mine]
        places = [
            _place(
                step,
                showings(step, mine, weight, len(ordered), list(names)),
                showings(step, others, weight, len(ordered), list(names)),
            )
            for step in steps
        ]
        found.append(
            ArcAlignment(
                character=min(names, key=lambda name: name == entry.name),
                scenes=[t.scene.id for t in mine],
                steps=_in_order(places),
            )
        )
    return found


def _place(step: Step, mine: Sequence[Showing], others: Sequence[Showing]) -> _Place:
    shown = [one for one in mine if one.against is None]
    against = [one for one in mine if one.against is not None]
    elsewhere = [one for one in others if one.against is None]
    return _Place(
        step=step,
        showing=max(shown, key=lambda one: one.share, default=None),
        against=max(against, key=lambda one: one.share, default=None),
        elsewhere=max(elsewhere, key=lambda one: one.share, default=None),
    )


def _in_order(places: Sequence[_Place]) -> list[ShownStep]:
    numbers = [p.showing.scene.scene_number if p.showing else None for p in places]
    kept = _longest_rise(numbers)
    return [_told(place, number in kept) for number, place in enumerate(places)]


def _longest_rise(numbers: Sequence[int | None]) -> set[int]:
    """The places of the longest run of scene numbers that never falls; the earliest of equals."""
    best: list[tuple[int, int]] = []
    for at, number in enumerate(numbers):
        if number is None:
            best.append((0, -1))
            continue
        before = [
            (best[i][0], -i)
            for i in range(at)
            if (earlier := numbers[i]) is not None and earlier <= number
        ]
        length, place = max(before, default=(0, 1))
        best.append((length + 1, -place if length else -1))
    kept: set[int] = set()
    if not best or max(best)[0] == 0:
        return kept
    at = max(range(len(best)), key=lambda i: (best[i][0], -i))
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _told(place: _Place, in_order: bool) -> ShownStep:
    status, found = _status(place, in_order)
    return ShownStep(
        path=place.step.path,
        step=place.step.text,
        status=status,
        scene_id=found.scene.id if found else None,
        scene_number=found.scene.scene_number if found else None,
        share=round(found.share, 4) if found else None,
        words=list(found.words) if found else [],
        against=found.against if found else None,
    )


def _status(place: _Place, in_order: bool) -> tuple[StepStatus, Showing | None]:
    if place.showing is not None:
        return ("shown" if in_order else "out_of_order"), place.showing
    if place.against is not None:
        return "contradicted", place.against
    if place.elsewhere is not None:
        return "elsewhere", place.elsewhere
    return "missing", None
