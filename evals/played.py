"""What the director did in one turn, as the stage saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CallStatus = Literal["ok", "error", "rejected", "awaiting_approval"]
InterruptKind = Literal["approval", "choice", "question"]


@dataclass(frozen=True, kw_only=True)
class MadeCall:
    """One tool call as the director made it; `id` tells calls of a turn apart."""

    id: str
    tool: str
    args: Mapping[str, Any] = field(default_factory=dict[str, Any])
    status: CallStatus = "ok"

    @property
    def failed(self) -> bool:
        return self.status in ("error", "rejected")


@dataclass(frozen=True, kw_only=True)
class Interrupt:
    """What the director waits for. `id` answers an approval."""

    id: str
    kind: InterruptKind


@dataclass(frozen=True, kw_only=True)
class PlayedTurn:
    """One turn: its calls in order, the closing message, and how long the user waited for it."""

    calls: tuple[MadeCall, ...] = ()
    message: str = ""
    interrupt: Interrupt | None = None
    latency_ms: float = 0.0

    @property
    def asked(self) -> bool:
        """Whether the turn ends in a question to the user."""
        if self.interrupt is not None:
            return self.interrupt.kind in ("question", "choice")
        return self.message.rstrip(" \t\n\r*_\"'”’»)").endswith(_QUESTION_MARKS)

    def followed_by(self, later: PlayedTurn) -> PlayedTurn:
        """This turn, gone on after an approval: a call seen again has its later status."""
        calls = {call.id: call for call in (*self.calls, *later.calls)}
        return PlayedTurn(
            calls=tuple(calls.values()),
            message=later.message,
            interrupt=later.interrupt,
        )


_QUESTION_MARKS = ("?", "？", "؟", "⁇", "❓", "⁈")
