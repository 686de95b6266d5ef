"""What an import from an old Tower database came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "project", "character", "scene", "bible", "bible_character", "score", "style_template",
    "preference",
]  # fmt: skip
Outcome = Literal["created", "updated", "unchanged", "kept"]
KINDS: tuple[Kind, ...] = (
    "project", "character", "scene", "bible", "bible_character", "score", "style_template",
    "preference",
)  # fmt: skip
LINES_MOST = 1000
"""How many rows a report names; beyond, they are counted only."""


class UnfitRowError(Exception):
    """A row of the old database cannot be taken over; the message says why."""


@dataclass(frozen=True, kw_only=True)
class OldRow:
    """One row of the old database.

    `fault` says why it could not even be read; then `columns` is empty.
    """

    key: str
    columns: dict[str, Any]
    fault: str | None = None


@dataclass(frozen=True, kw_only=True)
class Brought:
    """An old row in our words, and the key under which it is known again."""

    key: str
    columns: dict[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an earlier import made of a row, and what our row is now: None where it is gone."""

    id: int
    source_digest: str
    kept_digest: str
    now: str | None


def outcome_of(digest: str, known: Known | None) -> tuple[Outcome, str]:
    """What becomes of an old row with this digest, and why where it is kept as it is here."""
    if known is None:
        return "created", ""
    changed = digest != known.source_digest
    if known.now is None:
        return "kept", "It was deleted here."
    if known.now != known.kept_digest:
        return "kept", "It was edited on both sides." if changed else "It was edited here."
    return ("updated" if changed else "unchanged"), ""


class Line(BaseModel):
    """One row of which there is something to say."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    key: str
    """The old row's own: mostly its id."""
    says: str


class Tally(BaseModel):
    """How many rows of one kind were read, and what became of them."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: int = 0


class TowerReport(BaseModel):
    """An import, row by row where there is something to say.

    `missing` are tables that the old database does not have, `lines_left_out` counts what
    `kept skipped notes` could not list.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    dry_run: bool
    tallies: list[Tally]
    missing: list[str] = []
    kept: list[Line] = []
    skipped: list[Line] = []
    notes: list[Line] = []
    lines_left_out: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not any(tally.created or tally.updated for tally in self.tallies)


class Ledger:
    """Counts while an import goes on."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Kind, str], int] = {}
        self._lines: dict[str, list[Line]] = {"kept": [], "skipped": [], "notes": []}
        self._left_out = 0

    def read(self, kind: Kind, rows: int = 1) -> None:
        self._count(kind, "read", rows)

    def settled(self, kind: Kind, key: str, outcome: Outcome, why: str = "") -> None:
        self._count(kind, outcome)
        if outcome == "kept":
            self._say("kept", kind, key, why)

    def skipped(self, kind: Kind, key: str, why: str) -> None:
        self._count(kind, "skipped")
        self._say("skipped", kind, key, why)

    def note(self, kind: Kind, key: str, says: str) -> None:
        self._say("notes", kind, key, says)

    def report(self, source: str, missing: Sequence[str], *, dry_run: bool) -> TowerReport:
        names = ("read", "created", "updated", "unchanged", "kept", "skipped")
        return TowerReport(
            source=source,
            dry_run=dry_run,
            missing=list(missing),
            tallies=[
                Tally(kind=kind, **{name: self._counts.get((kind, name), 0) for name in names})
                for kind in KINDS
            ],
            kept=self._lines["kept"],
            skipped=self._lines["skipped"],
            notes=self._lines["notes"],
            lines_left_out=self._left_out,
        )

    def _count(self, kind: Kind, name: str, by: int = 1) -> None:
        self._counts[kind, name] = self._counts.get((kind, name), 0) + by

    def _say(self, where: str, kind: Kind, key: str, says: str) -> None:
        if len(self._lines[where]) < LINES_MOST:
            self._lines[where].append(Line(kind=kind, key=key, says=says))
        else:
            self._left_out += 1
