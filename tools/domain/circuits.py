"""When something that failed is asked again: later and later, until it answers."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Circuit:
    """How one partner has been answering.

    `failures` counts those since the last answer; before `ask_at` (seconds of the caller's clock)
    it is left alone. `reason` is the end of a sentence on the last failure.
    """

    failures: int = 0
    asked_at: float = 0.0
    ask_at: float = 0.0
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether it answered when it was asked last, or never was asked."""
        return not self.failures

    def due(self, now: float) -> bool:
        """Whether it may be asked."""
        return self.whole or now >= self.ask_at


WHOLE = Circuit()


def failed(
    circuit: Circuit,
    *,
    now: float,
    jitter: float,
    reason: str,
    first_s: float = FIRST_PAUSE_S,
    longest_s: float = LONGEST_PAUSE_S,
) -> Circuit:
    """The circuit after one more failure.

    The pause doubles from `first_s` to `longest_s`; `jitter`, 0 to 1, takes away up to half of
    it, so that those who wait for the same partner do not come back together.
    """
    doublings = min(circuit.failures, 16)
    pause = min(longest_s, first_s * 2.0**doublings) * (1.0 - jitter / 2.0)
    return Circuit(failures=circuit.failures + 1, asked_at=now, ask_at=now + pause, reason=reason)
