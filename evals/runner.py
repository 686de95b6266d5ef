"""Plays cases turn by turn and judges them; what the turns are played on is a `Theatre`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from evals.case import Case, Turn, world_path
from evals.known import Known
from evals.matching import Surroundings, TurnVerdict, judge
from evals.played import PlayedTurn
from evals.report import CaseRun, TurnRun

_MOST_APPROVALS = 10

Played = Callable[[CaseRun], None]
"""Told of each attempt as it ends."""


class Stage(Protocol):
    """One conversation with the director, in a world of its own."""

    async def say(self, text: str) -> PlayedTurn:
        """Send a message and wait until its turn ends or waits for an approval.

        Raises `TurnError` where the turn itself failed.
        """
        ...

    async def approve(self, interrupt_id: str) -> PlayedTurn:
        """Approve what the turn waits for, and wait as `say` does."""
        ...

    async def known(self) -> Known:
        """The names that the director's tools could resolve now."""
        ...


class Theatre(Protocol):
    """Where cases are played: it sets up a world once, and copies it for each case."""

    @property
    def model(self) -> str: ...

    @property
    def defaults(self) -> Mapping[str, Mapping[str, Any]]:
        """The defaults in the tools' schemas, by tool (every one there is) and argument."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What a reader of the figures has to know, such as parts of a world left out."""
        ...

    def stage(self, world: Path) -> AbstractAsyncContextManager[Stage]: ...


class NoDirectorError(Exception):
    """The director could not be started; the message says what is missing."""


class TurnError(Exception):
    """A turn that broke off; the message says why. The case fails, the run goes on."""


async def play(
    cases: Sequence[Case], file: Path, theatre: Theatre, *, repeat: int = 1, played: Played
) -> tuple[CaseRun, ...]:
    """Play every case `repeat` times. `file` is where the cases come from."""
    runs: list[CaseRun] = []
    for attempt, case in _attempts(cases, repeat):
        async with theatre.stage(world_path(file, case)) as stage:
            turns = [await _play_turn(case, turn, stage, theatre) for turn in case.turns]
        run = CaseRun(case=case, attempt=attempt, turns=tuple(turns))
        runs.append(run)
        played(run)
    return tuple(runs)


def lacking(cases: Sequence[Case], tools: Collection[str]) -> list[str]:
    """A note on the expected tools that there are none of, with the number of cases for each."""
    counts = Counter(
        tool
        for case in cases
        for tool in {call.tool for turn in case.turns for call in turn.expect}
        if tool not in tools
    )
    listed = ", ".join(f"{tool} ({count})" for tool, count in sorted(counts.items()))
    return [f"cases expect tools that this version lacks: {listed}"] if counts else []


def _attempts(cases: Sequence[Case], repeat: int) -> Iterator[tuple[int, Case]]:
    for case in cases:
        for attempt in range(1, repeat + 1):
            yield attempt, case


async def _play_turn(case: Case, turn: Turn, stage: Stage, theatre: Theatre) -> TurnRun:
    before = await stage.known()
    begun = perf_counter()
    try:
        played = await _play_to_the_end(turn.user, stage)
    except TurnError as error:
        return _broken(turn, str(error), _milliseconds_since(begun))
    played = replace(played, latency_ms=_milliseconds_since(begun))
    around = Surroundings(before=before, after=await stage.known(), defaults=theatre.defaults)
    return TurnRun(turn=turn, played=played, verdict=judge(case, turn, played, around))


async def _play_to_the_end(text: str, stage: Stage) -> PlayedTurn:
    """Play a message and approve every gated call that it makes."""
    played = await stage.say(text)
    for _ in range(_MOST_APPROVALS):
        if played.interrupt is None or played.interrupt.kind != "approval":
            break
        played = played.followed_by(await stage.approve(played.interrupt.id))
    return played


def _broken(turn: Turn, reason: str, latency_ms: float) -> TurnRun:
    verdict = TurnVerdict(
        tools_right=False, args_right=0, args_total=0, complaints=(f"the turn failed: {reason}",)
    )
    played = PlayedTurn(message=reason, latency_ms=latency_ms)
    return TurnRun(turn=turn, played=played, verdict=verdict)


def _milliseconds_since(begun: float) -> float:
    return (perf_counter() - begun) * 1000
