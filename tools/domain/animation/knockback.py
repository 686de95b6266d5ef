"""How far and which way a blow has driven who was struck, against what it should have."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.animation.forces import UNNAMED_FORCE, clipped_ratio, driven_heads
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.phases import DRIVEN, SWAPPING, column_of
from tools.domain.animation.script import AnimationFrame, AnimationScript, Force
from tools.domain.animation.violations import Violation

TOLERANCE = 0.25
"""How much more or less than its formula calls for a knockback may be, as a share of it."""
SLACK_HEADS = 0.02
"""What rounding and a figure's own swaying are worth."""


def knockback_violations(
    instigator: AnimationScript,
    responder: AnimationScript,
    *,
    kind: ResponderKind,
    mass_ratio: float,
    shift: int,
    who: str,
) -> Iterator[Violation]:
    """Each run of Stagger or Knockback that does not follow the force that arrived before it.

    A run has to go along the force, never against it and not aside, and by its end as far as
    `driven_heads` says, give or take `TOLERANCE`. After a counter or an interrupt it is the
    instigator who is driven, at the inverse mass ratio.
    """
    if kind in SWAPPING:
        struck: ResponderKind = "full_hit" if kind == "counter" else "partial_hit"
        inverse = clipped_ratio(1.0 / clipped_ratio(mass_ratio))
        yield from _along(responder, instigator, struck, inverse, -shift, 1, "instigator")
    elif column_of(kind) == "hit":
        yield from _along(instigator, responder, kind, mass_ratio, shift, -1, who)


def _along(
    striker: AnimationScript,
    struck: AnimationScript,
    kind: ResponderKind,
    mass_ratio: float,
    shift: int,
    facing: int,
    who: str,
) -> Iterator[Violation]:
    for start, end in _driven_runs(struck):
        force = _arrived(striker, struck, start, shift)
        if force is None:
            continue
        before = struck.frames[start - 1]
        run = struck.frames[start : end + 1]
        wanted = driven_heads(force, mass_ratio, kind) * force.x * facing
        yield from _wrong_way(before, run, wanted, who)
        gone = run[-1].travel.forward - before.travel.forward
        aside = abs(run[-1].travel.aside - before.travel.aside)
        allowed = abs(wanted) * TOLERANCE + SLACK_HEADS
        if abs(gone - wanted) > allowed or aside > allowed:
            yield Violation(
                code="KNOCKBACK_MISMATCH",
                who=who,
                frame=end,
                detail=(
                    f"Driven {gone:+.2f} head heights forward and {aside:.2f} aside by frame "
                    f"{end}; the force and a mass ratio of {mass_ratio:.2f} call for "
                    f"{wanted:+.2f} give or take {allowed:.2f}."
                ),
            )


def _wrong_way(
    before: AnimationFrame, run: tuple[AnimationFrame, ...], wanted: float, who: str
) -> Iterator[Violation]:
    way = 1.0 if wanted >= 0 else -1.0
    at = before.travel.forward
    for frame in run:
        step = (frame.travel.forward - at) * way
        at = frame.travel.forward
        if step < -SLACK_HEADS:
            yield Violation(
                code="KNOCKBACK_MISMATCH",
                who=who,
                frame=frame.frame_index,
                detail=f"Moves {-step:.2f} head heights against the force.",
            )


def _driven_runs(struck: AnimationScript) -> Iterator[tuple[int, int]]:
    """First and last frames of the runs of one driven phase that follow another phase."""
    frames = struck.frames
    start = 0
    for index, frame in enumerate(frames):
        if index and frames[index - 1].phase != frame.phase:
            start = index
        last = index + 1 == len(frames) or frames[index + 1].phase != frame.phase
        if last and frame.phase in DRIVEN and start:
            yield start, index


def _arrived(
    striker: AnimationScript, struck: AnimationScript, start: int, shift: int
) -> Force | None:
    """The greatest force received since the run of being driven before this one."""
    forces: list[Force] = []
    for index in range(start - 1, -1, -1):
        frame = struck.frames[index]
        if frame.phase in DRIVEN:
            break
        source = index - shift
        struck_here = frame.phase == "Impact Received" and frame.impact_window
        if struck_here and 0 <= source < striker.frame_count:
            forces.insert(0, striker.frames[source].force or UNNAMED_FORCE)
    return max(forces, key=lambda force: force.magnitude, default=None)
