"""How rows of an old database are taken over: told apart, named apart, written, remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.domain.actor import Actor
from tools.domain.documents import digest
from tools.domain.errors import StudioError
from tools.domain.naming import fold
from tools.domain.tower import Brought, Kind, Known, Ledger, OldRow, UnfitRowError, outcome_of
from tools.ports.store import UnitOfWork
from tools.studio.content import named, storable
from tools.studio.limits import NAME_CHARACTERS_MOST

_WORKSPACE = 0


@dataclass(frozen=True, kw_only=True)
class Import:
    """One import under way: where it writes, what it calls the old database, what it counts."""

    work: UnitOfWork
    actor: Actor
    source: str
    ledger: Ledger
    suffixes: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])


@dataclass(kw_only=True)
class Row:
    """A row that is written; `columns` are ours, `digest` is of what the old row said."""

    id: int
    key: str
    digest: str
    columns: dict[str, Any]
    notes: tuple[str, ...]
    is_new: bool


def taken_over(
    importing: Import,
    kind: Kind,
    batch: Iterable[OldRow],
    reading: Callable[[OldRow], Brought],
    *,
    counted: bool = True,
) -> list[Brought]:
    """The rows in our words; what does not fit is counted, said and left out."""
    found: list[Brought] = []
    seen: set[str] = set()
    for row in batch:
        if counted:
            importing.ledger.read(kind)
        try:
            if row.fault:
                raise UnfitRowError(row.fault)
            if row.key in seen:
                raise UnfitRowError("Another row has the same id.")
            brought = reading(row)
            for name in ("name", "title"):
                if kind != "bible" and name in brought.columns:
                    brought.columns[name] = named(name, brought.columns[name])
            storable("row", brought.columns)
        except (UnfitRowError, StudioError) as error:
            importing.ledger.skipped(kind, row.key, str(error))
        else:
            found.append(brought)
        seen.add(row.key)
    return found


async def told_apart(importing: Import, kind: Kind, rows: Sequence[Brought]) -> list[Row]:
    """Those of the rows that are to be written; the others are counted.

    New rows have fresh ids.
    """
    work, actor = importing.work, importing.actor
    keys = [row.key for row in rows]
    notes = await work.tower.known(actor, importing.source, kind, keys)
    found = {row.key: digest(row.columns) for row in rows}
    changed = [n["id"] for key, n in notes.items() if n["source_digest"] != found[key]]
    await work.tower.hold(actor, kind, changed)
    now = await work.tower.digests(actor, kind, [note["id"] for note in notes.values()])
    to_write: list[Row] = []
    for row in rows:
        note = notes.get(row.key)
        known = _known(note, now) if note else None
        outcome, why = outcome_of(found[row.key], known)
        if outcome in ("created", "updated"):
            to_write.append(
                Row(
                    id=known.id if known else 0,
                    key=row.key,
                    digest=found[row.key],
                    columns=row.columns,
                    notes=row.notes,
                    is_new=known is None,
                )
            )
        else:
            importing.ledger.settled(kind, row.key, outcome, why)
    new = [row for row in to_write if row.is_new]
    for row, number in zip(new, await work.tower.numbers(kind, len(new)), strict=True):
        row.id = number
    return to_write


async def named_apart(
    importing: Import,
    kind: Kind,
    rows: Sequence[Row],
    *,
    column: str = "name",
    scope: str | None = None,
) -> None:
    """Give every row a name that is free in its `scope` column, or in the workspace.

    The second of a name becomes “Name (2)”. A row that is there already and whose new name is
    taken keeps the one that it has.
    """
    claimed: dict[tuple[int, str], int] = {}
    wanted = {row.id: row.columns[column] for row in rows}
    pending = list(rows)
    while pending:
        places = {row.id: (_scope(row, scope), fold(row.columns[column])) for row in pending}
        taken = await importing.work.tower.taken(importing.actor, kind, list(places.values()))
        crowded: list[Row] = []
        for row in pending:
            place = places[row.id]
            if taken.get(place, row.id) == claimed.setdefault(place, row.id) == row.id:
                row.columns["name_key"] = place[1]
            elif not row.is_new:
                row.columns[column] = row.columns["name_key"] = None
            else:
                crowded.append(row)
                row.columns[column] = _next(importing, place[0], wanted[row.id])
        pending = crowded
    for row in rows:
        name = row.columns[column]
        if name not in (wanted[row.id], None):
            row.notes += (f"The name “{wanted[row.id]}” is taken; it is “{name}” here.",)


async def written(importing: Import, kind: Kind, rows: Sequence[Row]) -> None:
    """Write the rows, remember them, count them."""
    if not rows:
        return
    work, actor = importing.work, importing.actor
    columns = {row.id: {"id": row.id, **row.columns} for row in rows}
    await work.tower.add(actor, kind, [columns[row.id] for row in rows if row.is_new])
    await work.tower.change(actor, kind, [columns[row.id] for row in rows if not row.is_new])
    await remembered(importing, kind, rows)


async def remembered(importing: Import, kind: Kind, rows: Sequence[Row]) -> None:
    """Note what became of the rows, and count them."""
    work, actor = importing.work, importing.actor
    now = await work.tower.digests(actor, kind, [row.id for row in rows])
    await work.tower.remember(
        actor,
        importing.source,
        kind,
        [
            {
                "legacy_key": row.key,
                "id": row.id,
                "source_digest": row.digest,
                "kept_digest": now[row.id],
            }
            for row in rows
        ],
    )
    for row in rows:
        importing.ledger.settled(kind, row.key, "created" if row.is_new else "updated")
        for note in row.notes:
            importing.ledger.note(kind, row.key, note)


def _known(note: dict[str, Any], now: dict[int, str]) -> Known:
    return Known(
        id=note["id"],
        source_digest=note["source_digest"],
        kept_digest=note["kept_digest"],
        now=now.get(note["id"]),
    )


def _scope(row: Row, scope: str | None) -> int:
    return row.columns[scope] if scope else _WORKSPACE


def _next(importing: Import, scope: int, name: str) -> str:
    """The name with the next number behind it, cut so that it stays within the limit."""
    place = (scope, fold(name))
    number = importing.suffixes.get(place, 1) + 1
    importing.suffixes[place] = number
    suffix = f" ({number})"
    return name[: NAME_CHARACTERS_MOST - len(suffix)].rstrip() + suffix
