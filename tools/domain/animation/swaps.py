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

    | | swap frame | before it | from it |
    | --- | --- | --- | --- |
    | counter | behind the last run of Contact frames that leaves 4 frames, else behind the first \
run | responder: Dodge column | responder: Anticipation (a quarter of the frames, 1 at least), \
one Contact, Follow-through (half of the rest, rounded up), Recovery; instigator: Hit column \
with Knockback |
    | interrupt | before the middle of the Anticipation that leads to the first Contact, one frame \
before that Contact at the latest | responder: Dodge column | the same, the responder's \
Contact on the very frame where the instigator's first Contact would have been; instigator: Hit \
column with Stagger |

    Raises `NoContactError` where the script drives nobody, and `NoRoomToCounterError` where fewer
    than two frames stand behind its first contact.
    """
    first = require_blow(instigator)
    phases = [frame.phase for frame in instigator.frames]
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
