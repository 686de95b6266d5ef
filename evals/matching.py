"""Whether the calls that a turn made are the calls that it should have made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from evals.case import Case, ExpectedCall, Turn
from evals.known import Known, meant, names_for
from evals.played import MadeCall, PlayedTurn
from evals.values import Meaning, is_matcher, ordinal, value_matches

_LOOK_UPS = ("get_", "list_")
_CHANGE_NOTHING = frozenset({"find_similar", "validate_bible"})
_DEFAULTS: Mapping[str, Any] = {
    "mode": "consistency_priority",
    "quality_threshold": 0.85,
    "max_iterations": 3,
    "difficulty_tier": "LIGHT",
    "perspective": "side",
    "directions": 1,
    "limit": 10,
    "branch": "main",
    "duration": 5,
    "from_bible": False,
}
"""The defaults that the contract fixes, by argument."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What names a turn could speak of: before it, and after what it made itself.

    `defaults` are those of the tools' schemas, by tool and argument; the contract's go first.
    """

    before: Known = field(default_factory=Known)
    after: Known = field(default_factory=Known)
    defaults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


@dataclass(frozen=True, kw_only=True)
class TurnVerdict:
    """How one turn did. `complaints` says in sentences what is wrong; none means it passed.

    `args_right` of `args_total` arguments matched in the calls whose tool was right.
    """

    tools_right: bool
    args_right: int
    args_total: int
    complaints: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.complaints


def judge(case: Case, turn: Turn, played: PlayedTurn, around: Surroundings) -> TurnVerdict:
    """Compare what a turn of the case should do with what was played."""
    strict = case.is_strict(turn)
    made = [call for call in played.calls if not (turn.asks and call.failed)]
    pairs = _align(turn.expect, made, around)
    paired = {id(pair.made) for pair in pairs if pair.made is not None}
    surplus = [
        call
        for call in made
        if id(call) not in paired and (strict or not _is_own_look_up(call, turn))
    ]
    missing = [pair.expected.tool for pair in pairs if pair.made is None]
    complaints = [f"{tool} was not called" for tool in missing]
    complaints += [f"{call.tool} was not expected" for call in surplus]
    complaints += [complaint for pair in pairs for complaint in pair.complaints]
    if turn.asks and not played.asked:
        complaints.append("the turn does not end in a question")
    return TurnVerdict(
        tools_right=not missing and not surplus,
        args_right=sum(pair.args_right for pair in pairs),
        args_total=sum(pair.args_total for pair in pairs),
        complaints=tuple(complaints),
    )


@dataclass(frozen=True, kw_only=True)
class _Pair:
    expected: ExpectedCall
    made: MadeCall | None = None
    args_right: int = 0
    args_total: int = 0
    complaints: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """Higher is better: a call wholly right outweighs any number of nearly right ones."""
        if self.made is None:
            return 0
        return 1_000_000 * (not self.complaints) + 1_000 + self.args_right


def _align(
    expected: Sequence[ExpectedCall], made: Sequence[MadeCall], around: Surroundings
) -> list[_Pair]:
    """The best pairing of expected with made calls of the same tool that keeps both orders."""
    best: list[list[tuple[int, list[_Pair]]]] = [[(0, [])] * (len(made) + 1)]
    for call in expected:
        alone = _Pair(expected=call)
        row = [(best[-1][0][0], [*best[-1][0][1], alone])]
        for index, candidate in enumerate(made):
            score, pairs = best[-1][index + 1]
            options = [(score, [*pairs, alone]), row[-1]]
            if candidate.tool == call.tool:
                pair = _compare(call, candidate, around)
                score, pairs = best[-1][index]
                options.insert(0, (score + pair.rank, [*pairs, pair]))
            row.append(max(options, key=lambda option: option[0]))
        best.append(row)
    return best[-1][-1][1]


def _compare(expected: ExpectedCall, made: MadeCall, around: Surroundings) -> _Pair:
    given = {arg: value for arg, value in made.args.items() if value is not None}
    wrong: list[str] = []
    for arg, wanted in expected.args.items():
        if not _argument_matches(arg, wanted, made, around):
            got = repr(given[arg]) if arg in given else "nothing"
            wrong.append(f"{made.tool}: {arg} is {got}, expected {wanted!r}")
    unasked = [
        arg
        for arg in given
        if arg not in expected.args
        and arg not in expected.free
        and not _argument_matches(arg, None, made, around)
    ]
    wrong += [f"{made.tool}: {arg} is {given[arg]!r}, expected nothing" for arg in unasked]
    total = len(expected.args) + len(unasked)
    return _Pair(
        expected=expected,
        made=made,
        args_right=total - len(wrong),
        args_total=total,
        complaints=tuple(wrong),
    )


def _argument_matches(arg: str, wanted: Any, made: MadeCall, around: Surroundings) -> bool:
    """Whether the call's argument is what is wanted; an argument left out has its default."""
    value = made.args.get(arg)
    default = _default(arg, made, around)
    if arg in ("animation", "animations"):
        value = ordinal(value)
        wanted = wanted if is_matcher(wanted) else ordinal(wanted)
    meanings = _meanings(arg, made, around)
    as_set = arg == "characters"
    if value_matches(wanted, value, meanings=meanings, as_set=as_set):
        return True
    if default is None:
        return False
    if value is None:
        return value_matches(wanted, default)
    wants_nothing = value_matches(wanted, None)
    return wants_nothing and value_matches(default, value)


def _default(arg: str, made: MadeCall, around: Surroundings) -> Any:
    if arg == "scene_number" and made.tool == "create_scene":
        return around.before.next_scene(str(made.args.get("branch") or _DEFAULTS["branch"]))
    if arg in _DEFAULTS:
        return _DEFAULTS[arg]
    return around.defaults.get(made.tool, {}).get(arg)


def _meanings(arg: str, made: MadeCall, around: Surroundings) -> list[Meaning]:
    from_bible = bool(made.args.get("from_bible"))
    pools = [
        names_for(known, made.tool, arg, from_bible=from_bible)
        for known in (around.before, around.after)
    ]
    return [partial(meant, names=pool, tool=made.tool) for pool in pools if pool is not None]


def _is_own_look_up(call: MadeCall, turn: Turn) -> bool:
    """A look-up on the way to what was asked for, which is not counted against the director."""
    if turn.asks and call.tool in _CHANGE_NOTHING:
        return True
    return (bool(turn.expect) or turn.asks) and call.tool.startswith(_LOOK_UPS)
