"""The temporal rules: whether a responder's script is bound to its instigator's in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.knockback import knockback_violations
from tools.domain.animation.phases import (
    NEVER_EARLY,
    SWAPPING,
    TOUCHING,
    column_of,
)
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.swap_rules import own_table, phases_follow
from tools.domain.animation.violations import RuleReport, Violation, ViolationCode


@dataclass(frozen=True, kw_only=True)
class Binding:
    """One responder's script beside the instigator's as it is played.

    `mass_ratio` is the instigator's mass over the responder's, `shift` the absolute alignment.
    """

    instigator: AnimationScript
    responder: AnimationScript
    kind: ResponderKind
    mass_ratio: float
    shift: int = 0
    who: str = "responder"

    @property
    def taken_over(self) -> bool:
        """Whether it is this responder to whom the instigator loses its role."""
        return self.kind in SWAPPING

    @property
    def open_frames(self) -> frozenset[int]:
        """The frames in which the instigator's impact window is open to this responder.

        What the instigator receives itself after a swap is no blow for anybody else.
        """
        swap = None if self.taken_over else self.instigator.swap_frame
        return frozenset(
            frame.frame_index
            for frame in self.instigator.frames
            if frame.impact_window and (swap is None or frame.frame_index < swap)
        )

    def broken(self, code: ViolationCode, frame: int | None, detail: str) -> Violation:
        return Violation(code=code, who=self.who, frame=frame, detail=detail)


Rule = Callable[[Binding], Iterator[Violation]]


def check_binding(
    instigator: AnimationScript,
    responder: AnimationScript,
    *,
    kind: ResponderKind,
    mass_ratio: float,
    shift: int = 0,
    who: str = "responder",
) -> RuleReport:
    """Every rule of `RULES` over one pair of scripts."""
    binding = Binding(
        instigator=instigator,
        responder=responder,
        kind=kind,
        mass_ratio=mass_ratio,
        shift=shift,
        who=who,
    )
    found = tuple(violation for rule in RULES.values() for violation in rule(binding))
    return RuleReport(rules=tuple(RULES), violations=found)


def equal_counts(binding: Binding) -> Iterator[Violation]:
    """Both have the same number of frames."""
    ours, theirs = binding.responder.frame_count, binding.instigator.frame_count
    if ours != theirs:
        yield binding.broken(
            "FRAME_COUNT_MISMATCH",
            None,
            f"Frame count mismatch: the instigator has {theirs} frames, the responder {ours}.",
        )


def no_early_reaction(binding: Binding) -> Iterator[Violation]:
    """The responder is in no Contact, Impact Received or Recovery before the first Contact.

    An interrupted instigator has none; its responder has its own table (`roles_swap_once`), and
    any other responder then never gets to these phases.
    """
    first = binding.instigator.first_contact
    if binding.kind == "interrupt":
        return
    for frame in binding.responder.frames:
        if frame.phase in NEVER_EARLY and (first is None or frame.frame_index < first):
            when = "but it never comes" if first is None else f"which is at frame {first}"
            yield binding.broken(
                "TEMPORAL_CAUSALITY_VIOLATION",
                frame.frame_index,
                f"Temporal causality violation: {frame.phase} at frame {frame.frame_index} "
                f"needs the instigator's first Contact, {when}.",
            )


def windows_are_received(binding: Binding) -> Iterator[Violation]:
    """Each impact window of the responder is one of the instigator's, shifted by the alignment.

    It is open only where something touches (Impact Received; Contact, for who strikes back); and
    who is hit has at least one, unless the instigator's never opens.
    """
    open_frames = binding.open_frames
    received = [frame for frame in binding.responder.frames if frame.impact_window]
    for frame in received:
        source = frame.frame_index - binding.shift
        if source not in open_frames:
            yield binding.broken(
                "IMPACT_WINDOW_MISMATCH",
                frame.frame_index,
                f"The impact window at frame {frame.frame_index} needs one of the instigator's at "
                f"frame {source}; open there: {sorted(open_frames)}.",
            )
        if frame.phase not in TOUCHING:
            yield binding.broken(
                "IMPACT_WINDOW_MISMATCH",
                frame.frame_index,
                f"The impact window is open in {frame.phase}, where nothing touches.",
            )
    touched = binding.taken_over or column_of(binding.kind) == "hit"
    if touched and not received and open_frames:
        yield binding.broken(
            "IMPACT_WINDOW_MISMATCH",
            min(open_frames),
            f"{binding.kind} receives nothing: no frame has impact_window true.",
        )


def equal_durations(binding: Binding) -> Iterator[Violation]:
    """Each frame stands as long as the instigator's frame of the same number."""
    pairs = zip(binding.instigator.frames, binding.responder.frames, strict=False)
    for theirs, ours in pairs:
        if ours.duration_ms != theirs.duration_ms:
            yield binding.broken(
                "DURATION_MISMATCH",
                ours.frame_index,
                f"Frame {ours.frame_index} stands {ours.duration_ms} ms, the instigator's "
                f"{theirs.duration_ms} ms.",
            )


def phases_answer(binding: Binding) -> Iterator[Violation]:
    """Each phase of the responder answers the instigator's, by the phase table."""
    for who, frame, detail in phases_follow(
        binding.instigator,
        binding.responder,
        kind=binding.kind,
        shift=binding.shift,
        who=binding.who,
    ):
        yield Violation(code="PHASE_MISMATCH", who=who, frame=frame, detail=detail)


def roles_swap_once(binding: Binding) -> Iterator[Violation]:
    """A counter comes after the blow, an interrupt before it, and both before their effect."""
    if not binding.taken_over:
        return
    for frame, detail in own_table(binding.instigator, binding.responder, kind=binding.kind):
        yield binding.broken("TEMPORAL_CAUSALITY_VIOLATION", frame, detail)


def knockback_follows_force(binding: Binding) -> Iterator[Violation]:
    """Who is driven goes along the force, as far as the mass ratio calls for."""
    yield from knockback_violations(
        binding.instigator,
        binding.responder,
        kind=binding.kind,
        mass_ratio=binding.mass_ratio,
        shift=binding.shift,
        who=binding.who,
    )


RULES: Mapping[str, Rule] = {
    "equal_counts": equal_counts,
    "no_early_reaction": no_early_reaction,
    "windows_are_received": windows_are_received,
    "equal_durations": equal_durations,
    "phases_answer": phases_answer,
    "roles_swap_once": roles_swap_once,
    "knockback_follows_force": knockback_follows_force,
}
