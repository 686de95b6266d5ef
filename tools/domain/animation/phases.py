"""What a responder does while the instigator does what: the phase table of temporal binding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tools.domain.animation.kinds import ActionType, InstigatorPhase, Phase, ResponderKind

Column = Literal["hit", "dodge"]

INSTIGATOR_PHASES: frozenset[Phase] = frozenset(
    {"Startup", "Anticipation", "Contact", "Follow-through", "Recovery", "Idle"}
)
TOUCHING: frozenset[Phase] = frozenset({"Contact", "Impact Received"})
"""The phases in which somebody touches or is touched: where an impact window can be open."""
DRIVEN: frozenset[Phase] = frozenset({"Stagger", "Knockback"})
"""The phases in which a blow drives the figure."""
NEVER_EARLY: frozenset[Phase] = frozenset({"Contact", "Impact Received", "Recovery"})
"""What no responder does before the instigator's first Contact."""
SWAPPING: frozenset[ResponderKind] = frozenset({"counter", "interrupt"})
"""The kinds in which the roles swap."""
ACTION_OF: dict[ResponderKind, ActionType] = {
    "dodge": "dodge", "block": "block", "partial_hit": "hit_reaction", "full_hit": "hit_reaction",
    "counter": "light_attack", "interrupt": "light_attack",
}  # fmt: skip

_THROUGH_MOST = 3
_COLUMN: dict[ResponderKind, Column] = {
    "dodge": "dodge", "counter": "dodge", "interrupt": "dodge",
    "block": "hit", "partial_hit": "hit", "full_hit": "hit",
}  # fmt: skip
_WAITING: frozenset[Phase] = frozenset({"Ready", "Return to Ready"})
_TABLE: dict[Column, dict[Phase, frozenset[Phase]]] = {
    "hit": {
        "Startup": frozenset({"Ready"}),
        "Anticipation": frozenset({"Ready", "Anticipation"}),
        "Contact": frozenset({"Impact Received"}),
        "Follow-through": DRIVEN,
        "Recovery": frozenset({"Recovery"}),
        "Idle": _WAITING,
    },
    "dodge": {
        "Startup": frozenset({"Ready"}),
        "Anticipation": frozenset({"React", "Prepare"}),
        "Contact": frozenset({"Evade Action"}),
        "Follow-through": frozenset({"Recovery"}),
        "Recovery": frozenset({"Return to Ready"}),
        "Idle": _WAITING,
    },
}


def legal_answers(phase: Phase, column: Column, *, driven: Phase | None = None) -> frozenset[Phase]:
    """What a responder may do at the instant of this phase of who strikes.

    `driven` is the one phase of being driven that is meant, Stagger or Knockback.
    """
    answers = _TABLE[column].get(phase, frozenset[Phase]())
    if driven is not None and phase == "Follow-through" and column == "hit":
        return frozenset({driven})
    return answers


def column_of(kind: ResponderKind) -> Column:
    """Which column of the table a kind follows, up to the swap where it has one."""
    return _COLUMN[kind]


def driven_phase(kind: ResponderKind) -> Phase:
    """How a struck figure is driven: full hits and counters knock back, all else staggers."""
    return "Knockback" if kind in ("full_hit", "counter") else "Stagger"


def answered(
    phases: Sequence[Phase], column: Column, *, driven: Phase, shift: int = 0
) -> list[Phase]:
    """The responder's phases to who strikes in these, `shift` frames later.

    Before the timeline begins it is Ready; after it has ended it returns to ready.
    """
    plain = _plainly(phases, column, driven)
    count = len(plain)
    return [
        "Ready" if index < shift else plain[index - shift]
        if index - shift < count else "Return to Ready"
        for index in range(count)
    ]  # fmt: skip


def _plainly(phases: Sequence[Phase], column: Column, driven: Phase) -> list[Phase]:
    answers: list[Phase] = []
    touched = False
    for index, phase in enumerate(phases):
        touched = touched or phase == "Contact"
        answers.append(_answer(phases, index, column, driven, touched))
    return answers


def _answer(
    phases: Sequence[Phase], index: int, column: Column, driven: Phase, touched: bool
) -> Phase:
    match phases[index]:
        case "Startup":
            return "Ready"
        case "Anticipation":
            late = 2 * _place_in_run(phases, index) >= _run_length(phases, index) - 1
            if column == "hit":
                return "Anticipation" if late else "Ready"
            return "Prepare" if late else "React"
        case "Contact":
            return "Impact Received" if column == "hit" else "Evade Action"
        case "Follow-through":
            return driven if column == "hit" else "Recovery"
        case "Recovery":
            return "Recovery" if column == "hit" else "Return to Ready"
        case _:
            return "Return to Ready" if touched else "Ready"


def shares_of(phases: Sequence[Phase]) -> list[float]:
    """How far each frame is into its own run of one phase: 0 to 1, 0.5 for a run of one."""
    shares: list[float] = []
    for index in range(len(phases)):
        length = _run_length(phases, index)
        shares.append(_place_in_run(phases, index) / (length - 1) if length > 1 else 0.5)
    return shares


def counter_plan(windup: int, count: int) -> list[InstigatorPhase]:
    """The phases of a blow struck back: `windup` frames before its one Contact, `count` in all.

    Of the frames behind the Contact the first half (rounded up), three at most, follow through.
    """
    behind = count - windup - 1
    through = min(_THROUGH_MOST, (behind + 1) // 2)
    runs: tuple[tuple[InstigatorPhase, int], ...] = (
        ("Anticipation", windup),
        ("Contact", 1),
        ("Follow-through", through),
        ("Recovery", behind - through),
    )
    return [phase for phase, length in runs for _ in range(length)]


def _place_in_run(phases: Sequence[Phase], index: int) -> int:
    place = 0
    while place < index and phases[index - place - 1] == phases[index]:
        place += 1
    return place


def _run_length(phases: Sequence[Phase], index: int) -> int:
    end = index
    while end + 1 < len(phases) and phases[end + 1] == phases[index]:
        end += 1
    return end - index + 1 + _place_in_run(phases, index)
