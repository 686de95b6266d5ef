"""Beats of who answers, bound to the timeline of who strikes: phases, windows, forces, travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tools.domain.animation.beats import Beat
from tools.domain.animation.forces import UNNAMED_FORCE, driven_heads, received
from tools.domain.animation.kinds import Phase, ResponderKind
from tools.domain.animation.phases import DRIVEN, shares_of
from tools.domain.animation.script import Force, Travel

STILL = Travel()


@dataclass(frozen=True, kw_only=True)
class Strike:
    """What one frame of who strikes sends: its force where its impact window is open."""

    window: bool = False
    force: Force | None = None


@dataclass(frozen=True, kw_only=True)
class Blow:
    """How blows drive who is struck.

    `facing` is +1 for a figure that faces the picture's right, -1 for one that faces left;
    `mass_ratio` the striker's mass over the other's; `start` where the figure stands before.
    """

    kind: ResponderKind
    mass_ratio: float
    facing: int
    start: Travel = field(default_factory=Travel)


def struck_beats(
    phases: Sequence[Phase],
    durations_ms: Sequence[int],
    strikes: Sequence[Strike],
    blow: Blow,
) -> tuple[Beat, ...]:
    """The beats of who is struck: a window wherever one is open on who strikes.

    While it is driven the figure moves along the force, fast at first (an even slowing, as
    friction gives: 1 - (1 - t)^2), and by the end of the run it has gone `driven_heads`. Where
    a run of being struck has several forces, the greatest drives. All arguments are in the time
    of who is struck: already shifted.
    """
    shares = shares_of(phases)
    ways = _ways(phases)
    at, origin = blow.start, blow.start
    pending: Force | None = None
    driving: Force | None = None
    beats: list[Beat] = []
    for index, phase in enumerate(phases):
        strike = strikes[index]
        force: Force | None = None
        window = phase == "Impact Received" and strike.window
        if window:
            pending = _greater(pending, strike.force or UNNAMED_FORCE)
            force = received(strike.force, blow.mass_ratio)
        elif phase in DRIVEN:
            if phases[index - 1] != phase:
                origin, driving, pending = at, pending, None
            if driving is not None:
                at = _driven(origin, driving, blow, ways[index])
                force = received(driving, blow.mass_ratio)
        beats.append(
            Beat(
                phase=phase,
                share=shares[index],
                duration_ms=durations_ms[index],
                impact_window=window,
                force=force,
                travel=at,
            )
        )
    return tuple(beats)


def evading_beats(
    phases: Sequence[Phase], durations_ms: Sequence[int], *, backstep_heads: float
) -> tuple[Beat, ...]:
    """The beats of who gets out of the way: back while it evades, home while it returns.

    No impact window is open: what is evaded is not received.
    """
    shares, ways = shares_of(phases), _ways(phases)
    at, origin = 0.0, 0.0
    beats: list[Beat] = []
    for index, phase in enumerate(phases):
        if phases[index - 1] != phase:
            origin = at
        if phase == "Evade Action":
            at = origin + (-backstep_heads - origin) * ways[index]
        elif phase == "Return to Ready":
            at = origin * (1.0 - ways[index])
        beats.append(
            Beat(
                phase=phase,
                share=shares[index],
                duration_ms=durations_ms[index],
                travel=_forward(at),
            )
        )
    return tuple(beats)


def striking_beats(
    phases: Sequence[Phase], durations_ms: Sequence[int], *, force: Force, start: Travel
) -> tuple[Beat, ...]:
    """The beats of who strikes back: from where it got away to, in for the Contact.

    The window is open in each Contact; the force is what it sends.
    """
    shares = shares_of(phases)
    contact = next(i for i, phase in enumerate(phases) if phase == "Contact")
    beats: list[Beat] = []
    for index, phase in enumerate(phases):
        left = max(0.0, 1.0 - (index + 1) / (contact + 1))
        hits = phase == "Contact"
        beats.append(
            Beat(
                phase=phase,
                share=shares[index],
                duration_ms=durations_ms[index],
                impact_window=hits,
                force=force if hits else None,
                travel=_forward(start.forward * left),
            )
        )
    return tuple(beats)


def _driven(origin: Travel, force: Force, blow: Blow, way: float) -> Travel:
    heads = driven_heads(force, blow.mass_ratio, blow.kind) * way * (2.0 - way)
    return Travel.model_construct(
        forward=round(origin.forward + blow.facing * force.x * heads, 4), aside=origin.aside
    )


def _greater(one: Force | None, two: Force) -> Force:
    return two if one is None or two.magnitude > one.magnitude else one


def _ways(phases: Sequence[Phase]) -> list[float]:
    """How much of its run of one phase is over when the frame ends its move: over 0, to 1."""
    runs = (list(run) for _, run in groupby(phases))
    return [(place + 1) / len(run) for run in runs for place in range(len(run))]


def _forward(heads: float) -> Travel:
    return Travel.model_construct(forward=round(heads, 4) + 0.0)
