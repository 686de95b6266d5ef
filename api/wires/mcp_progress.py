"""A run's events as progress of the Model Context Protocol."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.runs import Event


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The done share, 0 to 1, and a few words on the step."""

    share: float
    words: str


class McpProgressWire:
    """Turns the log of one run into progress, which the protocol wants to grow all the time."""

    def __init__(self) -> None:
        self._furthest = 0.0

    def __call__(self, event: Event) -> Progress | None:
        """What the event adds, if it adds anything."""
        share = 1.0 if event.type == "run.ended" else event.data.get("progress")
        if not isinstance(share, int | float) or not self._furthest < share <= 1:
            return None
        self._furthest = float(share)
        stage = event.data.get("stage") or event.data.get("status") or event.type
        return Progress(share=self._furthest, words=str(stage))
