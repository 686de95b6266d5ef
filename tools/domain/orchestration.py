"""The five stages of an orchestrated generation, told from the log of its run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict

from tools.domain.runs import ENDED, Event, RunStatus

Stage = Literal[
    "Requirements Parsing", "Initial Generation", "Quality Assessment Loop",
    "Consistency Validation", "Final Approval",
]  # fmt: skip
StageStatus = Literal["pending", "running", "completed", "failed", "cancelled", "skipped"]
STAGES: tuple[Stage, ...] = (
    "Requirements Parsing",
    "Initial Generation",
    "Quality Assessment Loop",
    "Consistency Validation",
    "Final Approval",
)
_OF_NODE: Mapping[str, Stage] = {
    "requirements": "Requirements Parsing",
    "bible": "Requirements Parsing",
    "definition": "Requirements Parsing",
    "wording": "Initial Generation",
    "parameters": "Initial Generation",
    "render": "Initial Generation",
    "assess": "Quality Assessment Loop",
    "improve": "Quality Assessment Loop",
    "rank": "Consistency Validation",
    "opinion": "Consistency Validation",
    "settle": "Final Approval",
}
NODES = tuple(_OF_NODE)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class StageStanding(_Record):
    """One stage as it stands. Without a log, as after thirty days, it has no times."""

    name: Stage
    status: StageStatus
    started_at: datetime | None = None
    ended_at: datetime | None = None
    detail: str | None = None


class Adjustment(_Record):
    """One thing that a failed attempt changed for the next: why, what, to which value."""

    code: str
    adjustment: str
    value: Any


class AttemptStanding(_Record):
    """One picture: its figures, what they came to, and what it changed for the next one.

    `adjustments` are those that it was made with; `kept` is the one that the run came to, `why`
    says what decided.
    """

    number: int
    sha256: str | None = None
    seed: int | None = None
    quality: float | None = None
    alignment: float | None = None
    score: float | None = None
    similarity: float | None = None
    verdict: str | None = None
    passes: bool = False
    reasons: list[str] = []
    codes: list[str] = []
    adjustments: dict[str, Any] = {}
    changes: list[Adjustment] = []
    rank: int | None = None
    total: float | None = None
    kept: bool = False
    why: str | None = None


def stage_of(node: str, attempt: int = 1) -> Stage:
    """The stage that a node of the generation's graph works for.

    Parameters and drawing of a second attempt are part of the loop that asked for it.
    """
    stage = _OF_NODE[node]
    again = attempt > 1 and stage == "Initial Generation"
    return "Quality Assessment Loop" if again else stage


def stages_of(
    status: RunStatus,
    events: Sequence[Event],
    *,
    result: Mapping[str, Any] | None = None,
    ended_at: datetime | None = None,
) -> list[StageStanding]:
    """All five, from the progress in the run's log and from what it came to.

    The stage at which a run failed or was cancelled is so; those behind it are skipped.
    """
    began = _begun(events)
    at = [began.get(stage) for stage in STAGES]
    last = max((number for number, begun in enumerate(at) if begun), default=-1)
    details = _details(events, result or {})
    return [
        StageStanding(
            name=stage,
            status=_standing(number, last, status),
            started_at=at[number],
            ended_at=_ended(number, last, at, status, ended_at),
            detail=details.get(stage) if number <= last or status == "completed" else None,
        )
        for number, stage in enumerate(STAGES)
    ]


def attempts_of(
    events: Iterable[Event], result: Mapping[str, Any] | None = None
) -> list[AttemptStanding]:
    """The attempts in order: those of the result where the run has one, else of its log."""
    kept = (result or {}).get("number")
    found: Iterable[Mapping[str, Any]] = (result or {}).get("attempts") or _told(events)
    return [
        AttemptStanding.model_validate(
            {
                **{k: v for k, v in one.items() if k in AttemptStanding.model_fields},
                "kept": kept is not None and one.get("number") == kept,
            }
        )
        for one in found
    ]


def _told(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What the log says of each attempt, the latest word on it."""
    attempts: dict[int, dict[str, Any]] = {}
    for event in events:
        if event.type == "attempt.assessed":
            attempts[event.data["number"]] = dict(event.data)
        elif event.type == "attempt.improved" and event.data["after"] in attempts:
            attempts[event.data["after"]]["changes"] = event.data["changes"]
    return [attempts[number] for number in sorted(attempts)]


def _begun(events: Iterable[Event]) -> dict[Stage, datetime]:
    begun: dict[Stage, datetime] = {}
    for event in events:
        stage = event.data.get("step")
        if event.type == "progress" and stage in STAGES:
            begun.setdefault(stage, event.at)
    return begun


def _standing(number: int, last: int, status: RunStatus) -> StageStatus:
    if status == "completed" or number < last:
        return "completed"
    if number == last:
        return cast(StageStatus, status) if status in ENDED else "running"
    if status in ENDED:
        return cast(StageStatus, status) if last < 0 and number == 0 else "skipped"
    return "pending"


def _ended(
    number: int,
    last: int,
    at: Sequence[datetime | None],
    status: RunStatus,
    ended_at: datetime | None,
) -> datetime | None:
    if number < last:
        return next((begun for begun in at[number + 1 :] if begun), None)
    return ended_at if number == last and status in ENDED else None


def _details(events: Sequence[Event], result: Mapping[str, Any]) -> dict[Stage, str]:
    attempts = attempts_of(events, result)
    details: dict[Stage, str] = {}
    if understood := next((e.data for e in events if e.type == "requirements"), None):
        details["Requirements Parsing"] = str(understood.get("sentence", ""))
    if attempts:
        first = attempts[0]
        details["Initial Generation"] = f"Drawn with the seed {first.seed}."
        details["Quality Assessment Loop"] = _loop(attempts)
    if best := next((one for one in attempts if one.kept), None):
        details["Consistency Validation"] = (
            f"Attempt {best.number} of {len(attempts)} is the best: {_figures(best)}. "
            f"{best.why or ''}"
        ).strip()
        details["Final Approval"] = _approval(best, result)
    return details


def _loop(attempts: Sequence[AttemptStanding]) -> str:
    told = [
        f"{one.number}: {_figures(one)}"
        + (f" ({', '.join(one.codes)})" if one.codes else "")
        + (", passes" if one.passes else "")
        for one in attempts
    ]
    return f"{len(attempts)} assessed. {'; '.join(told)}."


def _figures(one: AttemptStanding) -> str:
    figures = {"score": one.score, "quality": one.quality, "alignment": one.alignment}
    said = [f"{name} {value:.2f}" for name, value in figures.items() if value is not None]
    return ", ".join([one.verdict or "assessed", *said])


def _approval(best: AttemptStanding, result: Mapping[str, Any]) -> str:
    reference = result.get("reference")
    told = {
        "canonical": "It is the canonical reference of this design.",
        "candidate": "It is proposed as a reference; somebody has to approve it.",
    }
    said = told.get(str(reference), "The canonical reference stays as it is.")
    return f"Attempt {best.number} was kept, verdict {best.verdict}. {said}"
