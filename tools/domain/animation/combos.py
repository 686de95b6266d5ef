"""Sequences chained through a matching pose, for one character or for all of a bound set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.animation.joining import (
    blended_pose,
    distance_degrees,
    gap_steps,
)
from tools.domain.animation.kinds import DifficultyTier, Phase
from tools.domain.animation.phases import DRIVEN, TOUCHING
from tools.domain.animation.script import (
    FRAMES_MOST,
    AnimationFrame,
    AnimationScript,
    Travel,
)
from tools.domain.errors import InvalidError, LimitExceededError

Cast = tuple[AnimationScript, ...]
"""The scripts of one sequence: the instigator's, then its responders'."""

CLOSED_HEADS = 0.3
"""A gap between two fighters, in head heights, that is closed within one frame unnoticed."""
_TRIMMED_DEGREES = 12.0
"""What cutting a frame away costs, in degrees of unlikeness: near matches keep more frames."""
_BRIDGED_STEP = 0.98
"""How much of a step a bridging frame takes: angles are rounded to a tenth of a degree."""
_TIERS: tuple[DifficultyTier, ...] = ("LIGHT", "HEAVY", "BOSS")


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """The last frame kept of the one sequence and the first of the next."""

    last: int
    first: int
    bridge: int


def chained(scripts: Sequence[AnimationScript]) -> AnimationScript:
    """Sequences of one character in one script. Raises as `chained_casts` does."""
    return chained_casts([(script,) for script in scripts])[0]


def chained_casts(casts: Sequence[Cast]) -> Cast:
    """Sequences of the same characters in one script each, all cut at the same frames.

    Of the one sequence's end and the next one's start those two frames meet that are most alike,
    over all characters: recovery and start-up are trimmed, contacts and what is driven never. A
    difference beyond what joints can turn at once gets blended frames between. Figures go
    on from where they stand; who has been driven off is followed, up to the next contact.

    Raises `InvalidError` (`CASTS_DIFFER`, `PERSPECTIVES_DIFFER`, `NOTHING_TO_CHAIN`) and
    `LimitExceededError` for more than 64 frames.
    """
    _fitting(casts)
    whole = casts[0]
    for cast in casts[1:]:
        whole = _joined(whole, cast)
        if whole[0].frame_count > FRAMES_MOST:
            raise LimitExceededError(
                f"A chain has {FRAMES_MOST} frames at most; this one needs more.",
                limit=FRAMES_MOST,
            )
    return whole


def _fitting(casts: Sequence[Cast]) -> None:
    if len(casts) < 2:
        raise InvalidError("A chain needs two animations or more.", code="NOTHING_TO_CHAIN")
    if len({len(cast) for cast in casts}) > 1:
        raise InvalidError(
            "All animations of a chain need equally many characters.", code="CASTS_DIFFER"
        )
    views = sorted({script.perspective for cast in casts for script in cast})
    if len(views) > 1:
        raise InvalidError(
            f"A chain has one perspective, these have {', '.join(views)}.",
            code="PERSPECTIVES_DIFFER",
        )


def _joined(one: Cast, two: Cast) -> Cast:
    cut = _best_cut(one, two)
    offsets = _offsets(one, two, cut)
    scripts: list[AnimationScript] = []
    for before, after, offset in zip(one, two, offsets, strict=True):
        frames = [*before.frames[: cut.last + 1]]
        frames += _bridge(before.frames[cut.last], after.frames[cut.first], cut.bridge, offset)
        start = len(frames)
        frames += _moved(after.frames[cut.first :], offset)
        scripts.append(_script(before, after, frames, start))
    return _in_step(scripts)


def _best_cut(one: Cast, two: Cast) -> _Cut:
    ends = range(max(_tail_start(script) for script in one), one[0].frame_count)
    starts = range(min(_head_end(script) for script in two) + 1)
    pairs = [(end, start) for end in ends for start in starts]

    def cost(pair: tuple[int, int]) -> float:
        end, start = pair
        trimmed = one[0].frame_count - 1 - end + start
        unlike = sum(
            distance_degrees(a.frames[end].pose, b.frames[start].pose)
            for a, b in zip(one, two, strict=True)
        )
        return unlike + trimmed * _TRIMMED_DEGREES * len(one)

    last, first = min(pairs, key=cost)
    gaps = [
        gap_steps(a.frames[last].pose, b.frames[first].pose) for a, b in zip(one, two, strict=True)
    ]
    bridge = max(0, math.ceil(max(gaps) / _BRIDGED_STEP) - 1 if max(gaps) > 1.0 else 0)
    return _Cut(last=last, first=first, bridge=bridge)


def _tail_start(script: AnimationScript) -> int:
    """The first frame that may be the last: behind all that touches or drives."""
    busy = [f.frame_index for f in script.frames if f.phase in TOUCHING or f.phase in DRIVEN]
    last = script.frame_count - 1
    return min(max(busy, default=last // 2) + 1, last)


def _head_end(script: AnimationScript) -> int:
    """The last frame that may be the first: the last one of winding up still follows it."""
    touching = [f.frame_index for f in script.frames if f.phase in TOUCHING]
    return max(0, min(touching, default=script.frame_count // 2) - 2)


def _offsets(one: Cast, two: Cast, cut: _Cut) -> list[tuple[Travel, Travel]]:
    """For each character how far its next sequence is moved: at its start, and at its contact.

    The instigator faces the others: that a first responder has been driven off by as much brings
    it forward by as much.
    """
    carried = [
        _minus(a.frames[cut.last].travel, b.frames[cut.first].travel)
        for a, b in zip(one, two, strict=True)
    ]
    if len(carried) == 1:
        return [(carried[0], carried[0])]
    closing = Travel(forward=-carried[1].forward, aside=-carried[1].aside)
    return [(carried[0], closing), *((move, move) for move in carried[1:])]


def _bridge(
    one: AnimationFrame, two: AnimationFrame, count: int, offset: tuple[Travel, Travel]
) -> list[AnimationFrame]:
    frames: list[AnimationFrame] = []
    for place in range(1, count + 1):
        share = place / (count + 1)
        near = one if share < 0.5 else two
        frames.append(
            near.model_copy(
                update={
                    "phase": _between_phases(one.phase),
                    "pose": blended_pose(one.pose, two.pose, share),
                    "pose_description": "On the way to the next sequence.",
                    "impact_window": False,
                    "force": None,
                    "force_vector": None,
                    "effects": (),
                    "stance": "ground",
                    "lift": 0.0,
                    "travel": _plus(two.travel, offset[0]),
                    "duration_ms": round((one.duration_ms + two.duration_ms) / 2),
                }
            )
        )
    return frames


def _between_phases(phase: Phase) -> Phase:
    if phase in ("Startup", "Anticipation", "Contact", "Follow-through", "Recovery", "Idle"):
        return "Recovery"
    return "Return to Ready"


def _moved(frames: Sequence[AnimationFrame], offset: tuple[Travel, Travel]) -> list[AnimationFrame]:
    start, end = offset
    until = next((i for i, f in enumerate(frames) if f.phase in TOUCHING), len(frames) - 1)
    moved: list[AnimationFrame] = []
    for index, frame in enumerate(frames):
        share = min(1.0, index / until) if until else 1.0
        by = Travel(
            forward=start.forward + (end.forward - start.forward) * share,
            aside=start.aside + (end.aside - start.aside) * share,
        )
        moved.append(frame.model_copy(update={"travel": _plus(frame.travel, by)}))
    return moved


def _script(
    before: AnimationScript,
    after: AnimationScript,
    frames: Sequence[AnimationFrame],
    start: int,
) -> AnimationScript:
    numbered = tuple(f.model_copy(update={"frame_index": i}) for i, f in enumerate(frames))
    return before.model_copy(
        update={
            "action_type": "combo",
            "difficulty_tier": max(before.difficulty_tier, after.difficulty_tier, key=_TIERS.index),
            "physics_reasoning": f"{before.physics_reasoning} {after.physics_reasoning}".strip(),
            "response": before.response if before.response == after.response else None,
            "swap_frame": None,
            "alignment": 0,
            "joins": (*before.joins, start),
            "frame_count": len(numbered),
            "frames": numbered,
        }
    )


def _in_step(scripts: Sequence[AnimationScript]) -> Cast:
    """Bridging frames stand equally long for all: as long as for the first."""
    times = [frame.duration_ms for frame in scripts[0].frames]
    return (
        scripts[0],
        *(
            script.model_copy(
                update={
                    "frames": tuple(
                        frame.model_copy(update={"duration_ms": ms})
                        for frame, ms in zip(script.frames, times, strict=True)
                    )
                }
            )
            for script in scripts[1:]
        ),
    )


def _plus(one: Travel, two: Travel) -> Travel:
    return Travel(
        forward=round(one.forward + two.forward, 4), aside=round(one.aside + two.aside, 4)
    )


def _minus(one: Travel, two: Travel) -> Travel:
    return Travel(forward=one.forward - two.forward, aside=one.aside - two.aside)
