"""The report's figures follow from the runs."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from evals.case import Case, Turn
from evals.matching import TurnVerdict
from evals.played import PlayedTurn
from evals.report import CaseRun, TurnRun, as_tables, percentile, sum_up


def run(
    case_id: str, *turns: tuple[bool, int, int], attempt: int = 1, tags: tuple[str, ...] = ("t",)
) -> CaseRun:
    """A run whose turns are (passed, arguments right, of total), each of 10 ms times its number."""
    said = tuple(Turn(user=f"turn [{number}]") for number, _ in enumerate(turns, start=1))
    return CaseRun(
        case=Case(id=case_id, tags=tags, world="w", turns=said),
        attempt=attempt,
        turns=tuple(
            TurnRun(
                turn=turn,
                played=PlayedTurn(latency_ms=10.0 * number),
                verdict=TurnVerdict(
                    tools_right=passed,
                    args_right=right,
                    args_total=total,
                    complaints=() if passed else ("[wrong] tool",),
                ),
            )
            for number, (turn, (passed, right, total)) in enumerate(
                zip(said, turns, strict=True), start=1
            )
        ),
    )


def test_a_case_passes_when_every_turn_does() -> None:
    report = sum_up(
        [run("a", (True, 2, 2), (False, 0, 1)), run("b", (True, 1, 1), tags=("t", "u"))],
        model="embedded",
    )
    assert (report.pass_rate, report.cases, report.turns) == (0.5, 2, 3)
    assert report.tool_accuracy == 0.6667
    assert report.argument_accuracy == 0.75
    assert report.by_tag == {"t": 0.5, "u": 1.0}
    assert [(f.id, f.turn) for f in report.failures] == [("a", 2)]


def test_pass_power_k_wants_every_attempt_to_pass() -> None:
    passed, failed = (True, 0, 0), (False, 0, 0)
    report = sum_up(
        [
            run("a", passed),
            run("a", failed, attempt=2),
            run("b", passed),
            run("b", passed, attempt=2),
        ],
        model="m",
    )
    assert (report.attempts, report.pass_rate, report.pass_power_k) == (2, 0.75, 0.5)
    assert report.argument_accuracy is None
    assert report.cases_by_tag == {"t": 2}


def test_percentiles_lie_between_their_neighbours() -> None:
    assert percentile([5.0], 95) == 5.0
    assert percentile([10.0, 20.0, 30.0], 50) == 20.0
    assert percentile([0.0, 100.0], 95) == 95.0


def test_the_json_form_has_the_fields_of_the_contract() -> None:
    document = sum_up([run("a", (False, 0, 0))], model="m").model_dump(mode="json")
    assert {
        "pass_rate",
        "tool_accuracy",
        "argument_accuracy",
        "latency_ms",
        "by_tag",
        "failures",
    } <= document.keys()
    assert document["latency_ms"] == {"p50": 10.0, "p95": 10.0}
    assert {"id", "turn", "expected", "made"} <= document["failures"][0].keys()


def test_the_tables_show_what_was_said_and_what_is_wrong_as_written() -> None:
    out = StringIO()
    report = sum_up([run("a", (True, 1, 1), (False, 0, 1))], model="m", notes=["clips left out"])
    Console(file=out, width=120).print(as_tables(report))
    text = out.getvalue()
    assert "a turn 2" in text
    assert "turn [2]" in text
    assert "[wrong] tool" in text
    assert "Note: clips left out" in text


def test_many_failures_are_cut_short_in_the_tables_only() -> None:
    out = StringIO()
    report = sum_up([run(str(n), (False, 0, 0)) for n in range(30)], model="m")
    Console(file=out, width=120).print(as_tables(report))
    assert "and 5 more failures" in out.getvalue()
    assert len(report.failures) == 30
