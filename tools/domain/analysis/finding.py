"""What an analysis finds: a sentence, the figures that it rests on, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "info"]
SubjectKind = Literal[
    "character", "project", "scene", "branch", "template", "backend", "bible", "workspace"
]
ROWS_MOST = 20
"""How many rows of a kind a figure names; `n` counts all of them."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Subject(_Fact):
    """What a finding is about; `id` is null for what has none (a backend, a branch)."""

    kind: SubjectKind
    id: int | None = None
    name: str


class Figure(_Fact):
    """One number with its unit, and the rows that it comes from.

    `n` counts the rows behind it, `rows` names the first of them by kind (`scores`, `pictures`,
    `generations`, `calibrations`, `scenes`, `characters`, `references`, `versions`).
    """

    value: float | int
    unit: str
    n: Annotated[int, Field(ge=0)] | None = None
    rows: dict[str, list[int | str]] = {}


class Effect(_Fact):
    """What an action is expected to change, computed from what happened before.

    `before` and `after` are values of the figure `of`; `basis` says in a sentence what the
    expectation rests on.
    """

    of: str
    unit: str
    before: float
    after: float
    basis: str

    @property
    def saving(self) -> float:
        return self.before - self.after


class Action(_Fact):
    """What to do: a tool of the director with its arguments, or a request.

    `needs` names arguments that only the user can give. `adjustments` are what an order would
    begin with. `effect` is null where nothing that happened lets one compute it.
    """

    sentence: str
    tool: str | None = None
    args: dict[str, Any] = {}
    needs: list[str] = []
    request: dict[str, Any] | None = None
    adjustments: dict[str, Any] | None = None
    effect: Effect | None = None


class Finding(_Fact):
    """One thing that is so, by the data; `code` is stable, `rule` the function that found it."""

    code: str
    rule: str
    severity: Severity
    subject: Subject
    sentence: str
    figures: dict[str, Figure] = {}
    action: Action | None = None


def count(n: int, unit: str, **rows: Iterable[int | str]) -> Figure:
    """A number of things, with the first of the rows that are counted."""
    return Figure(value=n, unit=unit, n=n, rows=_named(rows))


def measure(value: float, unit: str, n: int | None = None, **rows: Iterable[int | str]) -> Figure:
    """A measured value, rounded to four decimals, from `n` rows."""
    return Figure(value=round(value, 4), unit=unit, n=n, rows=_named(rows))


def quoted(text: str, most: int = 80) -> str:
    """A user's words in a sentence: one line, cut at `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def listed(names: Iterable[str], most: int = 5) -> str:
    """`Kai, Mara and Genzo`; beyond `most` the rest is counted."""
    all_names = [quoted(name) for name in names]
    shown, rest = all_names[:most], len(all_names) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def plural(n: int, noun: str, several: str | None = None) -> str:
    """`1 scene`, `3 scenes`."""
    return f"{n} {noun}" if n == 1 else f"{n} {several or noun + 's'}"


def by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then remarks; otherwise as they came."""
    order = ("error", "warning", "info")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _named(rows: Mapping[str, Iterable[int | str]]) -> dict[str, list[int | str]]:
    return {kind: list(ids)[:ROWS_MOST] for kind, ids in rows.items()}
