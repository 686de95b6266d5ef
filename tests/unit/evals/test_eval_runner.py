"""The runner plays cases turn by turn, approves gated calls and outlives broken turns."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from evals.case import Case
from evals.known import Known
from evals.played import Interrupt, MadeCall, PlayedTurn
from evals.report import CaseRun
from evals.runner import TurnError, lacking, play


class PaperStage:
    """A director who answers from a list: what it says to which message."""

    def __init__(self, answers: dict[str, PlayedTurn]) -> None:
        self._answers = answers
        self.cast = ["Kai Nakamura"]

    async def say(self, text: str) -> PlayedTurn:
        if text not in self._answers:
            raise TurnError("the line is dead")
        return self._answers[text]

    async def approve(self, interrupt_id: str) -> PlayedTurn:
        return self._answers[interrupt_id]

    async def known(self) -> Known:
        return Known(characters=tuple(self.cast))


class PaperTheatre:
    """Gives every case a new stage and counts them by world."""

    model = "paper"
    notes = ()

    def __init__(self, **answers: PlayedTurn) -> None:
        self.defaults: dict[str, dict[str, Any]] = {}
        self._answers = answers
        self.worlds: list[Path] = []

    @asynccontextmanager
    async def stage(self, world: Path) -> AsyncGenerator[PaperStage]:
        self.worlds.append(world)
        yield PaperStage(self._answers)


def case(*turns: dict[str, Any], case_id: str = "a") -> Case:
    return Case.model_validate({"id": case_id, "world": "w.json", "turns": list(turns)})


def call(tool: str, status: Any = "ok", **args: Any) -> MadeCall:
    return MadeCall(id=tool, tool=tool, args=args, status=status)


async def played(theatre: PaperTheatre, *cases: Case, repeat: int = 1) -> tuple[CaseRun, ...]:
    told: list[CaseRun] = []
    runs = await play(cases, Path("/x/c.jsonl"), theatre, repeat=repeat, played=told.append)
    assert tuple(told) == runs
    return runs


DRAW = {"user": "draw", "expect": [{"tool": "generate_image", "args": {"character": "Kai"}}]}


@pytest.mark.asyncio
async def test_each_attempt_has_a_stage_of_its_own() -> None:
    theatre = PaperTheatre(draw=PlayedTurn(calls=(call("generate_image", character="Kai"),)))
    runs = await played(theatre, case(DRAW), case(DRAW, case_id="b"), repeat=2)
    assert [(run.case.id, run.attempt, run.passed) for run in runs] == [
        ("a", 1, True),
        ("a", 2, True),
        ("b", 1, True),
        ("b", 2, True),
    ]
    assert theatre.worlds == [Path("/x/w.json")] * 4


@pytest.mark.asyncio
async def test_a_gated_call_is_approved_and_counts_once() -> None:
    theatre = PaperTheatre(
        delete=PlayedTurn(
            calls=(call("delete_character", "awaiting_approval", character="Kai"),),
            interrupt=Interrupt(id="gate", kind="approval"),
        ),
        gate=PlayedTurn(calls=(call("delete_character", character="Kai"),), message="Gone."),
    )
    turn = {
        "user": "delete",
        "expect": [{"tool": "delete_character", "args": {"character": "Kai"}}],
    }
    (run,) = await played(theatre, case(turn))
    assert run.passed
    assert run.turns[0].played.message == "Gone."
    assert run.turns[0].played.latency_ms > 0


@pytest.mark.asyncio
async def test_an_approval_without_end_stops() -> None:
    waiting = PlayedTurn(interrupt=Interrupt(id="gate", kind="approval"))
    (run,) = await played(PaperTheatre(go=waiting, gate=waiting), case({"user": "go"}))
    assert run.turns[0].played.interrupt is not None


@pytest.mark.asyncio
async def test_a_broken_turn_fails_its_case_and_the_run_goes_on() -> None:
    theatre = PaperTheatre(draw=PlayedTurn(calls=(call("generate_image", character="Kai"),)))
    broken, whole = await played(theatre, case({"user": "lost"}, DRAW), case(DRAW, case_id="b"))
    assert broken.turns[0].verdict.complaints == ("the turn failed: the line is dead",)
    assert broken.turns[1].verdict.passed
    assert not broken.passed
    assert whole.passed


def test_tools_that_are_lacking_are_noted_with_their_cases() -> None:
    assert lacking([case(DRAW)], {"generate_image"}) == []
    assert lacking([case(DRAW, DRAW), case(DRAW, case_id="b")], {"get_bible"}) == [
        "cases expect tools that this version lacks: generate_image (2)"
    ]
