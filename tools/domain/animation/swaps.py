"""Where the roles swap: the table of counters and interrupts."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.animation.errors import NoRoomToCounterError
from tools.domain.animation.kinds import InstigatorPhase, Phase, ResponderKind
from tools.domain.animation.legality import require_blow
from tools.domain.animation.phases import counter_plan
from tools.domain.animation.script import AnimationScript

COUNTER_ROOM = 4
"""Frames that a blow struck back wants: Anticipation, Contact, Follow-through, Recovery."""
_ROOM_LEAST = 2


@dataclass(frozen=True, kw_only=True)
class Swap:
    """From `frame` on the responder plays `plan`, one phase a frame to the end.

    `contact` is the frame of its one Contact.
    """

    frame: int
    plan: tuple[InstigatorPhase, ...]

    @property
    def contact(self) -> int:
        return self.frame + self.plan.index("Contact")


def swap_of(instigator: AnimationScript, kind: ResponderKind) -> Swap:
    """Where and how the roles swap in a counter or an interrupt.

    Before the swap frame the responder follows the Dodge column. From it on it plays Anticipation,
    one Contact, Follow-through (half of the rest, rounded up, three at most) and Recovery, and
    the instigator answers by the Hit column.

    A counter swaps behind the last run of Contact frames that leaves 4 frames, else behind the
    first run; its Anticipation is a quarter of the frames that are left, 1 at least, and the
    instigator is knocked back. An interrupt swaps in the middle of the Anticipation that leads
    to the first Contact (rounded to the later, one frame before that Contact at the latest); its
    Contact is on the very frame where the instigator's would have been, and the instigator
    staggers.

    Raises `NoContactError` where the script drives nobody, and `NoRoomToCounterError` where fewer
    than two frames stand behind its first contact.
    """
    first = require_blow(instigator)
    phases: list[Phase] = [frame.phase for frame in instigator.frames]
    count = len(phases)
    if kind == "interrupt":
        frame = first - max(1, _run_before(phases, first) // 2)
        return Swap(frame=frame, plan=tuple(counter_plan(first - frame, count - frame)))
    frame = _behind_contact(phases)
    room = count - frame
    if room < _ROOM_LEAST:
        raise NoRoomToCounterError(
            f"A counter needs {_ROOM_LEAST} frames behind the blow, here stand {room}: "
            "the instigator's first Contact ends at frame "
            f"{frame - 1} of 0 to {count - 1}.",
            frame=frame - 1,
        )
    return Swap(frame=frame, plan=tuple(counter_plan(max(1, room // 4), room)))


def _run_before(phases: list[Phase], contact: int) -> int:
    start = contact
    while start and phases[start - 1] == "Anticipation":
        start -= 1
    return contact - start


def _behind_contact(phases: list[Phase]) -> int:
    ends = [
        index + 1
        for index, phase in enumerate(phases)
        if phase == "Contact" and phases[index + 1 : index + 2] != ["Contact"]
    ]
    roomy = [end for end in ends if len(phases) - end >= COUNTER_ROOM]
    return roomy[-1] if roomy else ends[0]
