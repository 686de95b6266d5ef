"""What a run of cases amounts to: rates, latencies, failures; as JSON and as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from evals.case import Case, ExpectedCall, Turn
from evals.matching import TurnVerdict
from evals.played import MadeCall, PlayedTurn

_FAILURES_SHOWN = 25


@dataclass(frozen=True, kw_only=True)
class TurnRun:
    """One turn as played, with its verdict."""

    turn: Turn
    played: PlayedTurn
    verdict: TurnVerdict


@dataclass(frozen=True, kw_only=True)
class CaseRun:
    """One attempt (counted from 1) at a case."""

    case: Case
    attempt: int
    turns: tuple[TurnRun, ...]

    @property
    def passed(self) -> bool:
        return all(turn.verdict.passed for turn in self.turns)


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True)


class Latency(_Figures):
    """Milliseconds from a user's message to the end of its turn, approvals included."""

    p50: float
    p95: float


class Failure(_Figures):
    """One turn that did not do what was expected; turns and attempts count from 1."""

    id: str
    turn: int
    attempt: int = 1
    user: str
    expected: list[dict[str, Any]]
    asks: bool
    made: list[dict[str, Any]]
    message: str
    why: list[str]


class Report(_Figures):
    """The figures of a run.

    `pass_rate` is the share of cases whose every turn matched, the mean over attempts;
    `pass_power_k` the share of cases that passed in all K attempts. `tool_accuracy` is the share
    of turns with the right tools in the right order, `argument_accuracy` the share of right
    arguments in the calls whose tool was right (null where no argument was compared).
    """

    model: str
    cases: int
    turns: int
    attempts: int
    pass_rate: float
    pass_power_k: float
    tool_accuracy: float
    argument_accuracy: float | None
    latency_ms: Latency
    by_tag: dict[str, float]
    cases_by_tag: dict[str, int]
    failures: list[Failure]
    notes: list[str] = []


def sum_up(runs: Sequence[CaseRun], *, model: str, notes: Sequence[str] = ()) -> Report:
    """The report on all attempts at all cases; `runs` must not be empty."""
    turns = [turn for run in runs for turn in run.turns]
    right = sum(turn.verdict.args_right for turn in turns)
    total = sum(turn.verdict.args_total for turn in turns)
    tagged: dict[str, list[CaseRun]] = defaultdict(list)
    attempts: dict[str, list[bool]] = defaultdict(list)
    for run in runs:
        attempts[run.case.id].append(run.passed)
        for tag in run.case.tags:
            tagged[tag].append(run)
    latencies = [turn.played.latency_ms for turn in turns]
    return Report(
        model=model,
        cases=len(attempts),
        turns=len(turns),
        attempts=max(run.attempt for run in runs),
        pass_rate=_share(run.passed for run in runs),
        pass_power_k=_share(all(passes) for passes in attempts.values()),
        tool_accuracy=_share(turn.verdict.tools_right for turn in turns),
        argument_accuracy=round(right / total, 4) if total else None,
        latency_ms=Latency(p50=percentile(latencies, 50), p95=percentile(latencies, 95)),
        by_tag={tag: _share(run.passed for run in tagged[tag]) for tag in sorted(tagged)},
        cases_by_tag={tag: len({run.case.id for run in tagged[tag]}) for tag in sorted(tagged)},
        failures=[failure for run in runs for failure in _failures(run)],
        notes=list(notes),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile of values that are not empty, linear between neighbours, to a tenth."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    between = ordered[below] + (ordered[above] - ordered[below]) * (position - below)
    return round(between, 1)


def as_tables(report: Report) -> RenderableType:
    """The report for a terminal: figures, passes by tag, and the first failures."""
    parts: list[RenderableType] = [_figures_table(report), _tag_table(report)]
    if report.failures:
        parts.append(_failure_table(report))
    hidden = len(report.failures) - _FAILURES_SHOWN
    if hidden > 0:
        parts.append(Text(f"… and {hidden} more failures; --json lists all."))
    parts.extend(Text(f"Note: {note}", style="yellow") for note in report.notes)
    return Group(*parts)


def _figures_table(report: Report) -> Table:
    table = Table(title=f"{report.cases} cases, {report.turns} turns, model {report.model}")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_row("pass rate", _percent(report.pass_rate))
    if report.attempts > 1:
        table.add_row(f"pass^{report.attempts}", _percent(report.pass_power_k))
    table.add_row("tool accuracy (turns)", _percent(report.tool_accuracy))
    table.add_row("argument accuracy", _percent(report.argument_accuracy))
    table.add_row("latency p50", f"{report.latency_ms.p50:.1f} ms")
    table.add_row("latency p95", f"{report.latency_ms.p95:.1f} ms")
    return table


def _tag_table(report: Report) -> Table:
    table = Table(title="By tag")
    table.add_column("tag")
    table.add_column("cases", justify="right")
    table.add_column("pass rate", justify="right")
    for tag, rate in report.by_tag.items():
        table.add_row(escape(tag), str(report.cases_by_tag[tag]), _percent(rate))
    return table


def _failure_table(report: Report) -> Table:
    table = Table(title="Failures", show_lines=True)
    table.add_column("case", no_wrap=True)
    table.add_column("said", ratio=2)
    table.add_column("what is wrong", ratio=3)
    for failure in report.failures[:_FAILURES_SHOWN]:
        place = failure.id if failure.turn == 1 else f"{failure.id} turn {failure.turn}"
        table.add_row(escape(place), escape(failure.user), escape("\n".join(failure.why)))
    return table


def _failures(run: CaseRun) -> Iterable[Failure]:
    for number, turn in enumerate(run.turns, start=1):
        if not turn.verdict.passed:
            yield Failure(
                id=run.case.id,
                turn=number,
                attempt=run.attempt,
                user=turn.turn.user,
                expected=[_expected(call) for call in turn.turn.expect],
                asks=turn.turn.asks,
                made=[_made(call) for call in turn.played.calls],
                message=turn.played.message,
                why=list(turn.verdict.complaints),
            )


def _expected(call: ExpectedCall) -> dict[str, Any]:
    return call.model_dump(mode="json")


def _made(call: MadeCall) -> dict[str, Any]:
    return {"tool": call.tool, "args": dict(call.args), "status": call.status}


def _share(claims: Iterable[bool]) -> float:
    verdicts = list(claims)
    return round(sum(verdicts) / len(verdicts), 4)


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share:.1%}"
